"""The networks that ship, and shortest paths on them.

Rail and road are a regional extract of OpenStreetMap (longitude 18 to 90, latitude 8 to 62), sea is a
net of shipping lanes; see ``seeds/networks/README.md`` for origin and licence, and
``seeds/build/networks.py`` for the format.
"""

from __future__ import annotations

import gzip
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
    from numpy.typing import NDArray

    from geo.model import Waypoint

__all__ = ["GEOD", "Network", "NetworkName", "Snap", "load", "shortest", "snaps"]

NetworkName = Literal["rail", "road", "sea"]
GEOD: Final = Geod(ellps="WGS84")

_DEGREE_KM: Final = 111.2


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes (degrees WGS 84), the piece of the network that each belongs to, and the graph."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    piece: NDArray[np.int32]
    graph: rx.PyGraph[None, float] = field(repr=False)


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
    graph: rx.PyGraph[None, float] = rx.PyGraph(multigraph=False)
    graph.extend_from_weighted_edge_list(
        list(zip(first.tolist(), (first + spans).tolist(), (lengths / 100).tolist(), strict=True))
    )
    return Network(lon, lat, _pieces(graph, nodes), graph)


def _pieces(graph: rx.PyGraph[None, float], nodes: int) -> NDArray[np.int32]:
    piece = np.zeros(nodes, dtype=np.int32)
    for number, members in enumerate(rx.connected_components(graph)):
        piece[list(members)] = number
    return piece


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


def shortest(network: Network, start: int, end: int) -> tuple[list[int], float]:
    """Return the nodes of the shortest path between two nodes of one piece, and its length in kilometres."""
    paths = rx.dijkstra_shortest_paths(network.graph, start, target=end, weight_fn=float)
    nodes = [start] if start == end else list(paths[end])
    km = sum(network.graph.get_edge_data(a, b) for a, b in pairwise(nodes))
    return nodes, km
