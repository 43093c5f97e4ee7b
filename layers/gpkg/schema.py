"""Names and statements of the GeoPackage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "FIXED_DATE",
    "FORMAT",
    "FORMAT_KEY",
    "SETUP",
    "SQL_TYPES",
    "create_table",
    "field_names",
    "insert",
    "quoted",
    "table_names",
]

FORMAT: Final = 1
"""Version of the layout; a reader refuses a newer one."""

FORMAT_KEY: Final = "atlas_format"
"""Where the table ``run`` keeps it."""

FIXED_DATE: Final = "1970-01-01T00:00:00.000Z"
"""Stands wherever the format wants the time of writing: the same input has to give the same bytes."""

SQL_TYPES: Final[Mapping[str, str]] = {
    "text": "TEXT",
    "int": "INTEGER",
    "float": "REAL",
    "bool": "BOOLEAN",
    "json": "TEXT",
    "date": "TEXT",
    "datetime": "TEXT",
}
_OWN_TABLES: Final = frozenset(
    [
        "claims",
        "corrections",
        "documents",
        "layer_styles",
        "mentions",
        "references",
        "run",
        "targets",
        "unreadable",
        "unresolved",
    ]
)
_OWN_PREFIXES: Final = ("gpkg", "rtree_", "sqlite_", "corridors_", "idx_")
_PLAIN_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")

SETUP: Final = """
CREATE TABLE corridors_layers (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
  table_name TEXT NOT NULL UNIQUE);
CREATE TABLE corridors_columns (position INTEGER PRIMARY KEY, table_name TEXT NOT NULL, field TEXT NOT NULL,
  name TEXT NOT NULL, kind TEXT NOT NULL, UNIQUE (table_name, field));
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT,
  f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, update_time DATETIME);
CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkgext_relations (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, base_table_name TEXT NOT NULL,
  base_primary_column TEXT NOT NULL DEFAULT 'id', related_table_name TEXT NOT NULL,
  related_primary_column TEXT NOT NULL DEFAULT 'id', relation_name TEXT NOT NULL,
  mapping_table_name TEXT NOT NULL UNIQUE);
"""


def quoted(name: str) -> str:
    """Return a name as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def table_names(layers: Iterable[str]) -> dict[str, str]:
    """Return a table name for each layer: its own if that is plain and free, else ``layer_<number>``."""
    names: dict[str, str] = {}
    taken = set(_OWN_TABLES)
    for number, layer in enumerate(layers, start=1):
        low = layer.lower()
        free = low not in taken and not low.startswith(_OWN_PREFIXES) and not low.startswith("layer_")
        own = layer if free and _PLAIN_NAME.fullmatch(layer) else f"layer_{number}"
        names[layer] = own
        taken.add(own.lower())
    return names


def field_names(columns: Iterable[str], reserved: Iterable[str]) -> dict[str, str]:
    """Return a field name for each column: SQL has no case, and some names are taken."""
    names: dict[str, str] = {}
    taken = {name.lower() for name in reserved}
    for column in columns:
        plain = re.sub("[\\x00-\\x1f\ud800-\udfff]", "_", column)[:60] or "column"
        field, number = plain, 1
        while field.lower() in taken:
            number += 1
            field = f"{plain}_{number}"
        names[column] = field
        taken.add(field.lower())
    return names


def create_table(name: str, fields: Mapping[str, str], key: str = "id") -> str:
    """Return the statement that makes a table; ``fields`` maps names to kinds."""
    columns = [f"{quoted(key)} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    columns += [f"{quoted(field)} {SQL_TYPES[kind]}" for field, kind in fields.items()]
    return f"CREATE TABLE {quoted(name)} ({', '.join(columns)})"


def insert(name: str, fields: Iterable[str]) -> str:
    """Return the statement that adds a row."""
    names = [quoted(field) for field in fields]
    holes = ", ".join("?" * len(names))
    return f"INSERT INTO {quoted(name)} ({', '.join(names)}) VALUES ({holes})"  # noqa: S608  (names are quoted)
