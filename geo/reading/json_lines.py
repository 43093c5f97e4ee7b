"""JSON Lines: one document a line, read one line at a time.

A row needs ``id`` and ``text``; ``title``, ``author``, ``publisher``, ``series``, ``date``,
``language`` and ``url`` are taken where they are there. The text is kept as the row has it, its
newlines too: offsets that others counted on it hold.
"""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any, BinaryIO

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading.encoding import decode, load
from geo.reading.rows import FIELDS, Text, clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.reading.limits import Limits

__all__ = ["NoRowsError", "json_lines", "text_of"]


class NoRowsError(InputError):
    """A file of rows that has none."""


def json_lines(
    stream: BinaryIO, source: str, limits: Limits, *, first: int = 1
) -> Iterator[Text | Unreadable]:
    """Read a file of JSON rows; a row that is wrong costs that row only.

    The size limit holds for each line, so that a large collection can be read in small memory.
    ``first`` is the number of the stream's first line, where it is a part of a file.

    Raises
    ------
    InputError
        If the file cannot be opened or has no row.
    """
    found = False
    for number, line in enumerate(_lines(stream, limits.max_bytes, marked=first == 1), start=first):
        if isinstance(line, str) and not line.strip():
            continue
        found = True
        row = f"{source}, line {number}"
        try:
            yield _row(line, row)
        except InputError as error:
            yield Unreadable(row, str(error))
    if not found:
        raise NoRowsError("The file has no rows.")


def _lines(stream: BinaryIO, max_bytes: int, *, marked: bool) -> Iterator[str | InputError]:
    """Yield the lines of a file, or the reason why one is none; its begin may be marked with its encoding."""
    try:
        line = stream.readline(max_bytes + 1)
        if marked and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from decode(line + load(stream, max_bytes, begun=len(line))).split("\n")
            return
        line = line.removeprefix(codecs.BOM_UTF8) if marked else line
        while line:
            yield _line(line, max_bytes)
            while len(line) > max_bytes and not line.endswith(b"\n"):
                line = stream.readline(max_bytes + 1)
            line = stream.readline(max_bytes + 1)
    except OSError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"The file cannot be read: {error.strerror or error}.") from error


def _line(line: bytes, max_bytes: int) -> str | InputError:
    if len(line) > max_bytes:
        return InputError(f"The line has more than {max_bytes:,} bytes, the limit. Raise the size limit.")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        return InputError(f"The line is not UTF-8 (byte {error.start}). Save the file as UTF-8.")


def _row(line: str | InputError, source: str) -> Text:
    if isinstance(line, InputError):
        raise line
    return text_of(_parsed(line), source)


def text_of(row: dict[str, Any], source: str) -> Text:
    """Return the text of a row that names its fields.

    Raises
    ------
    InputError
        If it has no id or no text.
    """
    name, text = row.get("id"), row.get("text")
    if isinstance(name, bool) or not isinstance(name, str | int) or not one_line(str(name)):
        raise InputError('The row has no "id". Add one, a string that no other row has.')
    if not isinstance(text, str):
        raise InputError(f'The row "{one_line(str(name))}" has no "text". Add it, as a string.')
    if not text.strip():
        raise InputError(f'The "text" of row "{one_line(str(name))}" is empty.')
    return Text(clean(text), source, one_line(str(name)), _stated(row))


def _parsed(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"The line is no JSON: {error.msg} at column {error.colno}.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            "The line is no JSON that can be read: a number is too long, or it nests too deep."
        ) from error
    if not isinstance(row, dict):
        raise InputError('The line is JSON, but no object. Write {"id": ..., "text": ...}.')
    return row


def _stated(row: dict[str, Any]) -> dict[str, str]:
    stated: dict[str, str] = {}
    for field in FIELDS:
        value = row.get(field)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = ", ".join(value)
        if isinstance(value, str | int) and not isinstance(value, bool) and one_line(str(value)):
            stated[field] = one_line(str(value))
    return stated
