"""HTML and XML to trees, as far as a hostile file may be trusted: no entities, no network, no huge trees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html

from geo.errors import InputError
from geo.reading.encoding import decode
from geo.reading.rows import clean

if TYPE_CHECKING:
    from typing import Any

__all__ = ["block_text", "decoded_page", "html_tree", "page_text", "xml_tree"]

_CHARSET = re.compile(
    rb"""<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_DECLARED = re.compile(rb"""\A\s{0,100}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([\w.:-]{1,40})""")
_DECLARATION = re.compile(r"\A\s{0,100}<\?xml[^>]{0,300}>")
_UNPARSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
        "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
    }
)  # fmt: skip
_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "title", "svg", "iframe", "object"})
_BLANKS = re.compile(r"[ \t\r\f\v\xa0]+")


def decoded_page(data: bytes) -> str:
    """Return a page as text, in the encoding that it declares if it fits, otherwise a guess.

    Raises
    ------
    InputError
        If it is no text.
    """
    declared = _DECLARED.match(data) or _CHARSET.search(data, 0, 4096)
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return decode(data.decode(declared.group(1).decode("ascii")).encode())
        except (LookupError, UnicodeError):
            pass  # it lies, or names a code page that nobody knows
    return decode(data)


def html_tree(page: str) -> Any:
    """Return the tree of a page of HTML or XHTML.

    Raises
    ------
    InputError
        If there is nothing in it.
    """
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    source = _UNPARSED.sub("\ufffd", _DECLARATION.sub("", page))
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(f"The page cannot be parsed: {error}.") from error
    return tree


def xml_tree(data: bytes, what: str) -> Any:
    """Return the root of an XML file. Entities other than XML's own are refused.

    Raises
    ------
    InputError
        If it is not well-formed or defines entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(f"{what} is broken: {error}.") from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise InputError(f"{what} defines entities of its own, as attacks do. Save it anew.")
    return root


def page_text(content: str) -> str:
    """Return all the text of a piece of HTML that has no page around it: a mail's body, a feed's entry."""
    return clean(block_text(html_tree(content))) if content.strip() else ""


def block_text(root: Any) -> str:
    """Return all the text that a page shows: a line a block, blank lines between paragraphs."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _UNSEEN or not tag:
                element.text = None
                for child in list(element):
                    element.remove(child)
            if tag in _BLOCKS:
                parts.append("\n\n" if tag != "li" else "\n")
            elif tag == "br":
                parts.append("\n")
            if element.text:
                parts.append(element.text.replace("\n", " ") if tag != "pre" else element.text)
        else:
            if tag in _BLOCKS:
                parts.append("\n\n" if tag not in {"li", "td", "th"} else "\n")
            if element.tail:
                parts.append(element.tail.replace("\n", " "))
    lines = [_BLANKS.sub(" ", line).strip() for line in "".join(parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
