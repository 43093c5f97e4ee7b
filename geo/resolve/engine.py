"""Found spans -> places: stages of scoring, each knowing more of the document than the one before."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.model import Candidate, Mention, Span, Unresolved
from geo.resolve.candidates import Block, block_of
from geo.resolve.evidence import RULED_OUT, Terms, contributions
from geo.resolve.features import Table, dynamic, softmax, table
from geo.resolve.groups import Group, group
from geo.resolve.leanings import lean
from geo.resolve.reasons import is_vague, reason_for
from geo.resolve.weights import Weights, weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Place
    from geo.recognise import Found

__all__ = ["block_for", "resolve", "shares_of"]

_PART: Final = 1500  # spans that are resolved together; keeps long documents linear
_MOST_TOLD: Final = 6  # candidates that a mention reports
_TOO_AMBIGUOUS: Final = 0.12
_EDGE: Final = 1e-6
_SHARPER: Final = 1.34
_LOWER: Final = -0.16
"""Slope and intercept in log odds of the product of both likelihoods, fitted on LGL alone."""


def resolve(  # noqa: PLR0913 - the three last are options
    document: Document,
    found: Sequence[Found],
    gazetteer: Gazetteer,
    *,
    context: Iterable[Place] = (),
    fitted: Weights | None = None,
    explained: bool = False,
) -> list[Mention | Unresolved]:
    """Return what each span of ``found`` means, in the same order.

    Parameters
    ----------
    document
        The text that the spans are in.
    found
        Spans that name places.
    gazetteer
        Where candidates come from.
    context
        Places that the document is known to be about; they pull like places that it names.
    fitted
        Weights to use instead of those that ship.
    explained
        Whether the candidates tell what their scores are made of, and those that the text rules out are told.

    Returns
    -------
    list of Mention or Unresolved
        One for each span. A mention's score is the probability that span and place are right.
    """
    results: list[Mention | Unresolved] = []
    anchors = tuple(context)
    fitted = fitted or weights()
    for begin in range(0, len(found), _PART):
        part = found[begin : begin + _PART]
        results.extend(_resolve_part(document, part, gazetteer, anchors, fitted, explained=explained))
    return results


def _resolve_part(  # noqa: PLR0913 - what resolve takes
    document: Document,
    found: Sequence[Found],
    gazetteer: Gazetteer,
    anchors: tuple[Place, ...],
    fitted: Weights,
    *,
    explained: bool,
) -> list[Mention | Unresolved]:
    groups = group(document, found, gazetteer)
    named = len(groups)
    groups += [Group("", (place,), members=[-1], positions=[]) for place in anchors]
    blocks = [block_for(one) for one in groups]
    rows = table(groups, blocks)
    shares = shares_of(groups, blocks, rows, fitted)
    terms = contributions(rows, fitted) if explained else []
    results: dict[int, Mention | Unresolved] = {}
    for number, (one, block, share) in enumerate(zip(groups[:named], blocks, shares, strict=False)):
        judged, likelihood = _judge(block, share, fitted, terms[rows.starts[number] :])
        if explained:
            judged += [Candidate(place, 0.0, RULED_OUT) for place in one.ruled_out[:_MOST_TOLD]]
        for member in one.members:
            results[member] = _answer(document, found[member], judged, likelihood)
    return [results[number] for number in range(len(found))]


def shares_of(
    groups: Sequence[Group], blocks: Sequence[Block], rows: Table, fitted: Weights
) -> list[NDArray[np.float64]]:
    """Return for each group the shares of its candidates after all stages."""
    first, *later = fitted.stages
    shares = softmax(rows.static @ first[: rows.static.shape[1]], rows)
    for stage in later:
        shares = softmax(dynamic(rows, shares) @ stage, rows)
    listed = [np.array(part) for part in np.split(shares, rows.starts[1:])] if groups else []
    for one, block, share in zip(groups, blocks, listed, strict=True):
        for area, city in () if one.is_area else block.seats:
            share[city] += share[area]
            share[area] = 0.0
    lean(blocks, listed, rows)
    return listed


_BLOCKS: dict[tuple[str, str], Block] = {}
_MOST_BLOCKS: Final = 50_000


def block_for(one: Group) -> Block:
    """Return the columns of a group's candidates, remembered by name."""
    key = (one.name, one.candidates[0].id if one.candidates else "")
    known = _BLOCKS.get(key)
    if known is None or known.places != one.candidates:
        if len(_BLOCKS) >= _MOST_BLOCKS:
            _BLOCKS.clear()
        known = _BLOCKS[key] = block_of(one.name, one.candidates)
    return known


def _judge(
    block: Block, share: NDArray[np.float64], fitted: Weights, terms: Sequence[Terms]
) -> tuple[list[Candidate], float]:
    """Return the likeliest candidates with their terms if there are any, and the likelihood of the first."""
    if not len(share):
        return [], 0.0
    order = np.lexsort((np.arange(len(share)), -np.round(share, 9)))[:_MOST_TOLD]
    slope, intercept, rivals = fitted.calibration
    penalty = rivals * math.log(len(share))
    told, likelihoods = [], []
    for row in order.tolist():
        p = min(max(float(share[row]), _EDGE), 1 - _EDGE)
        likelihoods.append(1 / (1 + math.exp(-(slope * math.log(p / (1 - p)) + intercept + penalty))))
        told.append(Candidate(block.places[row], _score(likelihoods[-1]), terms[row] if terms else ()))
    return told, likelihoods[0]


def _score(likelihood: float) -> float:
    """Return the probability that a span and its place are both right, to four digits.

    The product of two calibrated likelihoods is too modest where both are high and too bold where both are
    low, as what makes a name clear makes its place clear.
    """
    p = min(max(likelihood, _EDGE), 1 - _EDGE)
    return round(1 / (1 + math.exp(-(_SHARPER * math.log(p / (1 - p)) + _LOWER))), 4)


def _answer(
    document: Document, found: Found, judged: list[Candidate], likelihood: float
) -> Mention | Unresolved:
    span = Span(document, found.start, found.end, "place")
    best = judged[0] if judged else None
    if best is None or is_vague(span.surface) or (likelihood < _TOO_AMBIGUOUS and len(judged) > 1):
        return Unresolved(span, reason_for(span.surface, judged), tuple(judged))
    score = _score(likelihood * found.score)
    return Mention(span, best.target, score, found.role, found.in_name, candidates=tuple(judged))
