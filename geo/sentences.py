"""Where sentences begin and end: the quote behind every dot on the map.

Rules rather than a model: a quote has to come out the same on every machine, in any language that
a document is written in, and at the speed of reading. Two steps, each linear in the text:

1. **Blocks.** Lines become blocks. A line is a block of its own (paragraph, heading, list item),
   unless the text is hard-wrapped, where the lines of a paragraph are joined.
2. **Stops.** Inside a block each full stop, question mark and so on either ends a sentence or
   belongs to an abbreviation, an initial, a number or an unfinished quotation.

Offsets count Unicode code points; every range is half-open.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["quote_bounds", "sentence_at", "sentence_bounds"]

Bounds = tuple[int, int]

# Possessive, and nothing after them to fail on: a line of a million dots is one match. One stop comes before
# the others, so that the search skips what is none at C speed.
_STOP = re.compile(
    r"(?P<run>[.!?…؟۔։।॥።。！？｡．][.!?…؟۔։।॥።。！？｡．]*+)"
    r"(?P<closers>(?:[\"'”’»›)\]}」』】〉》]|\[\d{1,3}\]|[ \u00a0\u202f]»(?=\s|\Z))*+)"
)
_NEEDS_NO_SPACE = frozenset("؟۔։।॥።。！？｡．")
_OPENERS = "\"'“‘„«‹([{「『【〈《¿¡—–- \u00a0"
_BULLET = re.compile(
    r"(?:[•·▪▫◦‣⁃●○■□►▸✓✔➤*+]|[-–—](?=\s)|\(?(?:\d{1,2}|[a-zA-Zа-яА-Я])[.)](?=\s)|#{1,6}\s|>\s|\|)"
)
_DOTTED = re.compile(r"(?:\w\.)+\w")

_FINISHED = ".!?…:;\"'”’»)"
_NARROWEST, _WIDEST = 40, 120  # columns at which people and programs wrap text
_FULL_SHARE = 0.6  # of the lines that end within a sentence, how many are filled to the margin
_LONG_SHARE = 0.6  # of the width: a line of a paragraph set in a ragged margin
_FEW_LINES = 3
_SHORT = 10_000  # characters
_LOOK_BACK = 24  # longer than any abbreviation
_LOOK_AHEAD = 24
_GEORGIAN = range(0x10D0, 0x1100)  # Unicode calls these lower case, but sentences begin with them


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name follows, so the stop never ends a sentence.
_BEFORE_NAME = _words(
    "mr mrs ms mx dr prof st ste mt ft gen lt col maj sgt capt cmdr adm sen sens rep reps gov govs pres "
    "hon rev fr ext pct messrs mme mlle hr dipl ing sr sra srta mgr vs cf viz eg ie esp incl tel ул пос "
    "оз пр-т пер наб бул просп акад проф доц тов гр ср напр зам ген пгт ст-ца мкр вул prof-r cən bkz örn "
    "doç müh"
)
# A number follows.
_BEFORE_NUMBER = _words(
    "no nos nr art arts sec sect ch chap vol vols fig figs pp para ed eds ca approx circa ver abs bd jan "
    "feb mar apr jun jul aug sep sept oct nov dec ст стр рис табл гл пп səh"
)
# A sentence may well end here: only the next word tells.
_EITHER = _words(
    "etc inc ltd co corp llc plc bros jr bn mln tn govt dept univ assn intl est al s.a z.b u.a bzw usw vb "
    "mlrd гг вв тыс млн млрд трлн долл др пр проч изд обл респ р-н им окт нояб дек янв февр мар апр авг "
    "сент"
)
_ABBREVIATIONS = _BEFORE_NAME | _BEFORE_NUMBER | _EITHER
# Russian and Ukrainian: city, river, village, island, settlement, street, lake: a name follows.
_LETTER_BEFORE_NAME = frozenset("грспода")
_STARTERS = _words(
    "The A An In On At It Its He She They We I You This That These Those There Here But And Or So If When "
    "While As For From After Before Since Although However Meanwhile Moreover According By With To Of One "
    "No Not His Her Their Our What Who Why How Yet Then Both Some Many Most All Under Over Until Also В "
    "Во На По Из К С Со О Об От До За При Для Это Эти Этот Эта Он Она Они Оно Мы Я Вы Но А И Как Так "
    "Также Однако Кроме После Перед Если Когда Пока Хотя Что Кто Там Тут Здесь Его Её Ее Их По-прежнему "
    "Тем Затем Bu Bunlar O Onlar Biz Mən Ben Siz Lakin Amma Ancak Fakat Həmçinin Ayrıca Sonra Əgər Eğer "
    "Der Die Das Ein Eine Er Sie Es Wir Im Am Bei Nach Und Aber Le La Les Un Une Il Elle Ils Nous El Los "
    "Las En Y Pero"
)
_ORDINAL_MONTHS = _words(
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember"
)


def sentence_bounds(text: str) -> list[Bounds]:
    """Return the sentences of a text as half-open ranges.

    Parameters
    ----------
    text
        Any string. Headings and list items count as sentences.

    Returns
    -------
    list of (start, end)
        In order, disjoint, without blanks at either edge; together they cover every character for
        which ``str.isspace`` is false.

    Examples
    --------
    >>> text = "Mr. Smith drove to St. Petersburg. It took 2.5 hours."
    >>> [text[start:end] for start, end in sentence_bounds(text)]
    ['Mr. Smith drove to St. Petersburg.', 'It took 2.5 hours.']
    """
    kept = _of_short if len(text) <= _SHORT else _of_long
    return list(kept(text))


def _all_sentences(text: str) -> tuple[Bounds, ...]:
    return tuple(chain.from_iterable(_sentences(text, *block) for block in _blocks(text)))


# Several stages ask for the sentences of one text: at once, or one batch of short texts after another.
_of_short = lru_cache(maxsize=512)(_all_sentences)
_of_long = lru_cache(maxsize=2)(_all_sentences)


def sentence_at(bounds: Sequence[Bounds], start: int, end: int) -> Bounds:
    """Return the range from the first to the last sentence that ``[start, end)`` touches.

    Parameters
    ----------
    bounds
        What `sentence_bounds` returned.
    start, end
        The span in question. A span that touches no sentence (blanks only) is returned as it is.
    """
    first = max(bisect_right(bounds, (start, sys.maxsize)) - 1, 0)
    if first < len(bounds) and bounds[first][1] <= start:
        first += 1
    last = bisect_right(bounds, (end - 1, sys.maxsize)) - 1
    if first > last:
        return start, end
    return min(bounds[first][0], start), max(bounds[last][1], end)


def quote_bounds(text: str, bounds: Sequence[Bounds], start: int, end: int, limit: int = 400) -> Bounds:
    """Return the range to quote for a span: its sentence, or a window of it if it is very long.

    Parameters
    ----------
    text, bounds
        The text and what `sentence_bounds` returned for it.
    start, end
        The span to be quoted; the result always contains it.
    limit
        Longest quote in characters. A sentence up to half as long again is quoted whole: a window
        that saves a few words costs more than it gives. A longer span is returned as it is.

    Returns
    -------
    (start, end)
        On word boundaries, except inside a single word longer than the window.
    """
    left, right = sentence_at(bounds, start, end)
    if right - left <= limit + limit // 2:
        return left, right
    room = max(limit - (end - start), 0)
    low = max(left, start - room // 2)
    high = min(right, low + max(limit, end - low))
    low = max(left, min(low, high - limit))
    return _word_start(text, low, left, start), _word_end(text, high, end, right)


def _word_start(text: str, low: int, left: int, start: int) -> int:
    """Move a window's left edge right to the next beginning of a word, not past the span."""
    if low == left or text[low - 1].isspace():
        while low < start and text[low].isspace():
            low += 1
        return low
    for at in range(low, start):
        if text[at].isspace():
            return _word_start(text, at + 1, left, start)
    return min(start, low)


