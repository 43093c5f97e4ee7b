"""Events with their dates, and phrases of status: what was opened when, what has not been started."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.routes.dates import dates_in

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Event", "Status", "events_in", "status_before", "statuses_in"]


class Event(NamedTuple):
    """An event with its date: the span of both, and the spans of the event's words and of the date."""

    attribute: str
    value: str
    words: tuple[int, int]
    date: tuple[int, int]


class Status(NamedTuple):
    """A phrase of status and its span."""

    start: int
    end: int
    value: str


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


_SIGNED: Final = _words(r"(?:signed|signing)\b|подпис\w+")
# What an event's words say happened; of two that begin at one place, the first here counts.
_EVENTS: Final = (
    ("agreement_date", _SIGNED),
    (
        "reconstruction_completed",
        _words(r"(?:completion|end|completing) of (?:the )?re(?:construction|pair)\w*"),
    ),
    (
        "construction_started",
        _words(
            r"(?:construction|works?|building)\s(?:\w+\s){0,3}?(?:began|begins?|started|starts?|launched)\b"
            r"|(?:began|started|start of|launch of)\s(?:the\s)?(?:construction|building|works?)\b"
        ),
    ),
    (
        "opened",
        _words(
            r"(?:opening|opened|inaugurat\w+|commissioned|commissioning|put into (?:operation|service)"
            r"|launched|entered service)\b|открыт\w*|введен\w*"
        ),
    ),
    ("completed", _words(r"(?:complet(?:ed|ion|ing|e)|finished)\b|завершен\w*")),
)
_PLAN: Final = _words(
    r"(?:plan\w*|scheduled|expected|slated|due|target\w*|will|would|to be)\b|намечен\w*|планир\w*"
)
_PLANNED: Final = {
    "completed": "planned_completion",
    "opened": "planned_opening",
    "construction_started": "planned_construction_start",
}
_STATUS: Final = (
    (
        "not started",
        _words(
            r"(?:has|have|had|was|were|is)\snot\s(?:yet\s)?(?:been\s)?(?:started|begun)\b"
            r"(?:\s(?:building|construction)[^.;,]{0,60})?"
        ),
    ),
    (
        "built",
        _words(
            r"(?:has|have)\s(?:already\s)?been\s(?:built|completed|laid)\b"
            r"(?:,\sits\slaunch\sbeing\sdelayed[^.;]{0,60})?"
        ),
    ),
    ("under construction", _words(r"under\sconstruction\b|(?:is|are)\s(?:currently\s)?being\sbuilt\b")),
    (
        "operational",
        _words(
            r"(?:being|is|are|remains|now|fully|partly|its)\s(?:fully\s|partly\s|already\s|now\s|its\s){0,3}"
            r"(?:operational|in operation|operating)\b(?:\spart)?"
        ),
    ),
    (
        "suspended",
        _words(r"(?:is|was|were|has been|remains)\s(?:suspended|halted|closed|frozen|mothballed)\b"),
    ),
)
# Phrases whose route follows at once: "the proposed R", "is getting ready to build R".
_STATUS_BEFORE: Final = (
    ("proposed", _words(r"(?:the\s|a\s)?(?:proposed|mooted)\s\Z")),
    ("planned", _words(r"(?:the\s|a\s)?(?:planned|projected|future)\s\Z")),
    ("unfinished", _words(r"(?:the\s|an\s)?(?:unfinished|half-built)\s\Z")),
    (
        "about to be built",
        _words(r"(?:is|are)\s(?:getting\sready|preparing|about|set|planning)\sto\sbuild\s(?:the\s|a\s)?\Z"),
    ),
)
_REACH: Final = 200
_PLAN_REACH: Final = 60


def events_in(text: str, low: int, high: int) -> Iterator[Event]:
    """Yield the dated events in a stretch: for each date the words nearest before it, back to the last date.

    Examples
    --------
    >>> [(e.attribute, e.value) for e in events_in("It will be completed in summer 2024", 0, 35)]
    [('planned_completion', '2024 summer')]
    """
    floor = low
    for when in dates_in(text, low, high):
        event = _before(text, max(floor, when.start - _REACH), when.start)
        if event is None:
            # "In September 2022, A and B signed": a signing alone may follow its date.
            signed = _SIGNED.search(text, when.end, min(high, when.end + _REACH))
            event = ("agreement_date", *signed.span()) if signed else None
        if event is not None:
            name, start, end = event
            if name in _PLANNED and _PLAN.search(text, max(low, start - _PLAN_REACH), when.start):
                name = _PLANNED[name]
            yield Event(name, when.value, (start, end), (when.start, when.end))
        floor = when.end


def statuses_in(text: str, low: int, high: int) -> Iterator[Status]:
    """Yield the phrases of status in a stretch of text."""
    for value, words in _STATUS:
        for match in words.finditer(text, low, high):
            yield Status(*match.span(), value)


def status_before(text: str, low: int, start: int) -> Status | None:
    """Return the phrase of status that a route at ``start`` completes, such as "the proposed"."""
    for value, words in _STATUS_BEFORE:
        match = words.search(text, max(low, start - _PLAN_REACH), start)
        if match is not None:
            return Status(*match.span(), value)
    return None


def _before(text: str, low: int, high: int) -> tuple[str, int, int] | None:
    """Return the event named last in a stretch; of two at one place, the more special."""
    found = [
        (match.start(), -rank, name, match.end())
        for rank, (name, words) in enumerate(_EVENTS)
        for match in words.finditer(text, low, high)
    ]
    if not found:
        return None
    start, _, name, end = max(found)
    return name, start, end
