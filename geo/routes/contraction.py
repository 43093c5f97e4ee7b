"""A network with its lesser junctions taken out, so that a search looks at few.

Nodes with few neighbours are taken out one round after the other (a star of edges becomes the edges between
its tips, as in contraction hierarchies [1]_), until only a core of busy junctions is left. No way gets
longer or shorter: every edge of the core stands for a way of the network, and can be unfolded into it.

.. [1] R. Geisberger, P. Sanders, D. Schultes, D. Delling: Contraction hierarchies, WEA 2008.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LEFT", "Climb", "Contraction", "Edges", "climb", "contract", "unfold", "way_up"]

# A node with more neighbours would leave more edges than it takes away.
_MOST_NEIGHBOURS: Final = 5
# The last rounds take out little, and leave nodes with many neighbours.
_LEAST_SHARE: Final = 0.05
# Multiplier of a hash (Knuth): neighbours take turns in an order that has nothing to do with the map.
_SCATTER: Final = np.uint64(2654435761)


LEFT: Final = 1_000_000
"""The turn of a node that stays."""


class Edges(NamedTuple):
    """Edges by column: two nodes, kilometres, and the two steps that each stands for, -1 for a real edge."""

    first: NDArray[np.int32]
    second: NDArray[np.int32]
    km: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]


class Contraction(NamedTuple):
    """What is left, and what was taken out.

    ``steps`` are the edges from each node taken out (``first``) to its neighbours then (``second``), in the
    order of the nodes; those of node ``n`` are ``start[n]`` to ``start[n + 1]``. ``turn`` is the round in
    which a node was taken out, ``LEFT`` for those that stay.
    """

    core: Edges
    steps: Edges
    start: NDArray[np.int32]
    turn: NDArray[np.int32]


class Climb(NamedTuple):
    """The nodes above a node, how far each is (kilometres), and the step that leads there."""

    km: dict[int, float]
    step: dict[int, int]
    core: list[int]


def contract(
    count: int, first: NDArray[np.int32], second: NDArray[np.int32], km: NDArray[np.float64]
) -> Contraction:
    """Return a network of ``count`` nodes with the lesser ones taken out.

    Parameters
    ----------
    count
        Number of nodes.
    first, second
        The two nodes of each edge.
    km
        Its length.
    """
    none = np.full(len(first), -1, dtype=np.int32)
    edges = _shortest(count, Edges(np.minimum(first, second), np.maximum(first, second), km, none, none))
    steps: list[Edges] = []
    turn = np.full(count, LEFT, dtype=np.int32)
    taken = 0
    while True:
        degree = np.bincount(edges.first, minlength=count) + np.bincount(edges.second, minlength=count)
        chosen = _apart(edges, degree)
        if chosen.sum() <= _LEAST_SHARE * (degree > 0).sum():
            break
        turn[chosen] = len(steps)
        out, edges = _without(count, edges, chosen, taken)
        taken += len(out.first)
        steps.append(out)
    return _in_order(count, edges, steps, turn)


def _apart(edges: Edges, degree: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which nodes to take out next: those with few neighbours, no two of them neighbours."""
    few = (degree > 0) & (degree <= _MOST_NEIGHBOURS)
    scattered = (np.arange(len(degree), dtype=np.uint64) * _SCATTER % np.uint64(2**32)).astype(np.int64)
    rank = degree * 2**33 + scattered
    both = few[edges.first] & few[edges.second]
    first, second = edges.first[both], edges.second[both]
    few[np.where(rank[first] > rank[second], first, second)] = False
    return few


def _without(count: int, edges: Edges, chosen: NDArray[np.bool_], taken: int) -> tuple[Edges, Edges]:
    """Return the steps from the chosen nodes to their neighbours, and the edges without these nodes."""
    is_first = chosen[edges.first]
    gone = is_first | chosen[edges.second]
    own, is_first = _rows(edges, gone), is_first[gone]
    node, tip = np.where(is_first, own.first, own.second), np.where(is_first, own.second, own.first)
    order = np.lexsort((tip, node))
    out = _rows(Edges(node, tip, *own[2:]), order)
    start = np.flatnonzero(np.append(True, out.first[1:] != out.first[:-1]))
    neighbours = np.diff(np.append(start, len(out.first)))
    parts = [_rows(edges, ~gone)]
    for degree in range(2, _MOST_NEIGHBOURS + 1):
        at = start[neighbours == degree]
        for i, j in combinations(range(degree), 2):
            tips = out.second[at + i], out.second[at + j]
            numbers = ((taken + at + k).astype(np.int32) for k in (i, j))
            parts.append(Edges(*tips, out.km[at + i] + out.km[at + j], *numbers))
    return out, _shortest(count, _joined(parts))


