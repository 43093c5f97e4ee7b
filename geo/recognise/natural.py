"""Words that call a name a river or a sea: "across the Samur", "на берегу Самура", "Kür boyunca".

English gives rivers, seas and ranges an article and towns none, so "the Samur" with nothing after it that
the name could qualify is no town.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["natural_kinds"]

_REACH: Final = 28  # characters; the longest expression before a name is shorter
_BLANKS: Final = (" ", "\u00a0")
_WATER: Final = frozenset({"river", "lake", "sea"})
_WITH_ARTICLE: Final = frozenset({"river", "sea", "mountain", "region"})
_RIVER: Final = frozenset({"river"})
_NOTHING: Final[frozenset[str]] = frozenset()

_RIVER_BEFORE: Final = re.compile(
    r"(?<!\w)(?:[Rr]ivers?|[Рр]ек[аиуе]|[Рр]екой|[Рр]ечк[аиуе]|banks? of(?: the)?|mouth of(?: the)?"
    r"|(?:up|down)stream of the|valley of the|берег[а-яё]*|усть[а-яё]*|вдоль|русл[а-яё]*"
    r"|течени[а-яё]*)[ \u00a0]$"
)
_RIVER_AFTER: Final = re.compile(
    r"[ \u00a0](?:(?:is|was) (?:a|the) (?:\w+ )?river(?!\w)|flows?(?!\w)|впада|теч[её]т|разлил"
    r"|[çÇ]ay(?!\w)|[çÇ]ayı|boyunca|sahil|hövzəsi|vadisi|axır|üzərind)"
)
_ARTICLES: Final = ("the ", "The ", "the\u00a0", "The\u00a0")
_NO_NOUN_AFTER: Final = re.compile(
    r"[,.;:!?)](?:\s|$)|$|[ \u00a0](?:and|or|to|from|at|in|into|near|between|by|with|for|as|is|was|has|had"
    r"|are|since|until|before|after|where|which|that|but|forms?|flows?|marks?|runs?|divides?|separates?|rises?"
    r"|meets?|empties|reaches|joins?|turns?|freezes?|floods?|carries)(?!\w)"
)


def natural_kinds(text: str, start: int, end: int) -> frozenset[str]:
    """Return the kinds of place that the words around ``text[start:end]`` leave; empty for any kind.

    Parameters
    ----------
    text
        The document.
    start, end
        The name's half-open span.

    Examples
    --------
    >>> sorted(natural_kinds("on the northern bank of the Samur.", 28, 33))
    ['lake', 'river', 'sea']
    >>> sorted(natural_kinds("the village of Samur", 15, 20))
    []
    """
    after = text[end : end + _REACH]
    if _RIVER_AFTER.match(after):
        return _RIVER
    before = text[max(0, start - _REACH) : start]
    if before[-1:] not in _BLANKS:
        return _NOTHING
    if _RIVER_BEFORE.search(before):
        return _WATER
    if before.endswith(_ARTICLES) and _NO_NOUN_AFTER.match(after):
        return _WITH_ARTICLE
    return _NOTHING
