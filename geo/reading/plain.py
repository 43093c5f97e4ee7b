"""Plain text: the whole file is the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from geo.errors import InputError
from geo.reading.encoding import load_text
from geo.reading.links import addresses_in
from geo.reading.rows import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.reading.limits import Limits

__all__ = ["plain"]


def plain(stream: BinaryIO, source: str, limits: Limits) -> Iterator[Text]:
    """Read a text file.

    Raises
    ------
    InputError
        If the file cannot be read as text, or holds nothing but web addresses.
    """
    text = load_text(stream, limits.max_bytes)
    if addresses_in(text):
        raise InputError("This is a list of addresses. Give it itself, not its folder, to have them fetched.")
    yield Text(text, source)
