"""The networks that ship, and the nodes near a point.

Rail and road are a regional extract of OpenStreetMap (longitude 18 to 90, latitude 8 to 62), sea is a
net of shipping lanes; see ``seeds/networks/README.md`` for origin and licence, and
``seeds/build/networks.py`` for the format.

Nodes are numbered in bands of one degree of latitude, from west to east in each: those of any box are a
few runs of numbers, so that nothing ever looks at all of a network.
"""

from __future__ import annotations

import gzip
import math
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import rustworkx as rx
from pyproj import Geod

from geo.errors import InputError
from geo.routes.contraction import LEFT, Contraction, Edges, contract

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.model import Waypoint

__all__ = [
    "FORMAT",
    "GEOD",
    "LEAST_RADIUS_KM",
    "Network",
    "NetworkName",
    "Points",
    "Snap",
    "contracted",
    "in_box",
    "in_space",
    "load",
    "opened",
    "snaps",
]

NetworkName = Literal["rail", "road", "sea"]
GEOD: Final = Geod(ellps="WGS84")
FORMAT: Final = "contracted-1"
"""What the arrays of `contracted` hold; arrays kept under another name are made anew."""

_DEGREE_KM: Final = 111.2
_BANDS: Final = 180
LEAST_RADIUS_KM: Final = 6356.7 * 0.99
"""The polar radius, less what rounding to thousandths of a degree may add to a line."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points in bands of one degree of latitude, from west to east in each.

    Degrees WGS 84; ``bands`` holds the first point of each degree from -90, and the number of points.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    bands: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Nodes, the piece of the network that each belongs to, and how they hang together.

    ``ways`` are the nodes and edges contracted, ``core`` the nodes that stay, by number, and ``place`` the
    number in the core of each node; ``junctions`` are where those of the core lie, ``space`` their three
    coordinates (see `in_space`), ``edge_keys`` their edges, in order, with both ends in one number.
    ``core_graph`` is the core with two nodes more, for the ends of a search; its nodes hold their own
    number, its edges kilometres. ``ahead`` and ``is_end`` are the slates that a search writes on and wipes:
    infinity and true for every node.
    """

    nodes: Points
    piece: NDArray[np.int32]
    ways: Contraction
    core: NDArray[np.int32]
    place: NDArray[np.int32]
    junctions: Points
    edge_keys: NDArray[np.int64] = field(repr=False)
    space: NDArray[np.float64] = field(repr=False)
    core_graph: rx.PyGraph[int, float] = field(repr=False)
    ahead: NDArray[np.float64] = field(repr=False)
    is_end: NDArray[np.bool_] = field(repr=False)

    @property
    def lon(self) -> NDArray[np.float64]:
        """Longitude of the nodes."""
        return self.nodes.lon

    @property
    def lat(self) -> NDArray[np.float64]:
        """Latitude of the nodes."""
        return self.nodes.lat

    @property
    def graph(self) -> rx.PyGraph[int, float]:
        """All nodes, and the edges that a shortest way may take; made when first asked for.

        For searches other than those of `geo.routes.search`.
        """
        return _whole(self)


@lru_cache(maxsize=4)
def _whole(network: Network) -> rx.PyGraph[int, float]:
    graph: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(network.piece)))
    for edges in (network.ways.core, network.ways.steps):
        real = edges.left < 0
        columns = (column[real].tolist() for column in (edges.first, edges.second, edges.km))
        graph.add_edges_from(list(zip(*columns, strict=True)))
    return graph


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
    return opened(contracted(lon, lat, first, first + spans, lengths / 100))


def contracted(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    first: NDArray[np.integer],
    second: NDArray[np.integer],
    km: NDArray[np.float64],
) -> dict[str, NDArray[Any]]:
    """Return nodes (degrees WGS 84) and edges (two nodes, length in kilometres), made ready for `opened`."""
    order = np.lexsort((lon, _band(lat)))
    number = np.empty(len(order), dtype=np.int32)
    number[order] = np.arange(len(order))
    core, steps, start, turn = contract(len(order), number[first], number[second], km)
    columns = {f"core_{name}": column for name, column in core._asdict().items()}
    columns |= {f"steps_{name}": column for name, column in steps._asdict().items()}
    return {"lon": lon[order], "lat": lat[order], "start": start, "turn": turn, **columns}


