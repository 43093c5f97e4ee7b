"""The networks that ship, and shortest paths on them.

Rail and road are a regional extract of OpenStreetMap (longitude 18 to 90, latitude 8 to 62), sea is a
net of shipping lanes; see ``seeds/networks/README.md`` for origin and licence, and
``seeds/build/networks.py`` for the format.

Nodes are numbered in bands of one degree of latitude, from west to east in each: those of any box are a
few runs of numbers, so that nothing ever looks at all of a network.
"""

from __future__ import annotations

import gzip
import math
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, cast

import numpy as np
import rustworkx as rx
from pyproj import Geod

from geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.model import Waypoint

__all__ = ["GEOD", "Network", "NetworkName", "Snap", "build", "load", "shortest", "snaps"]

NetworkName = Literal["rail", "road", "sea"]
GEOD: Final = Geod(ellps="WGS84")

_DEGREE_KM: Final = 111.2
_BANDS: Final = 180
# A search is told how far a node is at least: the straight line through the globe, on the polar radius,
# less what rounding to thousandths of a degree may add.
_LEAST_RADIUS_KM: Final = 6356.7 * 0.99
# Most ways are shorter than this many times the straight line: they are looked for close by first.
_DIRECT: Final = 1.3
_ROUNDING_KM: Final = 0.001
# A search fills a network's slates: one at a time.
_LOCK: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes (degrees WGS 84), the piece of the network that each belongs to, and the graph.

    ``bands`` holds the first node of each degree of latitude from -90, and the number of nodes; ``space``
    the three coordinates of the nodes, kilometres from the middle of a globe that is a little too small.
    The graph's nodes hold their own number, its edges their length in kilometres. ``ahead`` and ``is_end``
    are the slates that a search writes on and wipes: infinity and true for every node.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    piece: NDArray[np.int32]
    graph: rx.PyGraph[int, float] = field(repr=False)
    bands: tuple[int, ...] = field(repr=False)
    space: NDArray[np.float64] = field(repr=False)
    ahead: NDArray[np.float64] = field(repr=False)
    is_end: NDArray[np.bool_] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Snap:
    """A node near a point, and how far off it is."""

    node: int
    km: float


@lru_cache(maxsize=3)
def load(name: NetworkName) -> Network:
    """Return a network that ships, read once.

    Raises
    ------
    InputError
        If its file is missing from the installation or broken.
    """
    file = files("seeds") / "networks" / f"{name}.bin.gz"
    try:
        data = gzip.decompress(file.read_bytes())
        nodes, edges = (int(count) for count in np.frombuffer(data, "<u4", 2))
        values = np.frombuffer(data, "<i4", 2 * nodes + 3 * edges, offset=8)
    except (OSError, EOFError, ValueError) as error:
        raise InputError(
            f"The {name} network '{file}' cannot be read: {error}. Install the package again."
        ) from error
    lon, lat = (np.cumsum(part, dtype=np.int64) / 1000 for part in np.split(values[: 2 * nodes], 2))
    steps, spans, lengths = np.split(values[2 * nodes :], 3)
    first = np.cumsum(steps, dtype=np.int64)
    return build(lon, lat, first, first + spans, lengths / 100)


def build(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    first: NDArray[np.integer],
    second: NDArray[np.integer],
    km: NDArray[np.float64],
) -> Network:
    """Return the network of nodes (degrees WGS 84) and edges (two nodes, length in kilometres)."""
    band = np.clip(np.floor(lat).astype(np.int64) + 90, 0, _BANDS - 1)
    order = np.lexsort((lon, band))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    graph: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(order)))
    graph.add_edges_from(list(zip(number[first].tolist(), number[second].tolist(), km.tolist(), strict=True)))
    piece = np.zeros(len(order), dtype=np.int32)
    for index, members in enumerate(rx.connected_components(graph)):
        piece[list(members)] = index
    bands = np.searchsorted(band[order], np.arange(_BANDS + 1))
    return Network(
        lon[order],
        lat[order],
        piece,
        graph,
        tuple(bands.tolist()),
        _space(lon[order], lat[order]),
        np.full(len(order), math.inf),
        np.ones(len(order), dtype=np.bool_),
    )


def _space(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    east, north = np.radians(lon), np.radians(lat)
    return _LEAST_RADIUS_KM * np.stack(
        (np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north))
    )


def _in_box(network: Network, west: float, south: float, east: float, north: float) -> NDArray[np.int64]:
    """Return the nodes in the bands of a box (degrees) and between its meridians."""
    low, high = (min(max(math.floor(edge) + 90, 0), _BANDS - 1) for edge in (south, north))
    runs = []
    for start, stop in pairwise(network.bands[low : high + 2]):
        lon = network.lon[start:stop]
        first, last = lon.searchsorted(west), lon.searchsorted(east, side="right")
        runs.append(np.arange(start + first, start + last))
    return np.concatenate(runs)


