"""Features of candidates in a document: what else the document names, and where that lies.

All candidates of all groups of a document are rows of one matrix; a group's own candidates never
support each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.resolve.candidates import STATIC, Block
from geo.resolve.clues import supports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.resolve.groups import Group

__all__ = ["FEATURES", "Table", "dynamic", "softmax", "table"]

_CLUES: Final = ("clue", "against_clue", "called_area", "not_called_area")
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
FEATURES: Final = (*STATIC, *_CLUES, *_DYNAMIC)
"""The columns of the model, in order."""

_KM_PER_DEGREE: Final = 111.2
_BESIDE: Final = 250.0  # characters: two or three sentences
_ADMIN: Final = [STATIC.index("admin1"), STATIC.index("admin2")]
_CAPITAL: Final = STATIC.index("capital")
_COUNTRY: Final = STATIC.index("country")
_MOST_CONTEXT: Final = 250
_LEAST_MASS: Final = 0.02


class Table(NamedTuple):
    """The candidates of a document, one row each."""

    group: NDArray[np.intp]
    starts: NDArray[np.intp]
    static: NDArray[np.float64]
    weight: NDArray[np.float64]
    country: NDArray[np.intp]
    admin1: NDArray[np.intp]
    xyz: NDArray[np.float64]
    beside: NDArray[np.float64]
    area: NDArray[np.bool_]


def table(groups: Sequence[Group], blocks: Sequence[Block]) -> Table:
    """Return the rows of all candidates of ``groups``.

    Parameters
    ----------
    groups, blocks
        The document's groups, each with its block; groups without a candidate have no rows.
    """
    sizes = [len(block.places) for block in blocks]
    group_of = np.repeat(np.arange(len(blocks)), sizes)
    starts = np.concatenate(([0], np.cumsum(sizes)))[:-1] if sizes else np.zeros(0, dtype=np.intp)
    static = np.zeros((sum(sizes), len(STATIC) + len(_CLUES)))
    row = 0
    for one, block in zip(groups, blocks, strict=True):
        static[row : row + len(block.places), : len(STATIC)] = block.static
        if one.clue:
            for offset, place in enumerate(block.places):
                inside = supports(one.clue, place)
                static[row + offset, len(STATIC)] = inside
                static[row + offset, len(STATIC) + 1] = not inside
        areas = block.static[:, _ADMIN].any(axis=1)
        static[row : row + len(block.places), len(STATIC) + (2 if one.is_area else 3)] = areas
        row += len(block.places)
    weight = np.repeat(np.sqrt([len(one.members) for one in groups]), sizes) if groups else np.zeros(0)
    return Table(
        group_of,
        starts.astype(np.intp),
        static,
        weight,
        _codes([code for block in blocks for code in block.country]),
        _codes([code for block in blocks for code in block.admin1]),
        _sphere(
            np.concatenate([block.lon for block in blocks]) if blocks else np.zeros(0),
            np.concatenate([block.lat for block in blocks]) if blocks else np.zeros(0),
        ),
        _beside([one.positions for one in groups]),
        static[:, 3:5].any(axis=1) | (static[:, 7] > 0),
    )


def _codes(names: list[str]) -> NDArray[np.intp]:
    """Return a number for each name; 0 for the empty one."""
    numbers = {"": 0}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.intp)


def _sphere(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return unit vectors for degrees."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)), axis=1)


def _kilometres(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return distances on a sphere between all unit vectors of ``one`` and ``other``."""
    result: NDArray[np.float64] = 6371.0 * np.arccos(np.clip(one @ other.T, -1.0, 1.0))
    return result


def _beside(positions: list[list[int]]) -> NDArray[np.float64]:
    """Return how close in the text two groups come, 1 (side by side) to 0, between all groups."""
    count = len(positions)
    close = np.zeros((count, count))
    flat = sorted((position, number) for number, listed in enumerate(positions) for position in listed)
    for index, (position, number) in enumerate(flat):
        for other_position, other in flat[index + 1 : index + 9]:
            gap = other_position - position
            if gap > 4 * _BESIDE:
                break
            if other != number:
                value = float(np.exp(-gap / _BESIDE))
                close[number, other] = close[other, number] = max(close[number, other], value)
    return close


