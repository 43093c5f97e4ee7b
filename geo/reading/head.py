"""What a text says about itself at its head and its tail: title, author, publisher, series.

Only what the text shows; where it shows nothing the answer is None, and a section heading or a
caption is no title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from geo.reading.author import author_of, is_byline, is_job
from geo.reading.dates import published
from geo.reading.lines import Line, head_lines, is_furniture, tail_lines
from geo.reading.publisher import is_label, publisher_of, series_of
from geo.reading.rows import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Bibliography", "bibliography"]

_LONGEST_TITLE = 200
_LABEL = re.compile(
    r"\A(?:title|заголовок|название|başlıq|başlık|titel|titre|título)\s*[:：]\s*(?P<title>\S.*)\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\S{1,100}@\S|https?://|www\.|\A[\w-]{1,40}\.(?:com|org|net|ru|az|tr|ir|am|ge)\Z", re.IGNORECASE
)
_DATELINE = re.compile(r"\A[^\W\d_][^\n]{1,60}?(?:\([^()\n]{2,30}\)\s*(?:[-–—]|\Z)|\s[–—]\s|\s--\s)")
_NO_END = frozenset(
    {
        "a", "an", "the", "of", "to", "and", "or", "in", "on", "at", "for", "with", "by", "from", "has",
        "have", "is", "are", "was", "their", "his", "its",
    }
)  # fmt: skip
_CLOSERS = "\"'”’»)]"
_OPENERS = "\"'“‘«„([#*_¿¡ "


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What the head and the tail of a text show; None for what they do not."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    series: str | None = None


def bibliography(text: str) -> Bibliography:
    """Return what a text shows of its own bibliography.

    Linear in the head and the tail: neither the length of the text nor of a line matters.
    """
    head, tail = head_lines(text), tail_lines(text)
    title = title_of(head)
    return Bibliography(
        title=title,
        author=_shown(author_of(text, head, tail)),
        publisher=_shown(publisher_of(text, title, head, tail)),
        series=_shown(series_of(head)),
    )


def title_of(head: Sequence[Line]) -> str | None:
    """Return the title that a text begins with, or None if it begins with its first paragraph.

    Page furniture, labels, bylines with their job titles and dates may stand before it.
    """
    previous = ""
    for at, (line, following) in enumerate(zip_longest(head, head[1:])):
        text = line.text
        if label := _LABEL.match(text[:_LONGEST_TITLE]):
            return one_line(label["title"])
        if _stands_before(text, previous, following):
            previous = text
            continue
        if following is None or not _is_title(text):
            return None
        return _with_its_second_line(text, head[at : at + 3])
    return None


def _with_its_second_line(title: str, lines: Sequence[Line]) -> str | None:
    """Return a title with the line it goes on in; None where it is the first line of a paragraph."""
    first, second, *rest = lines
    goes_on = second.text[:1].islower() or title.rpartition(" ")[2].lower() in _NO_END
    if not first.alone and goes_on:
        title = f"{title} {second.text}"
        if len(title) > _LONGEST_TITLE or (not second.alone and rest) or not _is_title(title):
            return None
    return one_line(title.lstrip("# ").strip("*_ ")) or None


def _stands_before(line: str, previous: str, following: Line | None) -> bool:
    """Whether a line may stand above a title without being one."""
    if is_furniture(line) or is_byline(line) or is_label(line) or published(line):
        return True
    if following is not None and author_of("", [Line(line, alone=False, start=0), following], ()) == line:
        return True
    return (
        bool(previous)
        and is_job(line)
        and author_of("", [Line(previous, alone=False, start=0), Line(line, alone=True, start=0)], ())
        == previous
    )


def _is_title(line: str) -> bool:
    """Whether a line has the form of a title: short, with a capital, and not the end of a sentence."""
    bare = line.strip("# *_")
    first = bare.lstrip(_OPENERS)[:1]
    return (
        len(bare) <= _LONGEST_TITLE
        and len(bare.split()) >= 2
        and bare.rstrip(_CLOSERS)[-1:] not in {".", ",", ";", ":", "…"}
        and (first.isupper() or first.isdigit() or not (first.islower() or first.isspace()))
        and sum(map(str.isalpha, bare)) * 2 > len(bare)
        and not _ADDRESS.search(bare)
        and not _DATELINE.match(bare)
    )


def _shown(value: str | None) -> str | None:
    return one_line(value) or None if value else None
