"""Two leanings that the fitted weights lack, because the news they were fitted on hardly shows them.

Both move shares only where two readings are close.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.resolve.candidates import STATIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.resolve.candidates import Block
    from geo.resolve.features import Table

__all__ = ["lean"]

_CAPITAL: Final = STATIC.index("capital")
_COUNTRY: Final = STATIC.index("country")
_TIE: Final = 1.25  # the first is no more than a quarter likelier than the second
_NEIGHBOURHOOD: Final = np.cos(1500.0 / 6371.0)  # kilometres on the sphere, as the cosine of their angle
_STRENGTH: Final = 1.0
_LEAST: Final = 0.05


def lean(blocks: Sequence[Block], shares: Sequence[NDArray[np.float64]], rows: Table) -> None:
    """Move the shares of close readings, in place.

    Parameters
    ----------
    blocks, shares
        The groups' candidates and how likely each is.
    rows
        The same candidates as one table.
    """
    mass = np.concatenate(shares) * rows.weight if shares else np.zeros(0)
    for number, (block, share) in enumerate(zip(blocks, shares, strict=True)):
        if len(share) < 2:
            continue
        first, second = np.argsort(-share, kind="stable")[:2].tolist()
        if share[second] >= _LEAST and block.static[first, _COUNTRY] != block.static[second, _COUNTRY]:
            _favour_neighbours(number, (first, second), share, rows, mass)
        _favour_capital(block, share)


def _favour_neighbours(
    number: int, pair: tuple[int, int], share: NDArray[np.float64], rows: Table, mass: NDArray[np.float64]
) -> None:
    """Let the text's other places pull a country or its namesake to where they lie.

    "Georgia borders Turkey and Armenia" names no place in either Georgia.
    """
    start = int(rows.starts[number])
    others = np.where(rows.group == number, 0.0, mass)
    near = [float(others[rows.xyz @ rows.xyz[start + row] >= _NEIGHBOURHOOD].sum()) for row in pair]
    factor = ((near[0] + 1.0) / (near[1] + 1.0)) ** _STRENGTH
    first, second = pair
    total = share[first] + share[second]
    moved = share[first] * factor
    share[first] = total * moved / (moved + share[second])
    share[second] = total - share[first]


def _favour_capital(block: Block, share: NDArray[np.float64]) -> None:
    """Let a national capital win what is all but a tie ("signed in Washington", of America no word)."""
    first, second = np.argsort(-share, kind="stable")[:2].tolist()
    is_capital = block.static[:, _CAPITAL]
    if is_capital[second] and not is_capital[first] and share[first] < _TIE * share[second]:
        share[first], share[second] = share[second], share[first]
