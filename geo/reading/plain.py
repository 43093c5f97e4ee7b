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


_HTML = ("<!doctype html", "<html")
_SAMPLE = 1_000


def plain(stream: BinaryIO, source: str, limits: Limits) -> Iterator[Text]:
    """Read a text file.

    Raises
    ------
    InputError
        If the file cannot be read as text, is HTML, or holds nothing but web addresses.
    """
    text = load_text(stream, limits.max_bytes)
    if text[:_SAMPLE].lstrip().lower().startswith(_HTML):
        raise InputError("The content is HTML, not plain text. Give the file the suffix .html.")
    if addresses_in(text):
        raise InputError("This is a list of addresses. Give it itself, not its folder, to have them fetched.")
    yield Text(text, source)
