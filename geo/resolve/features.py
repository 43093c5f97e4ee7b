"""Features of candidates in their documents: what else a document names, and where that lies.

A group's own candidates never support each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.resolve.blocks import STATIC
from geo.resolve.nearness import near_sums, nearness
from geo.resolve.table import CLUES, spread, totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.resolve.table import Labels, Table

__all__ = ["FEATURES", "dynamic", "scored", "softmax"]

_DYNAMIC: Final = (
    "country_share",
    "admin1_share",
    "near_100_km",
    "near_400_km",
    "country_beside",
    "admin1_beside",
    "near_beside",
    "in_named_area",
    "capital_among_countries",
    "capital_beside",
)
FEATURES: Final = (*STATIC, *CLUES, *_DYNAMIC)
"""The columns of the model, in order."""

_CAPITAL: Final = STATIC.index("capital")
_COUNTRY: Final = STATIC.index("country")
_MOST_CONTEXT: Final = 250
_LEAST_MASS: Final = 0.02


class _Neighbours(NamedTuple):
    """Rows that stand beside a group in the text, ordered by group and row."""

    group: NDArray[np.intp]
    row: NDArray[np.intp]
    weight: NDArray[np.float64]
    """Closeness in the text times probability."""


def dynamic(rows: Table, probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return all features given how probable each candidate is at present.

    Shares are those of the other groups' weight in the candidate's country or first-order
    subdivision; nearness sums the others' weight, each fading with the distance.
    """
    mass = probability * rows.weight
    seen = _context(mass, rows)
    beside = _neighbours(rows, seen, probability)
    rest = _of_others(rows, np.arange(len(mass)), mass) + 1.0
    near, wide = nearness(rows, seen[~rows.area[seen]], mass)
    points = ~rows.area[beside.row]
    near_beside = near_sums(rows, beside.group[points], beside.row[points], beside.weight[points])
    is_capital = rows.static[:, _CAPITAL]
    state = (rows.static[:, _COUNTRY] + is_capital)[beside.row]
    capitals = totals(beside.group, state * beside.weight, len(rows.starts))
    columns = (
        _shared(rows.country, seen, mass[seen]) / rest,
        _shared(rows.admin1, seen, mass[seen]) / rest,
        np.log1p(near),
        np.log1p(wide),
        np.minimum(_shared_beside(rows.country, beside), 3.0),
        np.minimum(_shared_beside(rows.admin1, beside), 3.0),
        np.minimum(near_beside, 3.0),
        np.minimum(_shared(rows.admin1, seen, (probability * rows.area)[seen]), 1.0),
        is_capital * _of_others(rows, seen, (mass * rows.static[:, _COUNTRY])[seen]) / rest,
        is_capital * np.minimum(capitals, 2.0)[rows.group],
    )
    return np.column_stack((rows.static, *columns))


def scored(features: NDArray[np.float64], stage: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of each row's features by their weights.

    A product of matrices would be rounded by where in the matrix a row stands.
    """
    result: NDArray[np.float64] = (features * stage).sum(axis=1)
    return result


def softmax(scores: NDArray[np.float64], rows: Table) -> NDArray[np.float64]:
    """Return the probability of each candidate within its group."""
    if not len(scores):
        return scores
    starts = rows.starts[rows.sizes > 0]
    sizes = rows.sizes[rows.sizes > 0]
    raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    result: NDArray[np.float64] = raised / np.repeat(np.add.reduceat(raised, starts), sizes)
    return result


def _context(mass: NDArray[np.float64], rows: Table) -> NDArray[np.intp]:
    """Return the rows that count as context, in order: the heaviest of each document."""
    seen = np.flatnonzero(mass >= _LEAST_MASS)
    counts = np.bincount(rows.document[seen], minlength=len(rows.begins))
    if counts.max(initial=0) <= _MOST_CONTEXT:
        return seen
    order = np.lexsort((-mass[seen], rows.document[seen]))
    _, rank = spread(np.zeros(len(counts), dtype=np.intp), counts)
    return np.sort(seen[order[rank < _MOST_CONTEXT]])


def _of_others(rows: Table, chosen: NDArray[np.intp], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each row the weight of the chosen rows of its document's other groups."""
    groups = totals(rows.group[chosen], weight, len(rows.starts))
    documents = totals(rows.document[chosen], weight, len(rows.begins))
    return documents[rows.document] - groups[rows.group]


def _shared(labels: Labels, seen: NDArray[np.intp], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each row the weight of the seen rows of its document's other groups with its label."""
    total = totals(labels.shared[seen], weight, int(labels.shared.max(initial=0)) + 1)
    own = totals(labels.own[seen], weight, len(labels.pairs))
    others = np.maximum(total[labels.shared] - own[labels.own], 0.0)
    return np.where(labels.label > 0, others, 0.0)


def _neighbours(rows: Table, seen: NDArray[np.intp], probability: NDArray[np.float64]) -> _Neighbours:
    counts = np.bincount(rows.group[seen], minlength=len(rows.starts))
    other = rows.beside.other
    pair, at = spread((np.cumsum(counts) - counts)[other], counts[other])
    row = seen[at]
    return _Neighbours(rows.beside.group[pair], row, rows.beside.closeness[pair] * probability[row])


def _shared_beside(labels: Labels, beside: _Neighbours) -> NDArray[np.float64]:
    """Return for each row the weight of the rows beside its group with its label."""
    label = labels.label[beside.row]
    wanted = beside.group * labels.width + label
    at = np.searchsorted(labels.pairs, wanted)
    at[at == len(labels.pairs)] = 0
    met = np.flatnonzero((labels.pairs[at] == wanted) & (label > 0))
    return totals(at[met], beside.weight[met], len(labels.pairs))[labels.own]
