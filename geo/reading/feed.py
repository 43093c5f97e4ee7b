"""RSS and Atom feeds: an entry is a document if the feed carries its text."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import feedparser

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading.encoding import load
from geo.reading.markup import page_text, xml_tree
from geo.reading.rows import Text, one_line, stated_fields
from geo.reading.signature import signature_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.reading.limits import Limits

__all__ = ["Entry", "entries_of", "feed", "is_feed"]

_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)\b", re.IGNORECASE)
_SAMPLE = 2048


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: what the feed says of an article, its text as far as the feed has it, and its address."""

    text: str
    stated: dict[str, str]
    link: str | None


def is_feed(data: bytes) -> bool:
    """Whether a file begins as a feed does."""
    return bool(_ROOT.search(data[:_SAMPLE]))


def feed(stream: BinaryIO, source: str, limits: Limits) -> Iterator[Text | Unreadable]:
    """Read a feed's entries; one without a text is a row that names the address of its article.

    Raises
    ------
    InputError
        If it is no feed, or has no entry.
    """
    data = load(stream, limits.max_bytes)
    if kind := signature_of(data):
        raise InputError(f"The content is {kind}, not a feed. Give the file the suffix of its format.")
    if not is_feed(data):
        raise InputError("The content is XML, but no RSS or Atom feed. Convert it to text.")
    stem = source.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    for number, entry in enumerate(entries_of(data, limits), start=1):
        row = f"{source}, entry {number}"
        if entry.text.strip():
            yield Text(entry.text, row, f"{stem}-{number}", entry.stated)
        else:
            where = f" at {entry.link}" if entry.link else ""
            yield Unreadable(row, f"The feed does not carry its text. Give the article{where} itself.")


def entries_of(data: bytes, limits: Limits) -> list[Entry]:
    """Return the entries of a feed in its order.

    Raises
    ------
    InputError
        If the feed is broken, has no entry or too many.
    """
    if b"<!ENTITY" in data[:_SAMPLE]:
        xml_tree(data, "The feed")  # refuses it, with the reason
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries:
        why = f": {one_line(str(parsed.bozo_exception))}" if parsed.get("bozo") else ""
        raise InputError(f"The feed has no entries{why}.")
    if len(parsed.entries) > limits.max_entries:
        raise InputError(
            f"The feed has {len(parsed.entries):,} entries, the limit is {limits.max_entries:,}."
        )
    publisher = parsed.feed.get("title")
    language = (parsed.feed.get("language") or "")[:2].lower()
    return [_entry(one, publisher, language) for one in parsed.entries]


def _entry(one: Any, publisher: str | None, language: str) -> Entry:
    bodies = [body.get("value") or "" for body in one.get("content") or ()] or [one.get("summary") or ""]
    link = one.get("link") or None
    stated = {
        "title": page_text(one.get("title") or ""),
        "author": one.get("author"),
        "publisher": publisher,
        "date": _day(one),
        "language": language,
        "url": link,
    }
    return Entry("\n\n".join(filter(None, map(page_text, bodies))), stated_fields(stated), link)


def _day(one: Any) -> str | None:
    moment = one.get("published_parsed") or one.get("updated_parsed")
    return f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}" if moment else None
