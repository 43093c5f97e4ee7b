"""Found spans -> places: stages of scoring, each knowing more of the document than the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.model import Candidate, Mention, Span, Unresolved
from geo.resolve.evidence import RULED_OUT, contributions
from geo.resolve.features import dynamic, scored, softmax
from geo.resolve.groups import Group, group
from geo.resolve.leanings import lean
from geo.resolve.reasons import is_vague, reason_for
from geo.resolve.table import Table, table
from geo.resolve.verdicts import MOST_TOLD, Verdicts, score_of, verdicts
from geo.resolve.weights import Weights, weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Place
    from geo.recognise import Found
    from geo.resolve.evidence import Terms

__all__ = ["resolve", "resolve_many", "shares_of"]

_PART: Final = 1500  # spans that are resolved together; keeps long documents linear
_MOST: Final = 20_000  # candidates and spans in one table, beyond those of one part; bounds memory
_TOO_AMBIGUOUS: Final = 0.12


class _Part(NamedTuple):
    """Spans of a document that are resolved together: what one names speaks for what another means."""

    number: int
    """Of the document."""
    document: Document
    found: Sequence[Found]
    named: list[Group]
    """The groups of the spans."""
    groups: list[Group]
    """The same, and places that the document is known to be about."""


class _Judged(NamedTuple):
    """What all spans of a group share."""

    candidates: tuple[Candidate, ...]
    likelihood: float


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
    return resolve_many([(document, found)], gazetteer, context=context, fitted=fitted, explained=explained)[
        0
    ]


def resolve_many(
    documents: Iterable[tuple[Document, Sequence[Found]]],
    gazetteer: Gazetteer,
    *,
    context: Iterable[Place] = (),
    fitted: Weights | None = None,
    explained: bool = False,
) -> list[list[Mention | Unresolved]]:
    """Return what `resolve` returns for each of many documents; together they cost a fraction of the time.

    Parameters
    ----------
    documents
        Documents, each with its spans.
    gazetteer, context, fitted, explained
        As `resolve` takes them, for every document.
    """
    results: list[list[Mention | Unresolved]] = []
    for parts in _tables(_parts(documents, gazetteer, tuple(context))):
        judged = _judged(parts, fitted or weights(), explained=explained)
        for part, answers in zip(parts, _answers(parts, judged), strict=True):
            while len(results) <= part.number:
                results.append([])
            results[part.number].extend(answers)
    return results


def shares_of(rows: Table, fitted: Weights) -> NDArray[np.float64]:
    """Return for each row how likely it is within its group after all stages."""
    first, *later = fitted.stages
    shares = softmax(scored(rows.static, first[: rows.static.shape[1]]), rows)
    for stage in later:
        shares = softmax(scored(dynamic(rows, shares), stage), rows)
    areas, cities = rows.seats.T
    np.add.at(shares, cities, shares[areas])
    shares[areas] = 0.0
    lean(shares, rows)
    return shares


def _parts(
    documents: Iterable[tuple[Document, Sequence[Found]]], gazetteer: Gazetteer, context: tuple[Place, ...]
) -> Iterator[_Part]:
    for number, (document, found) in enumerate(documents):
        for begin in range(0, max(len(found), 1), _PART):
            part = found[begin : begin + _PART]
            groups = group(document, part, gazetteer)
            known = [Group("", (place,), members=[-1]) for place in context]
            yield _Part(number, document, part, groups, groups + known)


def _tables(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """Yield parts that are looked at together."""
    together: list[_Part] = []
    size = 0
    for part in parts:
        together.append(part)
        size += len(part.found) + sum([len(one.candidates) for one in part.groups])
        if size >= _MOST:
            yield together
            together, size = [], 0
    if together:
        yield together


def _judged(parts: Sequence[_Part], fitted: Weights, *, explained: bool) -> Iterator[_Judged]:
    """Yield what is made of each group, in order."""
    rows = table([part.groups for part in parts])
    told = verdicts(rows, shares_of(rows, fitted), fitted.calibration)
    terms = contributions(rows, fitted) if explained else None
    number = 0
    for part in parts:
        for one in part.named:
            candidates = _candidates(one, number, told, rows, terms)
            yield _Judged(candidates, told.likelihoods[number])
            number += 1
        number += len(part.groups) - len(part.named)


def _candidates(
    one: Group, number: int, told: Verdicts, rows: Table, terms: Sequence[Terms] | None
) -> tuple[Candidate, ...]:
    part = slice(told.ends[number - 1] if number else 0, told.ends[number])
    start = int(rows.starts[number])
    likely = [
        Candidate(one.candidates[row - start], score, terms[row] if terms else ())
        for row, score in zip(told.rows[part], told.scores[part], strict=True)
    ]
    if terms is not None:
        likely += [Candidate(place, 0.0, RULED_OUT) for place in one.ruled_out[:MOST_TOLD]]
    return tuple(likely)


def _answers(parts: Sequence[_Part], judged: Iterator[_Judged]) -> Iterator[list[Mention | Unresolved]]:
    """Yield the answers of each part in the order of its spans."""
    by_span = [_by_span(part, judged) for part in parts]
    likelihoods = [
        one.likelihood * found.score
        for part, every in zip(parts, by_span, strict=True)
        for found, one in zip(part.found, every, strict=True)
    ]
    scores = iter(score_of(np.array(likelihoods)).tolist())
    for part, every in zip(parts, by_span, strict=True):
        yield [
            _answer(part.document, found, one, next(scores))
            for found, one in zip(part.found, every, strict=True)
        ]


def _by_span(part: _Part, judged: Iterator[_Judged]) -> list[_Judged]:
    """Return what is made of each span of a part, whose groups are the next of ``judged``."""
    shared: dict[int, _Judged] = {}
    for group_of_spans in part.named:
        shared.update(dict.fromkeys(group_of_spans.members, next(judged)))
    return [shared[number] for number in range(len(part.found))]


def _answer(document: Document, found: Found, judged: _Judged, score: float) -> Mention | Unresolved:
    span = Span(document, found.start, found.end, "place")
    candidates, likelihood = judged
    surface = document.text[found.start : found.end]
    if not candidates or is_vague(surface) or (likelihood < _TOO_AMBIGUOUS and len(candidates) > 1):
        return Unresolved(span, reason_for(surface, candidates), candidates)
    return Mention(span, candidates[0].target, score, found.role, found.in_name, candidates=candidates)
