"""Word documents: paragraphs, tables and notes in their order, as they read with all changes accepted.

python-docx opens the package and reads its properties. Its ``Paragraph.text`` leaves out insertions that are
being tracked and content controls, so the text is taken from the tree itself. Headers and footers are
furniture and are left out.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO

import docx as python_docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from geo.errors import InputError
from geo.reading.encoding import load
from geo.reading.markup import xml_tree
from geo.reading.package import opened, part
from geo.reading.rows import Text, clean, stated_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.reading.limits import Limits

__all__ = ["docx"]

_WHAT = "a Word document"
_PARAGRAPH, _CELL, _ROW = qn("w:p"), qn("w:tc"), qn("w:tr")
_WRITTEN = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT = qn("w:t")
# Deleted text, and the second of the two forms that a text box is stored in.
_UNSEEN = frozenset(
    {
        qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:pPr"), qn("w:rPr"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)  # fmt: skip
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_TEMPLATE = "2013-12-23"  # the date of python-docx's own template, which its users' documents keep
_MADE_UP = frozenset({"python-docx", "word document", "untitled", "microsoft office user", "user", "admin"})


def docx(stream: BinaryIO, source: str, limits: Limits) -> Iterator[Text]:
    """Read a Word document.

    Raises
    ------
    InputError
        If it is none, encrypted, broken, a bomb, or without text.
    """
    data = load(stream, limits.max_bytes)
    with opened(io.BytesIO(data), _WHAT, limits) as archive:
        part(archive, "[Content_Types].xml", _WHAT)
        notes = [_lines(xml_tree(archive.read(name), _WHAT)) for name in _NOTES if name in archive.namelist()]
    try:
        document = python_docx.Document(io.BytesIO(data))
        body, properties = document.element.body, document.core_properties
    except (PackageNotFoundError, KeyError, ValueError, AttributeError) as error:
        raise InputError(f"The content is not {_WHAT}: {error}. Save it anew.") from error
    lines = [*_lines(body), *(line for note in notes for line in note)]
    text = clean("\n\n".join(line for line in lines if line.strip()))
    if not text:
        raise InputError("The document holds no text.")
    yield Text(text, source, hinted=_hints(properties))


def _hints(properties: Any) -> dict[str, str]:
    values = {
        "title": properties.title,
        "author": properties.author,
        "language": (properties.language or "")[:2].lower(),
        "date": properties.created.date().isoformat() if properties.created else None,
    }
    stated = stated_fields(values)
    return {name: value for name, value in stated.items() if value.lower() not in {*_MADE_UP, _TEMPLATE}}


def _lines(root: Any) -> list[str]:
    """Return the paragraphs below an element; the cells of a row are one, with tabs between."""
    lines: list[str] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in _UNSEEN:
            continue
        if element.tag == _ROW:
            cells = [" ".join(_lines(cell)) for cell in element.iter(_CELL) if _row_of(cell) is element]
            lines.append("\t".join(cells))
        elif element.tag == _PARAGRAPH:
            lines.append(_paragraph(element).strip())
        else:
            waiting.extend(reversed(list(element)))
    return [line for line in lines if line]


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(_ROW), None)


def _paragraph(paragraph: Any) -> str:
    parts: list[str] = []
    waiting = list(reversed(list(paragraph)))
    while waiting:
        element = waiting.pop()
        if element.tag in _UNSEEN:
            continue
        if element.tag == _TEXT:
            parts.append(element.text or "")
        elif element.tag in _WRITTEN:
            parts.append(_WRITTEN[element.tag])
        else:
            if element.tag == _PARAGRAPH:  # in a text box
                parts.append("\n")
            waiting.extend(reversed(list(element)))
    return "".join(parts)
