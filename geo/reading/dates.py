"""Dates that a text tells: when it was published, and the latest day it reports as past.

Neither is guessed from the clock or the file: a text that states no date of publication has none.
Day, month and year in English, Russian, Ukrainian, Azerbaijani, Turkish, German, French and
Spanish, and as numbers; dates are ISO 8601 and partial where the text is (``2023-10``).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.sentences import sentence_at, sentence_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Found", "dates_in", "iso_date", "latest_past", "published"]

# One month an entry: English, German, French, Spanish, Russian, Ukrainian, Azerbaijani, Turkish, with the
# case endings that dates take.
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


def _month_key(name: str) -> str:
    """Fold what ignoring case ignores: KASIM, Kasım and kasim are one month."""
    return name.rstrip(".").lower().replace("\u0307", "").replace("ı", "i")


_NUMBER = {
    _month_key(name): number for number, names in enumerate(_MONTHS, start=1) for name in names.split("|")
}
_NAMES = sorted({name for names in _MONTHS for name in names.split("|")}, key=lambda name: (-len(name), name))
_MONTH = "(?:" + "|".join(_NAMES) + r")(?!\w)\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)[0-9]{2}"
_OF = r"(?:\s+(?:de|del|of))?"
_DATE = re.compile(
    rf"""(?<![\w.,/:-])(?:
      (?P<y1>{_YEAR})-(?P<n1>0[1-9]|1[0-2])-(?P<d1>0[1-9]|[12]\d|3[01])(?!\d)
    | (?P<d2>{_DAY})[./](?P<n2>0?[1-9]|1[0-2])[./](?P<y2>{_YEAR})(?![\w/]|\.\d)
    | (?P<d3>{_DAY})(?:st|nd|rd|th|er|º|\.)?{_OF}\s+(?P<m3>{_MONTH})(?:,?{_OF}\s+(?P<y3>{_YEAR})(?!\d))?
    | (?P<m4>{_MONTH})\s+(?P<d4>{_DAY})(?:st|nd|rd|th)?(?![\w%]|[.,]\d)(?:,?\s+(?P<y4>{_YEAR})(?!\d))?
    | (?P<m5>{_MONTH}){_OF},?\s+(?P<y5>{_YEAR})(?!\d)
    | (?P<y6>{_YEAR})(?!\w|-(?!c[iıuü]\s)|[.,]\d|\s*[–-]\s*\d)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ISO_MONTH = re.compile(rf"{_YEAR}-(?:0[1-9]|1[0-2])(?![\w-])")
_SINCE = re.compile(r"(?:\b(?:in|since|during|late|early|в|во|с|у|en|im|seit)\s*)\Z", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"\s*(?:году|года|г\.|році|року|-c[iıuü]\s+il|yılı)", re.IGNORECASE)
# What is announced is not past. Looked for shortly before a date, in its own sentence.
_FUTURE = re.compile(
    r"\b(?:will|shall|would|should|plan(?:s|ned|ning)?|schedul\w+|upcoming|expect\w*|next|target\w*|forecast\w*"
    r"|deadline|aims?|intends?|to be|due(?! to)|prospects?|calls? for|promis\w*|hop(?:e|es|ed|ing)"
    r"|буд[уе]т|план\w*|намеч\w*|ожида\w*|предсто\w*|должн\w*|срок\w*|заверш[иа]т\w*|обеща\w*|надеют\w*"
    r"|планує\w*|очіку\w*|planla\w*|nəzərdə|gözlənil\w*|gələn|hedef\w*|beklen\w*|gelecek|önümüzdeki"
    r"|geplant|soll\w*|wird|werden|prév\w*|sera|será)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:by|until|till|through|from|to|before|к|до|від|bis|hasta|jusqu'au)\s+(?:the\s+)?"
    r"(?:(?:end|start|beginning|middle|summer|spring|autumn|winter|конц\w|начал\w|середин\w)\s+(?:of\s+)?)?\Z",
    re.IGNORECASE,
)
_FUTURE_AFTER = re.compile(
    r"\A\W{0,3}(?:\w+\W+){0,4}?(?:will|is expected|is planned|is scheduled|будет|будут|планиру\w*"
    r"|planlaşdırılır|nəzərdə|qədər|kadar|planlanıyor|bekleniyor|hedefleniyor)\b",
    re.IGNORECASE,
)
_REACH = 60
_LONGEST = 1_000_000  # characters that are searched: a report of 400 pages
_AROUND = 40  # the longest way to write a month, with room
_REACH_AFTER = 80  # the same for the month and the year after a day
# Every date has one of these, whatever other digits there are; so written, the search skips at C speed.
_DIGITS = re.compile("[0-9][0-9]*")
_LAST_WORD = re.compile(r"(\w+)[.,]*\Z")
_LINKS = frozenset({"of", "de", "del"})
_WORD_AFTER = re.compile(r"\w{0,3}\.?(?:\s+(?:de|del|of))?\s+(\w+)", re.IGNORECASE)
_JOINS = "_.,/:-"
_LABEL = re.compile(
    r"\A\W{0,4}(?:date(?: of publication)?|published(?: on| at)?|publication date|posted(?: on)?"
    r"|updated(?: on)?|дата(?: публикации)?|опубликовано|tarix|dərc (?:edilib|olunub)|tarih"
    r"|yayın(?:lanma)? tarihi|veröffentlicht(?: am)?|datum|publié le|fecha"
    r"|publicado(?: el)?)\s*[:：]?\s*(?:(?:on|am|le|el)\s+)?(?=[\w(])",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"\A[^\W\d_][^\n.!?]{1,60}?[,.]\s*$")
_TIME = re.compile(
    r"(?:[\s,.|·•()–-]|\b(?:at|в|um|à|г|года|году|року|[ap]\.?m|GMT|UTC|MSK|МСК|CES?T|E[SD]T|BST)\b"
    r"|\d{1,2}[:.]\d\d(?::\d\d)?|[+-]\d\d:?\d\d)*+\Z",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\A(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|понедельник|вторник|среда|четверг|пятница|суббота"
    r"|воскресенье|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|pazartesi|salı|çarşamba|perşembe"
    r"|cuma|cumartesi|pazar)\W+",
    re.IGNORECASE,
)
_HEAD_LINES = 12
_LONGEST_LINE = 300
_FIRST_DATE = 200  # characters; a date of publication begins within sixty


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


def dates_in(text: str) -> Iterator[Found]:
    """Yield the dates in a text; impossible ones (31 June) are left out."""
    over = 0
    for begin, end in _beginnings(text):
        match = _DATE.match(text, begin, end) if begin >= over else None
        if match is None:
            continue
        over = match.end()
        got = match.groupdict()
        year = next((int(got[key]) for key in ("y1", "y2", "y3", "y4", "y5", "y6") if got[key]), 0)
        named = got["m3"] or got["m4"] or got["m5"]
        month = _NUMBER.get(_month_key(named), -1) if named else int(got["n1"] or got["n2"] or 0)
        day = int(got["d1"] or got["d2"] or got["d3"] or got["d4"] or 0)
        if month >= 0 and day <= calendar.monthrange(year or 2000, month or 1)[1]:
            yield Found(match.start(), match.end(), year, month, day)


def _beginnings(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a date may begin and end: at a month before a number, or at a number.

    Every date has a number with what belongs to it on one side, and few numbers are dates: to look at each
    number takes a tenth of looking for a date from every character on.
    """
    for number in _DIGITS.finditer(text):
        start, end = number.span()
        before = text[start - 1] if start else " "
        if before.isspace():
            month = _month_before(text, start)
            if month >= 0:
                yield month, end + _REACH_AFTER
        elif before.isalnum() or before in _JOINS:
            continue
        if _may_begin(text, start, end):
            yield start, end + _REACH_AFTER


def _month_before(text: str, start: int) -> int:
    """Return where the month begins that a number follows ("March 12", "marzo de 2024"); -1 for none."""
    low = max(0, start - _AROUND)
    said = text[low:start].rsplit(None, 2)
    if len(said) > 1 and said[-1].rstrip(",").lower() in _LINKS:
        said.pop()
    word = _LAST_WORD.search(said[-1]) if said else None
    if word is None or not _is_month(word[1]):
        return -1
    return text.rindex(said[-1], low, start) + word.start()


def _may_begin(text: str, start: int, end: int) -> bool:
    """Tell whether a number may be a year, or a day with a month after it."""
    size = end - start
    if size >= 4:
        return text.startswith(("19", "20"), start)
    if size == 3:
        return False
    if text[end : end + 1] in (".", "/") and text[end + 1 : end + 2].isdigit():
        return True
    following = _WORD_AFTER.match(text, end, end + _REACH_AFTER)
    return following is not None and _is_month(following[1])


@lru_cache(maxsize=65536)
def _is_month(word: str) -> bool:
    return _month_key(word) in _NUMBER


def iso_date(value: str) -> str | None:
    """Return a stated date (``2024-03-12T10:00Z``, ``12 March 2024``, ``2023-10``) in ISO 8601.

    Returns
    -------
    str or None
        None where the value is no date with a year.
    """
    if match := _ISO_MONTH.fullmatch(value.strip()):
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
        if not _DIGITS.search(head):
            continue
        label = _LABEL.match(head)
        if label and (month := _ISO_MONTH.match(head, label.end())):
            return month.group()
        rest = head[label.end() :] if label else head
        if day := _WEEKDAY.match(rest):
            rest = rest[day.end() :]
        found = next((one for one in dates_in(rest[:_FIRST_DATE]) if one.year and one.month), None)
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
    text = text[:_LONGEST]
    dates = list(dates_in(text))
    bounds = sentence_bounds(text) if dates else []
    past: dict[tuple[int, int, int], str] = {}
    year = last = sentence_end = 0
    for found in dates:
        start, end = sentence_at(bounds, found.start, found.end)
        if start >= sentence_end and text.find("\n", last, found.start) >= 0:
            year = 0  # another paragraph
        last, sentence_end = found.end, end
        key = (found.year or year, found.month, found.day)
        if key not in past and (_is_future(text, found, start, end) or _in_passing(text, found, start)):
            continue
        past[key] = _in(key[0], found)
        year = key[0]
    latest = int(max((date for date in past.values() if date), default="0")[:4])
    past |= {key: _in(latest, Found(0, 0, *key)) for key in past if not key[0] and latest}
    return max(past.values(), default=None) or None


def _in(year: int, found: Found) -> str:
    """Return a date in a given year: blank without one, and for 29 February in most."""
    if not year or (found.month and found.day > calendar.monthrange(year, found.month)[1]):
        return ""
    return replace(found, year=year).iso


def _is_future(text: str, found: Found, start: int, end: int) -> bool:
    before = text[max(start, found.start - _REACH) : found.start]
    after = text[found.end : min(end, found.end + _REACH)]
    return bool(_FUTURE.search(before) or _UNTIL.search(before) or _FUTURE_AFTER.match(after))


def _in_passing(text: str, found: Found, start: int) -> bool:
    """Whether a year stands alone and without "in" or "since": "the 2018 roadmap"."""
    if found.month:
        return False
    before = text[max(start, found.start - 12) : found.start]
    return not (_SINCE.search(before) or _YEAR_AFTER.match(text[found.end : found.end + 12]))
