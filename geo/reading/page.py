"""Pages of HTML: the article without what the page puts around it.

trafilatura tells the article from the page. Before it does, what calls itself a share bar, a poll, a
rating or a list of related posts is taken out; where it finds no article, all that the page shows is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO

from trafilatura import extract

from geo.errors import InputError
from geo.reading.encoding import load
from geo.reading.markup import block_text, decoded_page, html_tree
from geo.reading.page_metadata import page_metadata
from geo.reading.rows import Text, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.reading.limits import Limits

__all__ = ["article", "page"]

_FURNITURE = re.compile(
    r"(?:\A|[\s_-])(?:share(?:bar|-?this|-?buttons?)?|sharing|social(?:-?media)?|addtoany|addthis|rating|rate|votes?"
    r"|polls?|related(?:-?(?:posts?|articles?|news|stories))?|recommended|newsletter|subscri(?:be|ption)"
    r"|cookies?|comments?|breadcrumbs?|advert(?:isement)?s?|promo|tags?-?cloud|most-?read|popular(?:-?posts)?"
    r"|read-?(?:also|more|next))(?=\Z|[\s_-])",
    re.IGNORECASE,
)
_WHOLE = frozenset({"html", "body", "main", "article", "head"})
_FRAME = frozenset({"nav", "footer", "aside"})
_BOOK = 20_000  # elements
_LARGE = 0.4  # of the page's text: what holds so much is the page, whatever it calls itself


def page(stream: BinaryIO, source: str, limits: Limits) -> Iterator[Text]:
    """Read a page.

    Raises
    ------
    InputError
        If it is no HTML, or shows no text.
    """
    content = decoded_page(load(stream, limits.max_bytes))
    if not re.search(
        r"<\s{0,5}(?:!doctype|html|head|body|p|div|h[1-6]|article|br|span|table|meta)\b",
        content,
        re.IGNORECASE,
    ):
        raise InputError("The content is not HTML: it has no element of a page. Save it as .txt.")
    tree = html_tree(content)
    stated = page_metadata(tree)
    # A template's language is often not the article's: it counts only where the text does not tell.
    hinted = {"language": stated.pop("language")} if "language" in stated else {}
    text = article(tree)
    if not text:
        raise InputError(
            "The page shows no text. Its content may need a browser: save it from one, or as PDF."
        )
    yield Text(text, source, stated=stated, hinted=hinted)


def article(tree: Any) -> str:
    """Return the text of a page's article, or of the whole page where there is none; the tree is used up."""
    _take_out(tree, _is_furniture)
    # trafilatura's time grows with the square of the paragraphs: a book is read as it stands.
    is_book = sum(1 for _ in tree.iter()) > _BOOK
    found = (
        None
        if is_book
        else extract(
            tree,
            output_format="txt",
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            fast=True,
        )
    )
    if not found:
        _take_out(tree, lambda element: element.tag in _FRAME)
    return clean(found or block_text(tree)).strip()


def _is_furniture(element: Any) -> bool:
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag not in _WHOLE and bool(_FURNITURE.search(called[:500]))


def _take_out(tree: Any, chosen: Callable[[Any], bool]) -> None:
    """Take elements out of a page, unless they hold much of its text."""
    whole = max(len(tree.text_content()), 1)
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or not chosen(element):
            continue
        if len(element.text_content()) < _LARGE * whole:
            element.drop_tree()
