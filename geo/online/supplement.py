"""Spans that the gazetteer has no place for -> candidates from an online service, scored in context."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from geo.model import Candidate, Mention, Unresolved
from geo.names import word_key
from geo.online.plausible import FARTHEST_KM, bears, distance_km
from geo.resolve import resolve
from geo.resolve.reasons import is_vague

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document, Place
    from geo.online.online import Online
    from geo.recognise import Found

__all__ = ["MOST_TRUSTED", "supplemented"]

MOST_TRUSTED: Final = 0.6
"""The highest score of an answer: scores are calibrated on the gazetteer, and the services are unmeasured."""


def supplemented(
    document: Document,
    found: Sequence[Found],
    answers: Sequence[Mention | Unresolved],
    gazetteer: Gazetteer,
    online: Online,
) -> list[Mention | Unresolved]:
    """Return ``answers`` with what an online service adds to them.

    Only names that no place of the gazetteer bears are asked for. What the service gives competes like any
    other candidate, in the context of the document; what was located without it stays as it was.

    Parameters
    ----------
    document, found
        The spans that were asked for.
    answers
        What the gazetteer alone makes of them, in the same order.
    gazetteer
        Where names are looked up.
    online
        The service.
    """
    lacking = {one.span.surface for one in answers if _is_lacking(one)}
    if not lacking:
        return list(answers)
    located = [one.place for one in answers if isinstance(one, Mention) and one.place is not None]
    near = list({place.id: place for place in located}.values())
    added: dict[str, tuple[Place, ...]] = {}
    reasons: dict[str, tuple[str, tuple[Candidate, ...]]] = {}
    for name in dict.fromkeys(one.span.surface for one in answers if one.span.surface in lacking):
        kept, reason, lost = _judged(name, near, gazetteer, online)
        if kept:
            added[word_key(name)] = kept
        reasons[name] = reason, lost
    again = resolve(document, found, gazetteer.with_places(added)) if added else answers
    return [
        _chosen(old, new, reasons) if _is_lacking(old) else old
        for old, new in zip(answers, again, strict=True)
    ]


def _is_lacking(one: Mention | Unresolved) -> bool:
    return isinstance(one, Unresolved) and not one.candidates and not is_vague(one.span.surface)


def _judged(
    name: str, near: Sequence[Place], gazetteer: Gazetteer, online: Online
) -> tuple[tuple[Place, ...], str, tuple[Candidate, ...]]:
    """Return the answers that fit; and for when none is chosen, a reason and the answers that do not fit."""
    begins = f"No place named '{name}' in the gazetteer"
    title = online.service.title
    answer = online.ask(name)
    if answer.trouble:
        return (), f"{begins}, and {title} could not be asked: {answer.trouble}.", ()
    bearing = [gazetteer.get(place.id) or place for place in answer.places if bears(place, name)]
    if not bearing:
        return (), f"{begins}, and {title} knows none.", ()
    lengths = {place.id: distance_km(place, near) for place in bearing}
    kept = tuple(place for place in bearing if (length := lengths[place.id]) is None or length <= FARTHEST_KM)
    if kept:
        return kept, f"{begins}, and nothing decides between those that {title} knows.", ()
    nearest = min(length for length in lengths.values() if length is not None)
    lost = tuple(Candidate(place, 0.0) for place in bearing)
    reason = (
        f"{begins}, and what {title} knows by this name lies {nearest:,.0f} km or more from every other "
        "place that the document names."
    )
    return (), reason, lost


def _chosen(
    old: Mention | Unresolved,
    new: Mention | Unresolved,
    reasons: dict[str, tuple[str, tuple[Candidate, ...]]],
) -> Mention | Unresolved:
    if isinstance(new, Mention):
        return replace(
            new,
            score=min(new.score, MOST_TRUSTED),
            candidates=tuple(replace(one, score=min(one.score, MOST_TRUSTED)) for one in new.candidates),
        )
    reason, lost = reasons[old.span.surface]
    return Unresolved(old.span, reason, new.candidates or lost)
