"""Bend a line through places that it is known to pass, where the network cuts the corner.

The networks are simplified: an edge is a chord, now and then of 30 km or more, and the towns on such a
stretch have no node of their own. A waypoint there is a point of the line's shape, not a junction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.routes.network import GEOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Waypoint

__all__ = ["CHORD_KM", "OFF_CHORD_KM", "bent"]

LonLat = tuple[float, float]

# Shorter edges follow the ground well enough; a place farther off is on another line.
CHORD_KM: Final = 8.0
OFF_CHORD_KM: Final = 20.0


class _Foot(NamedTuple):
    """Where on a line a point belongs: the chord's index, how far along it (0 to 1), how far off (km)."""

    chord: int
    along: float
    km: float


def bent(line: Sequence[LonLat], places: Sequence[Waypoint]) -> list[LonLat]:
    """Return a line with the places put into the long chords that they lie beside.

    Parameters
    ----------
    line
        Longitude and latitude of its points, degrees WGS 84.
    places
        Points that it is known to pass. One beside no chord of over 8 km, or over 20 km off all of
        them, changes nothing.

    Examples
    --------
    >>> from geo.model import Waypoint
    >>> bent([(47.0, 43.0), (48.0, 43.0)], [Waypoint("Town", 47.5, 43.03)])
    [(47.0, 43.0), (47.5, 43.03), (48.0, 43.0)]
    """
    if len(line) < 2 or not places:
        return list(line)
    inside: dict[int, list[tuple[float, LonLat]]] = {}
    for place in places:
        foot = _foot(line, place)
        if foot is not None and foot.km <= OFF_CHORD_KM:
            inside.setdefault(foot.chord, []).append((foot.along, (place.lon, place.lat)))
    points: list[LonLat] = []
    for index, point in enumerate(line):
        points.append(point)
        points += [place for _, place in sorted(inside.get(index, ()))]
    return points


def _foot(line: Sequence[LonLat], place: Waypoint) -> _Foot | None:
    """Return the long chord nearest to a place; None where a shorter edge is nearer still."""
    squeeze = float(np.cos(np.radians(place.lat)))
    points = (np.asarray(line) - (place.lon, place.lat)) * (squeeze, 1.0)
    start, step = points[:-1], np.diff(points, axis=0)
    square = np.maximum((step**2).sum(axis=1), 1e-18)
    along = np.clip(-(start * step).sum(axis=1) / square, 0.0, 1.0)
    off = np.hypot(*(start + along[:, None] * step).T)
    chord = int(np.argmin(off))
    (west, south), (east, north) = line[chord], line[chord + 1]
    if GEOD.inv(west, south, east, north)[2] < CHORD_KM * 1000 or not 0.0 < along[chord] < 1.0:
        return None
    share = float(along[chord])
    lon, lat = west + share * (east - west), south + share * (north - south)
    return _Foot(chord, share, float(GEOD.inv(place.lon, place.lat, lon, lat)[2]) / 1000)
