"""Whether a stranger's answer fits what the document is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyproj import Geod

from geo.names import word_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model import Place

__all__ = ["FARTHEST_KM", "bears", "distance_km"]

FARTHEST_KM: Final = 1000.0
"""How far from everything else that a document names an answer may lie.

A judgement, not a measurement: corridor reports name neighbours, and a namesake on another continent is the
commonest wrong answer of a geocoder that is asked for a bare name.
"""
_GEOD: Final = Geod(ellps="WGS84")


def distance_km(place: Place, others: Iterable[Place]) -> float | None:
    """Return the kilometres on the ellipsoid from a place to the nearest of ``others``; None without any.

    An area counts from its rough edge, and a place in a country that is named lies in it.
    """
    lengths = [_between(place, other) for other in others]
    return min(lengths) if lengths else None


def _between(place: Place, other: Place) -> float:
    if other.kind == "country" and other.country is not None and other.country == place.country:
        return 0.0
    length: float = _GEOD.inv(place.lon, place.lat, other.lon, other.lat)[2] / 1000
    return max(0.0, length - other.extent_km - place.extent_km)


def bears(place: Place, name: str) -> bool:
    """Tell whether an answer bears the name that was asked for.

    Geocoders also give what merely resembles it. Spellings are compared as the gazetteer compares them; an
    answer all of whose names are in other scripts is believed: to find those is what a service is asked for.
    """
    key = word_key(name)
    known: Sequence[str] = [place.name, *(one for listed in place.names.values() for one in listed)]
    if any(word_key(one) == key for one in known):
        return True
    script = _script(key)
    return all(_script(word_key(one)) != script for one in known)


def _script(key: str) -> str:
    """Return a rough name for the script of a folded name: that of its first letter."""
    letter = next((char for char in key if char.isalpha()), "")
    bounds = ((0x250, "latin"), (0x400, "greek"), (0x530, "cyrillic"), (0x590, "armenian"), (0x600, "hebrew"))
    for end, name in (*bounds, (0x780, "arabic"), (0x10A0, "indic"), (0x1100, "georgian")):
        if letter and ord(letter) < end:
            return name
    return "other" if letter else ""
