"""Geometries and offsets in the form that the page reads.

A shape is ``[dimension, parts]``: 0 for points, 1 for lines, 2 for areas (rings, filled by the
even-odd rule). Coordinates are whole numbers, longitude before latitude, each part as its first
position followed by the steps between positions: small numbers, which compress well.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from shapely import Geometry

__all__ = ["SCALE", "encoded", "encoded_all", "utf16_offsets"]

SCALE = 10_000  # steps a degree: 11 m or less
_POINT = 0  # shapely's number of the type
# Tolerances of simplification, degrees: below a pixel at the zooms where a line or a border is read.
_LINE_TOLERANCE = 0.0005
_AREA_TOLERANCE = 0.004

Shape = tuple[int, list[list[int]]]


def encoded_all(geometries: Sequence[Geometry | None]) -> list[Shape | None]:
    """Return the shapes of many geometries; all points, as layers of places are, go at once."""
    array = np.asarray(geometries, dtype=object)
    if len(array) and (shapely.get_type_id(array) == _POINT).all() and not shapely.is_empty(array).any():
        whole = np.rint(shapely.get_coordinates(array) * SCALE).astype(np.int64)
        return [(0, [position]) for position in whole.tolist()]
    return [encoded(geometry) for geometry in geometries]


def encoded(geometry: Geometry | None) -> Shape | None:
    """Return a geometry (EPSG:4326) as a shape, or None if there is nothing to draw.

    A collection gives its parts of the highest dimension.
    """
    if geometry is None or geometry.is_empty:
        return None
    parts = [part for part in _flat(geometry) if not part.is_empty]
    dimension = int(max(shapely.get_dimensions(parts)))
    parts = [part for part in parts if shapely.get_dimensions(part) == dimension]
    if dimension == 0:
        return 0, [_steps(shapely.get_coordinates(part)) for part in parts]
    if dimension == 1:
        slim = (shapely.simplify(_rounded(part), _LINE_TOLERANCE) for part in parts)
        return 1, [_steps(shapely.get_coordinates(part)) for part in slim]
    return 2, [_steps(shapely.get_coordinates(ring)) for part in parts for ring in _rings(part)]


def _flat(geometry: Geometry) -> Iterable[Geometry]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "GeometryCollection" or part.geom_type.startswith("Multi"):
            yield from _flat(part)
        else:
            yield part


def _rings(polygon: Geometry) -> Iterable[Geometry]:
    west, south, east, north = polygon.bounds
    # A small area keeps its form: no step is longer than a hundredth of it.
    tolerance = min(_AREA_TOLERANCE, max(east - west, north - south) / 100)
    # Outlines run against the clock and holes with it: that tells them apart where only rings are left.
    slim = shapely.orient_polygons(shapely.simplify(_rounded(polygon), tolerance))
    for part in shapely.get_parts(slim):
        yield part.exterior
        yield from part.interiors


def _rounded(geometry: Geometry) -> Geometry:
    """Return a geometry without differences below a decimetre: GEOS stumbles over numbers next to nothing."""
    return shapely.transform(geometry, lambda positions: np.round(positions, 6))


def _steps(positions: np.ndarray) -> list[int]:
    whole = np.rint(positions * SCALE).astype(np.int64)
    keep = np.ones(len(whole), dtype=bool)
    keep[1:] = (np.diff(whole, axis=0) != 0).any(axis=1)
    whole = whole[keep]
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    flat: list[int] = steps.ravel().tolist()
    return flat


def utf16_offsets(text: str) -> Callable[[int], int]:
    """Return a function from offsets in code points to offsets in UTF-16 units, as JavaScript counts."""
    if text.isascii():
        return lambda offset: offset
    beyond = [at for at, character in enumerate(text) if character > "\uffff"]
    if not beyond:
        return lambda offset: offset
    return lambda offset: offset + bisect_left(beyond, offset)
