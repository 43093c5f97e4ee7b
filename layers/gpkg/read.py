"""Reading an atlas from its GeoPackage, part by part, when a part is asked for."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import InputError
from layers.atlas import Atlas
from layers.columns import table
from layers.gpkg.schema import FORMAT, FORMAT_KEY, quoted
from layers.lazy import LazyLayers, LazySequence
from layers.model import CRS, Layer
from layers.selection import Dated, Selection, claims_left, recounted, routes_of
from layers.storable import loaded, restored, storable
from layers.tables import (
    Table,
    documents_from,
    frame_of,
    mentions_from,
    rows_from,
    run_from,
    targets_from,
    unreadable_from,
    unresolved_from,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from geo.model import Document, Mention, Place, Route, Unresolved

__all__ = ["GeoPackage", "fields_of", "geometries_of", "open_gpkg", "rows_of_gpkg"]

_ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)
_BATCH: Final = 1000
_EVERY: Final = "1"  # not TRUE: SQLite takes that for a column where there is one of that name
_MAGIC: Final = b"SQLite format 3\0"


def open_gpkg(path: Path) -> Atlas:
    """Open an atlas in a GeoPackage.

    Raises
    ------
    InputError
        If the file cannot be read, is not an atlas, or a newer version wrote it.
    """
    return rows_of_gpkg(path).atlas()


def rows_of_gpkg(path: Path) -> GeoPackage:
    """Open an atlas in a GeoPackage to read it bit by bit.

    Raises
    ------
    InputError
        If the file cannot be read, is not an atlas, or a newer version wrote it.
    """
    _check_file(path)
    return GeoPackage(path, Selection())


@dataclass(frozen=True, slots=True)
class GeoPackage:
    """A GeoPackage and the part of it that is wanted."""

    path: Path
    selection: Selection

    def atlas(self) -> Atlas:
        """Return the wanted part as an atlas whose parts are read when they are used."""
        names = [name for name, _, _ in self._layers()]
        return Atlas(
            LazySequence(lambda: list(self._documents().values())),
            LazySequence(lambda: self._located("mentions", mentions_from)),
            LazySequence(lambda: self._located("unresolved", unresolved_from)),
            LazySequence(self._unreadable),
            LazyLayers(names, self._layer),
            LazySequence(self._claims),
            LazySequence(lambda: rows_from(self._table("corrections"))),
            self._run(),
            stored=self,
        )

    def restricted(self, selection: Selection) -> Atlas:
        """Return the part of the atlas that a further selection leaves."""
        return GeoPackage(self.path, self.selection.narrowed(selection)).atlas()

    def catalogue(self) -> list[Dated]:
        """Return the name and date of every wanted document."""
        table = self._table("documents", self._wanted_documents(), ("name", "date", "not_before"))
        return [Dated(*row) for row in table.rows()]

    def features(self, layer: str, columns: Sequence[str]) -> gpd.GeoDataFrame:
        """Return some columns, and the geometry, of the features that may be wanted."""
        return self._features({name: own for name, _, own in self._layers()}[layer], columns)

    def spans(self) -> int:
        """Return how many spans the file holds, located or not."""
        with self._base() as base:
            tables = ("mentions", "unresolved")
            return sum(base.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in tables)  # noqa: S608

    def batches(
        self, without: Container[str] = frozenset(), size: int = _BATCH
    ) -> Iterator[list[tuple[Document, list[Mention | Unresolved]]]]:
        """Yield every document with what was found in it, in order, so many at a time.

        Parameters
        ----------
        without
            Names of documents that are left out.
        size
            How many documents are in memory at once.
        """
        targets = self._targets()
        with self._base() as base:
            numbers = [number for (number,) in base.execute("SELECT id FROM documents ORDER BY id")]
        for begin in range(0, len(numbers), size):
            own = numbers[begin : begin + size]
            batch = self._batch(own, targets)
            yield [pair for pair in batch if pair[0].name not in without]

    def _batch(
        self, numbers: Sequence[int], targets: dict[int, Place | Route]
    ) -> list[tuple[Document, list[Mention | Unresolved]]]:
        first, last = numbers[0], numbers[-1]
        made = documents_from(self._table("documents", f"id BETWEEN {first} AND {last}"))
        documents = dict(zip(numbers, made, strict=True))
        where = f"document BETWEEN {first} AND {last}"
        found: dict[int, list[Mention | Unresolved]] = {id(document): [] for document in made}
        for mention in mentions_from(self._table("mentions", where), documents, targets):
            found[id(mention.document)].append(mention)
        for one in unresolved_from(self._table("unresolved", where), documents, targets):
            found[id(one.span.document)].append(one)
        return [
            (document, sorted(found[id(document)], key=lambda one: (one.span.start, one.span.end)))
            for document in made
        ]

    def _layer(self, name: str) -> Layer:
        _, title, own = next(row for row in self._layers() if row[0] == name)
        layer = Layer(name, title, self._features(own), self._references(own))
        return layer if self.selection == Selection() else recounted(layer, self.selection)

    def _layers(self) -> list[tuple[str, str, str]]:
        with self._base() as base:
            rows = base.execute(
                "SELECT name, title, table_name FROM corridors_layers ORDER BY position"
            ).fetchall()
        return [(restored(name), restored(title), own) for name, title, own in rows]

    def _features(self, own: str, columns: Sequence[str] = ()) -> gpd.GeoDataFrame:
        where, parameters = _EVERY, []
        if self.selection.features is not None:
            where, parameters = "fid IN (SELECT feature FROM wanted_features WHERE layer = ?)", [own]
        with self._base(where) as base:
            fields = [row for row in fields_of(base, own) if not columns or row[1] in columns]
            names = ", ".join(["geom", *(quoted(field) for field, _, _ in fields)])
            query = f"SELECT {names} FROM {quoted(own)} WHERE {where} ORDER BY fid"  # noqa: S608
            rows = base.execute(query, parameters).fetchall()
        shapes, *own_values = zip(*rows, strict=True) if rows else [()] * (len(fields) + 1)
        values = {
            name: _plain(column, kind) for (_, name, kind), column in zip(fields, own_values, strict=True)
        }
        frame = table(values, {name: kind for _, name, kind in fields})
        return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(geometries_of(shapes), crs=CRS))

    def _references(self, own: str) -> pd.DataFrame:
        conditions, parameters = ["layer = ?"], [own]
        if self.selection.documents is not None:
            conditions.append("doc IN (SELECT name FROM wanted_documents)")
        if self.selection.features is not None:
            conditions.append("(layer, feature) IN (SELECT layer, feature FROM wanted_features)")
        where = " AND ".join(conditions)
        return frame_of(self._table("references", where, meaning=f"references/{own}", parameters=parameters))

    def _documents(self) -> dict[int, Document]:
        where = self._wanted_documents()
        with self._base(where) as base:
            numbers = base.execute(f"SELECT id FROM documents WHERE {where} ORDER BY id").fetchall()  # noqa: S608
        documents = documents_from(self._table("documents", where))
        return {number: document for (number,), document in zip(numbers, documents, strict=True)}

    def _wanted_documents(self) -> str:
        if self.selection.features is not None:
            return "name IN (SELECT doc FROM wanted_spans)"
        return _EVERY if self.selection.documents is None else "name IN (SELECT name FROM wanted_documents)"

    def _targets(self) -> dict[int, Place | Route]:
        return dict(enumerate(targets_from(self._table("targets")), start=1))

    def _located(
        self, name: str, make: Callable[[Table, dict[int, Document], dict[int, Place | Route]], Any]
    ) -> Any:
        where = _EVERY
        if self.selection.features is not None and name == "unresolved":
            where = "FALSE"
        elif self.selection.features is not None:
            where = '(doc, start, "end") IN (SELECT doc, start, "end" FROM wanted_spans)'
        elif self.selection.documents is not None:
            where = "doc IN (SELECT name FROM wanted_documents)"
        return make(self._table(name, where), self._documents(), self._targets())

    def _unreadable(self) -> Sequence[Any]:
        return unreadable_from(self._table("unreadable")) if self.selection == Selection() else ()

    def _claims(self) -> list[Any]:
        rows = rows_from(self._table("claims"))
        if self.selection == Selection():
            return rows
        left = {row.name for row in self.catalogue()}
        routes = None
        if self.selection.features is not None:
            routes = routes_of(self._features(own, ("route",)) for _, _, own in self._layers())
        return list(claims_left(rows, left, routes))

    def _run(self) -> dict[str, Any]:
        run = run_from(self._table("run"))
        run.pop(FORMAT_KEY, None)
        return run

    def _table(
        self,
        name: str,
        where: str = _EVERY,
        columns: Sequence[str] = (),
        *,
        meaning: str | None = None,
        parameters: Sequence[str] = (),
    ) -> Table:
        """Read a table, or the wanted rows and columns of it, in the order in which it was written."""
        with self._base(where) as base:
            fields = [row for row in fields_of(base, meaning or name) if not columns or row[1] in columns]
            names = ", ".join(quoted(field) for field, _, _ in fields)
            query = f"SELECT {names} FROM {quoted(name)} WHERE {where} ORDER BY id"  # noqa: S608
            rows = base.execute(query, parameters).fetchall()
        values = zip(*rows, strict=True) if rows else [()] * len(fields)
        own = {field[1]: _plain(column, field[2]) for field, column in zip(fields, values, strict=True)}
        return Table({name: kind for _, name, kind in fields}, own)

    @contextmanager
    def _base(self, where: str = "") -> Iterator[sqlite3.Connection]:
        """Open the file for reading, with the temporary tables of what is wanted that a condition names."""
        base = _connected(self.path)
        try:
            if "wanted_" in where:
                self._fill(base, spans="wanted_spans" in where)
            yield base
        except sqlite3.Error as error:
            raise InputError(
                f"Cannot read the atlas '{self.path}': {error}. Make it anew, or use a backup."
            ) from error
        finally:
            base.close()

    def _fill(self, base: sqlite3.Connection, *, spans: bool) -> None:
        if self.selection.documents is not None:
            base.execute("CREATE TEMP TABLE wanted_documents (name TEXT PRIMARY KEY) WITHOUT ROWID")
            names = ((storable(name),) for name in self.selection.documents)
            base.executemany("INSERT OR IGNORE INTO wanted_documents VALUES (?)", names)
        if self.selection.features is None:
            return
        base.execute("CREATE TEMP TABLE wanted_ids (id TEXT PRIMARY KEY) WITHOUT ROWID")
        base.execute(
            "CREATE TEMP TABLE wanted_features (layer TEXT, feature INTEGER, PRIMARY KEY (layer, feature)) "
            "WITHOUT ROWID"
        )
        for name, own in base.execute("SELECT name, table_name FROM corridors_layers").fetchall():
            ids = self.selection.features.get(restored(name), frozenset())
            base.execute("DELETE FROM wanted_ids")
            base.executemany("INSERT OR IGNORE INTO wanted_ids VALUES (?)", ((storable(one),) for one in ids))
            base.execute(
                f"INSERT INTO wanted_features SELECT ?, fid FROM {quoted(own)} "  # noqa: S608
                "WHERE feature_id IN (SELECT id FROM wanted_ids)",
                (own,),
            )
        if spans:
            documents = (
                "" if self.selection.documents is None else "WHERE doc IN (SELECT name FROM wanted_documents)"
            )
            base.execute(
                'CREATE TEMP TABLE wanted_spans AS SELECT DISTINCT doc, start, "end" '  # noqa: S608
                f'FROM wanted_features JOIN "references" USING (layer, feature) {documents}'
            )


def _connected(path: Path) -> sqlite3.Connection:
    uri = path.resolve().as_uri() + "?mode=ro"
    try:
        return sqlite3.connect(uri, uri=True)
    except sqlite3.Error as error:
        raise InputError(f"Cannot open '{path}': {error}. Check that it is a readable file.") from error


def _check_file(path: Path) -> None:
    """Refuse what is no atlas, or one that this version cannot understand."""
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise InputError(f"Cannot open '{path}': {error.strerror}. Give the atlas.gpkg of a run.") from error
    if magic != _MAGIC:
        raise InputError(f"'{path}' is not a GeoPackage. Give the atlas.gpkg of a run.")
    base = _connected(path)
    try:
        row = base.execute("SELECT value FROM run WHERE key = ?", (FORMAT_KEY,)).fetchone()
        written = int(row[0]) if row else 0
    except (sqlite3.Error, ValueError, TypeError):
        written = 0
    finally:
        base.close()
    if not written:
        raise InputError(f"'{path}' is a GeoPackage, but not an atlas. Give the atlas.gpkg of a run.")
    if written > FORMAT:
        message = f"'{path}' is an atlas of format {written}; this version reads up to {FORMAT}."
        raise InputError(f"{message} Update corridor-atlas.")


def fields_of(base: sqlite3.Connection, name: str) -> list[tuple[str, str, str]]:
    """Return field, column and kind of each column of a table."""
    query = "SELECT field, name, kind FROM corridors_columns WHERE table_name = ? ORDER BY position"
    return [(field, restored(column), kind) for field, column, kind in base.execute(query, (name,))]


def _plain(values: Sequence[Any], kind: str) -> list[Any]:
    """Return what SQLite holds as plain values."""
    if kind == "text":
        return [restored(value) for value in values]
    if kind == "json":
        return [loaded(value) for value in values]
    if kind == "bool":
        return [None if value is None else bool(value) for value in values]
    return list(values)


def geometries_of(blobs: Sequence[bytes]) -> Any:
    """Return geometries from GeoPackage binaries: a header, perhaps an envelope, then WKB."""
    wkb = [blob[8 + _ENVELOPE_BYTES[blob[3] >> 1 & 7] :] for blob in blobs]
    shapes = np.asarray(shapely.from_wkb(wkb), dtype=object)
    single = (shapely.get_num_geometries(shapes) == 1) & (shapely.get_type_id(shapes) > 3)
    # A layer's column has one type, so lines with one part were written as multi-lines.
    shapes[single] = shapely.get_geometry(shapes[single], 0)
    return shapes
