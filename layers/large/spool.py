"""Rows on disk, as they come: all of a large run is here, and every output is made from it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from geo.model import Copy
from layers.gpkg.schema import create_table, field_names, quoted
from layers.large.tally import Tally
from layers.model import REFERENCE_KINDS
from layers.records import listed
from layers.storable import stored
from layers.tables import Table, atlas_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from layers.large.rows import Reference, Rows

__all__ = ["SPOOLED", "Spool"]

SPOOLED: Final = ("documents", "mentions", "unresolved")
"""Tables that are kept as the atlas has them."""

_WRITTEN_AT_ONCE: Final = 20_000  # rows
_REFERENCES: Final = {"layer": "text", "row": "int", **REFERENCE_KINDS}


class Spool:
    """The rows of a run in an SQLite file, and the tally of its features; close it, or use ``with``.

    Attributes
    ----------
    tally
        What was counted so far.
    targets
        Number of each place and route, by `layers.large.rows.target_key`.
    composed
        Records of the routes that texts make of places, by the same.
    claims
        What documents say about routes. They stay in memory: few sentences make one.
    first_named
        Document, start and end of the first mention of each route.
    copies
        Source of each text that another document had word for word, and that document's name; known
        once the spool is finished.
    """

    def __init__(self, path: Path, kinds: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.path = path
        self.tally = Tally()
        self.copies: list[tuple[str, str]] = []
        self.targets: dict[str, int] = {}
        self.composed: dict[str, Any] = {}
        self.claims: list[dict[str, Any]] = []
        self.first_named: dict[str, tuple[int, int, int]] = {}
        self._kinds = kinds or table_kinds()
        self._base = sqlite3.connect(path)
        # Nobody else reads it, and a run that dies begins a new one.
        self._base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._waiting: dict[str, list[tuple[Any, ...]]] = {}
        self._by_words: dict[bytes, int] = {}
        self._copies_of: dict[int, list[Copy]] = {}
        self._copied: list[tuple[str, int]] = []
        self._rows: dict[str, int] = {}
        self._references = 0
        for name, own in (*self._kinds.items(), ("refs", _REFERENCES)):
            fields = field_names(own, ("id",))
            self._base.execute(create_table(name, {fields[column]: kind for column, kind in own.items()}))
            self._waiting[name] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, rows: Rows, *, merge: bool = True) -> bool:
        """Take the rows of the next document.

        Parameters
        ----------
        rows
            What was found in it.
        merge
            Whether a text that an earlier document has word for word is only noted as its copy.

        Returns
        -------
        bool
            Whether it is a document of its own.
        """
        if merge and rows.digest and (first := self._by_words.get(rows.digest)) is not None:
            self._note_copy(first, rows)
            return False
        self.tally.documents += 1
        number = self.tally.documents
        if merge and rows.digest:
            self._by_words[rows.digest] = number
        self.composed |= rows.composed
        self.claims += rows.claims
        for row in rows.mentions:
            if row[4] == "route":
                self.first_named.setdefault(row[5], (number, row[1], row[2]))
        waiting = self._waiting
        waiting["documents"].append((number, *rows.document))
        waiting["mentions"] += [(None, number, *self._numbered(row)) for row in rows.mentions]
        waiting["unresolved"] += [
            (None, number, *row[:-1], self._candidates(row[-1])) for row in rows.unresolved
        ]
        waiting["refs"] += [self._reference(reference, rows.date, number) for reference in rows.references]
        self.tally.mentions += len(rows.mentions)
        self.tally.reasons.update(rows.reasons)
        if sum(map(len, waiting.values())) >= _WRITTEN_AT_ONCE:
            self.flush()
        return True

    def flush(self) -> None:
        """Write what waits."""
        for name, rows in self._waiting.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                self._base.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", rows)  # noqa: S608
                rows.clear()
        self._base.commit()

    def finish(self) -> None:
        """Write the rest, the copies of documents, and what makes reading fast."""
        self.flush()
        noted = [(_copies(copies), number) for number, copies in sorted(self._copies_of.items())]
        self._base.executemany("UPDATE documents SET copies = ? WHERE id = ?", noted)
        name = "SELECT name FROM documents WHERE id = ?"
        self.copies = [(source, *next(self.select(name, (first,)))) for source, first in self._copied]
        self._base.execute("CREATE INDEX mentions_document ON mentions (document)")
        self._base.execute("CREATE INDEX refs_feature ON refs (layer, feature_id)")
        self._base.commit()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def select(self, query: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, without reading them all at once."""
        with closing(self._base.execute(query, parameters)) as rows:
            yield from rows

    def references(self, numbers: Iterable[int]) -> list[tuple[Any, ...]]:
        """Return some references by number, in order: layer, row, then their columns."""
        wanted = [(number,) for number in sorted(numbers)]
        self._base.execute("CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY)")
        self._base.executemany("INSERT INTO wanted VALUES (?)", wanted)
        found = list(self.select("SELECT refs.* FROM wanted JOIN refs USING (id) ORDER BY id"))
        self._base.execute("DROP TABLE wanted")
        return [row[1:] for row in found]

    def _numbered(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the row of a mention with numbers in place of what its targets go by."""
        number = self._target(row[5])
        return (*row[:5], number, *row[6:-1], self._candidates(row[-1]))

    def _target(self, key: str) -> int:
        return self.targets.setdefault(key, len(self.targets) + 1)

    def _candidates(self, candidates: Sequence[Sequence[Any]]) -> str:
        if not candidates:
            return "[]"
        rows = [[self._target(key), score, evidence] for key, score, evidence in candidates]
        return str(stored([rows], "json")[0])

    def _reference(self, reference: Reference, date: str, document: int) -> tuple[Any, ...]:
        layer, target, values = reference
        self._references += 1
        row = self._rows.get(layer, 0)
        self._rows[layer] = row + 1
        self.tally.add(
            layer,
            values[0],
            target,
            score=values[7],
            date=date,
            document=document,
            reference=self._references,
        )
        return (self._references, layer, row, *values)

    def _note_copy(self, first: int, rows: Rows) -> None:
        own = dict(zip(self._kinds["documents"], rows.document, strict=True))
        fields = ("name", "source", "title", "publisher", "date", "url")
        self._copies_of.setdefault(first, []).append(Copy(**{name: own[name] for name in fields}))
        self._copied.append((own["source"] or own["name"], first))


def table_kinds() -> dict[str, Mapping[str, str]]:
    """Return the columns of the spooled tables, as an atlas without documents has them."""
    from layers.atlas import Atlas  # noqa: PLC0415 - it is a neighbour that imports much

    tables: dict[str, Table] = atlas_tables(Atlas((), ()))
    return {name: tables[name].kinds for name in SPOOLED}


def _copies(copies: Sequence[Copy]) -> str:
    return str(stored([listed(copies)], "json")[0])
