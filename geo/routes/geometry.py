"""Legs become lines, and every line says how it was obtained.

A leg that follows a network is the shortest path between its waypoints. The router never invents
a detour: where the path is more than twice the straight line between two waypoints, or an end lies
over 15 km off the network, the whole leg falls back to its waypoints, and the note says why.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from shapely import LineString, MultiLineString, simplify

from geo.routes.bend import bent
from geo.routes.network import GEOD, Network, NetworkName, Snap, load, snaps
from geo.routes.search import shortest
from geo.routes.world import REGION, load_world

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model import Leg, Waypoint

__all__ = ["DETOUR", "OFF_NETWORK_KM", "Line", "Method", "draw", "straight_km"]

Method = Literal["surveyed", "network", "sea", "waypoints", "straight"]
LonLat = tuple[float, float]
_Snaps = dict[int, Snap]

DETOUR: Final = 2.0
OFF_NETWORK_KM: Final = 15.0

# Shipping lanes end in the roadstead; the last miles into a port are drawn straight.
_OFF_LANES_KM: Final = 120.0
_STUB_KM: Final = 1.0
_BESIDE_KM: Final = 3.0
# Half a kilometre from south to north, and less from west to east.
_INFERRED_DEGREES: Final = 0.0045
_NETWORK_OF_MODE: Final[dict[str, NetworkName]] = {"rail": "rail", "road": "road"}
# The canal is the only way by ship between the Don and the Volga: (west, south, east, north).
_VOLGA_DON: Final = (43.3, 48.3, 44.7, 48.9)
_CANAL_NOTE: Final = (
    "The shipping lane between the Black Sea and the Caspian goes through the Volga–Don canal."
)

_WORLD_NOTE: Final = (
    "Drawn by waypoints; pip install 'corridor-atlas[world]' brings the networks of the world."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn leg.

    ``geometry`` is in EPSG:4326, split where it crosses the antimeridian; ``method`` is surveyed,
    network, sea, waypoints or straight; ``length_km`` is measured on the ellipsoid, along every point of the
    way; ``note`` says what a reader must know about the line, such as why a leg did not follow its network.
    """

    geometry: LineString | MultiLineString
    method: Method
    length_km: float
    note: str = ""


@lru_cache(maxsize=8192)
def draw(leg: Leg) -> Line:
    """Return the line of a leg; each is drawn once.

    Where nothing is known of a line but its ends (status unknown, as of routes composed from a text), the way
    through a network is inferred, and points that move it by less than half a kilometre are left out.

    Parameters
    ----------
    leg
        A leg of the registry or of a route composed from a text.

    Returns
    -------
    Line
        Its geometry (EPSG:4326), how it was obtained, its length in kilometres on the ellipsoid.
    """
    name = _network_of(leg)
    if name is None:
        return _by_waypoints(leg, "")
    found = _sea(leg) if name == "sea" else _network(leg, name)
    if isinstance(found, str):
        return _by_waypoints(leg, found)
    return replace(found, geometry=_coarse(found.geometry)) if leg.status == "unknown" else found


def straight_km(a: Waypoint, b: Waypoint) -> float:
    """Return the length of the geodesic between two points in kilometres."""
    return float(GEOD.inv(a.lon, a.lat, b.lon, b.lat)[2]) / 1000


def _network_of(leg: Leg) -> NetworkName | None:
    if leg.follow == "sea":
        return "sea"
    return _NETWORK_OF_MODE.get(leg.mode) if leg.follow == "network" else None


def _by_waypoints(leg: Leg, note: str) -> Line:
    points = [(point.lon, point.lat) for point in leg.waypoints]
    method: Method = "waypoints" if len(points) > 2 else "straight"
    return _line(points, method, note)


def _network(leg: Leg, name: NetworkName) -> Line | str:
    """Return the leg along its network, or why it cannot follow it."""
    outside = [point for point in leg.waypoints if not _is_in_region(point)]
    network = load_world(name) if outside else load(name)
    if network is None:
        return f"{outside[0].name} lies outside the {name} network that ships. {_WORLD_NOTE}"
    near = [snaps(network, point, OFF_NETWORK_KM) for point in leg.waypoints]
    stops = [index for index in range(len(near)) if not _is_shape(leg, index, near[index])]
    nodes: list[int] = []
    for first, last in pairwise(stops):
        found = _stretch(
            network, name, (leg.waypoints[first], near[first]), (leg.waypoints[last], near[last])
        )
        if isinstance(found, str):
            return found
        nodes += found
    if len(stops) > 2:
        nodes = _without_spurs(nodes)
    line = bent(_lonlats(network, nodes), _between(leg, stops))
    points, note = _with_stubs(leg.waypoints, line, name)
    return _line(points, "network", note)


def _is_in_region(point: Waypoint) -> bool:
    west, south, east, north = REGION
    return west <= point.lon <= east and south <= point.lat <= north


def _is_shape(leg: Leg, index: int, near: dict[int, Snap]) -> bool:
    """Tell whether a waypoint only shapes the line: a place known well enough, without a node beside it."""
    point = leg.waypoints[index]
    off_km = (point.uncertainty_km or math.inf) if point.uncertain else 0.0
    if index in {0, len(leg.waypoints) - 1} or off_km > _BESIDE_KM:
        return False
    return all(snap.km > _BESIDE_KM for snap in near.values())


