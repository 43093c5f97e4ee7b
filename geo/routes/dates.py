"""Dates as reports write them: "December 29, 2023", "early September 2022", "summer 2024", "20 мая 2024".

Plain rules rather than a parser of anything: a number that is no date must not become one.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["When", "dates_in"]

_ENGLISH: Final = str.split(
    "January February March April May June July August September October November December"
)
_RUSSIAN: Final = str.split("январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр")
_TURKISH: Final = str.split("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık")
_AZERI: Final = str.split("yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr")

_MONTHS: Final = {
    name.casefold(): number
    for names in (_ENGLISH, _TURKISH, _AZERI)
    for number, name in enumerate(names, start=1)
}
_MONTH: Final = "|".join(sorted({*_ENGLISH, *_TURKISH, *_AZERI}, key=lambda name: (-len(name), name)))
_RU_MONTH: Final = rf"(?:{'|'.join(_RUSSIAN)})(?:[аяьей]{{0,2}})"
_YEAR: Final = r"(?:19|20)\d\d"
_SEASON: Final = {
    "spring": "spring",
    "summer": "summer",
    "autumn": "autumn",
    "fall": "autumn",
    "winter": "winter",
}

_DATE: Final = re.compile(
    rf"(?<![\w-])(?:"
    rf"(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<month1>{_MONTH}|{_RU_MONTH})(?:,?\s(?P<year1>{_YEAR}))?"
    rf"|(?P<month2>{_MONTH})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s(?P<year2>{_YEAR}))?"
    rf"|(?P<month3>{_MONTH}|{_RU_MONTH}),?\s(?:of\s)?(?P<year3>{_YEAR})"
    rf"|(?:the\s)?(?P<season>{'|'.join(_SEASON)})(?:\sof)?\s(?P<year4>{_YEAR})"
    rf"|(?P<year5>{_YEAR})(?=\s(?:г\.|год)|[\s,.;)]|\Z)"
    rf")(?!\w)"
)  # fmt: skip


class When(NamedTuple):
    """A date in a text: ``value`` is ISO 8601, cut where the text is silent, or "2024 summer"."""

    start: int
    end: int
    value: str


def dates_in(text: str, start: int, end: int) -> list[When]:
    """Return the dates in a stretch of text, in order.

    A day without a year takes the year of the date before it in the same stretch; without one it
    is no date.

    Examples
    --------
    >>> [when.value for when in dates_in("on December 29, 2023, and on December 30", 0, 40)]
    ['2023-12-29', '2023-12-30']
    """
    found: list[When] = []
    year: str | None = None
    for match in _DATE.finditer(text, start, end):
        value, year = _value(match, year)
        if value is not None:
            found.append(When(match.start(), match.end(), value))
    return found


def _value(match: re.Match[str], year: str | None) -> tuple[str | None, str | None]:
    """Return the date's value and the year that later dates may take over."""
    part = match.groupdict()
    own = part["year1"] or part["year2"] or part["year3"] or part["year4"] or part["year5"] or year
    if own is None:
        return None, None
    if part["season"]:
        return f"{own} {_SEASON[part['season']]}", own
    name, day = part["month1"] or part["month2"] or part["month3"], part["day1"] or part["day2"]
    if name is None:
        return own, own
    month = _month(name)
    return (f"{own}-{month:02d}-{int(day):02d}" if day else f"{own}-{month:02d}"), own


def _month(name: str) -> int:
    known = _MONTHS.get(name.casefold())
    if known is not None:
        return known
    return next(number for number, stem in enumerate(_RUSSIAN, start=1) if _is_month(name.casefold(), stem))


def _is_month(name: str, stem: str) -> bool:
    # "ма" alone is May; the stem of March begins with it too.
    return name.startswith(stem) and (stem != "ма" or not name.startswith("март"))
