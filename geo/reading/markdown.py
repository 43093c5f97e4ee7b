"""Markdown: front matter, then the body, which is kept as it stands.

The text of the document is the body alone, from the first line after the front matter that is not
blank: a title in the front matter is no sentence of the document, and offsets count from there.
Markup is not stripped, so that a quote is found in the file as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from geo.errors import InputError
from geo.reading.encoding import load_text
from geo.reading.front_matter import split
from geo.reading.rows import Text, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.reading.limits import Limits

__all__ = ["heading", "markdown"]

_HEADING = re.compile(r"^ {0,3}#[ \t]+(\S[^\n]*)$", re.MULTILINE)
_MARKUP = re.compile(r"[*_`]{1,3}|[ \t]#+[ \t]*$")


def markdown(stream: BinaryIO, source: str, limits: Limits) -> Iterator[Text]:
    """Read a Markdown file.

    Raises
    ------
    InputError
        If the file cannot be read as text, has a broken front matter, or nothing after it.
    """
    stated, body = split(load_text(stream, limits.max_bytes))
    if not body.strip():
        raise InputError("There is no text after the front matter.")
    if "title" not in stated and (title := heading(body)):
        stated["title"] = title
    yield Text(body, source, stated=stated)


def heading(body: str) -> str | None:
    """Return the first heading of the first level, without its markup."""
    match = _HEADING.search(body)
    return one_line(_MARKUP.sub("", match.group(1))) or None if match else None
