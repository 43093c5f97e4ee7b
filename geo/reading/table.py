"""Tables (``.csv``, ``.tsv``) of documents: a row each, with its text in the column ``text``."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading.encoding import load_text
from geo.reading.rows import Text, clean, one_line, stated_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.reading.limits import Limits

__all__ = ["rows_of", "table"]

_ALIASES = {
    "content": "text",
    "body": "text",
    "name": "id",
    "doc": "id",
    "filename": "file",
    "path": "file",
    "authors": "author",
    "lang": "language",
    "link": "url",
    "source": "publisher",
    "published": "date",
}
_DELIMITERS = ",;\t|"


def table(stream: BinaryIO, source: str, limits: Limits) -> Iterator[Text | Unreadable]:
    """Read a table whose header has ``text``; ``id`` and the bibliography are taken where they are there.

    A row without an ``id`` is called after its line.

    Raises
    ------
    InputError
        If there is no column ``text``, no row, or the table cannot be read as one.
    """
    columns, rows = rows_of(load_text(stream, limits.max_bytes))
    if "text" not in columns:
        raise InputError(
            f"There is no column 'text'. Columns here: {', '.join(columns) or 'none'}. "
            "Name the column that holds the documents so."
        )
    stem = source.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    found = False
    for number, row in rows:
        found = True
        where = f"{source}, line {number}"
        text = clean((row.get("text") or "").replace("\r\n", "\n").replace("\r", "\n"))
        if text.strip():
            yield Text(text, where, one_line(row.get("id") or f"{stem}-{number}"), stated_fields(row))
        else:
            yield Unreadable(where, "The cell 'text' is empty.")
    if not found:
        raise InputError("The table has no rows.")


def rows_of(text: str) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """Return the columns of a table in lower case, and its rows with their line numbers.

    Raises
    ------
    InputError
        From the rows too: if the table is broken.
    """
    csv.field_size_limit(2**31 - 1)  # the whole table is in memory and within its limit
    header, _, _ = text.partition("\n")
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [_column(cell) for cell in next(reader, [])]
    except csv.Error as error:
        raise InputError(f"The table is broken in its header: {error}.") from error
    return columns, _rows(reader, columns)


def _rows(reader: Iterator[list[str]], columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    line = _line_number(reader) + 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(
                f"The table is broken at line {line}: {error}. Mend it, or save it anew."
            ) from error
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield line, dict(zip(columns, row, strict=False))
        line = _line_number(reader) + 1


def _line_number(reader: Iterator[list[str]]) -> int:
    return int(getattr(reader, "line_num", 0))


def _column(cell: str) -> str:
    name = one_line(cell).lower()
    return _ALIASES.get(name, name)
