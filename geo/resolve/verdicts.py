"""From shares to the candidates that are told, and their scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.resolve.table import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.resolve.table import Table

__all__ = ["MOST_TOLD", "Verdicts", "score_of", "verdicts"]

MOST_TOLD: Final = 6
"""Candidates that a mention reports."""

_EDGE: Final = 1e-6
_SHARPER: Final = 1.34
_LOWER: Final = -0.16
"""Slope and intercept in log odds of the product of both likelihoods, fitted on LGL alone."""


class Verdicts(NamedTuple):
    """The likeliest candidates of each group, best first."""

    rows: list[int]
    scores: list[float]
    """By row of ``rows``."""
    ends: list[int]
    """By group, where its rows end; they begin where those of the group before end."""
    likelihoods: list[float]
    """By group, that of its first row; 0 for a group without any."""


def verdicts(rows: Table, shares: NDArray[np.float64], calibration: tuple[float, float, float]) -> Verdicts:
    """Return what is told of each group.

    Parameters
    ----------
    rows
        The candidates.
    shares
        By row, how likely it is within its group.
    calibration
        Slope, intercept and weight of the number of rivals, which make a share a likelihood.
    """
    order = np.lexsort((-np.round(shares, 9), rows.group))
    told = np.minimum(rows.sizes, MOST_TOLD)
    group, at = spread(rows.starts, told)
    chosen = order[at]
    slope, intercept, rivals = calibration
    odds = slope * _log_odds(shares[chosen]) + intercept + rivals * np.log(rows.sizes[group])
    likelihood = 1 / (1 + np.exp(-odds))
    ends = np.cumsum(told)
    first = np.zeros(len(told))
    first[told > 0] = likelihood[(ends - told)[told > 0]]
    return Verdicts(chosen.tolist(), score_of(likelihood).tolist(), ends.tolist(), first.tolist())


def score_of(likelihood: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities that span and place are both right, to four digits.

    The product of two calibrated likelihoods is too modest where both are high and too bold where both are
    low, as what makes a name clear makes its place clear.
    """
    odds = _SHARPER * _log_odds(likelihood) + _LOWER
    result: NDArray[np.float64] = np.round(1 / (1 + np.exp(-odds)), 4)
    return result


def _log_odds(share: NDArray[np.float64]) -> NDArray[np.float64]:
    p = np.clip(share, _EDGE, 1 - _EDGE)
    result: NDArray[np.float64] = np.log(p / (1 - p))
    return result
