"""How much of what a document names lies near each candidate, on a sphere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.resolve.table import spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geo.resolve.table import Table

__all__ = ["near_sums", "nearness", "within"]

_RADIUS_KM: Final = 6371.0
_REACH_KM: Final = 400.0
_MOST_PAIRS: Final = 65_536
"""Pairs that are looked at together: few enough for the processor's cache."""


class _Pairs(NamedTuple):
    """Rows, each with a run of other rows."""

    row: NDArray[np.intp]
    starts: NDArray[np.intp]
    """By row, its first pair."""
    one: NDArray[np.intp]
    """By pair, the row itself."""
    other: NDArray[np.intp]
    """By pair, the number of the other."""
    cosine: NDArray[np.float64]
    """By pair, that of the angle between both."""


def nearness(
    rows: Table, points: NDArray[np.intp], mass: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each row the weight of its document's points, fading with 100 km and with 400 km.

    Parameters
    ----------
    rows
        The candidates.
    points
        Rows that are seen from the others, in order; those of a row's own group do not count.
    mass
        By row, what it weighs.
    """
    near, wide = np.zeros(len(rows.group)), np.zeros(len(rows.group))
    count = np.bincount(rows.document[points], minlength=len(rows.begins))
    first = np.cumsum(count) - count
    for pairs in _pairs(rows, first[rows.document], count[rows.document], points):
        other = points[pairs.other]
        fading = _fading(pairs.cosine)
        fading[rows.group[pairs.one] == rows.group[other]] = 0.0
        weight = mass[other]
        wide[pairs.row] = np.add.reduceat(fading * weight, pairs.starts)
        near[pairs.row] = np.add.reduceat(_nearer(fading) * weight, pairs.starts)
    return near, wide


def near_sums(
    rows: Table, group: NDArray[np.intp], points: NDArray[np.intp], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return for each row the weight of the points that are seen from its group, fading with 100 km.

    Parameters
    ----------
    rows
        The candidates.
    group, points, weight
        The rows that each group sees, ordered by group, and what each weighs there.
    """
    near = np.zeros(len(rows.group))
    count = np.bincount(group, minlength=len(rows.starts))
    first = np.cumsum(count) - count
    for pairs in _pairs(rows, first[rows.group], count[rows.group], points):
        fading = _nearer(_fading(pairs.cosine))
        near[pairs.row] = np.add.reduceat(fading * weight[pairs.other], pairs.starts)
    return near


def within(
    rows: Table, chosen: NDArray[np.intp], mass: NDArray[np.float64], km: float
) -> NDArray[np.float64]:
    """Return for each chosen row the mass of its document's other groups within some kilometres of it."""
    sums = np.zeros(len(rows.group))
    count = np.zeros(len(rows.group), dtype=np.intp)
    count[chosen] = rows.lengths[rows.document[chosen]]
    least = np.cos(km / _RADIUS_KM)
    for pairs in _pairs(rows, rows.begins[rows.document], count, np.arange(len(mass))):
        is_near = (pairs.cosine >= least) & (rows.group[pairs.one] != rows.group[pairs.other])
        sums[pairs.row] = np.add.reduceat(np.where(is_near, mass[pairs.other], 0.0), pairs.starts)
    result: NDArray[np.float64] = sums[chosen]
    return result


def _pairs(
    rows: Table, first: NDArray[np.intp], count: NDArray[np.intp], others: NDArray[np.intp]
) -> Iterator[_Pairs]:
    """Yield each row with its run of ``others``; a row's run is never divided, so neither are its sums."""
    busy = np.flatnonzero(count)
    ends = np.cumsum(count[busy])
    begin = done = 0
    while begin < len(busy):
        stop = max(begin + 1, int(np.searchsorted(ends, done + _MOST_PAIRS, side="right")))
        row = busy[begin:stop]
        starts = ends[begin:stop] - count[row] - done
        run, at = spread(first[row], count[row])
        one, other = row[run], others[at]
        x, y, z = rows.xyz
        yield _Pairs(row, starts, one, at, x[one] * x[other] + y[one] * y[other] + z[one] * z[other])
        begin, done = stop, int(ends[stop - 1])


def _fading(cosine: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what distances leave of a weight: a part of e every 400 km."""
    result: NDArray[np.float64] = np.exp(np.arccos(np.clip(cosine, -1.0, 1.0)) * (-_RADIUS_KM / _REACH_KM))
    return result


def _nearer(fading: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the same with a reach of 100 km: a fourth power, as the reach is a fourth."""
    square = fading * fading
    return square * square
