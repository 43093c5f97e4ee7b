"""The networks that ship, and shortest paths on them.

Rail and road are a regional extract of OpenStreetMap (longitude 18 to 90, latitude 8 to 62), sea is a
net of shipping lanes; see ``seeds/networks/README.md`` for origin and licence, and
``seeds/build/networks.py`` for the format.
"""

from __future__ import annotations

import gzip
import math
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import rustworkx as rx
from pyproj import Geod

from geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import Waypoint

__all__ = ["GEOD", "Network", "NetworkName", "Snap", "build", "load", "shortest", "snaps"]

NetworkName = Literal["rail", "road", "sea"]
GEOD: Final = Geod(ellps="WGS84")

_DEGREE_KM: Final = 111.2
# A search is told how far a node is at least: the straight line through the globe, on the polar radius,
# less what rounding to thousandths of a degree may add.
_LEAST_RADIUS_KM: Final = 6356.7 * 0.99

_Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes (degrees WGS 84), the piece of the network that each belongs to, and the graph.

    The graph's nodes hold their position in space (kilometres from the middle of a globe that is a little
    too small), its edges their length in kilometres.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    piece: NDArray[np.int32]
    graph: rx.PyGraph[_Point, float] = field(repr=False)


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
    links = list(zip(first.tolist(), (first + spans).tolist(), (lengths / 100).tolist(), strict=True))
    return build(lon, lat, links)


def build(
    lon: NDArray[np.float64], lat: NDArray[np.float64], edges: Sequence[tuple[int, int, float]]
) -> Network:
    """Return the network of nodes (degrees WGS 84) and edges (two nodes, length in kilometres)."""
    graph: rx.PyGraph[_Point, float] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(_in_space(lon, lat))
    graph.add_edges_from(edges)
    piece = np.zeros(len(lon), dtype=np.int32)
    for number, members in enumerate(rx.connected_components(graph)):
        piece[list(members)] = number
    return Network(lon, lat, piece, graph)


def _in_space(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> list[_Point]:
    east, north = np.radians(lon), np.radians(lat)
    axes = (np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north))
    return list(zip(*((axis * _LEAST_RADIUS_KM).tolist() for axis in axes), strict=True))


def snaps(network: Network, point: Waypoint, limit_km: float) -> dict[int, Snap]:
    """Return the nearest node of each piece of the network that comes within ``limit_km`` of a point."""
    reach = limit_km / _DEGREE_KM
    squeeze = max(0.05, float(np.cos(np.radians(point.lat))))
    near = np.flatnonzero(
        (np.abs(network.lat - point.lat) <= reach) & (np.abs(network.lon - point.lon) <= reach / squeeze)
    )
    if not near.size:
        return {}
    _, _, metres = GEOD.inv(
        np.full(near.size, point.lon), np.full(near.size, point.lat), network.lon[near], network.lat[near]
    )
    found: dict[int, Snap] = {}
    for index in np.argsort(metres, kind="stable"):
        km = float(metres[index]) / 1000
        if km > limit_km:
            break
        found.setdefault(int(network.piece[near[index]]), Snap(int(near[index]), km))
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
    graph = network.graph
    source, target = graph[start], graph[end]

    def is_far(node: _Point) -> bool:
        return math.dist(source, node) + math.dist(node, target) > limit_km

    def left(node: _Point) -> float:
        return math.inf if is_far(node) else math.dist(node, target)

    def is_end(node: _Point) -> bool:
        # A node out of reach comes up only once all others are done: then there is no way.
        return node is target or is_far(node)

    nodes = list(rx.astar_shortest_path(graph, start, is_end, float, left))
    km = sum(graph.get_edge_data(a, b) for a, b in pairwise(nodes))
    return (nodes, km) if nodes[-1] == end and km <= limit_km else None
