"""Which reader reads which file.

Readers are named, not imported: a run that meets no PDF never loads the library for it. Formats that
take a parser of thousands of lines are read in processes of their own (`geo.reading.isolation`), so
that a hostile file can cost its own process and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.reading.rows import Reader

__all__ = ["ARCHIVES", "READERS", "Format", "format_of", "reader_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """How one kind of file is read: the module and function, and what people call it.

    ``isolated`` formats are read in a process of their own; of a ``collection`` each row is a document.
    """

    title: str
    module: str
    function: str
    isolated: bool = True
    collection: bool = False


_PLAIN = Format("plain text", "geo.reading.plain", "plain", isolated=False)
_MARKDOWN = Format("Markdown", "geo.reading.markdown", "markdown", isolated=False)
_HTML = Format("HTML", "geo.reading.page", "page")
_FEED = Format("an RSS or Atom feed", "geo.reading.feed", "feed", collection=True)

READERS: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": _PLAIN,
        ".md": _MARKDOWN,
        ".markdown": _MARKDOWN,
        ".html": _HTML,
        ".htm": _HTML,
        ".xhtml": _HTML,
        ".pdf": Format("PDF", "geo.reading.pdf", "pdf"),
        ".docx": Format("a Word document", "geo.reading.docx", "docx"),
        ".odt": Format("an OpenDocument text", "geo.reading.odt", "odt"),
        ".epub": Format("an EPUB", "geo.reading.epub", "epub"),
        ".eml": Format("an e-mail", "geo.reading.eml", "eml"),
        ".csv": Format("a table", "geo.reading.table", "table", isolated=False, collection=True),
        ".tsv": Format("a table", "geo.reading.table", "table", isolated=False, collection=True),
        ".jsonl": Format(
            "JSON Lines", "geo.reading.json_lines", "json_lines", isolated=False, collection=True
        ),
        ".rss": _FEED,
        ".atom": _FEED,
        ".xml": _FEED,
    }
)
"""The format of each suffix, in lower case. A new format is a new entry here."""

ARCHIVES = (".zip",)
"""Suffixes of archives, whose members are read as the files of a folder are."""


def format_of(name: str) -> Format | None:
    """Return the format that a file's name promises, or None."""
    dot = name.rfind(".")
    return READERS.get(name[dot:].lower()) if dot > name.rfind("/") else None


def reader_of(form: Format) -> Reader:
    """Return the function that reads a format; its library is loaded now."""
    return cast("Reader", getattr(import_module(form.module), form.function))
