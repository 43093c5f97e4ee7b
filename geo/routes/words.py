"""Words of a text as the route grammar reads them: lazily, in small windows, by their stems.

The grammar never splits a whole document into objects; it runs over the words once, and looks
around the few that may begin or end a route. That keeps it linear on any input.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from geo.names import fold

__all__ = [
    "CLOSE_QUOTES",
    "OPEN_QUOTES",
    "WORD",
    "Keys",
    "Word",
    "cut",
    "is_border",
    "is_capital",
    "is_dash",
    "is_link",
    "key",
    "word_of",
    "words_after",
    "words_before",
]

Keys = tuple[str, ...]

# Joiners, combining marks and vowel signs belong to the word that they stand in (Persian, decomposed
# Latin, Devanagari).
WORD: Final = re.compile(r"[^\W_][\w\u200b-\u200d\u0300-\u036f\u00ad\u0900-\u0903\u093a-\u094f\u0962\u0963]*")
_CUT: Final = re.compile(f"({WORD.pattern})")
# The same for a text without other letters, a quarter faster.
_CUT_ASCII: Final = re.compile("([0-9A-Za-z][0-9A-Za-z_]*)")
OPEN_QUOTES: Final = "“„‟«‹\"'‘‚＂「`"
CLOSE_QUOTES: Final = "”“»›\"'’‘＂」´"

_QUOTES: Final = re.escape("".join(sorted(set(OPEN_QUOTES + CLOSE_QUOTES))))
_DASHES: Final = "‐‑‒–—―−﹘﹣－֊-"
_DASH: Final = re.compile(rf"[^\S\n]{{0,2}}[{_DASHES}]{{1,2}}\s{{0,2}}\Z")
_LINK: Final = re.compile(rf"(?:[{_QUOTES}{_DASHES}]|\s(?!\s*\n\s*\n)){{1,6}}\Z")

_BORDER: Final = re.compile(r"borders?|frontiers?|(?:гос)?границ|(?:sarhad|sinir)[a-z]{0,6}")

_WINDOW: Final = 180
_WINDOW_OF_WORD: Final = 30
_LONGEST_WORD: Final = 60

_CYRILLIC_ENDING: Final = re.compile(
    r"(?:иями|ями|ами|ыми|ими|ого|его|ому|ему|иях|иям|ией|ий|ый|ой|ей|ая|яя|ое|ее|ые|ие|ую|юю|ых|их|ым|им|ом|ем"
    r"|ам|ям|ах|ях|ов|ев|ии|ию|ия|ью|а|я|о|е|ы|и|у|ю|ь|й)\Z"
)
_TURKIC_STEMS: Final = (
    "avtomagistral", "bolum", "dahliz", "demiryol", "demir yol", "damiryol", "guzergah", "hatt", "hissa",
    "kamar", "karayol", "kesim", "kopru", "koridor", "korpu", "layiha", "magistral", "marsrut", "mantaqa",
    "otoban", "otoyol", "proje", "rota", "sahas", "sose", "xatt", "yol",
)  # fmt: skip
_TURKIC_ENDING: Final = re.compile(r"(?:s?[iu])?(?:n?[aeiu]n?|n?d[ae]n?|l[ae]r[a-z]{0,6}|yl[ae])?\Z")


class Word(NamedTuple):
    """A word of the text with the stem by which it is compared."""

    start: int
    end: int
    text: str
    key: str


@lru_cache(maxsize=1 << 16)
def key(word: str) -> str:
    """Return the stem by which one word is compared: folded, without Russian or Turkic endings.

    Examples
    --------
    >>> key("Коридоров") == key("коридор"), key("koridorunun") == key("Koridoru")
    (True, True)
    """
    if len(word) > _LONGEST_WORD:
        return word
    folded = fold(word)
    if "а" <= folded[:1] <= "ӿ":
        stem = _CYRILLIC_ENDING.sub("", folded)
        return stem if len(stem) > 1 else folded
    if not folded.startswith(_TURKIC_STEMS):
        return folded
    for stem in _TURKIC_STEMS:
        if folded.startswith(stem) and _TURKIC_ENDING.match(folded, len(stem)):
            return stem
    return folded


def cut(text: str) -> list[str]:
    """Return a text in pieces: what stands before a word and the word, by turns, and what stands last.

    Examples
    --------
    >>> cut("(Baku–Guba)")
    ['(', 'Baku', '–', 'Guba', ')']
    """
    return (_CUT_ASCII if text.isascii() else _CUT).split(text)


def words_after(text: str, start: int, count: int) -> list[Word]:
    """Return up to ``count`` words that begin at ``start`` or later, within a window."""
    found: list[Word] = []
    for match in WORD.finditer(text, start, min(len(text), start + _window(count))):
        found.append(word_of(match))
        if len(found) == count:
            break
    return found


def words_before(text: str, end: int, count: int) -> list[Word]:
    """Return up to ``count`` words that end at ``end`` or before, within a window, in order."""
    low = max(0, end - _window(count))
    matches = list(WORD.finditer(text, low, end))
    if matches and low and matches[0].start() == low and not text[low - 1].isspace():
        # A window that begins inside a word would show half of it.
        matches = matches[1:]
    return [word_of(match) for match in matches[-count:]]


def _window(count: int) -> int:
    return min(_WINDOW, count * _WINDOW_OF_WORD)


def word_of(match: re.Match[str]) -> Word:
    """Return the word that a match of :data:`WORD` is."""
    text = match.group()
    return Word(match.start(), match.end(), text, key(text))


def is_border(stem: str) -> bool:
    """Tell whether a stem means a border between countries: граница, sərhədi, sınırına."""
    return _BORDER.fullmatch(stem) is not None


def is_capital(char: str) -> bool:
    """Tell whether a name may begin with this letter: a capital, or a letter of a script without capitals.

    Georgian letters count as lower case, though names are written with them; their title case
    tells.

    Examples
    --------
    >>> [is_capital(char) for char in "Bbბک7"]
    [True, False, True, True, False]
    """
    return char.isalpha() and char.title() == char


def is_dash(gap: str) -> bool:
    """Tell whether the text between two words is one dash of any kind, spaced or not."""
    return len(gap) < 8 and _DASH.match(gap) is not None


def is_link(gap: str) -> bool:
    """Tell whether two words with this text between them may belong to one name.

    Blanks, dashes and quotes join; any other mark and an empty line separate.
    """
    return 0 < len(gap) < 8 and _LINK.match(gap) is not None