def _word_end(text: str, high: int, end: int, right: int) -> int:
    """Move a window's right edge left to the last end of a word, not into the span."""
    at = high
    if high < right and not text[high].isspace():
        while at > end and not text[at - 1].isspace():
            at -= 1
        if at == end:
            # One word runs from the span to the edge: cut it, rather than lose the right half.
            at = high if text[end : end + 1].strip() else end
    while at > end and text[at - 1].isspace():
        at -= 1
    return at


def _lines(text: str) -> list[Bounds]:
    """Return lines without the blanks at their edges; an empty range for a blank line."""
    lines: list[Bounds] = []
    at = 0
    for line in text.splitlines(keepends=True):
        body = line.lstrip()
        start = at + len(line) - len(body)
        lines.append((start, start + len(body.rstrip())))
        at += len(line)
    return lines


def _blocks(text: str) -> Iterator[Bounds]:
    """Yield paragraphs, headings and list items, in order."""
    lines = _lines(text)
    width, few = _wrap_width(text, lines)
    block: Bounds | None = None
    last: Bounds = (0, 0)
    for line in lines:
        if line[0] == line[1]:
            if block:
                yield block
            block = None
        elif block and _continues_line(text, last, line, width, few=few):
            block = (block[0], line[1])
        else:
            if block:
                yield block
            block = line
        last = line
    if block:
        yield block


