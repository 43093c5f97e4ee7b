"""Two leanings that the fitted weights lack, because the news they were fitted on hardly shows them.

Both move shares only where two readings are close.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.resolve.blocks import STATIC
from geo.resolve.nearness import within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.resolve.table import Table

__all__ = ["lean"]

_CAPITAL: Final = STATIC.index("capital")
_COUNTRY: Final = STATIC.index("country")
_TIE: Final = 1.25  # the first is no more than a quarter likelier than the second
_NEIGHBOURHOOD_KM: Final = 1500.0
_LEAST: Final = 0.05


def lean(shares: NDArray[np.float64], rows: Table) -> None:
    """Move the shares of close readings, in place.

    Parameters
    ----------
    shares
        By row, how likely it is within its group.
    rows
        The candidates.
    """
    _favour_neighbours(shares, rows)
    _favour_capitals(shares, rows)


def _likeliest(shares: NDArray[np.float64], rows: Table) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the likeliest row and the next of every group that has two."""
    order = np.lexsort((-shares, rows.group))
    starts = rows.starts[rows.sizes > 1]
    return order[starts], order[starts + 1]


def _favour_neighbours(shares: NDArray[np.float64], rows: Table) -> None:
    """Let the text's other places pull a country or its namesake to where they lie.

    "Georgia borders Turkey and Armenia" names no place in either Georgia.
    """
    first, second = _likeliest(shares, rows)
    is_country = rows.static[:, _COUNTRY]
    close = (shares[second] >= _LEAST) & (is_country[first] != is_country[second])
    first, second = first[close], second[close]
    mass = shares * rows.weight
    factor = (within(rows, first, mass, _NEIGHBOURHOOD_KM) + 1.0) / (
        within(rows, second, mass, _NEIGHBOURHOOD_KM) + 1.0
    )
    total = shares[first] + shares[second]
    moved = shares[first] * factor
    shares[first] = total * moved / (moved + shares[second])
    shares[second] = total - shares[first]


def _favour_capitals(shares: NDArray[np.float64], rows: Table) -> None:
    """Let a national capital win what is all but a tie ("signed in Washington", of America no word)."""
    first, second = _likeliest(shares, rows)
    is_capital = rows.static[:, _CAPITAL] > 0
    tied = is_capital[second] & ~is_capital[first] & (shares[first] < _TIE * shares[second])
    first, second = first[tied], second[tied]
    shares[first], shares[second] = shares[second], shares[first]
