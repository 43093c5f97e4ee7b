"""Mentions that must mean the same: one name, one clue, one referent in a document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.names import fold
from geo.resolve.candidates import candidates_of
from geo.resolve.clues import Clue, clue_for, says_area, supports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Place
    from geo.recognise import Found

__all__ = ["Group", "group"]


@dataclass(slots=True)
class Group:
    """Spans of one name that share one referent, and the places that it may be."""

    name: str
    candidates: tuple[Place, ...]
    clue: Clue = ()
    is_area: bool = False
    members: list[int] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)


def group(document: Document, found: Sequence[Found], gazetteer: Gazetteer) -> list[Group]:
    """Return the groups of ``found``, in order of first appearance.

    Mentions of a name share a referent unless the text places them apart ("Astara on the Iranian
    side"); a mention that the text does not place goes with the only placed one, if there is one.
    """
    text, language = document.text, document.language
    known: dict[str, tuple[str, tuple[Place, ...]]] = {}
    same: dict[str, list[int]] = defaultdict(list)
    for number, span in enumerate(found):
        surface = text[span.start : span.end]
        if surface not in known:
            candidates = candidates_of(surface, gazetteer, language)
            # Forms of one name (Baku, Bakıdan) share their candidates, and so their referent.
            known[surface] = " ".join(place.id for place in candidates) or fold(surface), candidates
        same[known[surface][0]].append(number)
    groups: list[Group] = []
    for numbers in same.values():
        surface = text[found[numbers[0]].start : found[numbers[0]].end]
        groups.extend(_split(document, found, Group(surface, known[surface][1], members=numbers), gazetteer))
    return sorted(groups, key=lambda one: one.members[0])


def _split(document: Document, found: Sequence[Found], whole: Group, gazetteer: Gazetteer) -> list[Group]:
    """Return the groups that a group of one name falls into when the text places its members apart."""
    name, candidates, numbers = whole.name, whole.candidates, whole.members
    placed: dict[Clue, Group] = {}
    loose: list[int] = []
    for number in numbers:
        span = found[number]
        clue: Clue = ()
        if len(candidates) > 1:
            clue = clue_for(document.text, span.start, span.end, gazetteer)
            if clue and not any(supports(clue, place) for place in candidates):
                clue = ()
        if clue:
            placed.setdefault(clue, Group(name, candidates, clue)).members.append(number)
        else:
            loose.append(number)
    if len(placed) == 1:
        next(iter(placed.values())).members.extend(loose)
    elif loose:
        placed[()] = Group(name, candidates, members=loose)
    for one in placed.values():
        one.members.sort()
        one.is_area = any(says_area(document.text, found[n].start, found[n].end) for n in one.members)
        one.positions = [found[number].start for number in one.members]
    return list(placed.values())
