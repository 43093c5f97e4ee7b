"""Dates that a text tells: when it was published, and the latest day it reports as past.

Neither is guessed from the clock or the file: a text that states no date of publication has none.
Day, month and year in English, Russian, Ukrainian, Azerbaijani, Turkish, German, French and
Spanish, and as numbers; dates are ISO 8601 and partial where the text is (``2023-10``).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.sentences import sentence_bounds

__all__ = ["Found", "dates_in", "iso_date", "latest_past", "published"]

# The first letters tell a month in every language of the list, whatever its case ending; each
# entry is one month, alternatives in order of languages.
_MONTHS = (
    "january|jan|januar|janvier|enero|января|январь|январе|январю|янв|січня|січень|січні|yanvar|ocak",
    "february|feb|februar|février|febrero|февраля|февраль|феврале|фев|лютого|лютий|лютому|fevral|şubat",
    "march|mar|märz|mars|marzo|марта|март|марте|мар|березня|березень|березні|mart",
    "april|apr|avril|abril|апреля|апрель|апреле|апр|квітня|квітень|квітні|aprel|nisan",
    "may|mai|mayo|мая|май|мае|травня|травень|травні|mayıs",
    "june|jun|juni|juin|junio|июня|июнь|июне|июн|червня|червень|червні|iyun|haziran",
    "july|jul|juli|juillet|julio|июля|июль|июле|июл|липня|липень|липні|iyul|temmuz",
    "august|aug|août|agosto|августа|август|августе|авг|серпня|серпень|серпні|avqust|ağustos",
    "september|sept|sep|septembre|septiembre|сентября|сентябрь|сентябре|сен|вересня|вересень|вересні|sentyabr|eylül",
    "october|oct|oktober|octobre|octubre|октября|октябрь|октябре|окт|жовтня|жовтень|жовтні|oktyabr|ekim",
    "november|nov|novembre|noviembre|ноября|ноябрь|ноябре|ноя|листопада|листопад|листопаді|noyabr|kasım",
    "december|dec|dezember|décembre|diciembre|декабря|декабрь|декабре|дек|грудня|грудень|грудні|dekabr|aralık",
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split("|")}
_MONTH = "(?:" + "|".join(sorted(_NUMBER, key=lambda name: (-len(name), name))) + r")(?!\w)\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
_OF = r"(?:\s+(?:de|del|of))?"
_DATE = re.compile(
    rf"""(?<![\w.,/:-])(?:
      (?P<y1>{_YEAR})-(?P<n1>0[1-9]|1[0-2])-(?P<d1>0[1-9]|[12]\d|3[01])(?!\d)
    | (?P<d2>{_DAY})[./](?P<n2>0?[1-9]|1[0-2])[./](?P<y2>{_YEAR})(?![\w/])
    | (?P<d3>{_DAY})(?:st|nd|rd|th|er|º|\.)?{_OF}\s+(?P<m3>{_MONTH})(?:,?{_OF}\s+(?P<y3>{_YEAR})(?!\d))?
    | (?P<m4>{_MONTH})\s+(?P<d4>{_DAY})(?:st|nd|rd|th)?(?![\w%]|[.,]\d)(?:,?\s+(?P<y4>{_YEAR})(?!\d))?
    | (?P<m5>{_MONTH}){_OF},?\s+(?P<y5>{_YEAR})(?!\d)
    | (?P<y6>{_YEAR})(?![\w-]|[.,]\d|\s*[–-]\s*\d)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SINCE = re.compile(r"(?:\b(?:in|since|during|late|early|в|во|с|у|en|im|seit)\s*)\Z", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"\s*(?:году|года|г\.|році|року|-c[iıuü]\s+il|yılı)", re.IGNORECASE)
# What is announced is not past. Looked for shortly before a date, in its own sentence.
_FUTURE = re.compile(
    r"\b(?:will|shall|plan(?:s|ned|ning)?|schedul\w+|upcoming|expect\w*|next|target\w*|forecast\w*|deadline|until|till"
    r"|through|by|aims?|intends?|to be|due|prospects?|calls? for|from|would|should"
    r"|буд[уе]т|план\w*|намеч\w*|ожида\w*|предсто\w*|к|до|должн\w*|срок\w*|заверш[иа]т\w*"
    r"|планує\w*|очіку\w*|planla\w*|nəzərdə|gözlənil\w*|gələn|qədər|hedef\w*|beklen\w*|kadar|gelecek|önümüzdeki"
    r"|geplant|soll\w*|wird|werden|prév\w*|sera|hasta|será)\b",
    re.IGNORECASE,
)
_FUTURE_AFTER = re.compile(
    r"\A\W{0,3}(?:\w+\W+){0,4}?(?:will|is expected|is planned|is scheduled|будет|будут|планиру\w*|planlaşdırılır"
    r"|nəzərdə|qədər|kadar|planlanıyor|bekleniyor|hedefleniyor)\b",
    re.IGNORECASE,
)
_REACH = 60
_LABEL = re.compile(
    r"\A\W{0,4}(?:date(?: of publication)?|published(?: on| at)?|publication date|posted(?: on)?|updated(?: on)?"
    r"|дата(?: публикации)?|опубликовано|tarix|dərc (?:edilib|olunub)|tarih|yayın(?:lanma)? tarihi|veröffentlicht(?: am)?"
    r"|datum|publié le|fecha|publicado(?: el)?)\s*[:：]?\s*(?:(?:on|am|le|el)\s+)?(?=[\w(])",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"\A[^\W\d_][^\n.!?]{1,60}?[,.]\s*$")
_TIME = re.compile(
    r"\A[\s,|·•-]*(?:(?:at|в|um|à)\s+)?(?:\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?)?\s*(?:г\.|года|году)?\s*"
    r"(?:\(?(?:[A-Z]{2,5}|[+-]\d\d:?\d\d)\)?)?[\s.]*\Z",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\A(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar)\W+",
    re.IGNORECASE,
)
_HEAD_LINES = 12
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: ``[start, end)``, and what of it is written out; 0 stands for unwritten."""

    start: int
    end: int
    year: int
    month: int
    day: int

    @property
    def iso(self) -> str:
        """The date as far as it goes: ``2023``, ``2023-10`` or ``2023-10-21``."""
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 1 + bool(self.month) + bool(self.month and self.day)])


def dates_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
    """Yield the dates in a range of a text; impossible ones (31 June) are left out."""
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        got = match.groupdict()
        year = next((int(got[key]) for key in ("y1", "y2", "y3", "y4", "y5", "y6") if got[key]), 0)
        named = got["m3"] or got["m4"] or got["m5"]
        month = _NUMBER[named.rstrip(".").lower()] if named else int(got["n1"] or got["n2"] or 0)
        day = int(got["d1"] or got["d2"] or got["d3"] or got["d4"] or 0)
        if day and day > calendar.monthrange(year or 2000, month)[1]:
            continue
        yield Found(match.start(), match.end(), year, month, day)


def iso_date(value: str) -> str | None:
    """Return a stated date (``2024-03-12T10:00Z``, ``12 March 2024``, ``2023-10``) in ISO 8601.

    Returns
    -------
    str or None
        None where the value is no date with a year.
    """
    if match := re.match(rf"({_YEAR})-(0[1-9]|1[0-2])\Z", value.strip()):
        return match.group()
    return next((found.iso for found in dates_in(value[:_LONGEST_LINE]) if found.year), None)


def published(text: str) -> str | None:
    """Return the date of publication that a text states in its head, or None.

    Stated is a labelled date ("Published: 12 March 2024"), a line that is a date and no more, or the
    date of a dateline ("BAKU, 12 March 2024 (Agency)") where it has its year.
    """
    lines = [line.strip() for line in text[:4000].splitlines() if line.strip()][:_HEAD_LINES]
    for line in lines:
        head = line[:_LONGEST_LINE]
        label = _LABEL.match(head)
        rest = _WEEKDAY.sub("", head[label.end() :] if label else head)
        found = next((one for one in dates_in(rest) if one.year and one.month), None)
        if not found:
            continue
        alone = found.start == 0 and _TIME.match(rest[found.end :])
        if (found.start == 0 and (label or alone)) or _is_dateline(rest, found):
            return found.iso
    return None


def _is_dateline(line: str, found: Found) -> bool:
    before, after = line[: found.start], line[found.end : found.end + 60].lstrip(" ,.")
    place = before.rstrip(" ,.")
    capital = place.partition(",")[0]
    return (
        bool(_DATELINE.match(before))
        and len(before) <= 60
        and (capital.isupper() or after[:1] in {"(", "–", "—"} or after.startswith("- "))
    )


def latest_past(text: str) -> str | None:
    """Return the latest date that a text reports as past: it cannot have been written before.

    A day without a year takes the year last written in its paragraph, otherwise the latest year
    that the text reports. Announcements ("scheduled for 12 October 2024") do not count, nor do years
    in passing ("the 2018 roadmap"); "in 2023" does.

    Returns
    -------
    str or None
        ISO 8601, partial where the text is.
    """
    known: list[str] = []
    without_year: list[Found] = []
    paragraph_end = year = 0
    for start, end in sentence_bounds(text):
        if start >= paragraph_end:
            year = 0
            cut = text.find("\n", start)
            paragraph_end = len(text) if cut < 0 else max(cut, end)
        for found in dates_in(text, start, end):
            if _is_future(text, found, start, end):
                continue
            if found.year:
                if found.month or _in_year(text, found, start):
                    year = found.year
                    known.append(found.iso)
            elif year:
                known.append(Found(found.start, found.end, year, found.month, found.day).iso)
            else:
                without_year.append(found)
    if known:
        latest = int(max(known)[:4])
        known += [Found(one.start, one.end, latest, one.month, one.day).iso for one in without_year]
    return max(known, default=None)


def _is_future(text: str, found: Found, start: int, end: int) -> bool:
    before = text[max(start, found.start - _REACH) : found.start]
    after = text[found.end : min(end, found.end + _REACH)]
    return bool(_FUTURE.search(before) or _FUTURE_AFTER.match(after))


def _in_year(text: str, found: Found, start: int) -> bool:
    before = text[max(start, found.start - 12) : found.start]
    return bool(_SINCE.search(before) or _YEAR_AFTER.match(text[found.end : found.end + 12]))
