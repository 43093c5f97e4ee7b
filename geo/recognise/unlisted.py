"""Places that no gazetteer has, told by the words around them: "the village of X", "X checkpoint", "X-Uba".

They have no position, but a name listed with the reason beats silence. Precision comes first: a name is
taken only where a noun calls it a place, or where its own parts do; words, people's names and organisations
are not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from geo.names import fold
from geo.recognise.cues import is_office, is_organisation, is_title
from geo.recognise.found import Found
from geo.recognise.lexicon import common_tier, family_share, given_share
from geo.recognise.proper import inside_proper_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["SCORE", "unlisted_names"]

SCORE: Final = 0.5
"""Taken as the probability that such a name is a place."""

_REACH: Final = 64
_COMMON: Final = 40
_SHORTEST: Final = 3
_CAPITAL: Final = r"[^\W\d_a-zа-яёəığşçöü]"
_WORD: Final = rf"{_CAPITAL}(?:[^\W\d_]|['’](?=[^\W\d_]))+"
_PART: Final = rf"{_WORD}(?:[-‐‑](?:[a-z]{{1,2}}[-‐‑])?{_WORD}){{0,3}}"
_NAME_AFTER: Final = re.compile(
    rf"[ \u00a0](?:of[ \u00a0])?(?:the[ \u00a0])?[«“\"]?({_PART}(?:[ \u00a0]{_PART})?)(?![\w-])"
)
_NAME_BEFORE: Final = re.compile(rf"(?<![\w.-])({_PART}(?:[ \u00a0]{_PART})?)[»”\"]?[ \u00a0]$")

_NOUN: Final = re.compile(
    r"[ \u00a0«(](?:"
    r"(?P<of>villages?|hamlets?|towns?|settlements?|islets?)(?=[ \u00a0]of[ \u00a0])"
    r"|(?P<tail>village|hamlet|checkpoint|border crossing|customs post|railway station|river"
    r"|reservoir|gorge|lowland|raion|rayon|marshalling yard)(?![\w-])"
    r"|(?P<front>сел[оаеу]|деревн[яиею]|пос[её]л(?:ок|ка|ке|ку)|аул[аеу]?|станци[яиюей]|хутор[аеу]?)"
    r"(?=[ \u00a0])"
    r"|(?P<ending>kəndi|kəndində|kəndinin|qəsəbəsi|qəsəbəsində|stansiyası|stansiyasında|liman[ıl]"
    r"|köyü|köyünde|beldesi|istasyonu)(?=\w*[^\w-]|\w*$)"
    r")"
)
# What these nouns begin with: to find it takes a fiftieth of trying the expression at every blank.
_STEMS: Final = (
    *("village", "hamlet", "town", "settlement", "islet", "checkpoint", "border crossing", "customs post"),
    *("railway station", "river", "reservoir", "gorge", "lowland", "raion", "rayon", "marshalling yard"),
    *("сел", "деревн", "пос", "аул", "станци", "хутор", "kənd", "qəsəbə", "stansiya", "liman", "köyü"),
    *("beldesi", "istasyonu"),
)
# Last parts that names of places between the Black Sea and the Pamirs are made with.
_FORMANTS: Final = (
    "uba oba kazmalyar kazmaliar kand kend kent aul yurt abad qala kala gala qishlaq kyshlak bulaq bulak "
    "dagh chay rud shahr mahalla rabat tepe"
)
_JOINT: Final = re.compile(rf"[-‐‑](?:{'|'.join(_FORMANTS.title().split())})(?![\w-])")
_FIRST_PART: Final = re.compile(rf"(?<![\w-]){_WORD}$")


def unlisted_names(text: str, kept: Sequence[Found], people: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """Return the names that are told to be places and meet none of ``kept``, in document order.

    Parameters
    ----------
    text
        The document.
    kept
        The places found by name, in document order, without overlaps.
    people
        Spans of demonyms, in document order ("the Armenian-Azerbaijani border crossing" names none).
    """
    told = [*_called(text), *_made(text)]
    if not told:
        return []
    taken = sorted([*((one.start, one.end) for one in kept), *people])
    starts = [start for start, _ in taken]
    found: dict[int, Found] = {}
    for start, end in told:
        number = bisect_right(starts, end - 1) - 1
        if (number >= 0 and taken[number][1] > start) or not _may_be_place(text[start:end]):
            continue
        found.setdefault(start, Found(start, end, inside_proper_name(text, start, end), score=SCORE))
    return [found[start] for start in sorted(found)]


def _called(text: str) -> Iterator[tuple[int, int]]:
    """Yield the names that a noun beside them calls places."""
    for noun in _nouns(text):
        if noun["of"] or noun["front"]:
            after = _NAME_AFTER.match(text, noun.end())
            if after:
                yield after.span(1)
            continue
        begin = max(0, noun.start() + 1 - _REACH)
        before = _NAME_BEFORE.search(text[begin : noun.start() + 1])
        if before:
            start = begin + before.start(1)
            said = before[1]
            alone = noun["ending"] or said.startswith("The ") or not _may_be_place(said)
            yield start + (said.rfind(" ") + 1 if alone else 0), begin + before.end(1)


def _nouns(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of `_NOUN`, in order."""
    beginnings: list[int] = []
    for stem in _STEMS:
        at = text.find(stem, 1)  # a blank or the like comes before it
        while at >= 0:
            beginnings.append(at - 1)
            at = text.find(stem, at + 1)
    beginnings.sort()
    over = 0
    for begin in beginnings:
        noun = _NOUN.match(text, begin) if begin >= over else None
        if noun is not None:
            over = noun.end()
            yield noun


def _made(text: str) -> Iterator[tuple[int, int]]:
    """Yield the hyphenated names whose last part means village, fort, stream or the like."""
    if "-" not in text and "‐" not in text and "‑" not in text:
        return
    for joint in _JOINT.finditer(text):
        begin = max(0, joint.start() - _REACH)
        first = _FIRST_PART.search(text[begin : joint.start()])
        if first:
            yield begin + first.start(), joint.end()


def _may_be_place(name: str) -> bool:
    """Tell whether no part of a name is a word, a title, an organisation or a person's name."""
    parts = fold(name).replace("-", " ").split()
    return (
        len(name) >= _SHORTEST
        and not name.isupper()
        and not any(is_title(part) or is_organisation(part) or is_office(part) for part in parts)
        and all(common_tier(part) > _COMMON for part in parts)
        and not any(given_share(part) or family_share(part) for part in parts)
    )
