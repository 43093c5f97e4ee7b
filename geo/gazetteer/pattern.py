"""The regular expressions that cut a text into runs and a run into words.

A run is a stretch of words that may hold names: words with a capital (or of a script without capitals),
the small words that names carry inside (``de``, ``of``, ``upon``), and what joins them. No part of the
expression can fail after its first word, so nothing is ever tried twice, whatever the text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["APOSTROPHE", "DASHES", "RUN", "SMALL_LETTERS", "TOKEN"]

# Small words inside names: Rio de Janeiro, Isle of Wight, Stoke-on-Trent, Ростов-на-Дону.
_INNER: Final = (
    "of|the|and|on|upon|in|de|la|las|los|le|les|du|des|del|della|delle|di|da|do|das|dos|d|e|y|i|el|al|as|ash|ad|"
    "an|ar|at|az|ed|am|im|bei|ob|sur|sous|van|der|den|von|zu|ten|aan|op|af|og|och|va|və|ve|bin|bint|ibn|ou|aux|en|"
    "на|над|под|и|у|при|за"
)
# Generic nouns that end a name in small letters: Caspian sea, Каспийское море, Xəzər dənizi. English
# "province", "district" are not here: what precedes them is the name.
_GENERIC: Final = (
    "sea|ocean|gulf|bay|strait|straits|river|lake|peninsula|valley|mountains|canal|"
    "море|моря|морю|морем|океан|океана|залив|залива|заливе|пролив|пролива|проливе|река|реки|озеро|озера|"
    "область|области|край|края|район|района|районе|республика|республики|"
    "dağları|dəniz|dənizə|dənizin|dənizdə|dənizdən|dənizi|dənizində|dənizinə|dənizinin|dənizindən|körfəzi|körfəzində|rayonu|rayonunun|rayonunda|"
    "şəhəri|şəhərində|vilayəti|vilayətinin|respublikası|respublikasının|çayı|gölü|"
    "denizi|denizinde|denizine|denizinin|körfezi|körfezinde|bölgesi|bölgesinde|eyaleti|ili|vadisi|dağı|nehri"
)
_APOSTROPHES: Final = "'’‘ʼʻʹ`´ʾʿ＇"
DASHES: Final = "-‐‑‒–—―−⁃"
"""The dashes that may join the words of a name when nothing else stands between."""
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_INKLESS: Final = "\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f"
_MOST_WORDS: Final = 400
_LAST_BASIC: Final = 0xFFFF
_LAST_LETTER: Final = 0x323AF  # the end of the last block of letters
_BEYOND: Final = "\\U00010000-\\U0010ffff"

SMALL_LETTERS: Final = frozenset(word[0] for word in f"{_INNER}|{_GENERIC}".split("|"))
"""First letters of the small words, none of which begins a name."""


def _starters() -> tuple[str, str]:
    """Return the ranges of letters that can begin a name, in the basic plane and beyond.

    Capitals, and letters of scripts without capitals. Georgian's are lower case to Unicode, but are the only
    case in use. The two are apart because a class within the basic plane is one look into a table, while one
    that reaches beyond is searched range by range.
    """
    codes = [
        code
        for code in range(_LAST_LETTER + 1)
        if unicodedata.category(chr(code)) in {"Lu", "Lt", "Lo"} or 0x10D0 <= code <= 0x10FF
    ]
    return (
        _ranges([code for code in codes if code <= _LAST_BASIC]),
        _ranges([code for code in codes if code > _LAST_BASIC]),
    )


def _ranges(codes: list[int]) -> str:
    """Return ascending code points as the inside of a character class."""
    parts: list[str] = []
    first = previous = codes[0]
    for code in [*codes[1:], _LAST_LETTER + 2]:
        if code != previous + 1:
            parts.append(f"\\U{first:08x}-\\U{previous:08x}")
            first = code
        previous = code
    return "".join(parts)


def _longest_first(words: str) -> str:
    return "|".join(sorted(words.split("|"), key=lambda word: (-len(word), word)))


def _run_pattern() -> re.Pattern[str]:
    basic, beyond = _starters()
    rest = f"(?:[^\\W_]+|[{_MARKS}{_INKLESS}]+|[{_APOSTROPHES}](?=[^\\W_]))*"
    tail = f"(?:\\.(?:[A-ZА-ЯЁ]\\.)+|{rest})"  # U.S., or any word
    word = f"(?:[{basic}]|(?=[{_BEYOND}])[{beyond}]){tail}"
    # "St. Petersburg", "W. Va.", "J. F. Kennedy": a stop that ends no sentence
    stop = "(?<=\\b[SMFP][Tt])\\.\\s?|(?<=\\bSte)\\.\\s?|(?<=\\b[A-Z])\\.[ \\u00a0]?"
    # a name may be broken over two lines, not over two paragraphs
    space = "[ \\t\\u00a0\\u2009\\u202f]{1,8}(?:\\r?\\n[ \\t]{0,16})?|\\r?\\n[ \\t]{0,16}"
    joint = f"(?:{space}|[{DASHES}]|{stop})"
    more = (
        f"(?:(?:{_longest_first(_INNER)}){joint}){{0,2}}(?:[dl][{_APOSTROPHES}])?{word}"
        f"|(?:{_longest_first(_GENERIC)})(?![^\\W_])"
    )
    article = "[lsdnrtz]h?-(?=[A-ZÀ-Þ])"  # al-Qaim, ash-Shatrah, after its first letter
    # A class comes first, and whether a word begins there is asked after it: so the search skips what cannot
    # begin a run in a loop of its own, three times as fast.
    first = (
        f"[ae{basic}{_BEYOND}](?s:(?<![^\\W_].))"
        f"(?:(?<=[AaEe]){article}{word}|(?<![ae])(?:(?<![{_BEYOND}])|(?<=[{beyond}])){tail})"
    )
    return re.compile(f"{first}(?:{joint}(?:{more})){{0,{_MOST_WORDS}}}\\.?")


RUN: Final = _run_pattern()
"""A run, with the full stop that follows it: it may belong to an abbreviation."""
TOKEN: Final = re.compile(
    f"(?:[^\\W_]\\.){{2,}}|[^\\W_](?:[^\\W_]+|[{_MARKS}{_INKLESS}]+|[{_APOSTROPHES}](?=[^\\W_]))*"
)
"""A word inside a run."""
APOSTROPHE: Final = re.compile(f"[{_APOSTROPHES}]")
