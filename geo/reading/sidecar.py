"""``documents.csv``: what people know of the files beside it, and which overrules the files.

One row a file: ``file`` is its path from the folder of the table, the other columns are those of the
bibliography (title, author, publisher, series, date, language, url); an empty cell says nothing.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading.encoding import load_text
from geo.reading.files import File, open_file
from geo.reading.rows import stated_fields
from geo.reading.table import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.reading.limits import Limits

__all__ = ["SIDECAR", "with_sidecars"]

SIDECAR = "documents.csv"
_Key = tuple[str, PurePosixPath]


def with_sidecars(entries: Iterable[File | Unreadable], limits: Limits) -> Iterator[File | Unreadable]:
    """Yield the entries with what the tables beside them state; the tables are no entries of their own.

    A table that cannot be read, a row without a file, and a file that is not there are rows.
    """
    listed = list(entries)
    files = {(entry.root, entry.relative): entry for entry in listed if isinstance(entry, File)}
    stated: dict[_Key, Mapping[str, str]] = {}
    problems: dict[File, list[Unreadable]] = {}
    for file in files.values():
        if file.relative.name.lower() == SIDECAR and _names_files(file, limits):
            problems[file] = list(_rows(file, files, stated, limits))
    for entry in listed:
        if isinstance(entry, Unreadable):
            yield entry
        elif entry in problems:
            yield from problems[entry]
        else:
            known = stated.get((entry.root, entry.relative))
            yield replace(entry, stated={**entry.stated, **known}) if known else entry


def _names_files(entry: File, limits: Limits) -> bool:
    """Whether a table has a column of files; one with texts is a collection like any other."""
    try:
        with open_file(entry) as stream:
            columns, _ = rows_of(load_text(stream, limits.max_bytes))
    except InputError:
        return True  # said once, when its rows are asked for
    return "file" in columns or "text" not in columns


def _rows(
    table: File, files: Mapping[_Key, File], stated: dict[_Key, Mapping[str, str]], limits: Limits
) -> Iterator[Unreadable]:
    """Read one table into ``stated``; yield what is wrong with it."""
    try:
        with open_file(table) as stream:
            columns, rows = rows_of(load_text(stream, limits.max_bytes))
        if "file" not in columns:
            reason = f"There is no column 'file'. Columns here: {', '.join(columns)}."
            yield Unreadable(table.source, reason)
            return
        for number, row in rows:
            source = f"{table.source}, line {number}"
            name = (row.get("file") or "").strip().replace("\\", "/")
            key = (table.root, table.relative.parent / PurePosixPath(name))
            if not name:
                yield Unreadable(source, "The cell 'file' is empty. Name a file beside the table.")
            elif key not in files:
                yield Unreadable(source, f"There is no file '{name}' beside the table. Check its spelling.")
            else:
                stated[key] = {**stated.get(key, {}), **stated_fields(row)}
    except InputError as error:
        yield Unreadable(table.source, str(error))
