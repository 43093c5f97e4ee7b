"""The compiled gazetteer: names to places, and known names in texts.

>>> from geo.gazetteer import Gazetteer
>>> gazetteer = Gazetteer.open()  # doctest: +SKIP
>>> [place.country for place in gazetteer.find("Astara") if place.kind == "city"]  # doctest: +SKIP
['IR', 'AZ']
"""

from __future__ import annotations

from geo.gazetteer.additions import Addition, add, added, remove
from geo.gazetteer.lookup import Gazetteer
from geo.gazetteer.scan import Match

__all__ = ["Addition", "Gazetteer", "Match", "add", "added", "remove"]