def _wrap_width(text: str, lines: Sequence[Bounds]) -> tuple[int, bool]:
    """Return the column at which a text is hard-wrapped (0: it is not), and whether few lines say so.

    In a wrapped text nearly every line that another one follows is full: the first word of the
    next line would not have fitted. Paragraphs, headings and headlines set one a line are not.
    """
    pairs = [(one, two) for one, two in pairwise(lines) if one[0] < one[1] and two[0] < two[1]]
    if not pairs:
        return 0, True
    lengths = sorted(end - start for pair in pairs for start, end in pair)
    width = lengths[len(lengths) * 95 // 100]
    if not _NARROWEST <= width <= _WIDEST:
        return 0, True
    # A line that ends a sentence is short by right, and joining it or not makes no difference.
    unfinished = [(one, two) for one, two in pairs if text[one[1] - 1] not in _FINISHED]
    full = sum(_is_full(text, one, two, width) for one, two in unfinished)
    few = len(unfinished) < _FEW_LINES
    return (width, few) if few or full >= _FULL_SHARE * len(unfinished) else (0, True)


def _is_full(text: str, line: Bounds, following: Bounds, width: int) -> bool:
    """Whether the first word of the following line would not have fitted on this one."""
    start, end = following
    word = text[start : min(end, start + width)].split(maxsplit=1)[0]
    length = line[1] - line[0]
    return length <= width + width // 4 and length + 1 + len(word) > width * 0.95


def _continues_line(text: str, line: Bounds, following: Bounds, width: int, *, few: bool) -> bool:
    """Whether a line break is the margin's and not the author's."""
    if not width:
        return False
    first = text[following[0]]
    goes_on = _is_lower(first) or text[line[1] - 1] in ",;-"
    long = width * _LONG_SHARE <= line[1] - line[0] <= width + width // 4
    if not _is_full(text, line, following, width) and not (goes_on and long):
        return False
    if first == "#" or (text[line[0]] == "#" and _BULLET.match(text, *line)):
        return False
    if _BULLET.match(text, *following):
        # A dash may open a list item, or stand in the middle of a sentence where the line broke.
        return (
            first in "-–—" and _is_lower(_first_letter(text, *following)) and text[line[1] - 1] not in ".:;"
        )
    return goes_on or not few


def _sentences(text: str, start: int, end: int) -> Iterator[Bounds]:
    """Yield the sentences of one block."""
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _ends_sentence(text, stop, start, end):
            yield begin, stop.end()
            begin = stop.end()
            while text[begin].isspace():  # the block ends in a character that is not blank
                begin += 1
    yield begin, end


def _ends_sentence(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    """Whether a stop inside a block ends a sentence."""
    after = stop.end()
    if _is_plain_end(text, stop.start(), after, start):
        return True
    run = stop.group("run")
    if run[-1] in _NEEDS_NO_SPACE:
        return True
    if not text[after].isspace():
        return _space_is_missing(text, stop.start(), after, start, end)
    first = _first_letter(text, after, end)
    if _is_lower(first) or text[after : min(end, after + 4)].lstrip()[:1] in tuple(".,;:)"):
        return False
    if run != ".":
        return True
    return bool(stop.group("closers")) or _is_full_stop(text, stop.start(), after, start, end)


def _is_plain_end(text: str, stop: int, after: int, start: int) -> bool:
    """Whether a full stop follows a word that is no abbreviation, and a capital comes after it.

    Most stops are such; what is left to the other rules is slower to tell.
    """
    if after - stop != 1 or text[stop] != "." or text[after] != " " or not text[after + 1].isupper():
        return False
    word = text[max(text.rfind(" ", start, stop) + 1, start, stop - _LOOK_BACK) : stop]
    return len(word) > 1 and word.isalpha() and word.lower() not in _ABBREVIATIONS


def _space_is_missing(text: str, stop: int, after: int, start: int, end: int) -> bool:
    """Whether a sentence begins right after the stop, as in text scraped off a page ("area.The")."""
    word = text[max(start, stop - 4) : stop]
    following = text[after : min(end, after + 2)]
    return (
        len(word) == 4 and word.isalpha() and word[1:].islower()
        and len(following) == 2 and following[0].isupper() and following[1].islower()
    )  # fmt: skip


def _is_full_stop(text: str, stop: int, after: int, start: int, end: int) -> bool:
    """Whether a single full stop ends a sentence, judged by the words before and after it."""
    before = text[max(start, stop - _LOOK_BACK) : stop]
    if before[-1:].isspace():
        return True
    words = before.rsplit(None, 2)
    word = (words[-1] if words else "").lstrip(_OPENERS)
    following = _next_word(text, after, end)
    if word.isdigit():
        is_item = len(word) <= 2 and stop - len(word) == start
        return not is_item and not (len(word) <= 2 and following in _ORDINAL_MONTHS)
    if len(word) == 1 and word.isalpha():
        return _letter_ends(word, words, following, is_first=stop - 1 == start)
    return _word_ends(word.lower(), following)


def _word_ends(word: str, following: str) -> bool:
    """Whether a sentence ends after a word and a full stop, or the word is an abbreviation."""
    bare = word.rpartition("-")[2] or word
    if bare in _BEFORE_NAME or word in _BEFORE_NAME:
        return False
    if bare in _BEFORE_NUMBER and following[:1].isnumeric():
        return False
    if bare in _EITHER or _DOTTED.fullmatch(word):
        return following in _STARTERS
    return True


def _letter_ends(letter: str, words: Sequence[str], following: str, *, is_first: bool) -> bool:
    """Whether a sentence ends after one letter and a stop: an initial, "р. Самур", "и т. д."."""
    previous = words[-2] if len(words) > 1 else ""
    if is_first:
        return False
    if previous.lower() == "т." and letter in "дпк":
        return True
    if letter.lower() == "г" and previous[-4:].isdigit():
        return following in _STARTERS
    if letter.islower() and (letter in _LETTER_BEFORE_NAME or following[:1].isnumeric()):
        return False
    return following in _STARTERS


def _first_letter(text: str, start: int, end: int) -> str:
    """Return the first character after blanks, quotes and brackets, within a short reach."""
    return text[start : min(end, start + _LOOK_AHEAD)].lstrip().lstrip(_OPENERS)[:1]


def _next_word(text: str, start: int, end: int) -> str:
    """Return the word after a stop, without quotes, brackets and punctuation."""
    words = text[start : min(end, start + _LOOK_AHEAD)].split(maxsplit=1)
    return words[0].lstrip(_OPENERS).rstrip(".,;:!?\"')”’»") if words else ""


def _is_lower(character: str) -> bool:
    return character.islower() and ord(character) not in _GEORGIAN
