"""Rows on disk, as they come: all of a large run is here, and every output is made from it."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.model import Copy
from geo.routes.geometry import Line
from layers.gpkg.schema import SQL_TYPES, create_table, field_names, quoted
from layers.large.joining import Numbers, shifted, without
from layers.large.partition import PARTITION_KINDS
from layers.large.tally import Tally
from layers.model import REFERENCE_KINDS
from layers.records import listed
from layers.storable import loaded, restored, stored
from layers.tables import DOCUMENT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from layers.large.partition import Columns, Partition

__all__ = ["LAYERS", "SPOOLED", "Spool", "references_name"]

SPOOLED: Final[Mapping[str, Mapping[str, str]]] = {
    "documents": DOCUMENT_KINDS,
    "mentions": PARTITION_KINDS["mentions"],
    "unresolved": PARTITION_KINDS["unresolved"],
}
"""Tables that are kept as the atlas has them."""

LAYERS: Final = ("routes", "regions", "places")

_REFERENCE_FIELDS: Final = field_names(REFERENCE_KINDS, ("id",))


class Spool:
    """The rows of a run in an SQLite file, and the tally of its features; close it, or use ``with``.

    Attributes
    ----------
    tally
        What was counted so far.
    numbers
        Numbers of places, routes and features.
    copies
        Source of each text that another document had word for word, and that document's name; known
        once the spool is finished.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tally = Tally()
        self.numbers = Numbers()
        self.copies: list[tuple[str, str]] = []
        self._base = sqlite3.connect(path)
        # Nobody else reads it, and a run that dies begins a new one.
        self._base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._by_words: dict[bytes, int] = {}
        self._copies_of: dict[int, list[Copy]] = {}
        self._copied: list[tuple[str, int]] = []
        self._named: set[int] = set()
        self._composed: set[int] = set()
        for name, kinds in SPOOLED.items():
            fields = field_names(kinds, ("id",))
            self._base.execute(create_table(name, {fields[column]: kind for column, kind in kinds.items()}))
        for name in LAYERS:
            self._base.execute(_references_table(name))
        self._base.executescript(_OTHERS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, part: Partition, *, merge: bool = True) -> bytes:
        """Take the next partition.

        Parameters
        ----------
        part
            What a batch of documents contributes.
        merge
            Whether a text that an earlier document has word for word is only noted as its copy.

        Returns
        -------
        bytes
            Its lines of ``mentions.jsonl``.
        """
        if merge and (copied := self._noted_copies(part)):
            part = without(part, copied)
        shift = self.numbers.shift(part)
        self.tally.add(part, shift)
        placed = shifted(part, shift)
        count = len(part.documents["digest"])
        numbers = range(shift.document, shift.document + count)
        self._insert("documents", numbers, *(part.documents[name] for name in DOCUMENT_KINDS))
        self._insert("mentions", _nothing(placed.mentions), *_cells(placed.mentions))
        self._insert("unresolved", _nothing(placed.unresolved), *_cells(placed.unresolved))
        for name, layer in placed.layers.items():
            columns = layer.references
            rows = range(shift.rows[name], shift.rows[name] + len(columns["document"]))
            kept = {key: values for key, values in columns.items() if key != "document"}
            self._insert(references_name(name), rows, *_cells(kept))
        self._composed.update(placed.composed["target"])
        self._insert("composed", *(placed.composed[name] for name in ("target", "record", "lines")))
        self._insert("claims", _nothing(placed.claims), placed.claims["document"], placed.claims["record"])
        self._name_routes(placed.mentions)
        return b"".join(part.documents["lines"])

    def finish(self) -> None:
        """Write the copies of documents, and what makes reading fast."""
        noted = [(_copies(copies), number) for number, copies in sorted(self._copies_of.items())]
        self._base.executemany("UPDATE documents SET copies = ? WHERE id = ?", noted)
        name = "SELECT name FROM documents WHERE id = ?"
        self.copies = [
            (source, restored(*next(self.select(name, (first,))))) for source, first in self._copied
        ]
        self._base.execute("CREATE INDEX mentions_document ON mentions (document)")
        self._base.commit()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def select(self, query: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, without reading them all at once."""
        with closing(self._base.execute(query, parameters)) as rows:
            yield from rows

    def composed(self, number: int) -> dict[str, Any] | None:
        """Return the record of a target that was made in this run; None for one that is known."""
        if number not in self._composed:
            return None
        row = next(self.select("SELECT record FROM composed WHERE target = ?", (number,)), None)
        return None if row is None else loaded(row[0])

    def lines(self, number: int) -> dict[str, Line]:
        """Return the lines of a target that a text made of places, by leg id; none for one that is known."""
        rows = (
            loaded(text) for (text,) in self.select("SELECT lines FROM composed WHERE target = ?", (number,))
        )
        return {
            leg_id: Line(shapely.from_wkb(shape), method, length, note)
            for row in rows
            for leg_id, shape, method, length, note in row
        }

    def claims(self) -> Iterator[dict[str, Any]]:
        """Yield what documents say about routes, in order."""
        for (record,) in self.select("SELECT record FROM claims ORDER BY id"):
            yield loaded(record)

    def references(self, layer: str, rows: Iterable[int]) -> list[tuple[Any, ...]]:
        """Return some references of a layer by row, in order: the columns that every layer has."""
        fields = ", ".join(f"r.{quoted(field)}" for field in _REFERENCE_FIELDS.values())
        self._base.execute("CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY)")
        self._base.executemany("INSERT INTO wanted VALUES (?)", ((row,) for row in rows))
        query = f"SELECT {fields} FROM wanted JOIN {references_name(layer)} r USING (id) ORDER BY id"  # noqa: S608
        found = list(self.select(query))
        self._base.execute("DROP TABLE wanted")
        return found

    @contextmanager
    def placed(self, features: Iterable[int]) -> Iterator[None]:
        """Have the places of some features, from 1, in the table ``temp.places``."""
        self._base.execute("CREATE TEMP TABLE places (feature INTEGER PRIMARY KEY, place INTEGER NOT NULL)")
        rows = ((feature, place) for place, feature in enumerate(features, start=1))
        self._base.executemany("INSERT INTO temp.places VALUES (?, ?)", rows)
        try:
            yield
        finally:
            self._base.execute("DROP TABLE temp.places")

    def _insert(self, table: str, *columns: Sequence[Any]) -> None:
        marks = ", ".join("?" * len(columns))
        verb = "REPLACE" if table == "composed" else "INSERT"  # the last of a route's records counts
        statement = f"{verb} INTO {table} VALUES ({marks})"
        self._base.executemany(statement, zip(*columns, strict=True))

    def _name_routes(self, mentions: Columns) -> None:
        """Note the first mention of each route."""
        rows = zip(*(mentions[name] for name in ("kind", "target", "document", "start", "end")), strict=True)
        for kind, target, *where in rows:
            if kind == "route" and target not in self._named:
                self._named.add(target)
                self._base.execute("INSERT INTO first_named VALUES (?, ?, ?, ?)", (target, *where))

    def _noted_copies(self, part: Partition) -> set[int]:
        """Return the places of the documents whose words an earlier one has, and note them as its copies."""
        copied: set[int] = set()
        for at, digest in enumerate(part.documents["digest"]):
            own = self.tally.documents + at - len(copied) + 1
            first = self._by_words.setdefault(digest, own) if digest else own
            if first != own:
                copied.add(at)
                self._note_copy(first, {name: values[at] for name, values in part.documents.items()})
        return copied

    def _note_copy(self, first: int, row: Mapping[str, Any]) -> None:
        fields = ("name", "source", "title", "publisher", "date", "url")
        own = {name: restored(row[name]) for name in fields}
        self._copies_of.setdefault(first, []).append(Copy(**own))
        self._copied.append((own["source"] or own["name"], first))


def references_name(layer: str) -> str:
    """Return the table that holds the references of a layer."""
    return f"references_{layer}"


# Rows are numbered as they come; a route that texts made of places is what the last of them made it.
_OTHERS: Final = """
CREATE TABLE composed (target INTEGER PRIMARY KEY, record TEXT NOT NULL, lines TEXT NOT NULL);
CREATE TABLE claims (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, record TEXT NOT NULL);
CREATE TABLE first_named (target INTEGER PRIMARY KEY, document INTEGER, start INTEGER, "end" INTEGER);
"""


def _references_table(layer: str) -> str:
    columns = [
        f"{quoted(_REFERENCE_FIELDS[name])} {SQL_TYPES[kind]}" for name, kind in REFERENCE_KINDS.items()
    ]
    own = ", ".join(columns)
    return (
        f"CREATE TABLE {references_name(layer)} (id INTEGER PRIMARY KEY, feature INTEGER, {own}, json BLOB)"
    )


def _cells(columns: Columns) -> Iterator[Sequence[Any]]:
    """Yield columns as SQLite takes them fastest: it has no truth values."""
    for name, values in columns.items():
        yield list(map(int, values)) if name == "in_name" else values


def _nothing(columns: Columns) -> list[None]:
    """Return numbers for SQLite to give."""
    return [None] * len(columns["document"])


def _copies(copies: Sequence[Copy]) -> str:
    return str(stored([listed(copies)], "json")[0])
