"""Shortest paths on a network, by the A* method [1]_ on its core.

.. [1] P. E. Hart, N. J. Nilsson, B. Raphael: A formal basis for the heuristic determination of minimum cost
   paths, IEEE Transactions on Systems Science and Cybernetics 4 (1968).
"""

from __future__ import annotations

import math
import threading
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import rustworkx as rx

from geo.routes.contraction import Climb, climb, unfold, way_up
from geo.routes.network import LEAST_RADIUS_KM, in_box, in_space

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.routes.network import Network, Points

__all__ = ["shortest"]

# Most ways are shorter than this many times the straight line: they are looked for close by first.
_DIRECT: Final = 1.3
_ROUNDING_KM: Final = 0.001
# A search fills a network's slates: one at a time.
_LOCK: Final = threading.Lock()


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
    nodes = network.nodes
    ends = in_space(nodes.lon[[start, end]], nodes.lat[[start, end]])
    least = math.dist(*ends.T)
    if least > limit_km:
        return None
    climbs = climb(network.ways, start), climb(network.ways, end)
    near = min(_DIRECT * least + _ROUNDING_KM, limit_km)
    path = _path(network, climbs, ends, near)
    return _path(network, climbs, ends, limit_km) if path is None and near < limit_km else path


def _path(
    network: Network, climbs: tuple[Climb, Climb], ends: NDArray[np.float64], limit_km: float
) -> tuple[list[int], float] | None:
    """Return the shortest path if it is no longer than the limit."""
    up, down = climbs
    top = min(up.km.keys() & down.km.keys(), key=lambda node: (up.km[node] + down.km[node], node), default=-1)
    nodes, left = _within(network, ends, limit_km)
    start, end = len(network.core), len(network.core) + 1
    links = [(start, network.place[node], up.km[node]) for node in up.core]
    links += [(network.place[node], end, down.km[node]) for node in down.core]
    if top >= 0:
        links.append((start, end, up.km[top] + down.km[top]))
    # The search asks of every node by its number: reading a buffer is ten times as fast as a function here.
    # A node out of reach comes up only once all others are done: then there is no way.
    with _LOCK:
        ahead, is_end = network.ahead, network.is_end
        ahead[nodes], is_end[nodes] = left, False
        ahead[end], is_end[start] = 0.0, False
        network.core_graph.add_edges_from(links)
        is_goal = cast("Callable[[int], bool]", is_end.data.__getitem__)
        try:
            path = list(
                rx.astar_shortest_path(network.core_graph, start, is_goal, float, ahead.data.__getitem__)
            )
            km = sum(network.core_graph.get_edge_data(a, b) for a, b in pairwise(path))
        finally:
            network.core_graph.remove_edges_from([(a, b) for a, b, _ in links])
            ahead[nodes], is_end[nodes] = math.inf, True
            ahead[end], is_end[start] = math.inf, True
    if path[-1] != end or km > limit_km:
        return None
    return _unfolded(network, climbs, path, top), km


def _unfolded(network: Network, climbs: tuple[Climb, Climb], path: list[int], top: int) -> list[int]:
    """Return the nodes of the network along a path through its core."""
    up, down = climbs
    between = network.core[path[1:-1]].tolist() or [top]
    nodes = way_up(network.ways, up, between[0])
    for a, b, halves in zip(between, between[1:], _halves(network, between), strict=False):
        nodes += unfold(network.ways, halves, a, b)
    return nodes + way_up(network.ways, down, between[-1])[-2::-1]


def _halves(network: Network, path: list[int]) -> list[tuple[int, int]]:
    """Return the steps that each edge of a path through the core stands for."""
    core = network.ways.core
    ends = np.asarray((path[:-1], path[1:]), dtype=np.int64)
    rows = np.searchsorted(network.edge_keys, ends.min(axis=0) * len(network.place) + ends.max(axis=0))
    return list(zip(core.left[rows].tolist(), core.right[rows].tolist(), strict=True))


def _within(
    network: Network, ends: NDArray[np.float64], limit_km: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the nodes that a way of some length may pass, and how far each is from the end at least."""
    nodes = _around(network.junctions, ends, limit_km)
    at = network.space[:, nodes]
    behind, left = (_distance(at, end) for end in ends.T)
    near = behind + left <= limit_km
    return nodes[near], left[near]


def _distance(points: NDArray[np.float64], point: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y, z = (axis - value for axis, value in zip(points, point.tolist(), strict=True))
    squares: NDArray[np.float64] = x * x + y * y + z * z
    return np.sqrt(squares)


def _around(points: Points, ends: NDArray[np.float64], limit_km: float) -> NDArray[np.int64]:
    """Return the points that a way of some length may pass, and others in the box around them.

    Such a point is no farther from the straight line through the globe than half the minor axis of the
    ellipsoid around both ends.
    """
    a, b = ends.T
    aside = math.sqrt(max(0.0, limit_km**2 - math.dist(a, b) ** 2)) / 2 + _ROUNDING_KM
    south, north = (
        math.degrees(math.asin(min(1.0, max(-1.0, z / LEAST_RADIUS_KM))))
        for z in (min(a[2], b[2]) - aside, max(a[2], b[2]) + aside)
    )
    west, east = sorted(math.degrees(math.atan2(end[1], end[0])) for end in (a, b))
    # How near the chord comes to the axis of the globe.
    axis = min(math.hypot(*a[:2]), math.hypot(*b[:2])) * math.cos(math.radians(east - west) / 2)
    if east - west >= 180 or aside >= axis:
        return in_box(points, -180.0, south, 180.0, north)
    turn = math.degrees(math.asin(aside / axis))
    if west - turn < -180 or east + turn > 180:
        return in_box(points, -180.0, south, 180.0, north)
    return in_box(points, west - turn, south, east + turn, north)
