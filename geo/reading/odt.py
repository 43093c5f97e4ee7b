"""OpenDocument texts: headings, paragraphs, lists, tables and notes in their order.

Read here with lxml: the one library for it (odfpy) had its last release in 2020.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from geo.errors import InputError
from geo.reading.markup import xml_tree
from geo.reading.package import opened, part
from geo.reading.rows import Text, clean, stated_fields

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from geo.reading.limits import Limits

__all__ = ["odt"]

_WHAT = "an OpenDocument text"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_UNSEEN = frozenset(
    {
        f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note-citation", f"{_TEXT}sequence-decls",
        f"{_OFFICE}forms",
    }
)  # fmt: skip
_MOST_BLANKS = 100


def odt(stream: BinaryIO, source: str, limits: Limits) -> Iterator[Text]:
    """Read an OpenDocument text.

    Raises
    ------
    InputError
        If it is none, encrypted, broken, a bomb, or without text.
    """
    with opened(stream, _WHAT, limits) as archive:
        manifest = (
            archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
        )
        if b"encryption-data" in manifest:
            raise InputError("The document is encrypted. Save it without its password.")
        content = xml_tree(part(archive, "content.xml", _WHAT), _WHAT)
        hints = _hints(archive)
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise InputError(f"The content is not {_WHAT} but a sheet, a drawing or slides.")
    text = clean("\n\n".join(_lines(body)))
    if not text:
        raise InputError("The document holds no text.")
    yield Text(text, source, hinted=hints)


def _hints(archive: zipfile.ZipFile) -> dict[str, str]:
    if "meta.xml" not in archive.namelist():
        return {}
    meta = xml_tree(archive.read("meta.xml"), _WHAT)
    return stated_fields(
        {
            "title": meta.findtext(f".//{_DC}title"),
            "author": meta.findtext(f".//{_META}initial-creator") or meta.findtext(f".//{_DC}creator"),
            "date": (meta.findtext(f".//{_META}creation-date") or "")[:10],
            "language": (meta.findtext(f".//{_DC}language") or "")[:2].lower(),
        }
    )


def _lines(root: Any) -> list[str]:
    """Return the paragraphs below an element; the cells of a row are one, with tabs between."""
    lines: list[str] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in _UNSEEN:
            continue
        if element.tag in _PARAGRAPHS:
            lines.append(_paragraph(element).strip())
        elif element.tag == f"{_TABLE}table-row":
            cells = [cell for cell in element if cell.tag == f"{_TABLE}table-cell"]
            lines.append("\t".join(" ".join(_lines(cell)) for cell in cells).strip())
        else:
            waiting.extend(reversed(list(element)))
    return [line for line in lines if line]


def _paragraph(element: Any) -> str:
    """Return a paragraph's text; nested elements are walked without recursion, as nothing limits how deep."""
    parts: list[str] = []
    waiting: list[Any] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        if one.tag not in _UNSEEN:
            parts.append(_written(one))
            for child in reversed(list(one)):
                waiting.append(child.tail or "")
                waiting.append(child)
    return "".join(parts)


def _written(element: Any) -> str:
    if element.tag == f"{_TEXT}s":
        count = element.get(f"{_TEXT}c") or "1"
        return " " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS)
    if element.tag == f"{_TEXT}tab":
        return "\t"
    if element.tag == f"{_TEXT}line-break":
        return "\n"
    text = (element.text or "") if isinstance(element.tag, str) else ""
    return f" {text}" if element.tag == f"{_TEXT}note" else str(text)