def opened(arrays: Mapping[str, NDArray[Any]]) -> Network:
    """Return the network of what `contracted` made."""
    edges, steps = (
        Edges(*(arrays[f"{part}_{name}"] for name in Edges._fields)) for part in ("core", "steps")
    )
    ways = Contraction(edges, steps, arrays["start"], arrays["turn"])
    nodes = _points(arrays["lon"], arrays["lat"])
    core = np.flatnonzero(ways.turn == LEFT).astype(np.int32)
    place = np.full(len(nodes.lon), -1, dtype=np.int32)
    place[core] = np.arange(len(core))
    graph: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(core) + 2))
    ends = place[edges.first].tolist(), place[edges.second].tolist()
    graph.add_edges_from(list(zip(*ends, edges.km.tolist(), strict=True)))
    junctions = _points(nodes.lon[core], nodes.lat[core])
    return Network(
        nodes,
        _pieces(ways, core, graph),
        ways,
        core,
        place,
        junctions,
        edges.first.astype(np.int64) * len(nodes.lon) + edges.second,
        in_space(junctions.lon, junctions.lat),
        graph,
        np.full(len(core) + 2, math.inf),
        np.ones(len(core) + 2, dtype=np.bool_),
    )


def _band(lat: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.clip(np.floor(lat).astype(np.int64) + 90, 0, _BANDS - 1)


def _points(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Points:
    return Points(lon, lat, tuple(np.searchsorted(_band(lat), np.arange(_BANDS + 1)).tolist()))


def _pieces(ways: Contraction, core: NDArray[np.int32], graph: rx.PyGraph[int, float]) -> NDArray[np.int32]:
    """Return which piece of the network each node belongs to: that of any node above it."""
    of_core = np.zeros(len(core) + 2, dtype=np.int32)
    for number, members in enumerate(rx.connected_components(graph)):
        of_core[list(members)] = number
    piece = np.zeros(len(ways.turn), dtype=np.int32)
    piece[core] = of_core[:-2]
    down = np.argsort(-ways.turn, kind="stable")[len(core) :]
    rounds = np.flatnonzero(np.append(True, np.diff(ways.turn[down]) != 0)[: len(down)])
    for nodes in np.split(down, rounds[1:]):
        piece[nodes] = piece[ways.steps.second[ways.start[nodes]]]
    return piece


def in_space(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where points (degrees WGS 84) lie: kilometres from the middle of a globe a little too small.

    Straight lines through it are never longer than a way on the ground.
    """
    east, north = np.radians(lon), np.radians(lat)
    return LEAST_RADIUS_KM * np.stack(
        (np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north))
    )


def in_box(points: Points, west: float, south: float, east: float, north: float) -> NDArray[np.int64]:
    """Return the points in the bands of a box (degrees) and between its meridians."""
    low, high = (min(max(math.floor(edge) + 90, 0), _BANDS - 1) for edge in (south, north))
    runs = []
    for start, stop in pairwise(points.bands[low : high + 2]):
        lon = points.lon[start:stop]
        first, last = lon.searchsorted(west), lon.searchsorted(east, side="right")
        runs.append(np.arange(start + first, start + last))
    return np.concatenate(runs)


def snaps(network: Network, point: Waypoint, limit_km: float) -> dict[int, Snap]:
    """Return the nearest node of each piece of the network that comes within ``limit_km`` of a point."""
    reach = limit_km / _DEGREE_KM
    aside = reach / max(0.05, math.cos(math.radians(point.lat)))
    box = (point.lon - aside, point.lat - reach, point.lon + aside, point.lat + reach)
    near = in_box(network.nodes, *box)
    near = near[np.abs(network.nodes.lat[near] - point.lat) <= reach]
    if not near.size:
        return {}
    _, _, metres = GEOD.inv(
        np.full(near.size, point.lon),
        np.full(near.size, point.lat),
        network.nodes.lon[near],
        network.nodes.lat[near],
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
