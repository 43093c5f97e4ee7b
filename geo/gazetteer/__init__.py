"""The compiled gazetteer: names to places, and known names in texts."""

from __future__ import annotations

from geo.gazetteer.lookup import Gazetteer
from geo.gazetteer.scan import Match

__all__ = ["Gazetteer", "Match"]
