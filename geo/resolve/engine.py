"""Found spans -> places: stages of scoring, each knowing more of the document than the one before."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.model import Candidate, Mention, Span, Unresolved
from geo.resolve.candidates import Block, block_of
from geo.resolve.features import Table, dynamic, softmax, table
from geo.resolve.groups import Group, group
from geo.resolve.reasons import is_vague, reason_for
from geo.resolve.weights import Weights, weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Place
    from geo.recognise import Found

__all__ = ["resolve", "scores"]

_PART: Final = 1500  # spans that are resolved together; keeps long documents linear
_MOST_TOLD: Final = 6  # candidates that a mention reports
_TOO_AMBIGUOUS: Final = 0.12
_EDGE: Final = 1e-6


def resolve(
    document: Document, found: Sequence[Found], gazetteer: Gazetteer, *, context: Iterable[Place] = ()
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

    Returns
    -------
    list of Mention or Unresolved
        One for each span. A mention's score is the probability that span and place are right.
    """
    results: list[Mention | Unresolved] = []
    anchors = tuple(context)
    for begin in range(0, len(found), _PART):
        part = found[begin : begin + _PART]
        results.extend(_resolve_part(document, part, gazetteer, anchors))
    return results


def _resolve_part(
    document: Document, found: Sequence[Found], gazetteer: Gazetteer, anchors: tuple[Place, ...]
) -> list[Mention | Unresolved]:
    groups = group(document, found, gazetteer)
    named = len(groups)
    groups += [Group("", (place,), members=[-1], positions=[]) for place in anchors]
    blocks = [_block(one) for one in groups]
    rows = table(groups, blocks)
    shares = scores(rows, weights())
    results: dict[int, Mention | Unresolved] = {}
    begin = 0
    for one, block in zip(groups[:named], blocks, strict=False):
        share = shares[begin : begin + len(block.places)].copy()
        if not one.is_area:
            for area, city in block.seats:
                share[city] += share[area]
                share[area] = 0.0
        begin += len(block.places)
        judged = _judge(block, share, weights())
        for number in one.members:
            results[number] = _answer(document, found[number], judged)
    return [results[number] for number in range(len(found))]


def scores(rows: Table, fitted: Weights) -> NDArray[np.float64]:
    """Return each candidate's share of its group after all stages."""
    first, *later = fitted.stages
    shares = softmax(rows.static @ first[: rows.static.shape[1]], rows)
    for stage in later:
        shares = softmax(dynamic(rows, shares) @ stage, rows)
    return shares


_BLOCKS: dict[tuple[str, str], Block] = {}
_MOST_BLOCKS: Final = 50_000


def _block(one: Group) -> Block:
    """Return the columns of a group's candidates, remembered by name."""
    key = (one.name, one.candidates[0].id if one.candidates else "")
    known = _BLOCKS.get(key)
    if known is None or known.places != one.candidates:
        if len(_BLOCKS) >= _MOST_BLOCKS:
            _BLOCKS.clear()
        known = _BLOCKS[key] = block_of(one.name, one.candidates)
    return known


def _judge(block: Block, share: NDArray[np.float64], fitted: Weights) -> list[Candidate]:
    """Return the likeliest candidates with calibrated scores."""
    if not len(share):
        return []
    order = np.lexsort((np.arange(len(share)), -np.round(share, 9)))[:_MOST_TOLD]
    slope, intercept, rivals = fitted.calibration
    penalty = rivals * math.log(len(share))
    told = []
    for row in order.tolist():
        p = min(max(float(share[row]), _EDGE), 1 - _EDGE)
        score = 1 / (1 + math.exp(-(slope * math.log(p / (1 - p)) + intercept + penalty)))
        told.append(Candidate(block.places[row], round(score, 4)))
    return told


def _answer(document: Document, found: Found, judged: list[Candidate]) -> Mention | Unresolved:
    span = Span(document, found.start, found.end, "place")
    best = judged[0] if judged else None
    if best is None or is_vague(span.surface) or (best.score < _TOO_AMBIGUOUS and len(judged) > 1):
        return Unresolved(span, reason_for(span.surface, judged), tuple(judged))
    score = round(best.score * found.score, 4)
    return Mention(span, best.target, score, found.role, found.in_name, candidates=tuple(judged))
