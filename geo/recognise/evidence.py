"""Everything that speaks for or against each known name in a document.

One pass over the names that the gazetteer finds: the name itself, the words around it, and what the
other uses of the same name in the document show.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.recognise.context import Surroundings, surroundings
from geo.recognise.cues import words
from geo.recognise.prior import Prior, prior

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.gazetteer import Gazetteer, Match

__all__ = ["Evidence", "evidence"]

_LOCATIVE = words("in at near from outside around throughout across inside within")
_PERSONAL_BEFORE = words("title role Given initial")
_PERSONAL_AFTER = words("Family Capital")
_REPEATS = (2, 4, 8)
_MOST_PRIORS = 100_000
_OFTEN = 3
_MANY_NAMES = 40
_OFTEN_WORDS = ("common", "both", "short")
_JOINTS = {
    ", ": "comma",
    **dict.fromkeys((" ", "\u00a0"), "space"),
    **dict.fromkeys("-–—‐‑", "hyphen"),
    **dict.fromkeys((" and ", " or ", " to "), "and"),
}
_LONGEST_JOINT = 5


@dataclass(slots=True)
class Evidence:
    """A known name in a document with its class and cues."""

    match: Match
    around: Surroundings
    known: Prior
    kind: str
    seen: list[str]
    """The cues that the document gives; those of the name itself are in ``known``."""

    @property
    def cues(self) -> tuple[str, ...]:
        """All cues, those of the name first."""
        return (*self.known.cues, *self.seen)


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
        gathered.append(Evidence(match, around, known, known.kind, list(around.cues)))
    _add_writing(text, gathered)
    _add_neighbours(text, gathered)
    _add_repeats(text, gathered)
    _add_homes(gathered)
    if labels is not None:
        for number, one in enumerate(gathered):
            one.seen.append("ner=" + labels.get(number, "none"))
    return gathered


def _add_writing(text: str, gathered: list[Evidence]) -> None:
    for one in gathered:
        match = one.match
        surface = text[match.start : match.end]
        if match.is_code:
            if "." in surface:
                one.seen.append("dotted")
        elif surface.isupper() and len(surface) > 1:
            one.seen.append("capitals" if len(surface) > 3 else "acronym")


def _add_neighbours(text: str, gathered: list[Evidence]) -> None:
    """Add what the known names right beside a name say ("Lexington, Kentucky")."""
    for one, following in pairwise(gathered):
        begin, end = one.match.end, following.match.start
        joint = _JOINTS.get(text[begin:end]) if end - begin <= _LONGEST_JOINT else None
        if joint is not None:
            one.seen.append(f"next:{joint}={following.kind}")
            following.seen.append(f"last:{joint}={one.kind}")


def _add_repeats(text: str, gathered: list[Evidence]) -> None:
    """Add what the other uses of the same name show."""
    uses: dict[str, list[Evidence]] = {}
    for one in gathered:
        uses.setdefault(one.match.name, []).append(one)
    # To search a long text for each of its names would take time with its square.
    words = frozenset(text.split(" ")[1:-1]) if len(uses) > _MANY_NAMES else None
    for name, several in uses.items():
        if several[0].kind in _OFTEN_WORDS and _is_between_blanks(name, text, words):
            for one in several:
                one.seen.append("small elsewhere")
        if len(several) > 1:
            _weigh_uses(several)


def _is_between_blanks(name: str, text: str, words: frozenset[str] | None) -> bool:
    """Tell whether a name stands in a text as it is written there; ``words`` are those between blanks."""
    return name in words if words is not None and " " not in name else f" {name} " in text


def _weigh_uses(several: list[Evidence]) -> None:
    """Add to each use of one name what its other uses show."""
    located = [_is_located(one) for one in several]
    personal = [not own and _is_personal(one) for one, own in zip(several, located, strict=True)]
    repeats = f"uses{sum(len(several) >= bound for bound in _REPEATS)}"
    places, people = sum(located), sum(personal)
    for one, is_located, is_personal in zip(several, located, personal, strict=True):
        one.seen.append(repeats)
        if places > is_located:
            one.seen.append("located elsewhere")
        if people > is_personal:
            one.seen.append("person elsewhere")


def _add_homes(gathered: list[Evidence]) -> None:
    """Add whether a name has a bearer in a country or subdivision that the document names."""
    named = Counter([one.known.names for one in gathered if one.known.names])
    if not named:
        return
    for one in gathered:
        known = one.known
        if known.names:
            continue
        if not known.subdivisions.isdisjoint(named):
            one.seen.append("home:subdivision")
        elif known.country in named:
            size = "large" if known.is_large else "small"
            one.seen.append(f"home:{size}" if named[known.country] < _OFTEN else f"home:{size} often")
        else:
            one.seen.append("home:none")


def _is_located(one: Evidence) -> bool:
    return one.around.before in _LOCATIVE


def _is_personal(one: Evidence) -> bool:
    around = one.around
    return around.before in _PERSONAL_BEFORE or (
        one.kind in ("person", "both") and around.after in _PERSONAL_AFTER
    )
