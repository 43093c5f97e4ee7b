"""The candidates of many documents as the rows of one table, so that numpy is asked once for all of them.

Rows stand in the order of documents, groups and candidates. Nothing crosses documents, and sums are taken in
the order of the rows: what a document gives does not depend on those beside it, to the last bit.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.resolve.blocks import STATIC, block_for
from geo.resolve.clues import supported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.resolve.blocks import Block
    from geo.resolve.groups import Group

__all__ = ["CLUES", "Beside", "Labels", "Table", "spread", "table", "totals"]

CLUES: Final = ("clue", "against_clue", "called_area", "not_called_area")
"""Features that the words around a name decide; their columns follow those of the name."""

_BESIDE: Final = 250  # characters: two or three sentences
_FARTHEST: Final = 4 * _BESIDE
_FOLLOWING: Final = 8  # mentions after one that count as beside it
_ADMIN: Final = [STATIC.index("admin1"), STATIC.index("admin2")]
_AREAS: Final = [STATIC.index("country"), STATIC.index("admin1"), STATIC.index("region")]


class Labels(NamedTuple):
    """One property of the rows that has a name (a country, a subdivision), as numbers."""

    label: NDArray[np.intp]
    """By row; 0 for none."""
    width: int
    """One more than the highest label."""
    shared: NDArray[np.intp]
    """By row, the number of its pair of document and label."""
    own: NDArray[np.intp]
    """By row, the number of its pair of group and label: a row of ``pairs``."""
    pairs: NDArray[np.intp]
    """The pairs of group and label, in order, each as ``group * width + label``."""


class Beside(NamedTuple):
    """Which groups come near each other in the text, each pair both ways, ordered by group and other."""

    group: NDArray[np.intp]
    other: NDArray[np.intp]
    closeness: NDArray[np.float64]
    """1 (side by side) to 0."""


class Table(NamedTuple):
    """The candidates of some documents, one row each."""

    document: NDArray[np.intp]
    group: NDArray[np.intp]
    starts: NDArray[np.intp]
    """By group, its first row."""
    sizes: NDArray[np.intp]
    """By group, how many rows it has."""
    begins: NDArray[np.intp]
    """By document, its first row."""
    lengths: NDArray[np.intp]
    """By document, how many rows it has."""
    static: NDArray[np.float64]
    weight: NDArray[np.float64]
    country: Labels
    admin1: Labels
    xyz: NDArray[np.float64]
    """Unit vectors of the places, a row each for x, y and z."""
    area: NDArray[np.bool_]
    """Whether it is a country, a region or the like, whose middle says little."""
    beside: Beside
    seats: NDArray[np.intp]
    """Rows of areas, each with the row of its city, where a bare name means the city."""


def table(documents: Sequence[Sequence[Group]]) -> Table:
    """Return the rows of all candidates of some documents.

    Parameters
    ----------
    documents
        The groups of each document; groups without a candidate have no rows.
    """
    groups = list(chain.from_iterable(documents))
    blocks = [block_for(one.name, one.candidates) for one in groups]
    sizes = _integers([len(block.places) for block in blocks])
    starts = np.cumsum(sizes) - sizes
    document_of = np.repeat(np.arange(len(documents)), [len(one) for one in documents])
    document = np.repeat(document_of, sizes)
    group = np.repeat(np.arange(len(groups)), sizes)
    lengths = np.bincount(document, minlength=len(documents))
    static = _static(groups, blocks, starts, group)
    return Table(
        document,
        group,
        starts,
        sizes,
        np.cumsum(lengths) - lengths,
        lengths,
        static,
        np.sqrt([float(len(one.members)) for one in groups])[group] if groups else np.zeros(0),
        _labels([block.country for block in blocks], document, group),
        _labels([block.admin1 for block in blocks], document, group),
        _joined([block.xyz for block in blocks], 3).T.copy(),
        np.logical_or.reduce(static[:, _AREAS], axis=1),
        _beside(groups, document_of),
        _seats(groups, blocks, starts),
    )


def spread(first: NDArray[np.intp], count: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return every number of many runs, with the number of its run.

    Parameters
    ----------
    first, count
        Where each run begins, and how many numbers it has.

    Examples
    --------
    >>> spread(np.array([5, 0, 9]), np.array([2, 0, 3]))
    (array([0, 0, 2, 2, 2]), array([ 5,  6,  9, 10, 11]))
    """
    run = np.repeat(np.arange(len(count)), count)
    return run, np.arange(len(run)) + (first - np.cumsum(count) + count)[run]


