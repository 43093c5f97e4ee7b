"""Geometries that layers need: circles for areas without a border, arcs, and the cut at the antimeridian."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import shapely
from pyproj import Geod, Transformer
from shapely.affinity import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from shapely import Geometry, LineString, MultiLineString, Point

__all__ = ["WGS84", "arc", "circle", "distances_km", "point_on", "wrapped", "wrapped_all"]

WGS84: Final = Geod(ellps="WGS84")
_SIDES: Final = 72
_ARC_STEP_KM: Final = 100.0
_LONGEST_DEGREES: Final = 0.5


def circle(lon: float, lat: float, radius_km: float) -> Geometry:
    """Return the geodesic circle around a point, in degrees WGS 84, cut at the antimeridian.

    Parameters
    ----------
    lon, lat
        Centre, degrees.
    radius_km
        Radius on the ellipsoid, kilometres; kept short of the nearest pole.
    """
    to_pole_km = (90 - abs(lat)) * 110.5
    radius_m = min(radius_km, max(to_pole_km - 1.0, 1.0)) * 1000
    azimuths = [-360 / _SIDES * side for side in range(_SIDES)]
    lons, lats, _ = WGS84.fwd([lon] * _SIDES, [lat] * _SIDES, azimuths, [radius_m] * _SIDES)
    unrolled = [lon + math.remainder(x - lon, 360) for x in lons]
    return _folded(shapely.Polygon(zip(unrolled, lats, strict=True)))


def arc(start: tuple[float, float], end: tuple[float, float]) -> Geometry:
    """Return the geodesic between ``(lon, lat)`` points: a vertex every 100 km, cut at the antimeridian."""
    length_km = WGS84.inv(*start, *end)[2] / 1000
    between = WGS84.npts(*start, *end, max(int(length_km / _ARC_STEP_KM), 1))
    return wrapped(shapely.LineString([start, *between, end]))


def wrapped(geometry: Geometry) -> Geometry:
    """Return a geometry cut where it crosses the antimeridian (RFC 7946, section 3.1.9).

    A step of more than half the globe between two vertices is taken as a crossing.
    """
    if not _crosses(geometry):
        return geometry
    parts = [_folded(_unrolled(part)) for part in shapely.get_parts(geometry)]
    pieces = [piece for part in parts for piece in shapely.get_parts(part)]
    if all(piece.geom_type == "LineString" for piece in pieces):
        return pieces[0] if len(pieces) == 1 else shapely.MultiLineString(pieces)
    return shapely.union_all(pieces)


def wrapped_all(geometries: Iterable[Geometry]) -> NDArray[Any]:
    """Return an array of geometries, each cut where it crosses the antimeridian; most cost nothing."""
    array = np.asarray(list(geometries), dtype=object)
    if not len(array):
        return array
    coordinates, owner = shapely.get_coordinates(array, return_index=True)
    leap = (np.abs(np.diff(coordinates[:, 0])) > 180) & (np.diff(owner) == 0)
    for at in np.unique(owner[1:][leap]):
        array[at] = wrapped(array[at])
    return array


def distances_km(geometries: Sequence[Geometry], lon: float, lat: float) -> NDArray[np.float64]:
    """Return how far geometries are from a point, kilometres on the ellipsoid; 0 inside an area.

    Measured on an azimuthal equidistant plane around the point, where lengths from the point are true.
    """
    plane = f"+proj=aeqd +lon_0={lon} +lat_0={lat} +ellps=WGS84 +units=km"
    project = Transformer.from_crs("EPSG:4326", plane, always_xy=True).transform
    # Lines are straight in degrees, as maps draw them, and would be bent by their ends alone.
    dense = shapely.segmentize(np.asarray(geometries, dtype=object), _LONGEST_DEGREES)
    flat = shapely.transform(dense, project, interleaved=False)
    return cast("NDArray[np.float64]", shapely.distance(flat, shapely.Point(0, 0)))


def point_on(lines: Sequence[LineString | MultiLineString]) -> Point:
    """Return a point on the longest of some lines, half way along it.

    Raises
    ------
    ValueError
        If there is no line.
    """
    longest = max(
        (part for line in lines for part in shapely.get_parts(line)), key=WGS84.geometry_length, default=None
    )
    if longest is None:
        raise ValueError("A point on a line was asked for, but there is no line.")
    return longest.interpolate(0.5, normalized=True)


def _crosses(geometry: Geometry) -> bool:
    if geometry.geom_type in {"Point", "MultiPoint"}:
        return False
    rings = shapely.get_rings(geometry) if "Polygon" in geometry.geom_type else shapely.get_parts(geometry)
    return any(bool((np.abs(np.diff(shapely.get_coordinates(ring)[:, 0])) > 180).any()) for ring in rings)


def _unrolled(geometry: Geometry) -> Geometry:
    """Return one line or polygon whose longitudes go on beyond 180 rather than leap."""
    if geometry.geom_type == "Polygon":
        rings = [_unrolled_coordinates(ring) for ring in shapely.get_rings(geometry)]
        return shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))
    if geometry.geom_type == "LineString":
        return shapely.LineString(_unrolled_coordinates(geometry))
    return geometry


def _unrolled_coordinates(geometry: Geometry) -> NDArray[np.float64]:
    coordinates = cast("NDArray[np.float64]", shapely.get_coordinates(geometry))
    coordinates[:, 0] = np.unwrap(coordinates[:, 0], period=360)
    return coordinates


def _folded(geometry: Geometry) -> Geometry:
    """Return a geometry whose longitudes may lie beyond 180 in pieces on the globe."""
    west, _, east, _ = geometry.bounds
    if west >= -180 and east <= 180:
        return geometry
    pieces = []
    for turn in range(math.floor((west + 180) / 360), math.ceil((east - 180) / 360) + 1):
        piece = geometry.intersection(shapely.box(-180 + 360 * turn, -90, 180 + 360 * turn, 90))
        if not piece.is_empty and shapely.get_dimensions(piece) == shapely.get_dimensions(geometry):
            pieces.append(translate(piece, xoff=-360 * turn))
    if geometry.geom_type == "LineString":
        return shapely.MultiLineString([part for piece in pieces for part in shapely.get_parts(piece)])
    return shapely.union_all(pieces)
