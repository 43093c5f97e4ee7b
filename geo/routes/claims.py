"""What documents say about routes: lengths, lanes, capacities, costs, dates and status, with their quotes.

A statement is read from its own words (a number with its unit, an event with its date, a phrase of
status) and belongs to the route named nearest to it in its sentence; a sentence that names none
but points back ("the corridor", "its") speaks of the last route named.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.routes.dates import When, dates_in
from geo.sentences import sentence_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.model import Document, Mention, Route

__all__ = ["Claim", "claims"]

_NUMBER: Final = r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_AMOUNT: Final = rf"(?P<number>{_NUMBER}|{'|'.join(_WORDS)})"
_BOUND: Final = (
    r"(?:(?P<more>more than|over|exceeds?|exceeding|above|более|свыше)\s"
    r"|(?P<least>at least|(?:a )?minimum of|no less than|не менее)\s"
    r"|(?P<most>up to|at most|(?:a )?maximum of|до)\s"
    r"|(?P<about>about|around|some|nearly|almost|approximately|около|почти)\s)?"
)
_SCALE: Final = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "тыс": 1e3, "млн": 1e6, "млрд": 1e9}
_KM: Final = r"(?:km|kms|kilomet(?:er|re)s?|км|километр\w*)"
_MILES_KM: Final = 1.609344

_LENGTH: Final = re.compile(
    rf"(?:\blength\b|\bstretch(?:es|ing)?\b|протяж[её]нност\w+|длин\w+)[^.;!?\d]{{0,60}}?{_BOUND}{_AMOUNT}[\s-]?(?P<unit>{_KM}|miles?)\b"
    rf"|{_BOUND.replace('?P<', '?P<b_')}(?P<b_number>{_NUMBER})[\s-]?(?P<b_unit>{_KM}|miles?)(?:\s|-)(?:long|in length|of (?:track|road|railway))\b",
    re.IGNORECASE,
)
_LANES: Final = re.compile(
    rf"\b{_AMOUNT}(?:\s|-)lanes?\b(?P<each>\seach(?:\sway|\sfor\s[a-z ]{{0,30}})?)?", re.IGNORECASE
)
_CAPACITY: Final = re.compile(
    rf"{_BOUND}\b(?P<number>{_NUMBER})\s?(?P<scale>{'|'.join(_SCALE)})?\.?\s"
    r"(?P<what>(?:freight |passenger |cargo |heavy |road )?(?:vehicles|trucks|lorries|cars|wagons|tons|tonnes|barrels|"
    r"passengers|cubic met(?:er|re)s|bcm|teu|containers))(?:\s[a-z]+){0,2}?\s(?:per|a|an|every)\s(?P<period>day|year|month|hour|annum)",
    re.IGNORECASE,
)
_CHANGE: Final = re.compile(
    rf"\b(?P<way>increas\w+|rise|rose|grew|growth|up|decreas\w+|fell|fall|drop\w*|declin\w+)\b(?P<of>[^.;!?]{{0,120}}?)\bby\s"
    rf"(?P<number>{_NUMBER})\s?(?:%|per\s?cent)",
    re.IGNORECASE,
)
_TRAFFIC: Final = re.compile(
    r"transport|cargo|freight|traffic|transit|volume|shipment|passenger", re.IGNORECASE
)
_COST: Final = re.compile(
    rf"(?P<currency>\$|€|USD\s|EUR\s)\s?(?P<number>{_NUMBER})\s?(?P<scale>million|billion|mln|bln)?",
    re.IGNORECASE,
)
_COST_CUE: Final = re.compile(r"\b(?:costs?|worth|estimated|investments?|budget|loan|price)\b", re.IGNORECASE)
_PERIOD: Final = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\s?[-–—]\s?"
    r"(January|February|March|April|May|June|July|August|September|October|November|December)\s((?:19|20)\d\d)"
)

_PLAN: Final = re.compile(
    r"\b(?:plan\w*|scheduled|expected|slated|due|target\w*|will|would|to be|намечен\w*|планир\w*)\b",
    re.IGNORECASE,
)
# What an event's words say happened; the first that matches nearest to the date counts.
_EVENTS: Final = (
    ("agreement_date", re.compile(r"\b(?:signed|signing|подпис\w+)\b", re.IGNORECASE)),
    ("reconstruction_completed", re.compile(r"\b(?:completion|end|completing) of (?:the )?re(?:construction|pair)\w*", re.IGNORECASE)),
    ("construction_started", re.compile(
        r"\b(?:construction|works?|building)\s(?:\w+\s){0,3}?(?:began|begin|begins|started|starts|start|launched)\b|"
        r"\b(?:began|started|start of|launch of)\s(?:the\s)?(?:construction|building|works?)\b", re.IGNORECASE)),
    ("opened", re.compile(
        r"\b(?:opening|opened|inaugurat\w+|commissioned|commissioning|put into (?:operation|service)|launched|"
        r"entered service|открыт\w*|введен\w*)\b", re.IGNORECASE)),
    ("completed", re.compile(r"\b(?:complet(?:ed|ion|ing|e)|finished|завершен\w*)\b", re.IGNORECASE)),
)  # fmt: skip

_STATUS: Final = (
    ("not started", re.compile(r"\b(?:has|have|had|was|were|is)?\s?not\s(?:yet\s)?(?:been\s)?(?:started|begun)(?:\s(?:building|construction)[^.;,]{0,60})?", re.IGNORECASE)),
    ("built", re.compile(r"\b(?:has|have|is|was)\s(?:already\s)?been\s(?:built|completed|laid)\b(?:,\sits\slaunch\sbeing\sdelayed[^.;]{0,60})?", re.IGNORECASE)),
    ("under construction", re.compile(r"\bunder\sconstruction\b|\bis\s(?:currently\s)?being\sbuilt\b", re.IGNORECASE)),
    ("operational", re.compile(r"\b(?:being|is|are|remains|now|fully|partly|its)\s(?:fully\s|partly\s|already\s|now\s|its\s)*(?:operational|in operation|operating)\b(?:\spart)?", re.IGNORECASE)),
    ("suspended", re.compile(r"\b(?:is|was|were|has been|remains)\s(?:suspended|halted|closed|frozen|mothballed)\b", re.IGNORECASE)),
)  # fmt: skip
# Phrases whose route follows at once: "the proposed R", "is getting ready to build R".
_STATUS_BEFORE: Final = (
    ("proposed", re.compile(r"\b(?:the\s|a\s)?(?:proposed|mooted)\s\Z", re.IGNORECASE)),
    ("planned", re.compile(r"\b(?:the\s|a\s)?(?:planned|projected|future)\s\Z", re.IGNORECASE)),
    ("unfinished", re.compile(r"\b(?:the\s|an\s)?(?:unfinished|half-built)\s\Z", re.IGNORECASE)),
    ("about to be built", re.compile(
        r"\b(?:is|are)\s(?:getting\sready|preparing|about|set|planning)\sto\sbuild\s(?:the\s|a\s)?\Z", re.IGNORECASE)),
)  # fmt: skip

_POINTER: Final = re.compile(
    r"\b(?:its|it|(?:the|this)\s(?:corridor|route|project|railway|railroad|line|road|highway|pipeline|bridge|crossing|"
    r"checkpoint|section))\b",
    re.IGNORECASE,
)
_REACH: Final = 400
_AFTER: Final = 90
_EVENT_REACH: Final = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a document about a route.

    ``attribute`` is length_km, lanes, capacity_<what>_per_<period>, traffic_change_percent, cost,
    opened, completed, planned_<event>, construction_started, reconstruction_completed,
    agreement_date or status. ``value`` is text: a number with its bound (``>7000``), an ISO date cut
    where the text is silent, or words; ``unit`` is empty where the attribute names it. ``start`` and
    ``end`` are the offsets of ``quote``, in code points.
    """

    doc: str
    route_id: str
    attribute: str
    value: str
    unit: str
    start: int
    end: int
    quote: str


