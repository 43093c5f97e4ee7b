"""Text to located mentions: reading, recognition, resolution, routes.

Names are imported when first used, so that asking for one does not load what the others need.

>>> from geo import Document, Span
>>> Span(Document("brief", "Baku hosts it."), 0, 4, "place").surface
'Baku'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.errors import CorridorsError
    from geo.gazetteer import Gazetteer
    from geo.model import (
        Candidate,
        Document,
        Leg,
        Mention,
        Place,
        Route,
        Source,
        Span,
        Unreadable,
        Unresolved,
        Waypoint,
    )
    from geo.pipeline import Geoparser
    from geo.reading import read
    from geo.routes.registry import Registry

__all__ = [
    "Candidate",
    "CorridorsError",
    "Document",
    "Gazetteer",
    "Geoparser",
    "Leg",
    "Mention",
    "Place",
    "Registry",
    "Route",
    "Source",
    "Span",
    "Unreadable",
    "Unresolved",
    "Waypoint",
    "read",
]

_HOME = {
    "CorridorsError": "geo.errors",
    "Gazetteer": "geo.gazetteer",
    "Geoparser": "geo.pipeline",
    "Registry": "geo.routes.registry",
    "read": "geo.reading",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'geo' has no attribute '{name}'")
    return getattr(import_module(_HOME.get(name, "geo.model")), name)


def __dir__() -> list[str]:
    return __all__
