"""Mentions that must mean the same: one name, one clue, one referent in a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING

from geo.recognise.natural import natural_kinds
from geo.resolve.candidates import bearers_of
from geo.resolve.clues import Clue, clue_for, says_area, supported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Place
    from geo.recognise import Found
    from geo.resolve.candidates import Bearers

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
    same: dict[str, tuple[str, Bearers, list[int]]] = {}
    for number, span in enumerate(found):
        surface = text[span.start : span.end]
        bearers = bearers_of(surface, gazetteer, language)
        same.setdefault(bearers.key, (surface, bearers, []))[2].append(number)
    groups: list[Group] = []
    for name, bearers, members in same.values():
        whole = Group(name, bearers.places, members=members)
        parts = _split(document, found, whole, gazetteer) if len(bearers.places) > 1 else [whole]
        for one in parts:
            one.positions = [found[number].start for number in one.members]
            one.is_area = bearers.has_areas and any(
                says_area(text, found[number].start, found[number].end) for number in one.members
            )
        groups.extend(parts)
    return sorted(groups, key=lambda one: one.members[0])


def _split(document: Document, found: Sequence[Found], whole: Group, gazetteer: Gazetteer) -> list[Group]:
    """Return the groups that a group of one name falls into when the text places its members apart."""
    placed: dict[tuple[tuple[str, ...], tuple[str, ...]], Group] = {}
    loose: list[int] = []
    for number in whole.members:
        clue, candidates = _said(document, found[number], whole.candidates, gazetteer)
        if clue or len(candidates) < len(whole.candidates):
            key = _ids(clue), _ids(candidates)
            placed.setdefault(key, Group(whole.name, candidates, clue)).members.append(number)
        else:
            loose.append(number)
    if not placed:
        return [whole]
    parts = list(placed.values())
    if len(parts) == 1 and parts[0].clue:
        parts[0].members = sorted(parts[0].members + loose)
    elif loose:
        parts.append(Group(whole.name, whole.candidates, members=loose))
    for one in parts:
        left = _ids(one.candidates)
        one.ruled_out = tuple(place for place in whole.candidates if place.id not in left)
    return parts


def _ids(places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(place.id for place in places)


def _said(
    document: Document, span: Found, candidates: tuple[Place, ...], gazetteer: Gazetteer
) -> tuple[Clue, tuple[Place, ...]]:
    """Return where the text places a mention, and the candidates that its words leave.

    An outright holder ("Astara in Iran") leaves those inside, the words of a river ("across the Samur") those
    that are one.
    """
    clue, is_outright = clue_for(document.text, span.start, span.end, gazetteer, document.language)
    inside = tuple(compress(candidates, supported(clue, candidates))) if clue else ()
    if inside:
        return clue, inside if is_outright else candidates
    kinds = natural_kinds(document.text, span.start, span.end)
    if not kinds:
        return (), candidates
    natural = tuple(place for place in candidates if place.kind in kinds)
    return (), natural or candidates