def dynamic(rows: Table, probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return all features given how probable each candidate is at present.

    Shares are those of the other groups' weight in the candidate's country or first-order
    subdivision; nearness sums the others' weight, each fading with the distance.
    """
    mass = probability * rows.weight
    seen = _context(mass)
    per_group = np.bincount(rows.group, weights=mass, minlength=len(rows.starts))
    rest = (mass.sum() - per_group[rows.group]) + 1.0
    groups, mass, probability = rows.group[seen], mass[seen], probability[seen]
    beside = rows.beside[:, groups]
    state = rows.static[seen, _COUNTRY] + rows.static[seen, _CAPITAL]
    near, wide, near_beside = _nearness(rows, seen, beside, mass, probability)
    countries = mass * rows.static[seen, _COUNTRY]
    countries_of_others = countries.sum() - np.bincount(groups, weights=countries, minlength=len(rows.starts))
    columns = (
        _shared(rows.country, rows.group, seen, mass) / rest,
        _shared(rows.admin1, rows.group, seen, mass) / rest,
        np.log1p(near),
        np.log1p(wide),
        np.minimum(_shared_beside(rows.country, rows.group, seen, beside * probability), 3.0),
        np.minimum(_shared_beside(rows.admin1, rows.group, seen, beside * probability), 3.0),
        np.minimum(near_beside, 3.0),
        np.minimum(_shared(rows.admin1, rows.group, seen, probability * rows.area[seen]), 1.0),
        rows.static[:, _CAPITAL] * countries_of_others[rows.group] / rest,
        rows.static[:, _CAPITAL] * np.minimum(beside @ (state * probability), 2.0)[rows.group],
    )
    return np.column_stack((rows.static, *columns))


def _nearness(
    rows: Table,
    seen: NDArray[np.intp],
    beside: NDArray[np.float64],
    mass: NDArray[np.float64],
    probability: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return for each row the others' weight that fades with 100 km, with 400 km, and beside it."""
    points = np.flatnonzero(~rows.area[seen])
    groups = rows.group[seen[points]]
    km = _kilometres(rows.xyz, rows.xyz[seen[points]])
    wide = np.exp(km / -400.0)
    wide[rows.group[:, None] == groups[None, :]] = 0.0
    near = wide * wide
    near *= near  # a fourth power, as the reach is a fourth
    close = near * beside[:, points][rows.group]
    return near @ mass[points], wide @ mass[points], close @ probability[points]


def _shared(
    codes: NDArray[np.intp], group: NDArray[np.intp], seen: NDArray[np.intp], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return for each row the weight of the seen rows of other groups with its code."""
    named, owners = codes[seen], group[seen]
    width = int(codes.max(initial=0)) + 1
    total = np.bincount(named, weights=weight, minlength=width)
    total[0] = 0.0  # no code
    own = np.zeros((int(group.max(initial=0)) + 1, width))
    np.add.at(own, (owners, named), weight)
    own[:, 0] = 0.0
    result: NDArray[np.float64] = np.maximum(total[codes] - own[group, codes], 0.0)
    return result


def _shared_beside(
    codes: NDArray[np.intp], group: NDArray[np.intp], seen: NDArray[np.intp], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return for each row the weight, by group, of the seen rows with its code."""
    kinds, numbers = np.unique(codes[seen], return_inverse=True)
    sums = weight @ (numbers[:, None] == np.arange(len(kinds))[None, :]).astype(np.float64)
    place = np.full(int(codes.max(initial=0)) + 1, -1)
    place[kinds[kinds > 0]] = np.flatnonzero(kinds > 0)
    at = place[codes]
    result: NDArray[np.float64] = np.where(at >= 0, sums[group, at], 0.0)
    return result


def _context(mass: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the rows that count as context: the heaviest, in order."""
    heaviest = np.argsort(-mass, kind="stable")[:_MOST_CONTEXT]
    result: NDArray[np.intp] = np.sort(heaviest[mass[heaviest] >= _LEAST_MASS])
    return result


def softmax(scores: NDArray[np.float64], rows: Table) -> NDArray[np.float64]:
    """Return the probability of each candidate within its group."""
    if not len(scores):
        return scores
    starts = rows.starts[np.diff(np.append(rows.starts, len(scores))) > 0]
    top = np.full(len(rows.starts), -np.inf)
    np.maximum.at(top, rows.group, scores)
    raised = np.exp(scores - top[rows.group])
    total = np.zeros(len(rows.starts))
    sums = np.add.reduceat(raised, starts)
    total[rows.group[starts]] = sums
    result: NDArray[np.float64] = raised / total[rows.group]
    return result
