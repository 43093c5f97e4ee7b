"""What documents say about routes, with their quotes, and where they disagree.

A statement belongs to the route named nearest before it in its sentence, else nearest after it; a
sentence that names none but points back ("the corridor", "its") speaks of the last route named.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.routes.figures import figures_in
from geo.routes.happenings import events_in, status_before, statuses_in
from geo.sentences import sentence_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.model import Document, Mention

__all__ = ["Claim", "Disagreement", "claims", "disagreements"]

_POINTER: Final = re.compile(
    r"\b(?:its|it|(?:the|this)\s(?:corridor|route|project|railway|railroad|line|road|highway|pipeline|bridge"
    r"|crossing|checkpoint|section))\b",
    re.IGNORECASE,
)
_REACH: Final = 400
_AFTER: Final = 90
# A statement this near to its route is quoted with it.
_TOUCHES: Final = 4
# Lengths this far apart, as a share of the larger, are told apart; rounding explains the rest.
_SAME_SHARE: Final = 0.08


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a document about a route.

    ``attribute`` is length_km, lanes, capacity_<what>_per_<period>, traffic_change_percent, cost,
    opened, completed, construction_started, planned_<event>, reconstruction_completed,
    agreement_date or status. ``value`` is text: a number with its bound (``>7000``), an ISO date cut
    where the text is silent, or words. ``start`` and ``end`` are the offsets of ``quote``, in code
    points.
    """

    doc: str
    route_id: str
    attribute: str
    value: str
    unit: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Values of one attribute of one route that cannot all hold, each with who says so."""

    route_id: str
    attribute: str
    values: tuple[tuple[str, str], ...]


class _Named(NamedTuple):
    start: int
    end: int
    route_id: str


class _Said(NamedTuple):
    """A statement: where its words stand, what it says, and its route where the words tell it."""

    start: int
    end: int
    attribute: str
    value: str
    unit: str = ""
    route: _Named | None = None


def claims(document: Document, mentions: Iterable[Mention]) -> list[Claim]:
    """Return what a document says about its routes, in order.

    Parameters
    ----------
    document
        The document.
    mentions
        Its located mentions; those of routes count, references back do not.
    """
    named = sorted(
        {
            _Named(mention.span.start, mention.span.end, mention.route.id)
            for mention in mentions
            if mention.route is not None and mention.role != "coreference"
        }
    )
    starts = [one.start for one in named]
    found: list[Claim] = []
    for low, high in sentence_bounds(document.text) if named else ():
        first, behind = bisect_left(starts, low), bisect_left(starts, high)
        last = named[first - 1] if first and low - named[first - 1].end <= _REACH else None
        if first < behind or last:
            found += _in_sentence(document, (low, high), named[first:behind], last)
    return found


def disagreements(
    said: Iterable[Claim], known: Mapping[tuple[str, str], Mapping[str, str]] | None = None
) -> list[Disagreement]:
    """Return the attributes whose values differ between documents, or from what is known.

    Parameters
    ----------
    said
        Claims of any number of documents.
    known
        Other values by route id and attribute, each with who says so, such as
        ``{("btc", "length_km"): {"registry": "1768", "drawn line": "1634"}}``.

    Returns
    -------
    list of Disagreement
        By route and attribute. Figures differ when their bounds exclude each other, lengths only
        beyond 8 %; dates when neither is a part of the other; words when they are not the same.
    """
    values: dict[tuple[str, str], dict[str, str]] = {}
    for claim in said:
        values.setdefault((claim.route_id, claim.attribute), {}).setdefault(claim.value, claim.doc)
    found = []
    for (route_id, attribute), by_value in sorted(values.items()):
        pairs = [(value, who) for value, who in by_value.items()]
        pairs += [(value, who) for who, value in (known or {}).get((route_id, attribute), {}).items()]
        if any(_differ(attribute, a, b) for i, (a, _) in enumerate(pairs) for b, _ in pairs[i + 1 :]):
            found.append(Disagreement(route_id, attribute, tuple(pairs)))
    return found


def _differ(attribute: str, a: str, b: str) -> bool:
    first, second = _range(a), _range(b)
    if first is None or second is None or not _is_figure(attribute):
        return not (a.startswith(b) or b.startswith(a))
    slack = _SAME_SHARE * max(map(abs, (*_finite(first), *_finite(second))), default=0.0)
    slack = slack if attribute == "length_km" else 0.0
    return first[0] > second[1] + slack or second[0] > first[1] + slack


def _is_figure(attribute: str) -> bool:
    return attribute in {"length_km", "lanes", "cost"} or attribute.startswith("capacity_")


def _finite(bounds: tuple[float, float]) -> list[float]:
    return [bound for bound in bounds if abs(bound) != float("inf")]


def _range(value: str) -> tuple[float, float] | None:
    """Return the least and the most that a value such as ``>7000`` admits; None for what is no number."""
    match = re.fullmatch(r"(>=|<=|>|~)?(-?\d+(?:\.\d+)?)(?: .*)?", value)
    if match is None:
        return None
    number = float(match.group(2))
    low = float("-inf") if match.group(1) == "<=" else number
    high = float("inf") if match.group(1) in {">", ">="} else number
    return (low * 0.9, high * 1.1) if match.group(1) == "~" else (low, high)


def _in_sentence(
    document: Document, bounds: tuple[int, int], own: Sequence[_Named], last: _Named | None
) -> Iterator[Claim]:
    text, (low, _) = document.text, bounds
    everything = {*_figures(text, bounds), *_events(text, bounds, own), *_statuses(text, bounds, own)}
    for said in sorted(everything, key=lambda said: said[:5]):
        about = said.route or _about(text, said, own, last, low)
        if about is None:
            continue
        start, end = said.start, said.end
        if low <= about.start < start and start - about.end < _TOUCHES:
            start = about.start
        yield Claim(
            document.name, about.route_id, said.attribute, said.value, said.unit, start, end, text[start:end]
        )


def _about(text: str, said: _Said, own: Sequence[_Named], last: _Named | None, low: int) -> _Named | None:
    """Return the route that a statement is about: the nearest before it, else after it, else the last one."""
    behind = bisect_right(own, said.end, key=_end)
    if behind:
        return own[behind - 1]
    if own and 0 <= own[0].start - said.end <= _AFTER and said.attribute != "length_km":
        return own[0]
    pointed = last is not None and _POINTER.search(text, max(low, said.start - _REACH), said.end)
    return last if pointed else None


def _end(named: _Named) -> int:
    return named.end


def _figures(text: str, bounds: tuple[int, int]) -> Iterator[_Said]:
    return (_Said(*figure) for figure in figures_in(text, *bounds))


def _events(text: str, bounds: tuple[int, int], own: Sequence[_Named]) -> Iterator[_Said]:
    for event in events_in(text, *bounds):
        start, end = min(event.words[0], event.date[0]), max(event.words[1], event.date[1])
        # "The opening of R in 2023": a route between the event and its date is what it happened to.
        behind = bisect_right(own, event.date[0], key=_end)
        route = own[behind - 1] if behind and own[behind - 1].start >= event.words[1] else None
        if event.attribute == "agreement_date" and route is None:
            # "A and B signed a declaration on R": what was signed is named after it.
            later = bisect_left(own, (start,))
            route = own[later] if later < len(own) else None
        yield _Said(start, end, event.attribute, event.value, "", route)


def _statuses(text: str, bounds: tuple[int, int], own: Sequence[_Named]) -> Iterator[_Said]:
    for status in statuses_in(text, *bounds):
        yield _Said(status.start, status.end, "status", status.value)
    for one in own:
        before = status_before(text, bounds[0], one.start)
        if before is not None:
            yield _Said(before.start, one.end, "status", before.value, "", one)
