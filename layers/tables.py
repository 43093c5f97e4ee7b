"""A whole atlas as plain tables, and back; each file format stores the same tables in its own way.

A table is its columns as lists of plain values, with the kind of each (see `layers.columns`). Columns
that only serve readers of the files (a mention's surface, the place's name) are derived, and ignored on
the way back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geo.model import Unreadable
from layers.columns import attributes, kinds_of, plain_values, table
from layers.model import REFERENCE_KINDS
from layers.records import (
    DOCUMENT_FIELDS,
    DOCUMENT_LISTS,
    Records,
    document_of,
    listed,
    mention_of,
    target_of,
    target_record,
    unresolved_of,
)
from layers.routes import drawn_point
from layers.unresolved import UNRESOLVED_KINDS, unresolved_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from geo.model import Document, Mention, Place, Route, Unresolved
    from layers.atlas import Atlas
    from layers.model import Layer

__all__ = [
    "DOCUMENT_KINDS",
    "MENTION_FIELDS",
    "MENTION_KINDS",
    "WHOLE",
    "Table",
    "atlas_tables",
    "documents_from",
    "documents_table",
    "features_frame",
    "frame_of",
    "mentions_from",
    "references_of",
    "rows_from",
    "run_from",
    "table_of",
    "targets_from",
    "targets_table",
    "unreadable_from",
    "unresolved_from",
]

WHOLE: Final = (
    "run",
    "documents",
    "targets",
    "mentions",
    "unresolved",
    "unreadable",
    "claims",
    "corrections",
)


class Table(NamedTuple):
    """Columns of plain values, all of one length, and what each holds."""

    kinds: Mapping[str, str]
    columns: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def rows(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Yield rows of some columns, or of all."""
        return zip(*(self.columns[name] for name in names or self.kinds), strict=True)


def table_of(frame: pd.DataFrame) -> Table:
    """Return a data frame as a table of plain values."""
    kinds = kinds_of(frame)
    return Table(kinds, {name: plain_values(frame[name], kind) for name, kind in kinds.items()})


def frame_of(source: Table) -> pd.DataFrame:
    """Return a table as a data frame."""
    return table(source.columns, source.kinds)


def features_frame(layer: Layer) -> pd.DataFrame:
    """Return a layer's features without their geometry."""
    return attributes(layer.features)


def references_of(layer: Layer) -> Table:
    """Return a layer's references; the columns that every layer has come first."""
    names = [*REFERENCE_KINDS, *(name for name in layer.references.columns if name not in REFERENCE_KINDS)]
    return table_of(layer.references[names])


DOCUMENT_KINDS: Final = {
    **{name: "json" if name in DOCUMENT_LISTS else "text" for name in DOCUMENT_FIELDS},
    "document_id": "text",
}
MENTION_KINDS: Final = {
    "document": "int",
    "doc": "text",
    "start": "int",
    "end": "int",
    "surface": "text",
    "kind": "text",
    "target": "int",
    "target_id": "text",
    "name": "text",
    "lon": "float",
    "lat": "float",
    "score": "float",
    "role": "text",
    "in_name": "bool",
    "leg_ids": "json",
    "candidates": "json",
}


def atlas_tables(atlas: Atlas) -> dict[str, Table]:
    """Return everything of an atlas but its layers, as tables by name (see `WHOLE`).

    Raises
    ------
    LayerError
        If a mention is in a document that the atlas does not hold.
    """
    records = Records(atlas)
    mentions = _mentions(atlas.mentions, records)
    unresolved = _unresolved(atlas.unresolved, records)
    return {
        "run": _table({"key": "text", "value": "json"}, list(atlas.run.items())),
        "documents": documents_table(atlas.documents),
        "targets": targets_table(records.targets),
        "mentions": mentions,
        "unresolved": unresolved,
        "unreadable": _table(
            {"source": "text", "reason": "text"}, [(one.source, one.reason) for one in atlas.unreadable]
        ),
        "claims": _rows(atlas.claims),
        "corrections": _rows(atlas.corrections),
    }


def documents_from(source: Table) -> list[Document]:
    """Return the documents of a table."""
    return _made(source, DOCUMENT_FIELDS, document_of)


def targets_from(source: Table) -> list[Place | Route]:
    """Return the places and routes of a table."""
    return [target_of(record) for record in source.columns["record"]]


