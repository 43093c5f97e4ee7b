"""What documents are called: the shortest of a file's spellings that is its own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geo.reading.rows import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.reading.files import File

__all__ = ["names_of"]

_SPELLINGS: tuple[Callable[[File], str], ...] = (
    lambda file: file.relative.stem,
    lambda file: file.relative.with_suffix("").as_posix(),
    lambda file: file.relative.as_posix(),
    lambda file: file.source,
)


def names_of(files: Sequence[File]) -> dict[File, str]:
    """Name each file by the shortest of its stem, its relative path and its whole path that is its own."""
    names: dict[File, str] = {}
    taken: set[str] = set()
    for spelling in _SPELLINGS:
        spelled = {file: one_line(spelling(file)) for file in files if file not in names}
        count = Counter(spelled.values())
        fresh = {file: name for file, name in spelled.items() if count[name] == 1 and name not in taken}
        names |= fresh
        taken |= set(fresh.values())
    for file in files:  # names that differ only in bytes that are no text
        if file not in names:
            number = next(n for n in range(2, len(files) + 2) if f"{file.relative.stem}~{n}" not in taken)
            names[file] = one_line(f"{file.relative.stem}~{number}")
            taken.add(names[file])
    return names
