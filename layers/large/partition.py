"""What one batch of documents contributes to an atlas, by column: made where the batch was parsed.

A partition stands by itself. Its documents, targets and features go by their place in it, from 0, and so do
the targets inside the text of candidates; `layers.large.joining` turns those into numbers of the whole. It
holds plain values only, as stores hold them (see `layers.storable`), so it can be pickled or written to
Parquet as it is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import shapely

from geo.atomic import utf8
from geo.corrections import BY_HAND
from geo.model import Mention, Place
from geo.reading.duplicates import text_digest
from geo.routes.geometry import draw
from layers.claims import claim_rows
from layers.model import REFERENCE_KINDS
from layers.places import area_shape
from layers.records import target_record
from layers.references import Quotes
from layers.routes import drawn_legs, drawn_point
from layers.rows import Told, line_of, number_text, text_json
from layers.storable import stored
from layers.tables import DOCUMENT_KINDS, MENTION_KINDS, documents_table
from layers.unresolved import UNRESOLVED_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.model import Candidate, Document, Route, Unresolved
    from layers.references import Quote

__all__ = [
    "HOLE",
    "PARTITION_KINDS",
    "PLACE",
    "ROUTE",
    "Columns",
    "LayerPart",
    "Partition",
    "line_records",
    "partition_of",
    "target_key",
]

PLACE: Final = "place "
ROUTE: Final = "route "

HOLE: Final = "\t"
"""Stands on both sides of a target's place in the JSON of candidates; JSON itself never holds a bare tab."""

PARTITION_KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    "documents": DOCUMENT_KINDS | {"digest": "bytes", "year": "int", "lines": "bytes"},
    "mentions": MENTION_KINDS,
    "unresolved": {"document": "int", **UNRESOLVED_KINDS, "candidates": "json"},
    "references": {"document": "int", "feature": "int", **REFERENCE_KINDS, "json": "bytes"},
    "composed": {"document": "int", "target": "int", "record": "json", "lines": "json"},
    "claims": {"document": "int", "record": "json"},
}
"""What each column of a partition's tables holds, as in `layers.columns`; ``bytes`` beside."""

Columns = dict[str, list[Any]]


class LayerPart(NamedTuple):
    """What a batch contributes to one layer."""

    features: list[tuple[str, int]]
    """Feature id, and the target that it is drawn for; routes may share a leg, so an id may come twice."""
    references: Columns
    """``feature`` is a place in ``features``; ``json`` is the end of a GeoJSON reference, after the row."""


class Partition(NamedTuple):
    """What one batch of documents contributes; see `PARTITION_KINDS` for the columns."""

    documents: Columns
    """Beside the table's columns: ``digest`` is the same for the same words, ``year`` is 0 where unknown,
    ``lines`` are the document's in ``mentions.jsonl``."""
    mentions: Columns
    unresolved: Columns
    layers: dict[str, LayerPart]
    targets: list[str]
    """What targets go by (see `target_key`), in the order in which mentions and candidates name them."""
    composed: Columns
    """Records of what no gazetteer or registry has: routes that the texts make of places, with their lines
    (see `line_records`), and places that were moved by hand."""
    claims: Columns


def partition_of(located: Iterable[tuple[Document, Sequence[Mention | Unresolved]]]) -> Partition:
    """Return what a batch of documents contributes.

    Parameters
    ----------
    located
        Documents, each with what was found in it, in order.
    """
    batch = _Batch()
    for document, found in located:
        batch.add(document, found)
    return batch.partition()


def target_key(target: Place | Route) -> str:
    """Return what a target goes by: a place and a route may have one id."""
    return (PLACE if isinstance(target, Place) else ROUTE) + target.id


def line_records(route: Route) -> list[list[Any]]:
    """Return the drawn lines of a route: leg id, WKB in hexadecimal digits, method, kilometres, note.

    Finding a way through a network takes longer than keeping it.
    """
    drawn = [(leg.id, draw(leg)) for leg in route.legs]
    return [
        [leg_id, shapely.to_wkb(line.geometry, hex=True), line.method, line.length_km, line.note]
        for leg_id, line in drawn
    ]