def totals(owner: NDArray[np.intp], weight: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return the sum of the weights of each owner, added in their order.

    Parameters
    ----------
    owner, weight
        Numbers below ``count``, and what each adds to its owner.
    count
        How many owners there are.
    """
    return np.asarray(np.bincount(owner, weights=weight, minlength=count), dtype=np.float64)


def _static(
    groups: Sequence[Group],
    blocks: Sequence[Block],
    starts: NDArray[np.intp],
    group: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Return the columns that do not depend on what other names mean."""
    static = np.zeros((len(group), len(STATIC) + len(CLUES)))
    static[:, : len(STATIC)] = _joined([block.static for block in blocks], len(STATIC))
    clue, against, called, not_called = range(len(STATIC), static.shape[1])
    is_area = static[:, _ADMIN].any(axis=1)
    is_called = np.array([one.is_area for one in groups], dtype=bool)[group]
    static[:, called] = is_area & is_called
    static[:, not_called] = is_area & ~is_called
    for number, one in enumerate(groups):
        if one.clue:
            rows = slice(starts[number], starts[number] + len(one.candidates))
            inside = np.array(supported(one.clue, one.candidates), dtype=bool)
            static[rows, clue] = inside
            static[rows, against] = ~inside
    return static


def _joined(parts: list[NDArray[np.float64]], width: int) -> NDArray[np.float64]:
    return np.concatenate(parts) if parts else np.zeros((0, width))


def _integers(values: Sequence[int]) -> NDArray[np.intp]:
    return np.array(values, dtype=np.intp)


def _labels(names: Sequence[Sequence[str]], document: NDArray[np.intp], group: NDArray[np.intp]) -> Labels:
    """Return the names of the rows as numbers; the empty one is 0."""
    listed = list(chain.from_iterable(names))
    numbers = {name: number for number, name in enumerate(dict.fromkeys(("", *listed)))}
    label = np.fromiter(map(numbers.__getitem__, listed), np.intp, len(listed))
    _, shared = np.unique(document * len(numbers) + label, return_inverse=True)
    pairs, own = np.unique(group * len(numbers) + label, return_inverse=True)
    return Labels(label, len(numbers), shared, own, pairs)


def _seats(groups: Sequence[Group], blocks: Sequence[Block], starts: NDArray[np.intp]) -> NDArray[np.intp]:
    pairs = [
        (int(start) + area, int(start) + city)
        for one, block, start in zip(groups, blocks, starts, strict=True)
        if block.seats and not one.is_area
        for area, city in block.seats
    ]
    return _integers(list(chain.from_iterable(pairs))).reshape(-1, 2)


def _beside(groups: Sequence[Group], document_of: NDArray[np.intp]) -> Beside:
    """Return how close in the text groups come to each other.

    A mention is beside the few that follow it, as far as a thousand characters.
    """
    uses = [len(one.positions) for one in groups]
    number = np.repeat(np.arange(len(groups)), uses)
    position = _integers(list(chain.from_iterable(one.positions for one in groups)))
    document = document_of[number]
    order = np.lexsort((number, position, document))
    number, position, document = number[order], position[order], document[order]
    ones, others, gaps = [], [], []
    for step in range(1, min(_FOLLOWING, len(order) - 1) + 1):
        gap = position[step:] - position[:-step]
        near = (gap <= _FARTHEST) & (document[step:] == document[:-step]) & (number[step:] != number[:-step])
        at = np.flatnonzero(near)
        ones.append(number[at])
        others.append(number[at + step])
        gaps.append(gap[at])
    if not ones:
        return Beside(_integers([]), _integers([]), np.zeros(0))
    pair = np.concatenate((*ones, *others)) * len(groups) + np.concatenate((*others, *ones))
    gap = np.concatenate((*gaps, *gaps))
    pair, gap = np.divmod(np.sort(pair * (_FARTHEST + 1) + gap), _FARTHEST + 1)
    closest = np.flatnonzero(np.diff(pair, prepend=-1))
    one, other = np.divmod(pair[closest], len(groups))
    return Beside(one, other, np.exp(gap[closest] / -_BESIDE))
