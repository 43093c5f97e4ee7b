"""EPUB books: the chapters of the spine in their order, with the package's own bibliography.

Read here with lxml, as a zip of pages: the library for it (EbookLib) is under the AGPL.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import unquote

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading.markup import block_text, decoded_page, html_tree, xml_tree
from geo.reading.package import opened, part
from geo.reading.rows import Text, clean, stated_fields

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from geo.reading.limits import Limits

__all__ = ["epub"]

_WHAT = "an EPUB"
_CONTAINER = "META-INF/container.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PAGES = frozenset({"application/xhtml+xml", "text/html"})


def epub(stream: BinaryIO, source: str, limits: Limits) -> Iterator[Text | Unreadable]:
    """Read a book; a chapter that cannot be read is a row.

    Raises
    ------
    InputError
        If it is no EPUB, protected, broken, a bomb, or without text.
    """
    chapters: list[str] = []
    problems: list[Unreadable] = []
    with opened(stream, _WHAT, limits) as archive:
        container = xml_tree(part(archive, _CONTAINER, _WHAT), _WHAT)
        path = next((one.get("full-path") for one in container.iter("{*}rootfile")), None) or ""
        package = xml_tree(part(archive, path, _WHAT), _WHAT)
        for name in _spine(package, posixpath.dirname(path)):
            try:
                chapters.append(_chapter(archive, name))
            except InputError as error:
                problems.append(Unreadable(f"{source}/{name}", str(error)))
        is_protected = "META-INF/encryption.xml" in archive.namelist()
    text = clean("\n\n".join(filter(None, chapters)))
    if not text:
        raise InputError(
            "The book is protected against copying. Give a copy without protection."
            if is_protected
            else "The book holds no text."
        )
    yield Text(text, source, stated=_bibliography(package))
    yield from problems


def _spine(package: Any, folder: str) -> list[str]:
    """Return the names of the chapters in reading order, each once."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    chapters = (items.get(reference.get("idref")) for reference in package.iter("{*}itemref"))
    names = [
        posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        for item in chapters
        if item is not None
        and (item.get("media-type") or "") in _PAGES
        and "nav" not in (item.get("properties") or "").split()
    ]
    return list(dict.fromkeys(names))


def _chapter(archive: zipfile.ZipFile, name: str) -> str:
    content = decoded_page(part(archive, name, _WHAT))
    return block_text(html_tree(content))


def _bibliography(package: Any) -> dict[str, str]:
    def all_of(name: str) -> str:
        return ", ".join(element.text for element in package.iter(f"{_DC}{name}") if element.text)

    def first(name: str) -> str | None:
        return next((element.text for element in package.iter(f"{_DC}{name}") if element.text), None)

    return stated_fields(
        {
            "title": first("title"),
            "author": all_of("creator"),
            "publisher": first("publisher"),
            "date": first("date"),
            "language": (first("language") or "")[:2].lower(),
            "url": next(
                (one for one in [first("source") or ""] if one.startswith(("http://", "https://"))), None
            ),
        }
    )