class _Named(NamedTuple):
    start: int
    end: int
    route: Route


class _Said(NamedTuple):
    """A statement before it has a route: where its words stand, and where its route is looked for."""

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
        Its located mentions; those of routes count.
    """
    named = sorted(
        {
            _Named(m.span.start, m.span.end, m.route)
            for m in mentions
            if m.route is not None and m.role == "place"
        },
        key=lambda one: (one.start, one.end),
    )
    found: list[Claim] = []
    if not named:
        return found
    starts = [one.start for one in named]
    for low, high in sentence_bounds(document.text):
        first, behind = bisect_left(starts, low), bisect_left(starts, high)
        own = named[first:behind]
        last = named[first - 1] if first and low - named[first - 1].end <= _REACH else None
        if own or last:
            found += _in_sentence(document, low, high, own, last)
    return found


def _in_sentence(
    document: Document, low: int, high: int, own: Sequence[_Named], last: _Named | None
) -> Iterator[Claim]:
    text = document.text
    for said in sorted(
        {*_numbers(text, low, high), *_events(text, low, high, own), *_statuses(text, low, high, own)}
    ):
        about = said.route or _about(text, said, own, last, low)
        if about is not None:
            start = (
                min(said.start, about.start)
                if low <= about.start and said.start - about.end < 4
                else said.start
            )
            yield Claim(
                document.name,
                about.route.id,
                said.attribute,
                said.value,
                said.unit,
                start,
                said.end,
                text[start : said.end],
            )


def _about(text: str, said: _Said, own: Sequence[_Named], last: _Named | None, low: int) -> _Named | None:
    """Return the route that a statement is about: the nearest before it, else after, else the last one."""
    behind = bisect_right(own, said.end, key=lambda one: one.end)
    if behind:
        return own[behind - 1]
    if own and 0 <= own[0].start - said.end <= _AFTER and said.attribute != "length_km":
        return own[0]
    pointed = last is not None and _POINTER.search(text, max(low, said.start - _REACH), said.end)
    return last if pointed else None


def _numbers(text: str, low: int, high: int) -> Iterator[_Said]:
    for match in _LENGTH.finditer(text, low, high):
        prefix = "b_" if match.group("b_number") else ""
        unit = match.group(f"{prefix}unit").casefold()
        factor = _MILES_KM if unit.startswith("mile") else 1.0
        yield _Said(
            *match.span(),
            "length_km",
            _bounded(match, prefix) + _figure(match.group(f"{prefix}number"), factor),
            "km",
        )
    for match in _LANES.finditer(text, low, high):
        each = " each way" if match.group("each") else ""
        yield _Said(*match.span(), "lanes", _figure(match.group("number")) + each, "lanes")
    for match in _CAPACITY.finditer(text, low, high):
        period = match.group("period").casefold().replace("annum", "year")
        what = match.group("what").casefold().replace(" ", "_")
        value = _bounded(match) + _figure(
            match.group("number"), _SCALE.get((match.group("scale") or "").casefold(), 1)
        )
        yield _Said(
            *match.span(), f"capacity_{what}_per_{period}", value, f"{what.replace('_', ' ')} a {period}"
        )
    for match in _CHANGE.finditer(text, low, high):
        if _TRAFFIC.search(match.group("of")) or _TRAFFIC.search(
            text, max(low, match.start() - _EVENT_REACH), match.start()
        ):
            sign = (
                "-"
                if match.group("way").casefold().startswith(("decreas", "fell", "fall", "drop", "declin"))
                else ""
            )
            yield _Said(
                *match.span(),
                "traffic_change_percent",
                sign + match.group("number") + _period(match.group("of")),
                "%",
            )
    for match in _COST.finditer(text, low, high):
        if _COST_CUE.search(text, max(low, match.start() - 60), min(high, match.end() + 60)):
            scale = (match.group("scale") or "").casefold()
            factor = {"million": 1e6, "mln": 1e6, "billion": 1e9, "bln": 1e9}.get(scale, 1)
            currency = "EUR" if match.group("currency").strip().upper() in {"€", "EUR"} else "USD"
            yield _Said(*match.span(), "cost", _figure(match.group("number"), factor), currency)


def _bounded(match: re.Match[str], prefix: str = "") -> str:
    marks = {"more": ">", "least": ">=", "most": "<=", "about": "~"}
    return next((mark for name, mark in marks.items() if match.group(prefix + name)), "")


def _figure(text: str, factor: float = 1.0) -> str:
    number = _WORDS.get(text.casefold())
    value = float(re.sub(r"[,\u00a0 ]", "", text)) if number is None else float(number)
    return f"{value * factor:.10g}"


def _period(text: str) -> str:
    match = _PERIOD.search(text)
    if match is None:
        return ""
    first, last = (dates_in(f"{month} {match.group(3)}", 0, 20)[0].value for month in match.group(1, 2))
    return f" ({first}/{last})"


def _events(text: str, low: int, high: int, own: Sequence[_Named]) -> Iterator[_Said]:
    """Yield events with dates: the words nearest before a date, back to the date before it."""
    floor = low
    for when in dates_in(text, low, high):
        event = _event_before(text, max(floor, when.start - _EVENT_REACH), when.start)
        if event is None:
            event = _signed_after(text, when, high)
        if event is not None:
            yield from _dated(text, low, when, event, own)
        floor = when.end


def _event_before(text: str, low: int, high: int) -> tuple[str, int, int] | None:
    """Return the event named last in a stretch; of two at one place, the more special."""
    found = [(match.start(), -rank, name, match.end()) for rank, (name, words) in enumerate(_EVENTS)
             for match in words.finditer(text, low, high)]  # fmt: skip
    if not found:
        return None
    start, _, name, end = max(found)
    # "completion of reconstruction" holds "completion": the special one starts at the same place.
    return name, start, end


def _signed_after(text: str, when: When, high: int) -> tuple[str, int, int] | None:
    """Return the signing in "In September 2022, A and B signed": it alone may follow its date."""
    name, words = _EVENTS[0]
    match = words.search(text, when.end, min(high, when.end + _EVENT_REACH))
    return (name, match.start(), match.end()) if match else None


def _dated(
    text: str, low: int, when: When, event: tuple[str, int, int], own: Sequence[_Named]
) -> Iterator[_Said]:
    name, start, end = event
    if name == "completed" and _PLAN.search(text, max(low, start - 60), when.start):
        name = "planned_completion"
    elif name in {"opened", "construction_started"} and _PLAN.search(text, max(low, start - 40), end):
        name = f"planned_{name.removesuffix('ed')}{'ing' if name == 'opened' else ''}"
    behind = bisect_right(own, when.start, key=lambda one: one.end)
    route = own[behind - 1] if behind and own[behind - 1].start >= end else None
    if name == "agreement_date" and route is None:
        # "A and B signed a declaration on R": what was signed is named after it.
        later = bisect_left(own, min(start, when.start), key=lambda one: one.start)
        route = own[later] if later < len(own) else None
    yield _Said(min(start, when.start), max(end, when.end), name, when.value, "", route)


def _statuses(text: str, low: int, high: int, own: Sequence[_Named]) -> Iterator[_Said]:
    for value, words in _STATUS:
        for match in words.finditer(text, low, high):
            yield _Said(*match.span(), "status", value)
    for one in own:
        for value, words in _STATUS_BEFORE:
            match = words.search(text, max(low, one.start - 60), one.start)
            if match:
                yield _Said(match.start(), one.end, "status", value, "", one)
