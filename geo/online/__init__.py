"""What the gazetteer lacks, asked of an online geocoder that the user named.

Nothing here runs unless ``--online`` is given. See ``docs/notes/online.md``.
"""

from __future__ import annotations

from geo.online.online import Answer, Online
from geo.online.service import SERVICES, Service, service_of
from geo.online.supplement import supplemented

__all__ = ["SERVICES", "Answer", "Online", "Service", "service_of", "supplemented"]
