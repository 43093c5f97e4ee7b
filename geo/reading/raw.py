"""A text as it was read, and the document that it becomes once it is looked at.

Reading bytes is cheap; finding language, dates and publisher in a text is not. The two are apart so that
the second can be done elsewhere: in another process, or not at all if its result is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.model import Document
from geo.reading.dates import iso_date, latest_past, published
from geo.reading.furniture import furniture_of
from geo.reading.head import bibliography
from geo.reading.language import language_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Raw", "document_of"]


@dataclass(frozen=True, slots=True)
class Raw:
    """A text with its name and source, and what its format and others say of it.

    ``stated`` overrules what the text shows; ``hinted`` counts only where the text shows nothing.
    """

    name: str
    text: str = field(repr=False)
    source: str
    stated: Mapping[str, str] = field(default_factory=dict)
    hinted: Mapping[str, str] = field(default_factory=dict)


def document_of(raw: Raw) -> Document:
    """Return the document of a text: what is stated, and what the text itself shows."""
    found = bibliography(raw.text)
    shown = {"title": found.title, "author": found.author, "publisher": found.publisher}

    def value(name: str) -> str | None:
        return raw.stated.get(name) or shown.get(name) or raw.hinted.get(name)

    return Document(
        name=raw.name,
        text=raw.text,
        title=value("title"),
        author=value("author"),
        publisher=value("publisher"),
        series=raw.stated.get("series") or found.series,
        date=iso_date(raw.stated.get("date", ""))
        or published(raw.text)
        or iso_date(raw.hinted.get("date", "")),
        not_before=latest_past(raw.text),
        language=raw.stated.get("language") or language_of(raw.text) or raw.hinted.get("language"),
        url=value("url"),
        source=raw.source,
        furniture=furniture_of(raw.text),
    )
