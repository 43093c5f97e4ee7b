"""Names that a text itself calls a place, and that no gazetteer lists: "the village of Sinagkend".

A recogniser without a statistical model knows only listed names, and would leave an online service nothing to
do. Here the words of the text decide, in English, Russian, Azerbaijani and Turkish; too few names are found
rather than too many.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from geo.recognise import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.gazetteer import Gazetteer

__all__ = ["unlisted"]

_WORD: Final = r"[^\W\d_][\w'’-]{2,30}"
_BEFORE: Final = re.compile(
    r"\b(?:(?:village|town|settlement|hamlet|city|port|district|station)s?[ ]of"
    r"|сел[оае]|сёл[ао]|деревн[яие]|пос[её]лк?[а-я]{0,2}|станци[яию]|город[ае]?|порт[ау]?)"
    rf"[ \n](?P<name>{_WORD}(?:[ ]{_WORD}){{0,2}})"
)
_AFTER: Final = re.compile(
    rf"\b(?P<name>{_WORD}(?:[ ]{_WORD}){{0,2}})[ \n]"
    r"(?:village|settlement|hamlet|checkpoint|border crossing|railway station"
    r"|kənd|qəsəbə|stansiya|köyü?|kasaba)"
)


def unlisted(text: str, taken: Sequence[Found], gazetteer: Gazetteer) -> list[Found]:
    """Return the spans of unlisted names, in order, apart from each other and from ``taken``.

    Parameters
    ----------
    text
        The text of a document.
    taken
        Spans that were found already.
    gazetteer
        What lists names.
    """
    free = bytearray(b"\x01") * len(text)
    for one in taken:
        free[one.start : one.end] = bytes(one.end - one.start)
    found = []
    for start, end in _named(text):
        if all(free[start:end]) and not gazetteer.find(text[start:end]):
            free[start:end] = bytes(end - start)
            found.append(Found(start, end))
    return sorted(found, key=lambda one: one.start)


def _named(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans that a pattern names and that are written with capitals."""
    for pattern, from_end in ((_BEFORE, False), (_AFTER, True)):
        for match in pattern.finditer(text):
            words = list(re.finditer(r"[^ ]+", match["name"]))
            kept = _capitalised(words[::-1] if from_end else words)
            if kept:
                begin = match.start("name")
                yield begin + min(one.start() for one in kept), begin + max(one.end() for one in kept)


def _capitalised(words: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the leading words that begin with a capital and are not all capitals."""
    kept = []
    for word in words:
        if not word[0][0].isupper() or word[0].isupper() or word[0] in _NO_NAMES:
            break
        kept.append(word)
    return kept


_NO_NAMES: Final = frozenset(
    {"The", "This", "That", "These", "Each", "Every", "One", "Another", "Its", "Their"}
)
