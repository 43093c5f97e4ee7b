"""Make ``seeds/networks/*.bin.gz``: the rail, road and sea networks of the region.

Run ``python seeds/build/networks.py`` with ``scgraph-data`` 2.0.0 and ``searoute`` 1.6.0 installed (they are
needed here only). Rail and road come from ``scgraph-data`` (OpenStreetMap, ODbL), the shipping lanes from
``searoute`` (Apache-2.0). The extract keeps the edges with both ends within longitude 18 to 90, latitude 8 to
62, drops nodes without edges, bridges gaps of under 2 km between pieces that do not touch, and numbers the
nodes along a space-filling curve, which halves the files.

Format, little-endian after gunzip: two uint32 counts (nodes, edges), then int32 arrays: longitude and
latitude in thousandths of a degree (differences from the node before), first node of each edge
(differences), second node (less the first), length in tens of metres. Gzip carries no time, so that the same
input gives the same bytes.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEST, SOUTH, EAST, NORTH = 18.0, 8.0, 90.0, 62.0
BRIDGE_KM = 2.0
FOLDER = Path(__file__).resolve().parents[1] / "networks"

_Edges = Iterable[tuple[int, int, float]]


def main() -> None:
    """Write the three extracts and say how large they are."""
    for name, (lonlat, edges) in {"rail": _rail(), "road": _road(), "sea": _sea()}.items():
        data = _extract(lonlat, edges, bridge_km=0 if name == "sea" else BRIDGE_KM)
        path = FOLDER / f"{name}.bin.gz"
        path.write_bytes(gzip.compress(data, 9, mtime=0))
        nodes, links = np.frombuffer(data, "<u4", 2)
        print(f"{path.name}: {nodes} nodes, {links} edges, {path.stat().st_size / 1e6:.2f} MB")


def _rail() -> tuple[NDArray[np.float64], _Edges]:
    from scgraph_data.world_railways import world_railways_geograph as graph  # noqa: PLC0415

    return _of_geograph(graph.nodes, graph.graph)


def _road() -> tuple[NDArray[np.float64], _Edges]:
    from scgraph_data.world_highways import world_highways_geograph as graph  # noqa: PLC0415

    return _of_geograph(graph.nodes, graph.graph)


def _of_geograph(
    nodes: list[list[float]], graph: list[dict[int, float]]
) -> tuple[NDArray[np.float64], _Edges]:
    lonlat = np.asarray(nodes, dtype=np.float64)[:, ::-1]
    return lonlat, ((i, j, km) for i, links in enumerate(graph) for j, km in links.items() if i < j)


def _sea() -> tuple[NDArray[np.float64], _Edges]:
    from pyproj import Geod  # noqa: PLC0415
    from searoute.data.marnet_dict import edge_list  # noqa: PLC0415

    pairs = {tuple(sorted((_point(a), _point(b)))) for a, others in edge_list.items() for b in others}
    points = sorted({point for pair in pairs for point in pair})
    number = {point: index for index, point in enumerate(points)}
    geod = Geod(ellps="WGS84")
    lonlat = np.asarray(points, dtype=np.float64)
    return lonlat, (
        (number[a], number[b], geod.inv(a[0], a[1], b[0], b[1])[2] / 1000) for a, b in sorted(pairs)
    )


def _point(node: tuple[float, float]) -> tuple[float, float]:
    # The lanes write longitudes beyond the antimeridian as 181, 182, ...
    return (node[0] + 180) % 360 - 180, node[1]


def _extract(lonlat: NDArray[np.float64], edges: _Edges, bridge_km: float) -> bytes:
    inside = (
        (lonlat[:, 0] >= WEST) & (lonlat[:, 0] <= EAST) & (lonlat[:, 1] >= SOUTH) & (lonlat[:, 1] <= NORTH)
    )
    kept = [(i, j, km) for i, j, km in edges if i != j and inside[i] and inside[j]]
    kept += _bridges(lonlat, kept, bridge_km)
    used = np.unique([node for i, j, _ in kept for node in (i, j)])
    thousandths = np.rint(lonlat[used] * 1000).astype(np.int64)
    order = np.argsort(_curve(thousandths), kind="stable")
    number = {int(node): index for index, node in enumerate(used[order])}
    rows = sorted((*sorted((number[i], number[j])), round(km * 100)) for i, j, km in kept)
    first, second, length = (np.asarray(column, dtype=np.int64) for column in zip(*rows, strict=True))
    lon, lat = thousandths[order].T
    arrays = (_steps(lon), _steps(lat), _steps(first), second - first, length)
    counts = np.asarray([len(used), len(rows)], dtype="<u4")
    return counts.tobytes() + b"".join(array.astype("<i4").tobytes() for array in arrays)


def _bridges(lonlat: NDArray[np.float64], edges: list[tuple[int, int, float]], limit_km: float) -> _Edges:
    """Return the shortest links that join pieces of the network less than ``limit_km`` apart."""
    piece: dict[int, int] = {}

    def root(node: int) -> int:
        while piece.setdefault(node, node) != node:
            piece[node] = piece[piece[node]]
            node = piece[node]
        return node

    for i, j, _ in edges:
        piece[root(i)] = root(j)
    links = []
    for km, i, j in sorted(_near_pairs(lonlat, {node: root(node) for node in list(piece)}, limit_km)):
        if root(i) != root(j):
            piece[root(i)] = root(j)
            links.append((i, j, km))
    return links


def _near_pairs(
    lonlat: NDArray[np.float64], piece: dict[int, int], limit_km: float
) -> Iterable[tuple[float, int, int]]:
    """Yield the pairs of nodes of two pieces that lie within ``limit_km``, with their distance."""
    cell = 0.05
    cells: dict[tuple[int, int], list[int]] = {}
    for node in sorted(piece):
        lon, lat = lonlat[node]
        cells.setdefault((int(lon // cell), int(lat // cell)), []).append(node)
    for (x, y), nodes in cells.items():
        around = [n for dx in (-1, 0, 1) for dy in (-1, 0, 1) for n in cells.get((x + dx, y + dy), ())]
        if len({piece[n] for n in around}) == 1:
            continue
        for i in nodes:
            for j in around:
                if i < j and piece[i] != piece[j] and (km := _plane_km(lonlat[i], lonlat[j])) < limit_km:
                    yield km, i, j


def _plane_km(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    east = (a[0] - b[0]) * np.cos(np.radians(a[1]))
    return float(np.hypot(east, a[1] - b[1]) * 111.2)


def _steps(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.diff(values, prepend=0)


def _curve(thousandths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return positions along a Z-order curve: neighbours get near numbers."""
    x, y = (thousandths - thousandths.min(axis=0)).T
    code = np.zeros(len(x), dtype=np.int64)
    for bit in range(17):
        code |= ((x >> bit) & 1) << (2 * bit)
        code |= ((y >> bit) & 1) << (2 * bit + 1)
    return code


if __name__ == "__main__":
    main()
