"""Writing a GeoPackage from rows that lie on disk, so that memory does not grow with their number."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from layers.files import replaced
from layers.gpkg import write
from layers.gpkg.schema import FORMAT, FORMAT_KEY, SETUP, insert, quoted, table_names
from layers.model import Layer
from layers.quotes import citations
from layers.storable import stored
from layers.tables import atlas_tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from layers.atlas import Atlas
    from layers.tables import Table

__all__ = ["write_gpkg_from"]


def write_gpkg_from(spool: Path, copied: Iterable[str], targets: Table, sample: Atlas, path: Path) -> None:
    """Write the same tables as `layers.gpkg.write_gpkg`, most of them out of another SQLite file.

    Parameters
    ----------
    spool
        The file; beside the copied tables it has ``refs``: layer, row, and the columns of references.
    copied
        Names of the tables that go over as they are.
    targets
        Places and routes that mentions point to, by number.
    sample
        All features, and everything that is small; its references are quoted in the features.
    path
        What is written.

    Raises
    ------
    OutputError
        If the file cannot be written; an earlier file stays whole.
    """
    names = table_names(sample.layers)
    bare = replace(sample, documents=(), mentions=(), unresolved=(), layers={}, stored=None)
    tables = atlas_tables(bare) | {"targets": targets}
    with replaced(path) as new:
        write.write_features(sample, names, citations(sample.documents), new, tables["run"])
        with closing(sqlite3.connect(new)) as base:
            base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            base.executescript(SETUP)
            base.execute("ATTACH DATABASE ? AS spool", (str(spool),))
            write.write_catalogue(base, sample, names)
            for name, table in tables.items():
                write.write_table(base, name, table, titles=write.TITLES[name], exists=name == "run")
            for name in copied:
                own = quoted(name)
                base.execute(f"INSERT INTO main.{own} SELECT * FROM spool.{own} ORDER BY id")  # noqa: S608
            _copy_references(base, sample, names)
            write.write_relations(base, names)
            write.write_indexes(base)
            base.execute("INSERT INTO run (key, value) VALUES (?, ?)", (FORMAT_KEY, str(FORMAT)))
            base.commit()
            base.execute("DETACH DATABASE spool")
            base.execute("ANALYZE")
            base.commit()


def _copy_references(base: sqlite3.Connection, sample: Atlas, names: dict[str, str]) -> None:
    """Copy the references of every layer, each with the number of its feature."""
    without = {
        name: Layer(name, layer.title, layer.features, layer.references.iloc[:0])
        for name, layer in sample.layers.items()
    }
    write.write_references(base, replace(sample, layers=without, stored=None), names)
    fields = [row[1] for row in base.execute('PRAGMA main.table_info("references")')][1:]
    spooled = [row[1] for row in base.execute("PRAGMA spool.table_info(refs)")]
    own = ", ".join(f"r.{quoted(field)}" for field in spooled[3:])
    base.execute("CREATE TEMP TABLE numbers (feature_id TEXT PRIMARY KEY, fid INTEGER) WITHOUT ROWID")
    for name, layer in sample.layers.items():
        ids: list[Any] = list(stored(layer.features["feature_id"].tolist(), "text"))
        base.execute("DELETE FROM numbers")
        base.executemany("INSERT INTO numbers VALUES (?, ?)", zip(ids, range(1, len(ids) + 1), strict=True))
        head = insert("references", fields).partition(" VALUES")[0]
        base.execute(
            f"{head} SELECT ?, n.fid, {own} FROM spool.refs r JOIN numbers n USING (feature_id) "  # noqa: S608
            "WHERE r.layer = ? ORDER BY r.id",
            (names[name], name),
        )
