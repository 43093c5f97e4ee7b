"""The places that a name may mean."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.names import fold
from geo.resolve.abbreviations import SUBDIVISIONS

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.model import Place

__all__ = ["Bearers", "bearers_of", "candidates_of"]

_MOST_CANDIDATES: Final = 80
_LEADING: Final = re.compile(
    r"(?:the\s+)?(?:(?:city|town|village|state|province|county|region|republic|district|port|commonwealth|"
    r"borough|township|municipality|island)\s+of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_TRAILING: Final = re.compile(
    r"\s+(?:city|town|village|state|province|county|region|district|oblast|krai|raion|rayon|governorate|"
    r"prefecture|township|borough|parish|river|lake|island|islands|mountains|peninsula|valley|port|area|"
    r"metropolitan|proper|['’]s?)$",
    re.IGNORECASE,
)


class Bearers(NamedTuple):
    """The places that a name may mean."""

    key: str
    """The same for every form of a name (Baku, Bakıdan): they share candidates, and so a referent."""
    places: tuple[Place, ...]
    has_areas: bool
    """Whether some are subdivisions, so that it matters whether the text calls the name one."""


@lru_cache(maxsize=16384)
def bearers_of(surface: str, gazetteer: Gazetteer, language: str | None = None) -> Bearers:
    """Return the places that ``surface`` may name, with what is known of them as a whole.

    Parameters
    ----------
    surface, gazetteer, language
        As `candidates_of` takes them.
    """
    places = candidates_of(surface, gazetteer, language)
    key = " ".join(place.id for place in places) or fold(surface)
    return Bearers(key, places, any(place.kind in ("admin1", "admin2") for place in places))


@lru_cache(maxsize=16384)
def candidates_of(surface: str, gazetteer: Gazetteer, language: str | None = None) -> tuple[Place, ...]:
    """Return the places that ``surface`` may name, best known first.

    Names are tried as written, as the abbreviation of a subdivision, as an inflected form, and without
    the generic words around them ("the city of ...", "... Province").

    Parameters
    ----------
    surface
        The name as the text has it.
    gazetteer
        Where names are looked up.
    language
        BCP 47 code of the text, when known; it decides which endings a name may carry.
    """
    full = SUBDIVISIONS.get(surface) or SUBDIVISIONS.get("".join(surface.split()))
    if full is not None:
        areas = tuple(
            p for p in gazetteer.find(full) if p.kind in ("admin1", "region") and p.country in ("US", "CA")
        )
        if areas:
            return areas
    found = gazetteer.find(surface, people=True) or _inflected(surface, gazetteer, language)
    if not found:
        core = _LEADING.sub("", surface, count=1)
        found = gazetteer.find(core, people=True) if core != surface else ()
    if not found:
        core = _TRAILING.sub("", surface, count=1)
        found = gazetteer.find(core, people=True) if core != surface else ()
    return found[:_MOST_CANDIDATES]


def _inflected(surface: str, gazetteer: Gazetteer, language: str | None) -> tuple[Place, ...]:
    """Return the places of a name that ``surface`` as a whole is a form of."""
    for match in gazetteer.scan(surface, language):
        if (match.start, match.end) == (0, len(surface)):
            places = (gazetteer.get(place_id) for place_id in match.ids)
            return tuple(place for place in places if place is not None)
    return ()
