"""An atlas as a schema of a PostGIS database, with keys and spatial indexes, in one transaction.

Needs psycopg, which the extra ``[postgis]`` installs.
"""

# ruff: noqa: PLC0415  (psycopg is an extra)
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.errors import OutputError, UsageError
from layers.geometry import wrapped_all
from layers.gpkg.schema import field_names, table_names
from layers.gpkg.write import stored_rows
from layers.tables import Table, atlas_tables, features_frame, references_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import psycopg

    from layers.atlas import Atlas
    from layers.model import Layer

__all__ = ["SCHEMA", "write_postgis"]

SCHEMA: Final = "corridor_atlas"
_MARK: Final = "Corridor Atlas: replaced whole by every export"
_TYPES: Final[Mapping[str, str]] = {
    "text": "text",
    "int": "bigint",
    "float": "double precision",
    "bool": "boolean",
    "json": "json",
    "date": "date",
    "datetime": "text",
}
_KEYS: Final = (
    ("mentions", "document", "documents", "id"),
    ("mentions", "target", "targets", "id"),
    ("unresolved", "document", "documents", "id"),
)


def write_postgis(atlas: Atlas, url: str, schema: str = SCHEMA) -> list[str]:
    """Write an atlas to a PostGIS database; return the tables.

    Parameters
    ----------
    atlas
        What to write.
    url
        ``postgresql://user:password@host/database``.
    schema
        The schema, which is replaced whole. One that something else made is refused.

    Raises
    ------
    OutputError
        If the database cannot be reached, has no PostGIS, or refuses; nothing has changed then.
    UsageError
        If psycopg is not installed, or the schema belongs to something else.
    """
    try:
        import psycopg
    except ImportError as error:
        message = "PostGIS needs psycopg, which is not installed. Run: pip install 'corridor-atlas[postgis]'"
        raise UsageError(message) from error
    try:
        with psycopg.connect(url, connect_timeout=10) as base, base.cursor() as cursor:
            _prepare(cursor, schema)
            return _write(cursor, atlas)
    except psycopg.Error as error:
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        # The address is left out: it may hold a password.
        raise OutputError(
            f"Cannot write to the PostgreSQL database: {reason}. Check the address and PostGIS."
        ) from error


def _prepare(cursor: psycopg.Cursor[Any], schema: str) -> None:
    """Make an empty schema, in the place of an earlier export."""
    from psycopg import sql

    cursor.execute(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", (schema,)
    )
    found = cursor.fetchone()
    if found is not None and found[0] != _MARK:
        raise UsageError(f"The schema '{schema}' was not made by an export. Rename it, or drop it yourself.")
    cursor.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    name = sql.Identifier(schema)
    cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))
    cursor.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    cursor.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(name, sql.Literal(_MARK)))
    cursor.execute(sql.SQL("SET LOCAL search_path TO {}, public").format(name))


def _write(cursor: psycopg.Cursor[Any], atlas: Atlas) -> list[str]:
    written = []
    for name, table in atlas_tables(atlas).items():
        _make(cursor, name, table, "id")
        _fill(cursor, name, ["id", *_fields(table, "id").values()], _numbered(stored_rows(table)))
        written.append(name)
    for table_name, column, other, key in _KEYS:
        cursor.execute(
            _sql("ALTER TABLE {} ADD FOREIGN KEY ({}) REFERENCES {} ({})", table_name, column, other, key)
        )
        cursor.execute(_sql("CREATE INDEX ON {} ({})", table_name, column))
    for layer_name, own in table_names(atlas.layers).items():
        _write_layer(cursor, own, atlas.layers[layer_name])
        written += [own, f"{own}_references"]
    return written


def _write_layer(cursor: psycopg.Cursor[Any], own: str, layer: Layer) -> None:
    source = table_of(features_frame(layer))
    _make(cursor, own, source, "fid", "geom")
    cursor.execute(_sql("ALTER TABLE {} ADD COLUMN {} geometry(Geometry, 4326)", own, "geom"))
    shapes = shapely.set_srid(wrapped_all(layer.features.geometry), 4326)
    wkb = shapely.to_wkb(shapes, hex=True, include_srid=True).tolist() if len(shapes) else []
    rows = ((*row, shape) for row, shape in zip(_numbered(stored_rows(source)), wkb, strict=True))
    fields = _fields(source, "fid", "geom")
    _fill(cursor, own, ["fid", *fields.values(), "geom"], rows)
    cursor.execute(_sql("CREATE UNIQUE INDEX ON {} ({})", own, fields["feature_id"]))
    cursor.execute(_sql("CREATE INDEX ON {} USING gist ({})", own, "geom"))
    _write_references(cursor, own, layer)


def _write_references(cursor: psycopg.Cursor[Any], own: str, layer: Layer) -> None:
    name, source = f"{own}_references", references_of(layer)
    position = {one: at for at, one in enumerate(layer.features["feature_id"].tolist(), start=1)}
    features = (position[one] for one in source.columns["feature_id"])
    _make(cursor, name, source, "id", "feature")
    cursor.execute(_sql("ALTER TABLE {} ADD COLUMN {} bigint", name, "feature"))
    rows = ((*row, feature) for row, feature in zip(_numbered(stored_rows(source)), features, strict=True))
    _fill(cursor, name, ["id", *_fields(source, "id", "feature").values(), "feature"], rows)
    cursor.execute(
        _sql("ALTER TABLE {} ADD FOREIGN KEY ({}) REFERENCES {} ({})", name, "feature", own, "fid")
    )
    cursor.execute(_sql("CREATE INDEX ON {} ({})", name, "feature"))
    cursor.execute(_sql("CREATE INDEX ON {} ({})", name, "doc"))


def _fields(source: Table, *reserved: str) -> dict[str, str]:
    return field_names(source.kinds, reserved)


def _make(cursor: psycopg.Cursor[Any], name: str, source: Table, key: str, *reserved: str) -> None:
    from psycopg import sql

    fields = _fields(source, key, *reserved)
    columns = [
        sql.SQL("{} {}").format(sql.Identifier(fields[column]), sql.SQL(_TYPES[kind]))
        for column, kind in source.kinds.items()
    ]
    first = sql.SQL("{} bigint PRIMARY KEY").format(sql.Identifier(key))
    cursor.execute(
        sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(name), sql.SQL(", ").join([first, *columns]))
    )


def _fill(
    cursor: psycopg.Cursor[Any], name: str, fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    from psycopg import sql

    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, fields))
    )
    with cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)


def _numbered(rows: Iterable[Sequence[Any]]) -> Iterable[tuple[Any, ...]]:
    return ((number, *row) for number, row in enumerate(rows, start=1))


def _sql(statement: str, *names: str) -> Any:
    from psycopg import sql

    return sql.SQL(statement).format(*map(sql.Identifier, names))
