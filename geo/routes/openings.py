"""Where in a text a route can stand at all: told for every word at once, before the grammar looks.

A text is cut into words once, each word is looked up in a table that fills itself, and what comes
out is one byte a word. Only where a name of the registry begins and goes on, or a route noun has
something beside it that it could belong with, is the grammar asked.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from geo.routes.joints import CHAINED_WORDS, LEFT_WORDS, RIGHT_WORDS, STATE_LEFT
from geo.routes.nouns import is_head, is_inner
from geo.routes.words import (
    OPEN_QUOTES,
    WORD,
    Word,
    cut,
    is_border,
    is_capital,
    key,
    word_of,
    words_after,
    words_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.routes.words import Keys

__all__ = ["Openings", "heads_in", "may_join", "openings_in"]

_MOST_REMEMBERED: Final = 300_000
# What a word can be: the first of a registry's name, the head of a noun phrase, another word of one; a
# part of a chain of names; the end of "A'dan B'ye giden", the beginning of "from A to B".
_NAME, _HEAD, _INNER, _CHAINED, _GOING, _JOINING = 1, 2, 4, 8, 16, 32
_OPENS: Final = re.compile(
    b"[%b]" % re.escape(bytes(flags for flags in range(64) if flags & (_NAME | _HEAD)))
)
_MOST_MODIFIERS: Final = 6


class Openings(dict[str, int]):
    """What each word can be to the grammar, found once a word.

    A dictionary that fills itself is the fastest test of every word that Python has; it forgets
    all when it grows too large. ``names`` are the names of the registry by their stems.
    """

    def __init__(self, names: Iterable[Keys]) -> None:
        super().__init__()
        second: dict[str, set[str | None]] = {}
        for keys in names:
            second.setdefault(keys[0], set()).add(keys[1] if len(keys) > 1 else None)
        self._second: Mapping[str, set[str | None]] = second

    def __missing__(self, word: str) -> int:
        stem = key(word)
        capital = is_capital(word[0])
        flags = _NAME if stem in self._second else 0
        flags |= _HEAD if is_head(stem) else 0
        border = is_border(stem)
        flags |= _INNER if border or is_inner(stem) or stem in STATE_LEFT else 0
        flags |= _CHAINED if capital or border or word in CHAINED_WORDS else 0
        flags |= _GOING if stem in LEFT_WORDS else 0
        flags |= _JOINING if word in RIGHT_WORDS else 0
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[word] = flags
        return flags

    def goes_on(self, word: str, following: str) -> bool:
        """Tell whether some name has these two words at its head, or the first alone."""
        second = self._second[key(word)]
        return None in second or key(following) in second


def openings_in(text: str, openings: Openings) -> Iterator[Word]:
    """Yield the words of a text around which a route may stand, in order.

    Linear in the text; nothing is missed but what lies more than a window away
    (:func:`geo.routes.words.words_after`).
    """
    pieces = cut(text)
    words = pieces[1::2]
    flags = bytes(map(openings.__getitem__, words))
    found = [
        at
        for at in (match.start() for match in _OPENS.finditer(flags))
        if (flags[at] & _NAME and openings.goes_on(words[at], words[at + 1] if at + 1 < len(words) else ""))
        or (flags[at] & _HEAD and _is_beside(pieces, flags, at))
    ]
    starts = list(accumulate(map(len, pieces))) if found else []
    for at in found:
        start, word = starts[2 * at], words[at]
        yield Word(start, start + len(word), word, key(word))


def heads_in(text: str, openings: Openings, start: int) -> Iterator[Word]:
    """Yield the words from ``start`` on that may be the head of a route's noun phrase, in order."""
    for match in WORD.finditer(text, start):
        if openings[match.group()] & _HEAD:
            yield word_of(match)


def _is_beside(pieces: Sequence[str], flags: bytes, at: int) -> bool:
    """Tell whether the words beside the head of a noun phrase could be the places that it joins."""
    return _ends_chain(flags, at) or _begins(pieces, flags, at)


def _ends_chain(flags: bytes, at: int) -> bool:
    """Tell whether two parts of a chain, or "giden", stand left of a noun and its modifiers."""
    for left in range(at - 1, max(-1, at - 2 - _MOST_MODIFIERS), -1):
        if flags[left] & _GOING or (left and flags[left] & _CHAINED and flags[left - 1] & _CHAINED):
            return True
        if not flags[left] & _INNER:
            return False
    return False


def _begins(pieces: Sequence[str], flags: bytes, at: int) -> bool:
    """Tell whether a name, a chain, or "from" stands right of a noun, or of a second noun after it."""
    for right in range(at + 1, min(at + 3, len(flags))):
        if flags[right] & (_NAME | _JOINING) or pieces[2 * right][-1] in OPEN_QUOTES:
            return True
        if flags[right] & _CHAINED and right + 1 < len(flags) and flags[right + 1] & _CHAINED:
            return True
        if not flags[right] & (_HEAD | _INNER):
            return False
    return False


def may_join(text: str, start: int, end: int) -> bool:
    """Tell at a glance whether the words beside a whole noun phrase let it name a route with them."""
    for word in words_before(text, start, 1):
        if is_capital(word.text[0]) or word.key in LEFT_WORDS or is_border(word.key):
            return True
    return any(
        is_capital(word.text[0]) or word.text in RIGHT_WORDS or text[word.start - 1] in OPEN_QUOTES
        for word in words_after(text, end, 1)
    )
