"""Read the two compact vector formats of Marble's data package.

``.pn2`` files hold Natural Earth layers. Big-endian: a version byte (2), the number of features and a byte
that tells of map colours (0). A feature is a flag byte (0 line, 1 ring, 2 outer boundary, 3 inner boundary, 4
a group), an id, and the number of anchor nodes; a group has a byte with the number of features that follow
instead. An anchor is latitude and longitude in units of 1/120 degree and the number of nodes that follow it,
each a pair of signed bytes relative to the anchor.

``.PNT`` files hold the Micro World Data Bank II. Little-endian triples of code, latitude and longitude in
minutes of arc; a code above 5 opens a new line.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import LinearRing, LineString, Polygon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

__all__ = ["pn2_lines", "pn2_polygons", "pnt_lines"]

_PN2_UNITS = 120.0
_PNT_UNITS = 60.0
_PN2_VERSION = 2
_INNER = 3
_GROUP = 4
_NEW_LINE_ABOVE = 5

Coordinates = list[tuple[float, float]]


def _parts(path: Path) -> Iterator[tuple[int, Coordinates]]:
    data = path.read_bytes()
    version, _count, colours = struct.unpack_from(">BIB", data, 0)
    if version != _PN2_VERSION or colours:
        message = (
            f"{path}: version {version}, colours {colours}; expected version {_PN2_VERSION} without colours."
        )
        raise ValueError(message)
    at = 6
    while at < len(data):
        flag, _feature = struct.unpack_from(">BI", data, at)
        at += 5
        if flag == _GROUP:  # the members follow as features of their own
            at += 1
            continue
        (anchors,) = struct.unpack_from(">I", data, at)
        at += 4
        points: Coordinates = []
        for _ in range(anchors):
            lat, lon, followers = struct.unpack_from(">hhH", data, at)
            at += 6
            points.append((lon / _PN2_UNITS, lat / _PN2_UNITS))
            for _ in range(followers):
                north, east = struct.unpack_from(">bb", data, at)
                at += 2
                points.append(((lon + east) / _PN2_UNITS, (lat + north) / _PN2_UNITS))
        yield flag, points


def pn2_lines(path: Path) -> list[LineString]:
    """Return every line of a ``.pn2`` file, in degrees WGS 84.

    Raises
    ------
    ValueError
        If the file is of another version of the format.
    """
    return [LineString(points) for _, points in _parts(path) if len(points) > 1]


def pn2_polygons(path: Path) -> list[BaseGeometry]:
    """Return the areas of a ``.pn2`` file, holes cut out, in degrees WGS 84.

    Raises
    ------
    ValueError
        If the file is of another version of the format.
    """
    outer: list[BaseGeometry] = []
    for flag, points in _parts(path):
        if len(points) < 4:  # a ring needs three corners and its closing point
            continue
        area = shapely.make_valid(Polygon(LinearRing(points)))
        if flag == _INNER and outer:
            outer[-1] = outer[-1].difference(area)
        else:
            outer.append(area)
    return outer


def pnt_lines(path: Path) -> list[LineString]:
    """Return every line of a ``.PNT`` file, in degrees WGS 84."""
    lines: list[Coordinates] = []
    for code, lat, lon in struct.iter_unpack("<hhh", path.read_bytes()):
        if code > _NEW_LINE_ABOVE:
            lines.append([])
        if lines:
            lines[-1].append((lon / _PNT_UNITS, lat / _PNT_UNITS))
    return [LineString(points) for points in lines if len(points) > 1]