def mentions_from(
    source: Table, documents: Mapping[int, Document], targets: Mapping[int, Place | Route]
) -> list[Mention]:
    """Return the mentions of a table."""
    return _made(source, MENTION_FIELDS, lambda record: mention_of(record, documents, targets))


def unresolved_from(
    source: Table, documents: Mapping[int, Document], targets: Mapping[int, Place | Route]
) -> list[Unresolved]:
    """Return the unresolved spans of a table."""
    return _made(source, _UNRESOLVED_FIELDS, lambda record: unresolved_of(record, documents, targets))


def unreadable_from(source: Table) -> list[Unreadable]:
    """Return the inputs that could not be read."""
    return [Unreadable(*row) for row in source.rows("source", "reason")]


def rows_from(source: Table) -> list[Any]:
    """Return the rows of claims or corrections as they were given."""
    return list(source.columns["record"])


def run_from(source: Table) -> dict[str, Any]:
    """Return how an atlas was made."""
    return dict(source.rows("key", "value"))


MENTION_FIELDS: Final = (
    "document",
    "start",
    "end",
    "kind",
    "target",
    "score",
    "role",
    "in_name",
    "leg_ids",
    "candidates",
)
_UNRESOLVED_FIELDS: Final = ("document", "start", "end", "kind", "reason", "candidates")


def _made(source: Table, names: Sequence[str], make: Callable[[dict[str, Any]], Any]) -> list[Any]:
    return [make(dict(zip(names, row, strict=True))) for row in source.rows(*names)]


def _table(kinds: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> Table:
    columns: dict[str, list[Any]] = {name: [] for name in kinds}
    for row in rows:
        for values, value in zip(columns.values(), row, strict=True):
            values.append(value)
    return Table(kinds, columns)


def documents_table(documents: Sequence[Document]) -> Table:
    """Return documents as a table, with the digests of their texts."""
    columns: dict[str, list[Any]] = {
        name: [getattr(one, name) for one in documents] for name in DOCUMENT_FIELDS
    }
    for name in DOCUMENT_LISTS & columns.keys():
        columns[name] = [listed(values) for values in columns[name]]
    columns["document_id"] = [one.id for one in documents]
    return Table(DOCUMENT_KINDS, columns)


def targets_table(targets: Sequence[Place | Route]) -> Table:
    """Return places and routes as a table; mentions name them by their row, from 1."""
    kinds = {"target_id": "text", "name": "text", "kind": "text", "record": "json"}
    return _table(kinds, ((one.id, one.name, one.kind, target_record(one)) for one in targets))


def _mentions(mentions: Sequence[Mention], records: Records) -> Table:
    points = [drawn_point(one) for one in mentions]
    columns: dict[str, list[Any]] = {
        "document": [records.document(one.span.document) for one in mentions],
        "doc": [one.span.document.name for one in mentions],
        "start": [one.span.start for one in mentions],
        "end": [one.span.end for one in mentions],
        "surface": [one.surface for one in mentions],
        "kind": [one.span.kind for one in mentions],
        "target": [records.target(one.target) for one in mentions],
        "target_id": [one.target.id for one in mentions],
        "name": [one.target.name for one in mentions],
        "lon": [lon for lon, _ in points],
        "lat": [lat for _, lat in points],
        "score": [one.score for one in mentions],
        "role": [one.role for one in mentions],
        "in_name": [one.in_name for one in mentions],
        "leg_ids": [list(one.leg_ids) for one in mentions],
        "candidates": [records.candidates(one.candidates) for one in mentions],
    }
    return Table(MENTION_KINDS, columns)


def _unresolved(unresolved: Sequence[Unresolved], records: Records) -> Table:
    shown = table_of(unresolved_table(unresolved))
    columns = {
        "document": [records.document(one.span.document) for one in unresolved],
        **shown.columns,
        "candidates": [records.candidates(one.candidates) for one in unresolved],
    }
    return Table({"document": "int", **UNRESOLVED_KINDS, "candidates": "json"}, columns)


def _rows(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return rows of any keys: each whole, and its plain values by column for people to read."""
    names = [name for name in dict.fromkeys(key for row in rows for key in row) if name != "record"]
    columns: dict[str, list[Any]] = {name: [_shown(row.get(name)) for row in rows] for name in names}
    columns["record"] = [dict(row) for row in rows]
    return Table({**dict.fromkeys(names, "text"), "record": "json"}, columns)


def _shown(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)
