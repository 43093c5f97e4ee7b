"""Parquet in blocks: a block has rows of one row group."""

# ruff: noqa: PLC0415  (pyarrow is an extra)
from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from geo.errors import InputError, UsageError
from geo.model import Unreadable
from geo.reading.json_lines import text_of
from geo.reading.rows import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.reading.limits import Limits
    from geo.reading.rows import Text

__all__ = ["group_digest", "groups", "rows_of_group"]

_NEEDED: Final = ("id", "text")
_AT_ONCE: Final = 256  # rows
_PIECE: Final = 1 << 20  # bytes


def groups(stream: BinaryIO) -> list[int]:
    """Return how many rows each row group of a file has.

    Raises
    ------
    InputError
        If it is no Parquet file, or lacks a column that documents need.
    UsageError
        If pyarrow is not installed.
    """
    file = _file(stream)
    missing = [name for name in _NEEDED if name not in file.schema_arrow.names]
    if missing:
        named = " and ".join(f'"{name}"' for name in missing)
        here = ", ".join(map(str, file.schema_arrow.names[:20]))
        raise InputError(f"The file has no column {named}. Add it. Columns here: {here}.")
    about = file.metadata
    return [about.row_group(at).num_rows for at in range(about.num_row_groups)]


def group_digest(stream: BinaryIO, group: int) -> str:
    """Return a digest of the bytes of a row group, as the file has them."""
    about = _file(stream).metadata.row_group(group)
    digest = hashlib.sha256(f"{about.num_rows}".encode("ascii"))
    for at in range(about.num_columns):
        column = about.column(at)
        begins = [one for one in (column.dictionary_page_offset, column.data_page_offset) if one is not None]
        stream.seek(min(begins))
        digest.update(f" {column.path_in_schema} {column.physical_type} ".encode("utf-8", "backslashreplace"))
        left = column.total_compressed_size
        while left > 0 and (piece := stream.read(min(left, _PIECE))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def rows_of_group(
    stream: BinaryIO, group: int, rows: range, source: str, limits: Limits
) -> Iterator[Text | Unreadable]:
    """Read rows of a row group.

    Parameters
    ----------
    stream
        The file.
    group
        Which row group.
    rows
        Which of its rows.
    source, limits
        As in `geo.reading.json_lines.json_lines`; ``source`` takes a row's number in the group.

    Raises
    ------
    InputError
        If the group cannot be read.
    """
    pa = _pyarrow()
    file = _file(stream)
    names = [name for name in (*_NEEDED, *FIELDS) if name in file.schema_arrow.names]
    before = sum(file.metadata.row_group(at).num_rows for at in range(group))
    at = 0
    try:
        for batch in file.iter_batches(batch_size=_AT_ONCE, row_groups=[group], columns=names):
            if at + len(batch) > rows.start and at < rows.stop:
                columns = [_values(batch.column(name)) for name in names]
                for offset, values in enumerate(zip(*columns, strict=True), start=at):
                    if offset in rows:
                        record = dict(zip(names, values, strict=True))
                        yield _row(record, f"{source}, row {before + offset + 1}", limits)
            at += len(batch)
            if at >= rows.stop:
                return
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"Row group {group} cannot be read from row {rows.start} on: {error}. Write the file again."
        ) from error


def _row(row: dict[str, Any], source: str, limits: Limits) -> Text | Unreadable:
    for name, value in row.items():
        if isinstance(value, UnicodeDecodeError):
            why = f'The "{name}" is not UTF-8 (byte {value.start}). Write the file again.'
            return Unreadable(source, why)
        if isinstance(value, str) and len(value) > limits.max_bytes:
            why = f'The "{name}" has more than {limits.max_bytes:,} characters. Raise the size limit.'
            return Unreadable(source, why)
    try:
        return text_of({name: value for name, value in row.items() if value is not None}, source)
    except InputError as error:
        return Unreadable(source, str(error))


def _values(column: Any) -> list[Any]:
    """Return the values of a column; what is not UTF-8 as its error, dates as ISO 8601."""
    pa = _pyarrow()
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return [
            value if value is None else _decoded(value)
            for value in column.cast(pa.large_binary()).to_pylist()
        ]
    try:
        return [_plain(value) for value in column.to_pylist()]
    except (UnicodeDecodeError, ValueError, OverflowError):  # text inside lists; dates that Python lacks
        return [None] * len(column)


def _decoded(value: bytes) -> str | UnicodeDecodeError:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        return error


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _file(stream: BinaryIO) -> Any:
    pa = _pyarrow()
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(stream)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"The file is no Parquet file: {error}. Write it again.") from error


def _pyarrow() -> Any:
    try:
        import pyarrow as pa
    except ImportError:
        raise UsageError(
            "Parquet needs pyarrow. Install it: pip install 'corridor-atlas[parquet]'."
        ) from None
    return pa
