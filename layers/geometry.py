"""Geometries that layers need: circles for areas without a border, and the cut at the antimeridian."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import shapely
from pyproj import Geod
from shapely.affinity import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import Geometry, LineString, MultiLineString, Point

__all__ = ["WGS84", "circle", "point_on"]

WGS84 = Geod(ellps="WGS84")
_SIDES = 72


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
    return _wrapped(shapely.Polygon(zip(unrolled, lats, strict=True)))


def _wrapped(geometry: Geometry) -> Geometry:
    west, _, east, _ = geometry.bounds
    if west >= -180 and east <= 180:
        return geometry
    pieces = []
    for shift in (-360, 0, 360):
        piece = geometry.intersection(shapely.box(-180 + shift, -90, 180 + shift, 90))
        if not piece.is_empty:
            pieces.append(translate(piece, xoff=-shift))
    return shapely.union_all(pieces)


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
