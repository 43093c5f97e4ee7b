"""Writing a GeoPackage from rows that lie on disk, so that memory does not grow with their number."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from layers.files import replaced
from layers.gpkg import write
from layers.gpkg.schema import FORMAT, FORMAT_KEY, SETUP, insert, quoted, table_names
from layers.model import Layer
from layers.quotes import citations
from layers.storable import stored
from layers.tables import atlas_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from layers.atlas import Atlas
    from layers.tables import Table

__all__ = ["write_gpkg_from"]


def write_gpkg_from(  # noqa: PLR0913, PLR0917  (what such a file is made of)
    spool: Path,
    copied: Iterable[str],
    targets: Table,
    sample: Atlas,
    numbers: Mapping[str, Mapping[str, int]],
    path: Path,
) -> None:
    """Write the same tables as `layers.gpkg.write_gpkg`, most of them out of another SQLite file.

    Parameters
    ----------
    spool
        The file; beside the copied tables it has ``references_<layer>``: ``feature``, and the columns of
        references.
    copied
        Names of the tables that go over as they are.
    targets
        Places and routes that mentions point to, by number.
    sample
        All features, and everything that is small; its references are quoted in the features.
    numbers
        What the spool calls each feature of each layer.
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
            # Tables of one shape: SQLite copies whole pages, without looking into the rows.
            for name in copied:
                own = quoted(name)
                base.execute(f"INSERT INTO main.{own} SELECT * FROM spool.{own}")  # noqa: S608
            _copy_references(base, sample, names, numbers)
            write.write_relations(base, names)
            write.write_indexes(base)
            base.execute("INSERT INTO run (key, value) VALUES (?, ?)", (FORMAT_KEY, str(FORMAT)))
            base.commit()
            base.execute("DETACH DATABASE spool")
            base.execute("ANALYZE")
            base.commit()


def _copy_references(
    base: sqlite3.Connection, sample: Atlas, names: dict[str, str], numbers: Mapping[str, Mapping[str, int]]
) -> None:
    """Copy the references of every layer, each with the number of its feature."""
    without = {
        name: Layer(name, layer.title, layer.features, layer.references.iloc[:0])
        for name, layer in sample.layers.items()
    }
    write.write_references(base, replace(sample, layers=without, stored=None), names)
    fields = [row[1] for row in base.execute('PRAGMA main.table_info("references")')][1:]
    own = ", ".join(f"r.{quoted(field)}" for field in fields[2:])
    head = insert("references", fields).partition(" VALUES")[0]
    base.execute("CREATE TEMP TABLE numbers (feature INTEGER PRIMARY KEY, fid INTEGER NOT NULL)")
    for name, layer in sample.layers.items():
        known = numbers.get(name, {})
        ids = stored(layer.features["feature_id"].tolist(), "text")
        base.execute("DELETE FROM numbers")
        base.executemany(
            "INSERT INTO numbers VALUES (?, ?)", ((known[one], fid) for fid, one in enumerate(ids, start=1))
        )
        base.execute(
            f"{head} SELECT ?, n.fid, {own} FROM spool.{quoted(f'references_{name}')} r "  # noqa: S608
            "CROSS JOIN numbers n USING (feature) ORDER BY r.id",
            (names[name],),
        )
