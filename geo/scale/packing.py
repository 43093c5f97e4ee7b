"""What was found in a document as a few bytes, and back.

Places are named by their id and known routes by theirs: whoever unpacks has the same gazetteer and registry,
which `geo.scale.mark.code_mark` sees to. A route that a text makes of places travels whole.
"""

from __future__ import annotations

import json
import zlib
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from geo.model import Candidate, Document, Leg, Mention, Place, Route, Span, Unresolved, Waypoint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.pipeline import Geoparser
    from geo.reading import Raw

__all__ = ["packed", "unpacked"]

# What reading finds out about a text; its name and source are the raw text's own.
_SHOWN: Final = ("title", "author", "publisher", "series", "date", "not_before", "language", "url")
_PLACE: Final = "p"
_ROUTE: Final = "r"
_COMPOSED: Final = "c"
_PLAIN: Final[tuple[Any, ...]] = ("place", False, ())
"""What most mentions have for role, whether in a name, and legs: packets leave it out."""

_ENCODER: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False)
# To set up a deflater with the usual window of 32 KB takes longer than to pack what a short text has.
_LEVEL, _WINDOW, _MEMORY = 1, 13, 6


def packed(document: Document, found: Sequence[Mention | Unresolved]) -> bytes:
    """Return a document's bibliography and everything found in it as bytes."""
    targets: dict[tuple[type, str], int] = {}
    listed: list[list[Any]] = []

    def number(target: Place | Route) -> int:
        key = type(target), target.id  # a crossing may be both a place and a route
        if key not in targets:
            targets[key] = len(listed)
            listed.append(_target(target))
        return targets[key]

    choices: dict[int, int] = {}
    told: list[list[list[Any]]] = []

    def choice(candidates: tuple[Candidate, ...]) -> int:
        key = id(candidates)  # mentions of one name share theirs
        if key not in choices:
            choices[key] = len(told)
            told.append([_scored(one, number(one.target)) for one in candidates])
        return choices[key]

    spans: list[list[Any]] = []
    for one in found:
        where = [one.span.start, one.span.end, one.span.kind]
        if isinstance(one, Mention):
            more = (one.role, one.in_name, one.leg_ids)
            own = (number(one.target), one.score, *(() if more == _PLAIN else more))
            spans.append([*where, choice(one.candidates), *own])
        else:
            spans.append([*where, choice(one.candidates), one.reason])
    shown = [getattr(document, name) for name in _SHOWN]
    return _deflated(_ENCODER.encode([shown, document.furniture, listed, told, spans]).encode("ascii"))


def unpacked(data: bytes, raw: Raw, parser: Geoparser) -> tuple[Document, list[Mention | Unresolved]]:
    """Return the document of a text, and what was found in it.

    Raises
    ------
    ValueError
        If the bytes are not such a packet, or it names what the gazetteer or registry does not have.
    """
    try:
        shown, furniture, listed, told, spans = json.loads(zlib.decompress(data))
        document = Document(
            name=raw.name,
            text=raw.text,
            source=raw.source,
            furniture=tuple((start, end) for start, end in furniture),
            **dict(zip(_SHOWN, shown, strict=True)),
        )
        targets = [_target_of(record, parser) for record in listed]
        choices = [_candidates(records, targets) for records in told]
        return document, [_span_of(record, document, targets, choices) for record in spans]
    except (TypeError, KeyError, IndexError, zlib.error) as error:
        raise ValueError(f"This is no packet of results: {error!r}.") from error


def _deflated(data: bytes) -> bytes:
    deflater = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY)
    return deflater.compress(data) + deflater.flush()


def _scored(one: Candidate, number: int) -> list[Any]:
    return [number, one.score, one.evidence] if one.evidence else [number, one.score]


def _target(target: Place | Route) -> list[Any]:
    if isinstance(target, Place):
        return [_PLACE, target.id]
    if not target.composed:
        return [_ROUTE, target.id]
    legs = [
        [
            one.id,
            one.name,
            one.mode,
            one.status,
            one.follow,
            one.notes,
            [_waypoint(at) for at in one.waypoints],
        ]
        for one in target.legs
    ]
    own = [target.id, target.name, target.kind, target.mode, target.status, target.countries, target.notes]
    return [_COMPOSED, *own, legs]


def _waypoint(one: Waypoint) -> list[Any]:
    return [one.name, one.lon, one.lat, one.source, one.uncertain]


def _target_of(record: Sequence[Any], parser: Geoparser) -> Place | Route:
    kind, target_id, *rest = record
    if kind == _COMPOSED:
        return _composed_of(target_id, *rest)
    known = parser.gazetteer.get(target_id) if kind == _PLACE else parser.registry.get(target_id)
    if known is None:
        raise KeyError(target_id)
    return known


def _composed_of(target_id: str, *own: Any) -> Route:
    name, kind, mode, status, countries, notes, legs = own
    made = tuple(_leg_of(*leg) for leg in legs)
    return Route(
        target_id, name, kind, mode, status, made, countries=tuple(countries), notes=notes, composed=True
    )


def _leg_of(leg_id: str, name: str, *own: Any) -> Leg:
    mode, status, follow, notes, waypoints = own
    return Leg(leg_id, name, mode, status, tuple(Waypoint(*one) for one in waypoints), follow, notes=notes)


def _candidates(records: Sequence[Sequence[Any]], targets: Sequence[Place | Route]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(targets[number], score, tuple((what, value) for what, value in chain(*evidence)))
        for number, score, *evidence in records
    )


def _span_of(
    record: Sequence[Any],
    document: Document,
    targets: Sequence[Place | Route],
    choices: Sequence[tuple[Candidate, ...]],
) -> Mention | Unresolved:
    start, end, kind, choice, *own = record
    span, candidates = Span(document, start, end, kind), choices[choice]
    if len(own) == 1:
        return Unresolved(span, own[0], candidates)
    target, score, *more = own
    role, in_name, legs = more or _PLAIN
    return Mention(span, targets[target], score, role, in_name, tuple(legs), candidates)
