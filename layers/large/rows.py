"""One document as rows of plain values: all that the outputs need of it, made where it was parsed."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geo.model import Mention, Place, Unresolved
from geo.reading.duplicates import text_digest
from layers.claims import claim_rows
from layers.model import REFERENCE_KINDS
from layers.places import area_shape
from layers.records import target_record
from layers.references import quote_of
from layers.routes import drawn_legs, drawn_point
from layers.rows import write_rows
from layers.storable import stored
from layers.tables import documents_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Candidate, Document, Route

__all__ = ["PLACE", "ROUTE", "Reference", "Rows", "document_rows", "target_key"]

PLACE: Final = "place "
ROUTE: Final = "route "


class Reference(NamedTuple):
    """A reference, and the feature that it belongs to."""

    layer: str
    target: str
    values: tuple[Any, ...]
    """By the columns of `layers.model.REFERENCE_KINDS`."""


class Rows(NamedTuple):
    """What the outputs need of one document. Targets go by `target_key`, since numbers need all documents."""

    name: str
    digest: bytes
    """The same for documents with the same words."""
    date: str
    document: tuple[Any, ...]
    mentions: list[tuple[Any, ...]]
    unresolved: list[tuple[Any, ...]]
    references: list[Reference]
    lines: bytes
    """Of ``mentions.jsonl``."""
    reasons: dict[str, int]
    composed: dict[str, Any]
    """Records of the routes that the text makes of places."""
    claims: tuple[dict[str, Any], ...]


def document_rows(document: Document, found: Sequence[Mention | Unresolved]) -> Rows:
    """Return a document and what was found in it as rows."""
    lines = io.BytesIO()
    write_rows(found, lines)
    mentions = [one for one in found if isinstance(one, Mention)]
    unresolved = [one for one in found if isinstance(one, Unresolved)]
    composed = {target_key(one.target): one.target for one in mentions if one.route and one.route.composed}
    own = documents_table([document])
    return Rows(
        document.name,
        text_digest(document.text),
        document.date or document.not_before or "",
        tuple(stored(own.columns[name], kind)[0] for name, kind in own.kinds.items()),
        [_mention(one) for one in mentions],
        [_unresolved(one) for one in unresolved],
        [reference for one in mentions for reference in _references(one)],
        lines.getvalue(),
        dict(Counter(one.reason for one in unresolved)),
        {key: target_record(target) for key, target in composed.items()},
        claim_rows([document], mentions),
    )


def target_key(target: Place | Route) -> str:
    """Return what a target goes by: a place and a route may have one id."""
    return (PLACE if isinstance(target, Place) else ROUTE) + target.id


def _mention(one: Mention) -> tuple[Any, ...]:
    """Return the columns of the table of mentions from ``doc`` on; target and candidates by key."""
    lon, lat = drawn_point(one)
    name, surface, target_name = stored([one.span.document.name, one.surface, one.target.name], "text")
    (legs,) = stored([list(one.leg_ids)], "json")
    where = (name, one.span.start, one.span.end, surface, one.span.kind)
    what = (target_key(one.target), one.target.id, target_name, lon, lat)
    return (*where, *what, one.score, one.role, one.in_name, legs, _candidates(one.candidates))


def _unresolved(one: Unresolved) -> tuple[Any, ...]:
    """Return the columns of the table of unresolved spans from ``doc`` on."""
    span = one.span
    start, quote = quote_of(span)
    texts = (span.document.name, span.surface, one.reason, quote, span.document.language)
    name, surface, reason, quoted, language = stored(texts, "text")
    where = (name, span.start, span.end, surface, span.kind)
    return (*where, reason, quoted, start, language, _candidates(one.candidates))


def _candidates(candidates: Sequence[Candidate]) -> list[tuple[Any, ...]]:
    return [
        (target_key(one.target), one.score, [[what, value] for what, value in one.evidence])
        for one in candidates
    ]


def _references(one: Mention) -> list[Reference]:
    if one.place is not None:
        layer = "regions" if _is_area(one.place) else "places"
        return [Reference(layer, target_key(one.target), _values(one.place.id, one))]
    return [Reference("routes", target_key(one.target), _values(leg.id, one)) for leg in drawn_legs(one)]


def _values(feature_id: str, one: Mention) -> tuple[Any, ...]:
    span = one.span
    start, quote = quote_of(span)
    values = {
        "feature_id": feature_id,
        "doc": span.document.name,
        "start": span.start,
        "end": span.end,
        "surface": one.surface,
        "quote": quote,
        "quote_start": start,
        "score": round(one.score, 3),
        "role": one.role,
        "in_name": one.in_name,
        "lang": span.document.language,
    }
    return tuple(stored([values[name]], kind)[0] for name, kind in REFERENCE_KINDS.items())


_AREAS: dict[str, bool] = {}


def _is_area(place: Place) -> bool:
    """Tell whether a place is drawn as an area; remembered, since it may take drawing a circle."""
    known = _AREAS.get(place.id)
    if known is None:
        known = _AREAS[place.id] = area_shape(place) is not None
    return known