def _shortest(count: int, edges: Edges) -> Edges:
    """Return the shortest edge between any two nodes, in the order of the nodes, without loops."""
    key = edges.first.astype(np.int64) * count + edges.second
    # Most edges are in order already, which this sort makes use of.
    order = np.argsort(key, kind="stable")
    key, km = key[order], edges.km[order]
    is_first = np.append(True, key[1:] != key[:-1])[: len(key)]
    start = np.flatnonzero(is_first)
    group = np.cumsum(is_first) - 1
    least = np.flatnonzero(km == np.minimum.reduceat(km, start)[group]) if len(km) else start
    kept = order[least[np.append(True, np.diff(group[least]) > 0)[: len(least)]]]
    return _rows(edges, kept[edges.first[kept] != edges.second[kept]])


def _joined(parts: list[Edges]) -> Edges:
    columns: list[NDArray[Any]] = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Edges(*columns)


def _rows(edges: Edges, rows: NDArray[Any] | slice) -> Edges:
    columns: list[NDArray[Any]] = [column[rows] for column in edges]
    return Edges(*columns)


def _in_order(count: int, core: Edges, steps: list[Edges], turn: NDArray[np.int32]) -> Contraction:
    """Return everything with the steps in the order of their nodes."""
    both = _joined(steps) if steps else _rows(core, slice(0))
    order = np.argsort(both.first, kind="stable")
    number = np.empty(len(order) + 1, dtype=np.int32)
    number[order] = np.arange(len(order))
    number[-1] = -1
    core, both = (
        edges._replace(left=number[edges.left], right=number[edges.right])
        for edges in (core, _rows(both, order))
    )
    start = np.searchsorted(both.first, np.arange(count + 1)).astype(np.int32)
    return Contraction(core, both, start, turn)


def climb(ways: Contraction, node: int) -> Climb:
    """Return what can be reached from a node by steps upwards, each the shortest."""
    start, turn, tip, length = ways.start.data, ways.turn.data, ways.steps.second.data, ways.steps.km.data
    km, step = {node: 0.0}, {}
    core: list[int] = []
    waiting = [(turn[node], node)]
    while waiting:
        when, at = heappop(waiting)
        if when == LEFT:
            core.append(at)
        so_far = km[at]
        for number in range(start[at], start[at + 1]):
            above = tip[number]
            total = so_far + length[number]
            known = km.get(above)
            if known is None:
                heappush(waiting, (turn[above], above))
            if known is None or total < known:
                km[above], step[above] = total, number
    return Climb(km, step, core)


def way_up(ways: Contraction, climbed: Climb, node: int) -> list[int]:
    """Return the nodes of the network from where a climb began up to one of its nodes."""
    steps = []
    while node in climbed.step:
        steps.append(climbed.step[node])
        node = int(ways.steps.first[steps[-1]])
    nodes = [node]
    for number in reversed(steps):
        edge = tuple(int(column[number]) for column in (ways.steps.left, ways.steps.right, ways.steps.second))
        nodes += unfold(ways, (edge[0], edge[1]), nodes[-1], edge[2])
    return nodes


def unfold(ways: Contraction, halves: tuple[int, int], a: int, b: int) -> list[int]:
    """Return the nodes of the network after ``a``, up to ``b``, along an edge.

    Parameters
    ----------
    ways
        The contraction.
    halves
        The two steps that the edge stands for.
    a, b
        Its ends.
    """
    if halves[0] < 0:
        return [b]
    middles, tips, _, lefts, rights = (column.data for column in ways.steps)
    nodes: list[int] = []
    waiting = [(*halves, a, b)]
    while waiting:
        left, right, start, end = waiting.pop()
        if left < 0:
            nodes.append(end)
            continue
        if tips[left] != start:
            left, right = right, left
        middle = middles[left]
        waiting.append((lefts[right], rights[right], middle, end))
        waiting.append((lefts[left], rights[left], start, middle))
    return nodes
