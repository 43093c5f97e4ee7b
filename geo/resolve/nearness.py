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
_MOST_PAIRS: Final = 16_384
"""Pairs that are looked at together: few enough for the processor's cache."""

_LARGE: Final = 8192
"""Pairs of one document that are worth a matrix of their own."""


class _Runs(NamedTuple):
    """Which of the others each row is compared with: those of its owner, a document or a group."""

    owner: NDArray[np.intp]
    """By row."""
    first: NDArray[np.intp]
    """By owner, where its others begin."""
    length: NDArray[np.intp]
    """By owner, how many they are."""


class _Pairs(NamedTuple):
    """Rows, each with a run of other rows, as a list or, where all runs are the same, as a matrix."""

    row: NDArray[np.intp]
    one: NDArray[np.intp]
    """By pair, the row itself."""
    other: NDArray[np.intp]
    """By pair, the number of the other."""
    cosine: NDArray[np.float64]
    """By pair, that of the angle between both."""
    starts: NDArray[np.intp] | None
    """By row, its first pair; None in a matrix."""

    def sums(
        self, value: NDArray[np.float64] | NDArray[np.bool_], weight: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the sum of the weighted values of each row's pairs."""
        weighted = value * weight
        return weighted.sum(axis=1) if self.starts is None else np.add.reduceat(weighted, self.starts)


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
    group, weight = rows.group[points], mass[points]
    runs = _Runs(rows.document, np.cumsum(count) - count, count)
    for pairs in _pairs(rows.xyz, np.arange(len(mass)), runs, points):
        fading = _fading(pairs.cosine)
        fading *= rows.group[pairs.one] != group[pairs.other]
        wide[pairs.row] = pairs.sums(fading, weight[pairs.other])
        near[pairs.row] = pairs.sums(_nearer(fading), weight[pairs.other])
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
    runs = _Runs(rows.group, np.cumsum(count) - count, count)
    for pairs in _pairs(rows.xyz, np.arange(len(near)), runs, points):
        near[pairs.row] = pairs.sums(_nearer(_fading(pairs.cosine)), weight[pairs.other])
    return near


def within(
    rows: Table, chosen: NDArray[np.intp], mass: NDArray[np.float64], km: float
) -> NDArray[np.float64]:
    """Return for each chosen row the mass of its document's other groups within some kilometres of it."""
    sums = np.zeros(len(rows.group))
    least = np.cos(km / _RADIUS_KM)
    runs = _Runs(rows.document, rows.begins, rows.lengths)
    for pairs in _pairs(rows.xyz, chosen, runs, np.arange(len(mass))):
        is_near = (pairs.cosine >= least) & (rows.group[pairs.one] != rows.group[pairs.other])
        sums[pairs.row] = pairs.sums(is_near, mass[pairs.other])
    result: NDArray[np.float64] = sums[chosen]
    return result


def _pairs(
    xyz: NDArray[np.float64], row: NDArray[np.intp], runs: _Runs, others: NDArray[np.intp]
) -> Iterator[_Pairs]:
    """Yield each row with its run of ``others``.

    A run is never divided, so neither are its sums; whether it stands in a list or a matrix is decided by its
    owner alone.
    """
    row = row[runs.length[runs.owner[row]] > 0]
    owner = runs.owner[row]
    is_large = np.bincount(owner, minlength=len(runs.length)) * runs.length >= _LARGE
    yield from _listed(xyz, row[~is_large[owner]], runs, others)
    for number in np.flatnonzero(is_large).tolist():
        other = np.arange(runs.first[number], runs.first[number] + runs.length[number])
        together = row[owner == number]
        step = max(1, _MOST_PAIRS // len(other))
        for begin in range(0, len(together), step):
            part = together[begin : begin + step]
            one = part[:, None]
            yield _Pairs(part, one, other, _cosines(xyz, one, others[other]), None)


def _listed(
    xyz: NDArray[np.float64], row: NDArray[np.intp], runs: _Runs, others: NDArray[np.intp]
) -> Iterator[_Pairs]:
    first, count = runs.first[runs.owner[row]], runs.length[runs.owner[row]]
    ends = np.cumsum(count)
    begin = done = 0
    while begin < len(row):
        stop = max(begin + 1, int(np.searchsorted(ends, done + _MOST_PAIRS, side="right")))
        part = slice(begin, stop)
        run, at = spread(first[part], count[part])
        one = row[part][run]
        yield _Pairs(row[part], one, at, _cosines(xyz, one, others[at]), ends[part] - count[part] - done)
        begin, done = stop, int(ends[stop - 1])


def _cosines(xyz: NDArray[np.float64], one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
    x, y, z = xyz
    cosine: NDArray[np.float64] = x[one] * x[other]
    cosine += y[one] * y[other]
    cosine += z[one] * z[other]
    return cosine


def _fading(cosine: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what distances leave of a weight, a part of e every 400 km, in place of their cosines."""
    np.clip(cosine, -1.0, 1.0, out=cosine)
    np.arccos(cosine, out=cosine)
    cosine *= -_RADIUS_KM / _REACH_KM
    np.exp(cosine, out=cosine)
    return cosine


def _nearer(fading: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the same with a reach of 100 km, in place: a fourth power, as the reach is a fourth."""
    fading *= fading
    fading *= fading
    return fading
