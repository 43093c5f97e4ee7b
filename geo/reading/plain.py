"""Plain text: the whole file is the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.reading.encoding import load_text
from geo.reading.rows import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["plain"]


def plain(path: Path, max_bytes: int) -> Iterator[Text]:
    """Read a text file.

    Raises
    ------
    InputError
        If the file cannot be read as text.
    """
    yield Text(load_text(path, max_bytes), str(path))