def _between(leg: Leg, stops: Sequence[int]) -> list[Waypoint]:
    return [point for index, point in enumerate(leg.waypoints) if index not in stops]


def _stretch(
    network: Network, name: NetworkName, start: tuple[Waypoint, _Snaps], end: tuple[Waypoint, _Snaps]
) -> list[int] | str:
    """Return the nodes of the way between two waypoints, or why there is none to follow."""
    (a, near_a), (b, near_b) = start, end
    for point, near in (start, end):
        if not near:
            far = f"{point.name} lies more than {OFF_NETWORK_KM:.0f} km off the {name} network"
            return f"{far}; drawn by waypoints."
    ends = _common(near_a, near_b)
    if ends is None:
        return f"The {name} network has no line between {a.name} and {b.name}; drawn by waypoints."
    straight = straight_km(a, b)
    found = shortest(network, ends[0].node, ends[1].node, DETOUR * straight)
    if found is None:
        return (
            f"The {name} network's way between {a.name} and {b.name} is "
            f"more than twice the straight {straight:,.0f} km; drawn by waypoints."
        )
    return found[0]


def _sea(leg: Leg) -> Line | str:
    """Return the leg along the shipping lanes, or why it cannot follow them."""
    network = load("sea")
    points: list[LonLat] = []
    for a, b in zip(leg.waypoints, leg.waypoints[1:], strict=False):
        ends = _common(snaps(network, a, _OFF_LANES_KM), snaps(network, b, _OFF_LANES_KM))
        if ends is None:
            return f"No shipping lane in the data joins {a.name} and {b.name}; drawn by waypoints."
        found = shortest(network, ends[0].node, ends[1].node)
        lane = found[0] if found else []
        points += [(a.lon, a.lat), *_lonlats(network, lane), (b.lon, b.lat)]
    return _line(points, "sea", _CANAL_NOTE if _through_canal(points) else "")


def _lonlats(network: Network, nodes: Sequence[int]) -> list[LonLat]:
    lon, lat = (axis[list(nodes)].tolist() for axis in (network.lon, network.lat))
    return list(zip(lon, lat, strict=True))


def _common(a: dict[int, Snap], b: dict[int, Snap]) -> tuple[Snap, Snap] | None:
    """Return the pair of nodes in one piece of the network that are least off their points."""
    shared = sorted((a[piece].km + b[piece].km, piece) for piece in a.keys() & b.keys())
    return (a[shared[0][1]], b[shared[0][1]]) if shared else None


def _without_spurs(nodes: Sequence[int]) -> list[int]:
    """Return a path without the ways in and back out again of a waypoint beside the line."""
    kept: list[int] = []
    for node in nodes:
        if kept and kept[-1] == node:
            continue
        if len(kept) > 1 and kept[-2] == node:
            kept.pop()
        else:
            kept.append(node)
    return kept


def _with_stubs(waypoints: Sequence[Waypoint], line: list[LonLat], name: str) -> tuple[list[LonLat], str]:
    """Return the line with straight stubs to ends that lie beside the network, and a note on them."""
    notes = []
    for end, at in ((waypoints[0], 0), (waypoints[-1], -1)):
        km = float(GEOD.inv(end.lon, end.lat, *line[at])[2]) / 1000
        if km > _STUB_KM:
            line = [(end.lon, end.lat), *line] if at == 0 else [*line, (end.lon, end.lat)]
            notes.append(f"The last {km:.0f} km between the {name} network and {end.name} are straight.")
    return line, " ".join(notes)


def _through_canal(points: Iterable[LonLat]) -> bool:
    west, south, east, north = _VOLGA_DON
    return any(west <= lon <= east and south <= lat <= north for lon, lat in points)


def _line(points: Sequence[LonLat], method: Method, note: str) -> Line:
    path = np.asarray(points, dtype=np.float64)
    path = path[np.append(True, (path[1:] != path[:-1]).any(axis=1))]
    if len(path) < 2:
        path = path[[0, 0]]
    lons, lats = path.T.copy()
    leaps = bool((np.abs(np.diff(lons)) > 180).any())
    shape = _split(list(zip(lons.tolist(), lats.tolist(), strict=True))) if leaps else LineString(path)
    return Line(shape, method, float(GEOD.line_length(lons, lats)) / 1000, note)


def _coarse(line: LineString | MultiLineString) -> LineString | MultiLineString:
    coarse: LineString | MultiLineString = simplify(line, _INFERRED_DEGREES, preserve_topology=False)
    return line if coarse.is_empty else coarse


def _split(points: Sequence[LonLat]) -> LineString | MultiLineString:
    """Return a line cut where it crosses the antimeridian."""
    parts: list[list[LonLat]] = [[points[0]]]
    for (lon, lat), (next_lon, next_lat) in pairwise(points):
        if abs(next_lon - lon) > 180:
            edge = 180.0 if lon > 0 else -180.0
            beyond = next_lon + (360 if edge > 0 else -360)
            share = (edge - lon) / (beyond - lon) if beyond != lon else 0.0
            crossing = lat + share * (next_lat - lat)
            parts[-1].append((edge, crossing))
            parts.append([(-edge, crossing)])
        parts[-1].append((next_lon, next_lat))
    lines = [LineString(part) for part in parts if len(set(part)) > 1 or len(parts) == 1]
    return lines[0] if len(lines) == 1 else MultiLineString(lines)
