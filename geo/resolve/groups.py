"""Mentions that must mean the same: one name, one clue, one referent in a document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.names import fold
from geo.recognise.natural import natural_kinds
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
    ruled_out: tuple[Place, ...] = ()
    """Places of that name that the words of the text leave out."""


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
    placed: dict[tuple[Clue, tuple[Place, ...]], Group] = {}
    loose: list[int] = []
    for number in whole.members:
        clue, candidates = _said(document, found[number], whole.candidates, gazetteer)
        if clue or len(candidates) < len(whole.candidates):
            one = placed.setdefault((clue, candidates), Group(whole.name, candidates, clue))
            one.members.append(number)
        else:
            loose.append(number)
    if len(placed) == 1 and next(iter(placed))[0]:
        next(iter(placed.values())).members.extend(loose)
    elif loose:
        placed[(), whole.candidates] = Group(whole.name, whole.candidates, members=loose)
    for one in placed.values():
        one.members.sort()
        one.is_area = any(says_area(document.text, found[n].start, found[n].end) for n in one.members)
        one.positions = [found[number].start for number in one.members]
        if len(one.candidates) < len(whole.candidates):
            one.ruled_out = tuple(place for place in whole.candidates if place not in one.candidates)
    return list(placed.values())


def _said(
    document: Document, span: Found, candidates: tuple[Place, ...], gazetteer: Gazetteer
) -> tuple[Clue, tuple[Place, ...]]:
    """Return where the text places a mention, and the candidates that its words leave.

    An outright holder ("Astara in Iran") leaves those inside, the words of a river ("across the Samur") those
    that are one.
    """
    if len(candidates) < 2:
        return (), candidates
    clue, is_outright = clue_for(document.text, span.start, span.end, gazetteer, document.language)
    inside = tuple(place for place in candidates if supports(clue, place)) if clue else ()
    if inside:
        return clue, inside if is_outright else candidates
    kinds = natural_kinds(document.text, span.start, span.end)
    natural = tuple(place for place in candidates if place.kind in kinds)
    return (), natural or candidates
