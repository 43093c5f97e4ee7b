"""Figures in a text: lengths, lanes, capacities, changes of traffic, costs, each with its bound and unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.routes.dates import dates_in

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Figure", "figures_in"]

_NUMBER: Final = r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS: Final = {
    word: number
    for number, word in enumerate(
        str.split("one two three four five six seven eight nine ten eleven twelve"), start=1
    )
}
_BOUND: Final = (
    r"(?:(?P<more>more than|over|exceeds?|exceeding|above|более|свыше)\s"
    r"|(?P<least>at least|(?:a )?minimum of|no less than|не менее)\s"
    r"|(?P<most>up to|at most|(?:a )?maximum of|до)\s"
    r"|(?P<about>about|around|some|nearly|almost|approximately|около|почти)\s)?"
)
_MARKS: Final = {"more": ">", "least": ">=", "most": "<=", "about": "~"}
_UNIT: Final = r"(?P<unit>kms?|kilomet(?:er|re)s?|miles?|км|километр\w*)\b"
_MILES_KM: Final = 1.609344
_SCALE: Final = {
    "thousand": 1e3,
    "million": 1e6,
    "mln": 1e6,
    "billion": 1e9,
    "bln": 1e9,
    "млн": 1e6,
    "млрд": 1e9,
}
_SCALES: Final = "|".join(_SCALE)
_MONTH: Final = "January|February|March|April|May|June|July|August|September|October|November|December"

_LENGTH_BEFORE: Final = re.compile(
    r"(?:\blength\b|\bstretch(?:es|ing)?\b|протяж[её]нност\w+|длин\w+)[^.;!?\d]{0,60}?"
    rf"{_BOUND}(?P<number>{_NUMBER})[\s-]?{_UNIT}",
    re.IGNORECASE,
)
_LENGTH_AFTER: Final = re.compile(
    rf"{_BOUND}\b(?P<number>{_NUMBER})[\s-]?{_UNIT}(?:\s|-)(?:long|in length|of (?:track|road|railway))\b",
    re.IGNORECASE,
)
_LANES: Final = re.compile(
    rf"\b(?P<number>{_NUMBER}|{'|'.join(_WORDS)})(?:\s|-)lanes?\b"
    r"(?P<each>\seach(?:\sway|\sfor\s[a-z ]{0,30})?)?",
    re.IGNORECASE,
)
_CAPACITY: Final = re.compile(
    rf"{_BOUND}\b(?P<number>{_NUMBER})\s?(?P<scale>{_SCALES})?\.?\s"
    r"(?P<what>(?:freight |passenger |cargo |heavy |road )?"
    r"(?:vehicles|trucks|lorries|cars|wagons|tons|tonnes|barrels|passengers|bcm|teu|containers"
    r"|cubic met(?:er|re)s))"
    r"(?:\s[a-z]+){0,2}?\s(?:per|a|an|every)\s(?P<period>day|year|month|hour|annum)\b",
    re.IGNORECASE,
)
_CHANGE: Final = re.compile(
    r"\b(?P<way>increas\w+|rise|rose|grew|growth|up|decreas\w+|fell|fall|drop\w*|declin\w+)\b"
    rf"(?P<of>[^.;!?]{{0,120}}?)\bby\s(?P<number>{_NUMBER})\s?(?:%|per\s?cent)",
    re.IGNORECASE,
)
_LESS: Final = ("decreas", "fell", "fall", "drop", "declin")
_TRAFFIC: Final = re.compile(
    r"transport|cargo|freight|traffic|transit|volume|shipment|passenger", re.IGNORECASE
)
_PERIOD: Final = re.compile(rf"\b({_MONTH})\s?[-–—]\s?({_MONTH})\s((?:19|20)\d\d)")
_COST: Final = re.compile(
    rf"(?P<currency>\$|€|USD\s|EUR\s)\s?(?P<number>{_NUMBER})\s?(?P<scale>{_SCALES})?", re.IGNORECASE
)
_COST_CUE: Final = re.compile(r"\b(?:costs?|worth|estimated|investments?|budget|loan|price)\b", re.IGNORECASE)
_CUE_REACH: Final = 60
_TRAFFIC_REACH: Final = 200


# What a stretch must hold for a pattern to be tried on it; each costs a twentieth of its pattern.
_HAS_DIGIT: Final = re.compile(r"\d")
_HAS_UNIT: Final = re.compile(r"k[mi]|mile|к[ми]", re.IGNORECASE)
_HAS_LANE: Final = re.compile(r"lane", re.IGNORECASE)
_HAS_PERIOD: Final = re.compile(r"\s(?:per|a|an|every)\s(?:day|year|month|hour|annum)\b", re.IGNORECASE)
_HAS_SHARE: Final = re.compile(r"%|per\s?cent", re.IGNORECASE)


class Figure(NamedTuple):
    """A figure: the span of its words, what it is of, its value with its bound (``>7000``), its unit."""

    start: int
    end: int
    attribute: str
    value: str
    unit: str


def figures_in(text: str, low: int, high: int) -> Iterator[Figure]:
    """Yield the figures in a stretch of text; lengths in miles become kilometres.

    Examples
    --------
    >>> [(f.attribute, f.value) for f in figures_in("over 129 km long with four lanes", 0, 32)]
    [('length_km', '>129'), ('lanes', '4')]
    """
    has_digit = _HAS_DIGIT.search(text, low, high) is not None
    if has_digit and _HAS_UNIT.search(text, low, high):
        yield from _lengths(text, low, high)
    if _HAS_LANE.search(text, low, high):
        yield from _lanes(text, low, high)
    if not has_digit:
        return
    if _HAS_PERIOD.search(text, low, high):
        yield from _capacities(text, low, high)
    if _HAS_SHARE.search(text, low, high):
        yield from _changes(text, low, high)
    yield from _costs(text, low, high)


def _lengths(text: str, low: int, high: int) -> Iterator[Figure]:
    for words in (_LENGTH_BEFORE, _LENGTH_AFTER):
        for match in words.finditer(text, low, high):
            factor = _MILES_KM if match.group("unit").casefold().startswith("mile") else 1.0
            yield Figure(*match.span(), "length_km", _bounded(match) + _figure(match, factor), "km")


def _lanes(text: str, low: int, high: int) -> Iterator[Figure]:
    for match in _LANES.finditer(text, low, high):
        each = " each way" if match.group("each") else ""
        yield Figure(*match.span(), "lanes", _figure(match) + each, "lanes")


def _capacities(text: str, low: int, high: int) -> Iterator[Figure]:
    for match in _CAPACITY.finditer(text, low, high):
        period = match.group("period").casefold().replace("annum", "year")
        what = match.group("what").casefold()
        value = _bounded(match) + _figure(match, _scale(match))
        attribute = f"capacity_{what.replace(' ', '_')}_per_{period}"
        yield Figure(*match.span(), attribute, value, f"{what} a {period}")


def _changes(text: str, low: int, high: int) -> Iterator[Figure]:
    for match in _CHANGE.finditer(text, low, high):
        before = max(low, match.start() - _TRAFFIC_REACH)
        if _TRAFFIC.search(match.group("of")) or _TRAFFIC.search(text, before, match.start()):
            sign = "-" if match.group("way").casefold().startswith(_LESS) else ""
            value = sign + _figure(match) + _months(match.group("of"))
            yield Figure(*match.span(), "traffic_change_percent", value, "%")


def _costs(text: str, low: int, high: int) -> Iterator[Figure]:
    for match in _COST.finditer(text, low, high):
        if _COST_CUE.search(text, max(low, match.start() - _CUE_REACH), min(high, match.end() + _CUE_REACH)):
            currency = "EUR" if match.group("currency").strip().upper() in {"€", "EUR"} else "USD"
            yield Figure(*match.span(), "cost", _figure(match, _scale(match)), currency)


def _bounded(match: re.Match[str]) -> str:
    return next((mark for name, mark in _MARKS.items() if match.group(name)), "")


def _scale(match: re.Match[str]) -> float:
    return _SCALE.get((match.group("scale") or "").casefold(), 1.0)


def _figure(match: re.Match[str], factor: float = 1.0) -> str:
    text = match.group("number")
    number = _WORDS.get(text.casefold())
    value = float(re.sub(r"[,\u00a0 ]", "", text)) if number is None else float(number)
    return f"{value * factor:.10g}"


def _months(text: str) -> str:
    """Return the months that a change was measured over, as in "January-May 2023", in brackets."""
    match = _PERIOD.search(text)
    if match is None:
        return ""
    first, last = (dates_in(f"{month} {match.group(3)}", 0, 20)[0].value for month in match.group(1, 2))
    return f" ({first}/{last})"
