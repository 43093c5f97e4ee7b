"""Inputs to documents: the one place where files, formats, names and bibliography come together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.model import Document, Unreadable
from geo.reading.dates import iso_date, latest_past, published
from geo.reading.head import bibliography
from geo.reading.json_lines import json_lines
from geo.reading.language import language_of
from geo.reading.markdown import markdown
from geo.reading.plain import plain
from geo.reading.rows import Reader, Text, one_line
from geo.reading.walk import File, walk

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["DEFAULT_MAX_BYTES", "READERS", "read"]

DEFAULT_MAX_BYTES = 64 * 2**20
"""No text is that long: what is larger is a mistake, or meant to fill the memory."""

READERS: Mapping[str, Reader] = MappingProxyType(
    {".txt": plain, ".md": markdown, ".markdown": markdown, ".jsonl": json_lines}
)
"""The reader of each suffix, in lower case. A new format is a new entry here."""


_SPELLINGS: tuple[Callable[[File], str], ...] = (
    lambda file: file.path.stem,
    lambda file: file.relative.with_suffix("").as_posix(),
    lambda file: file.relative.as_posix(),
    lambda file: file.path.as_posix(),
)


def read(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    on_unreadable: Callable[[Unreadable], object] | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Iterator[Document | Unreadable]:
    """Read documents from files, folders and collections, each file once.

    Parameters
    ----------
    inputs
        Files and folders; folders are read to their depth, in sorted order. ``.txt`` and ``.md`` are
        one document each, ``.jsonl`` one a line.
    on_unreadable
        Called with whatever could not be read; such rows are then not yielded.
    max_bytes
        Largest file (for ``.jsonl``: longest line) that is read.

    Yields
    ------
    Document or Unreadable
        In the order of the inputs. A document is named after its file's stem, where two share it after
        its path in the folder that was given; a row of a ``.jsonl`` by its ``id``. No name occurs twice.
    """
    for row in _rows([Path(path) for path in inputs], max_bytes):
        if on_unreadable is not None and isinstance(row, Unreadable):
            on_unreadable(row)
        else:
            yield row


def _rows(inputs: list[Path], max_bytes: int) -> Iterator[Document | Unreadable]:
    entries = list(walk(inputs))
    names = _names([entry for entry in entries if isinstance(entry, File)])
    taken = {name: str(file.path) for file, name in names.items()}
    for entry in entries:
        if isinstance(entry, Unreadable):
            yield entry
            continue
        for text in _texts(entry.path, max_bytes):
            if isinstance(text, Unreadable):
                yield text
            elif text.name is None:
                yield _document(names[entry], text)
            elif text.name in taken:
                first = taken[text.name]
                reason = f'The id "{text.name}" was used before ({first}). Give each row an id of its own.'
                yield Unreadable(text.source, reason)
            else:
                taken[text.name] = text.source
                yield _document(text.name, text)


def _texts(path: Path, max_bytes: int) -> Iterator[Text | Unreadable]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        what = f"Files of type '{path.suffix}'" if path.suffix else "Files without a suffix"
        yield Unreadable(str(path), f"{what} are not read. Read are {', '.join(READERS)}.")
        return
    try:
        yield from reader(path, max_bytes)
    except InputError as error:
        yield Unreadable(str(path), str(error))


def _names(files: list[File]) -> dict[File, str]:
    """Name each file by the shortest of its stem, its relative path and its path that is its own.

    Collections are not named: their rows are.
    """
    single = [file for file in files if READERS.get(file.path.suffix.lower()) not in {None, json_lines}]
    names: dict[File, str] = {}
    taken: set[str] = set()
    for spelling in _SPELLINGS:
        spelled = {file: one_line(spelling(file)) for file in single if file not in names}
        count = Counter(spelled.values())
        fresh = {file: name for file, name in spelled.items() if count[name] == 1 and name not in taken}
        names |= fresh
        taken |= set(fresh.values())
    for file in single:  # names that differ only in bytes that are no text
        if file not in names:
            number = next(n for n in range(2, len(single) + 2) if f"{file.path.stem}~{n}" not in taken)
            names[file] = one_line(f"{file.path.stem}~{number}")
            taken.add(names[file])
    return names


def _document(name: str, row: Text) -> Document:
    stated = dict(row.stated)
    language = stated.get("language") or language_of(row.text)
    found = bibliography(row.text)
    return Document(
        name=name,
        text=row.text,
        title=stated.get("title") or found.title,
        author=stated.get("author") or found.author,
        publisher=stated.get("publisher") or found.publisher,
        series=stated.get("series") or found.series,
        date=iso_date(stated.get("date", "")) or published(row.text),
        not_before=latest_past(row.text),
        language=language,
        url=stated.get("url"),
        source=row.source,
    )
