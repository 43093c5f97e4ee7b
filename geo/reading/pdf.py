"""PDF: the text layer, page by page, without the lines that every page repeats.

pdfium (through pypdfium2) is what Chromium shows PDFs with: fast, and fuzzed for years.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading.encoding import load
from geo.reading.rows import Text, clean, one_line, stated_fields
from geo.reading.signature import PDF, refuse_other

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from geo.reading.limits import Limits

__all__ = ["pdf"]

_EDGE_LINES = 3  # lines at a page's head or foot that may be a running head; a quarter of a short page
_FEWEST_PAGES = 3  # that repeat it
_HEADER = 1024  # bytes before which a PDF has to begin, as readers have it
# pdfium marks the hyphen at a line's end by a character that is none, and leaves the line's end out.
_HYPHEN_AT_END = re.compile(r"(?<=[^\W\d_])(?:[-\xad\u2010]\n|[\ufffe\x02]\n?)(?=[^\W\d_])")
_SOFT_HYPHEN = re.compile("[\xad\ufffe\x02]")
_DATE = re.compile(r"D?:?((?:19|20)\d\d)(\d\d)(\d\d)")
_MADE_UP = re.compile(
    r"\A(?:microsoft (?:word|powerpoint)|untitled|document\d*|без имени|презентация|powerpoint|slide 1)"
    r"|\.(?:docx?|indd|pdf|rtf|tex|qxd|pptx?|odt|html?)\Z|\A(?:admin|administrator|anonymous|unknown|user|owner|пользователь)\Z",
    re.IGNORECASE,
)


def pdf(stream: BinaryIO, source: str, limits: Limits) -> Iterator[Text | Unreadable]:
    """Read a PDF; pages that are pictures without text are a row.

    Raises
    ------
    InputError
        If it is no PDF, encrypted, broken, too long, or scanned.
    """
    data = load(stream, limits.max_bytes)
    at = data[:_HEADER].find(b"%PDF-")
    if at < 0:
        refuse_other(data, PDF, "a PDF")
    document = _opened(data)
    try:
        count = len(document)
        if count > limits.max_pages:
            raise InputError(
                f"The PDF has {count:,} pages, the limit is {limits.max_pages:,}. "
                "Split it, or raise the limit."
            )
        pages: list[str] = []
        scanned: list[int] = []
        for number in range(count):
            text, is_picture = _page(document, number)
            pages.append(text)
            if is_picture:
                scanned.append(number + 1)
        properties = document.get_metadata_dict()
    finally:
        document.close()
    text = _joined(pages)
    if not text:
        what = "1 page" if count == 1 else f"{count:,} pages"
        raise InputError(
            f"The PDF has no text on its {what}: it is scanned. Run OCR on it (ocrmypdf), then give it."
        )
    yield Text(text, source, hinted=_hints(properties))
    if scanned:
        yield Unreadable(
            source,
            f"No text on {_numbers(scanned)}: scanned. Run OCR on the file (ocrmypdf) to have them read.",
        )


def _opened(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise InputError("The PDF is encrypted. Save it without its password.") from error
        raise InputError(f"The PDF is broken: {error}. Save it anew.") from error


def _page(document: Any, number: int) -> tuple[str, bool]:
    """Return a page's text, and whether it has a picture instead."""
    try:
        page = document[number]
        layer = page.get_textpage()
        text = layer.get_text_range().replace("\r\n", "\n").replace("\r", "\n").strip()
        is_picture = not text and any(
            True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
        )
        layer.close()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise InputError(f"The PDF is broken on page {number + 1}: {error}. Save it anew.") from error
    return text, is_picture


def _joined(pages: Sequence[str]) -> str:
    """Join the pages, without running heads and page numbers, and words that a line's end cut in two."""
    split = [page.split("\n") for page in pages]
    repeated = _repeated(split)
    bodies = ("\n".join(_without(lines, repeated)).strip() for lines in split)
    text = "\n\n".join(body for body in bodies if body)
    text = _HYPHEN_AT_END.sub(lambda cut: "" if cut.string[cut.end()].islower() else "-", text)
    return clean(_SOFT_HYPHEN.sub("", text))


def _repeated(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the lines (digits aside) at the edges of many pages."""
    count = Counter(form for lines in pages for form in {_form(lines[at]) for at in _edges(len(lines))})
    enough = max(_FEWEST_PAGES, len(pages) // 3)
    return frozenset(form for form, times in count.items() if form and times >= enough)


def _without(lines: Sequence[str], repeated: frozenset[str]) -> list[str]:
    edges = _edges(len(lines))
    return [line.rstrip() for at, line in enumerate(lines) if not (at in edges and _form(line) in repeated)]


def _edges(count: int) -> frozenset[int]:
    edge = min(_EDGE_LINES, count // 4)
    return frozenset((*range(edge), *range(count - edge, count)))


def _form(line: str) -> str:
    return re.sub(r"\d+", "0", one_line(line))


def _hints(properties: dict[str, str]) -> dict[str, str]:
    """Return what the properties say; a word processor's file name or user name is no title and no author."""
    made = _DATE.match(properties.get("CreationDate") or "")
    values = {"title": properties.get("Title"), "author": properties.get("Author")}
    hints = {name: value for name, value in values.items() if value and not _MADE_UP.search(value.strip())}
    if made:
        hints["date"] = "-".join(made.groups())
    return stated_fields(hints)


def _numbers(pages: Sequence[int]) -> str:
    """Return page numbers as people write them: ``pages 1-3, 7``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs[:10])
    return ("page " if len(pages) == 1 else "pages ") + shown + (" and more" if len(runs) > 10 else "")