class _Batch:
    """Rows of a batch, table by table, as documents come."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._lines: list[bytes] = []
        self._targets: dict[str, int] = {}
        self._mentions: list[tuple[Any, ...]] = []
        self._unresolved: list[tuple[Any, ...]] = []
        self._layers = {name: _LayerRows() for name in ("routes", "regions", "places")}
        self._composed: list[tuple[int, int, Any, Any]] = []
        self._claims: list[tuple[int, Any]] = []

    def add(self, document: Document, found: Sequence[Mention | Unresolved]) -> None:
        """Take the next document."""
        number = len(self._documents)
        self._documents.append(document)
        lines: list[str] = []
        if found:
            self._add_found(number, document, found, lines)
        self._lines.append(utf8("".join(lines)))

    def partition(self) -> Partition:
        """Return everything by column."""
        documents = documents_table(self._documents)
        table = {name: list(stored(documents.columns[name], kind)) for name, kind in DOCUMENT_KINDS.items()}
        table["digest"] = [text_digest(one.text) for one in self._documents]
        table["year"] = [_year(one.date or one.not_before or "") for one in self._documents]
        table["lines"] = self._lines
        return Partition(
            table,
            _columns(self._mentions, "mentions", raw={"candidates"}),
            _columns(self._unresolved, "unresolved", raw={"candidates"}),
            {name: rows.part() for name, rows in self._layers.items()},
            list(map(str, stored(list(self._targets), "text"))),
            _columns(self._composed, "composed"),
            _columns(self._claims, "claims"),
        )

    def _add_found(
        self, number: int, document: Document, found: Sequence[Mention | Unresolved], lines: list[str]
    ) -> None:
        quotes, shared, text = Quotes(document.text), Told.of_document(document), document.text
        routes, unresolved = [], []
        for one in found:
            start, end = one.span.start, one.span.end
            surface, quote = text[start:end], quotes.of(start, end)
            told = Told(shared.doc, shared.lang, text_json(surface), quote.json)
            if isinstance(one, Mention):
                line = self._mention(number, one, surface, quote, told)
                if one.role != "coreference":
                    lines.append(line)
                if one.route is not None:
                    routes.append(one)
            else:
                lines.append(line_of(one, told))
                unresolved.append((one, surface, quote))
        # Targets are numbered in the order of the tables: what was located comes first.
        for one, surface, quote in unresolved:
            where = (number, document.name, one.span.start, one.span.end, surface, one.span.kind)
            why = (one.reason, quote.text, quote.start, document.language, self._candidates(one.candidates))
            self._unresolved.append((*where, *why))
        if routes:
            self._say(number, document, routes)

    def _mention(self, number: int, one: Mention, surface: str, quote: Quote, told: Told) -> str:
        """Take a mention, and return its line."""
        span, target, score = one.span, one.target, round(one.score, 3)
        key = self._target(target_key(target))
        lonlat = lon, lat = drawn_point(one)
        name, start, end, language = span.document.name, span.start, span.end, span.document.language
        candidates = self._candidates(one.candidates)
        where = (number, name, start, end, surface, span.kind, key, target.id, target.name, lon, lat)
        self._mentions.append((*where, one.score, one.role, one.in_name, list(one.leg_ids), candidates))
        values = (name, start, end, surface, quote.text, quote.start, score, one.role, one.in_name, language)
        json = utf8(
            f', "doc": {told.doc}, "start": {start}, "end": {end}, "surface": {told.surface}, '
            f'"quote": {told.quote}, "quote_start": {quote.start}, "score": {number_text(score)}, '
            f'"role": "{one.role}", "in_name": {"true" if one.in_name else "false"}, "lang": {told.lang}}}'
        )
        if isinstance(target, Place):
            if target.source == BY_HAND:
                self._composed.append((number, key, target_record(target), []))
            layer = self._layers["regions" if _is_area(target) else "places"]
            layer.add(number, target.id, key, (*values, json))
        else:
            for leg in drawn_legs(one):
                self._layers["routes"].add(number, leg.id, key, (*values, json))
        return line_of(one, told, lonlat)

    def _target(self, key: str) -> int:
        return self._targets.setdefault(key, len(self._targets))

    def _candidates(self, candidates: Sequence[Candidate]) -> str:
        if not candidates:
            return "[]"
        rows = [
            f"[{HOLE}{self._target(target_key(one.target))}{HOLE},{number_text(one.score)},"
            f"{_evidence(one.evidence) if one.evidence else '[]'}]"
            for one in candidates
        ]
        return f"[{','.join(rows)}]"

    def _say(self, number: int, document: Document, routes: Sequence[Mention]) -> None:
        composed = {
            target_key(one.route): one.route for one in routes if one.route is not None and one.route.composed
        }
        self._composed += [
            (number, self._target(key), target_record(target), line_records(target))
            for key, target in composed.items()
        ]
        self._claims += [(number, row) for row in claim_rows([document], routes)]


class _LayerRows:
    """The rows of one layer."""

    def __init__(self) -> None:
        self._features: dict[tuple[str, int], int] = {}
        self._rows: list[tuple[Any, ...]] = []

    def add(self, number: int, feature_id: str, target: int, said: tuple[Any, ...]) -> None:
        feature = self._features.setdefault((feature_id, target), len(self._features))
        self._rows.append((number, feature, feature_id, *said))

    def part(self) -> LayerPart:
        ids = stored([feature_id for feature_id, _ in self._features], "text")
        targets = [target for _, target in self._features]
        return LayerPart(
            list(zip(ids, targets, strict=True)), _columns(self._rows, "references", raw={"json"})
        )


def _columns(rows: Sequence[tuple[Any, ...]], table: str, raw: Iterable[str] = ()) -> Columns:
    """Return rows by column, as stores hold them; ``raw`` names what is so already."""
    kinds = PARTITION_KINDS[table]
    values: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(kinds)
    return {
        name: list(column) if name in raw else list(stored(column, kind))
        for (name, kind), column in zip(kinds.items(), values, strict=True)
    }


def _evidence(rows: Sequence[tuple[str, float]]) -> str:
    return json.dumps([[what, value] for what, value in rows], ensure_ascii=False, separators=(",", ":"))


def _year(date: str) -> int:
    return int(date[:4]) if date[:4].isdecimal() else 0


_AREAS: dict[str, bool] = {}


def _is_area(place: Place) -> bool:
    """Tell whether a place is drawn as an area; remembered, since it may take drawing a circle."""
    known = _AREAS.get(place.id)
    if known is None:
        known = _AREAS[place.id] = area_shape(place) is not None
    return known
