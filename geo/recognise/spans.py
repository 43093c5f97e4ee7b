"""The exact span of a name: what belongs to it, and which of two that overlap remains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from geo.recognise.found import Found
from geo.resolve.abbreviations import SUBDIVISIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["abbreviations", "widened", "without_overlaps"]

_GENERIC: Final = re.compile(
    r"[ \u00a0](?:River|Rivers|Lake|Sea|Bay|Gulf|Strait|Channel|Canal|Mountains|Mountain|Valley|Peninsula|Island|"
    r"Islands|County|Counties|Province|Region|District|Oblast|Krai|Raion|Rayon|Prefecture|Governorate|Township|Parish|"
    r"Basin|Desert|Plateau|Pass|Gorge|Reservoir|Steppe|Coast|Delta|Autonomous Republic|Republic)(?!\w|[ \u00a0][A-Z])"
)
_STATE: Final = re.compile(
    r"(?<=[\w.’'], )(?:"
    + "|".join(re.escape(short) for short in sorted(SUBDIVISIONS, key=lambda one: (-len(one), one)) if "." in short)
    + r"|W\. ?Va\.)|(?<=[a-z], )(?:"
    + "|".join(sorted(short for short in SUBDIVISIONS if "." not in short))
    + r")(?![\w-])"
)


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span with the generic noun that completes the name ("Astarachay River").

    Examples
    --------
    >>> widened("across the Astarachay River on the border", 11, 21)
    (11, 27)
    """
    generic = _GENERIC.match(text, end)
    if generic and text[start:end].split()[-1] != generic.group().strip():
        return start, generic.end()
    return start, end


def abbreviations(text: str, kept: Iterable[Found]) -> list[Found]:
    """Return the abbreviated states and provinces that follow a place of ``kept`` ("Lexington, Ky.")."""
    ends = {found.end: found.score for found in kept}
    result = []
    for short in _STATE.finditer(text):
        score = ends.get(short.start() - 2)
        if score is not None:
            result.append(Found(short.start(), short.end(), score=score))
    return result


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