def snaps(network: Network, point: Waypoint, limit_km: float) -> dict[int, Snap]:
    """Return the nearest node of each piece of the network that comes within ``limit_km`` of a point."""
    reach = limit_km / _DEGREE_KM
    aside = reach / max(0.05, math.cos(math.radians(point.lat)))
    box = (point.lon - aside, point.lat - reach, point.lon + aside, point.lat + reach)
    near = _in_box(network, *box)
    near = near[np.abs(network.lat[near] - point.lat) <= reach]
    if not near.size:
        return {}
    _, _, metres = GEOD.inv(
        np.full(near.size, point.lon), np.full(near.size, point.lat), network.lon[near], network.lat[near]
    )
    found: dict[int, Snap] = {}
    order = np.argsort(metres, kind="stable")
    for node, piece, km in zip(
        near[order].tolist(),
        network.piece[near[order]].tolist(),
        (metres[order] / 1000).tolist(),
        strict=True,
    ):
        if km > limit_km:
            break
        found.setdefault(piece, Snap(node, km))
    return found


def shortest(
    network: Network, start: int, end: int, limit_km: float = math.inf
) -> tuple[list[int], float] | None:
    """Return the shortest path between two nodes of one piece, by the A* method.

    Parameters
    ----------
    network
        The network.
    start, end
        Two of its nodes.
    limit_km
        The longest way of interest: nothing beyond its reach is looked at.

    Returns
    -------
    tuple or None
        The nodes of the path and its length in kilometres; None if it is longer than the limit.
    """
    least = math.dist(network.space[:, start], network.space[:, end])
    if least > limit_km:
        return None
    near = min(_DIRECT * least, limit_km)
    return _path(network, start, end, near) or (
        _path(network, start, end, limit_km) if near < limit_km else None
    )


def _path(network: Network, start: int, end: int, limit_km: float) -> tuple[list[int], float] | None:
    """Return the shortest path if it is no longer than the limit."""
    nodes, left = _within(network, start, end, limit_km)
    # The search asks of every node by its number: reading a buffer is ten times as fast as a function here.
    # A node out of reach comes up only once all others are done: then there is no way.
    with _LOCK:
        ahead, is_end = network.ahead, network.is_end
        ahead[nodes], is_end[nodes] = left, False
        is_end[end] = True
        is_goal = cast("Callable[[int], bool]", is_end.data.__getitem__)
        try:
            path = list(rx.astar_shortest_path(network.graph, start, is_goal, float, ahead.data.__getitem__))
        finally:
            ahead[nodes], is_end[nodes] = math.inf, True
    if path[-1] != end:
        return None
    km = sum(network.graph.get_edge_data(a, b) for a, b in pairwise(path))
    return (path, km) if km <= limit_km else None


def _within(
    network: Network, start: int, end: int, limit_km: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the nodes that a way of some length may pass, and how far each is from the end at least."""
    nodes = _around(network, start, end, limit_km)
    at = network.space[:, nodes]
    behind, left = (_distance(at, network.space[:, node]) for node in (start, end))
    near = behind + left <= limit_km
    return nodes[near], left[near]


def _distance(points: NDArray[np.float64], point: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y, z = (axis - value for axis, value in zip(points, point.tolist(), strict=True))
    squares: NDArray[np.float64] = x * x + y * y + z * z
    return np.sqrt(squares)


def _around(network: Network, start: int, end: int, limit_km: float) -> NDArray[np.int64]:
    """Return the nodes that a way of some length may pass, and others in the box around them.

    Such a node is no farther from the straight line through the globe than half the minor axis of the
    ellipsoid around both ends.
    """
    a, b = network.space[:, start], network.space[:, end]
    aside = math.sqrt(max(0.0, limit_km**2 - math.dist(a, b) ** 2)) / 2 + _ROUNDING_KM
    south, north = (
        math.degrees(math.asin(min(1.0, max(-1.0, z / _LEAST_RADIUS_KM))))
        for z in (min(a[2], b[2]) - aside, max(a[2], b[2]) + aside)
    )
    west, east = sorted((float(network.lon[start]), float(network.lon[end])))
    # How near the chord comes to the axis of the globe.
    axis = min(math.hypot(*a[:2]), math.hypot(*b[:2])) * math.cos(math.radians(east - west) / 2)
    if east - west >= 180 or aside >= axis:
        return _in_box(network, -180.0, south, 180.0, north)
    turn = math.degrees(math.asin(aside / axis))
    if west - turn < -180 or east + turn > 180:
        return _in_box(network, -180.0, south, 180.0, north)
    return _in_box(network, west - turn, south, east + turn, north)
