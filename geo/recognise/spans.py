"""The exact span of a name: what belongs to it, and which of two that overlap remains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.gazetteer import Gazetteer, Match
    from geo.recognise.found import Found

__all__ = ["is_common_noun", "widened", "without_article", "without_overlaps"]

_NOUNS: Final = (
    "River Rivers Lake Sea Bay Gulf Strait Channel Canal Mountains Mountain Valley Peninsula "
    "Island Islands County "
    "Counties Province Region District Oblast Krai Raion Rayon Prefecture Governorate Township "
    "Parish Basin Desert "
    "Plateau Pass Gorge Reservoir Steppe Coast Delta Republic"
)
_GENERIC: Final = re.compile(
    rf"[ \u00a0](?:Autonomous Republic|{'|'.join(_NOUNS.split())})(?!\w|[ \u00a0][A-Z])"
)


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span with the generic noun that completes the name ("Astarachay River").

    Examples
    --------
    >>> widened("across the Astarachay River on the border", 11, 21)
    (11, 27)
    """
    generic = _GENERIC.match(text, end)
    if generic and text[start:end].rsplit(maxsplit=1)[-1] != generic.group().strip():
        return start, generic.end()
    return start, end


def is_common_noun(text: str, start: int, end: int) -> bool:
    """Tell whether only an article has a capital ("The river"), as no name has.

    Examples
    --------
    >>> is_common_noun("The river rose.", 0, 9), is_common_noun("The Hague", 0, 9)
    (True, False)
    """
    surface = text[start:end]
    return surface.startswith("The ") and surface[4:].islower()


def without_article(text: str, match: Match, gazetteer: Gazetteer) -> int:
    """Return where the name starts that ``match`` found with an article ("The Caspian Sea").

    The article stays where it is part of a town's name ("The Hague").
    """
    surface = text[match.start : match.end]
    if surface[:4].casefold() == "the " and len(surface) > 4:
        bare = gazetteer.find(surface[4:])
        if any(place.id in match.ids and place.kind != "city" for place in bare):
            return match.start + 4
    return match.start


def without_overlaps(spans: Iterable[Found]) -> list[Found]:
    """Return ``spans`` in document order; of two that overlap the longer stays, then the surer."""
    kept: list[Found] = []
    for one in sorted(spans, key=lambda found: (found.start, found.end)):
        if kept and one.start < kept[-1].end:
            last = kept[-1]
            if (one.end - one.start, one.score) > (last.end - last.start, last.score):
                kept[-1] = one
            continue
        kept.append(one)
    return kept
