"""What a reader of one format hands over, and what every format owes its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO

from geo.model import Unreadable
from geo.reading.limits import Limits

__all__ = ["FIELDS", "Reader", "Text", "clean", "one_line", "stated_fields"]

FIELDS = ("title", "author", "publisher", "series", "date", "language", "url")
"""The bibliography that a format may state outright; the text's own head fills what is missing."""

_UNSTORABLE = re.compile("[\ud800-\udfff\0]")
_NONE: Mapping[str, str] = MappingProxyType({})
_LONGEST_VALUE = 2000  # characters; what is longer is no title and no name


@dataclass(frozen=True, slots=True)
class Text:
    """One text as its format gives it, before the text itself is looked at.

    ``name`` is None where the file's own name serves. ``stated`` holds what the format says
    outright, by the names in `FIELDS`; ``hinted`` what counts only where the text shows nothing: the
    properties that a word processor fills in by itself.
    """

    text: str = field(repr=False)
    source: str
    name: str | None = None
    stated: Mapping[str, str] = field(default_factory=lambda: _NONE)
    hinted: Mapping[str, str] = field(default_factory=lambda: _NONE)


Reader = Callable[[BinaryIO, str, Limits], Iterator[Text | Unreadable]]
"""Reads one file of one format from a binary stream; the second argument is what its rows are called after.

A reader raises `geo.errors.InputError` when the whole file is lost, and yields `Unreadable` for a part.
"""


def clean(text: str) -> str:
    """Return a text that every output format can store, with the same offsets.

    Lone surrogates cannot be encoded and NUL ends a string in C libraries (GeoPackage among them):
    each becomes U+FFFD, one character for one.
    """
    return _UNSTORABLE.sub("\ufffd", text)


def one_line(value: str) -> str:
    """Return a bibliographic value on one line, without blanks at its edges."""
    return " ".join(clean(value[:_LONGEST_VALUE]).split())


def stated_fields(values: Mapping[str, str | None]) -> dict[str, str]:
    """Return the values that are there, each on one line, by the names in `FIELDS`."""
    lines = {name: one_line(values.get(name) or "") for name in FIELDS}
    return {name: line for name, line in lines.items() if line}
