"""Everything that speaks for or against each known name in a document.

One pass over the names that the gazetteer finds: the name itself, the words around it, and what the
other uses of the same name in the document show.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.recognise.context import Surroundings, surroundings
from geo.recognise.cues import words
from geo.recognise.prior import Prior, prior

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.gazetteer import Gazetteer, Match

__all__ = ["Evidence", "evidence"]

_LOCATIVE = words("p=in p=at p=near p=from p=outside p=around p=throughout p=across p=inside p=within")
_PERSONAL_BEFORE = words("title role Given initial")
_PERSONAL_AFTER = words("Family Capital")
_REPEATS = (2, 4, 8)
_MOST_PRIORS = 100_000
_OFTEN = 3


@dataclass(slots=True)
class Evidence:
    """A known name in a document with its class and cues."""

    match: Match
    around: Surroundings
    known: Prior
    kind: str
    cues: list[str] = field(default_factory=list)


def evidence(
    text: str,
    matches: Sequence[Match],
    gazetteer: Gazetteer,
    priors: dict[tuple[str, bool, bool, int], Prior],
    labels: Mapping[int, str] | None = None,
) -> list[Evidence]:
    """Return the evidence of each match, in order.

    Parameters
    ----------
    text
        The document.
    matches
        Known names in it, in order.
    gazetteer
        Where the names are known.
    priors
        A memory of what names are worth; it is filled here.
    labels
        By the position of a match in ``matches``, what a statistical recogniser says of it.
    """
    gathered: list[Evidence] = []
    for match in matches:
        # All that a prior looks at: with less, a document would be judged by what came before it.
        key = (match.name, match.is_code, match.is_inflected, len(match.ids))
        known = priors.get(key)
        if known is None:
            if len(priors) >= _MOST_PRIORS:
                priors.clear()
            known = priors[key] = prior(match, gazetteer)
        around = surroundings(text, match.start, match.end)
        gathered.append(Evidence(match, around, known, known.kind, [*known.cues, *around.cues]))
    _add_writing(text, gathered)
    _add_neighbours(text, gathered)
    _add_repeats(text, gathered)
    _add_homes(gathered)
    if labels is not None:
        for number, one in enumerate(gathered):
            one.cues.append("ner=" + labels.get(number, "none"))
    return gathered


def _add_writing(text: str, gathered: list[Evidence]) -> None:
    for one in gathered:
        surface = text[one.match.start : one.match.end]
        if surface.isupper() and len(surface) > 1 and not one.match.is_code:
            one.cues.append("capitals" if len(surface) > 3 else "acronym")
        elif one.match.is_code and "." in surface:
            one.cues.append("dotted")


def _add_neighbours(text: str, gathered: list[Evidence]) -> None:
    """Add what the known names right beside a name say ("Lexington, Kentucky")."""
    for one, following in pairwise(gathered):
        gap = text[one.match.end : following.match.start]
        if len(gap) > 5:  # longer than " and "
            continue
        if gap == ", ":
            joint = "comma"
        elif gap in (" ", "\u00a0"):
            joint = "space"
        elif gap in ("-", "–", "—", "‐", "‑"):
            joint = "hyphen"
        elif gap in (" and ", " or ", " to "):
            joint = "and"
        else:
            continue
        one.cues.append(f"next:{joint}={following.kind}")
        following.cues.append(f"last:{joint}={one.kind}")


def _add_repeats(text: str, gathered: list[Evidence]) -> None:
    """Add what the other uses of the same name show."""
    located: Counter[str] = Counter()
    personal: Counter[str] = Counter()
    uses: dict[str, list[Evidence]] = defaultdict(list)
    for one in gathered:
        uses[one.match.name].append(one)
        if one.cues and not _LOCATIVE.isdisjoint(one.cues):
            located[one.match.name] += 1
        elif _is_personal(one):
            personal[one.match.name] += 1
    for name, several in uses.items():
        if several[0].kind in ("common", "both", "short") and f" {name} " in text:
            for one in several:
                one.cues.append("small elsewhere")
        if len(several) > 1:
            _weigh_uses(several, located[name], personal[name])


def _weigh_uses(several: list[Evidence], located: int, personal: int) -> None:
    """Add to each use of one name what its other uses show."""
    repeats = f"uses{sum(len(several) >= bound for bound in _REPEATS)}"
    for one in several:
        own = not _LOCATIVE.isdisjoint(one.cues)
        one.cues.append(repeats)
        if located - own > 0:
            one.cues.append("located elsewhere")
        if personal - (not own and _is_personal(one)) > 0:
            one.cues.append("person elsewhere")


def _add_homes(gathered: list[Evidence]) -> None:
    """Add whether a name has a bearer in a country or subdivision that the document names."""
    named = Counter(one.known.names for one in gathered if one.known.names)
    if not named:
        return
    for one in gathered:
        if one.known.names:
            continue
        known = one.known
        if not known.subdivisions.isdisjoint(named):
            one.cues.append("home:subdivision")
        elif known.country in named:
            size = "large" if known.is_large else "small"
            one.cues.append(f"home:{size}" if named[known.country] < _OFTEN else f"home:{size} often")
        else:
            one.cues.append("home:none")


def _is_personal(one: Evidence) -> bool:
    around = one.around
    return around.before in _PERSONAL_BEFORE or (
        one.kind in ("person", "both") and around.after in _PERSONAL_AFTER
    )
