"""What a source hands to the compiler: one entry a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

__all__ = ["UNKNOWN_LANGUAGE", "Entry"]

UNKNOWN_LANGUAGE: Final = "und"
"""BCP 47 for a name whose language the source does not tell."""


@dataclass(slots=True)
class Entry:
    """One place as a source tells it; mutable, because a curated row inherits from what it replaces.

    ``lon`` and ``lat`` are degrees WGS 84, ``extent_km`` a rough radius. ``names`` holds the other
    names by language (BCP 47); ``codes`` are abbreviations that count only in capitals (``US``);
    ``demonyms`` name the people and the adjective (``Russian``), never the place itself.
    ``replaces`` are ids of entries that this one takes the place of, ``also`` are further ids of its own.
    """

    id: str
    name: str
    kind: str
    lon: float
    lat: float
    country: str | None = None
    admin1: str | None = None
    population: int = 0
    extent_km: float = 0.0
    names: dict[str, list[str]] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    source: str = ""
    certainty: str = "sure"
    curated: bool = False
    replaces: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
