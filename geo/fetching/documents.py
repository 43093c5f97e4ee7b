"""Addresses to files that readers know: a page, a PDF, an archive, or the articles of a feed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from geo.errors import InputError
from geo.fetching.client import Client
from geo.fetching.policy import Policy
from geo.gazetteer.cache import cache_folder
from geo.model import Unreadable
from geo.reading.archive import members
from geo.reading.feed import entries_of, is_feed
from geo.reading.files import File
from geo.reading.formats import ARCHIVES, READERS
from geo.reading.signature import signature_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import ExitStack

    from geo.fetching.client import Answer
    from geo.reading.feed import Entry
    from geo.reading.limits import Limits

__all__ = ["fetched"]

_ENOUGH = 1_000  # characters from which a feed's entry is the article and no teaser
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/epub+zip": ".epub",
    "application/zip": ".zip",
    "message/rfc822": ".eml",
    "text/csv": ".csv",
    "text/markdown": ".md",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/plain": ".txt",
}
_HTML = re.compile(rb"<(?:!doctype\s{1,5}html|html|head|body|article|p|div)\b", re.IGNORECASE)
_ODD = re.compile(r"[^\w.~-]+")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What one run of fetching works with."""

    client: Client
    folder: Path
    limits: Limits


def fetched(
    links: Sequence[str], limits: Limits, policy: Policy | None, stack: ExitStack
) -> Iterator[File | Unreadable]:
    """Fetch addresses, in order; the files live until the stack is closed.

    A feed stands for its entries: one whose text the feed carries in full is taken from it, the article
    of any other is fetched.

    Parameters
    ----------
    links
        Addresses.
    limits
        Sizes and numbers.
    policy
        How to fetch; None for the defaults.
    stack
        What the temporary files and the session are closed with.
    """
    policy = policy or Policy()
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="corridors-")))
    client = stack.enter_context(
        Client(policy, limits.max_bytes, policy.cache_dir or cache_folder() / "pages")
    )
    desk = _Desk(client, folder, limits)
    for number, link in enumerate(links):
        try:
            answer = client.get(link)
            if is_feed(answer.content) and not _HTML.search(answer.content[:200]):
                yield from _feed(answer, number, desk)
            else:
                yield from _files(answer, f"{number}", desk)
        except InputError as error:
            yield Unreadable(link, str(error))


def _feed(answer: Answer, number: int, desk: _Desk) -> Iterator[File | Unreadable]:
    for at, entry in enumerate(entries_of(answer.content, desk.limits)):
        source = entry.link or f"{answer.url}, entry {at + 1}"
        try:
            yield from _article(entry, source, f"{number}-{at}", desk)
        except InputError as error:
            yield Unreadable(source, str(error))


def _article(entry: Entry, source: str, key: str, desk: _Desk) -> Iterator[File | Unreadable]:
    if len(entry.text) >= _ENOUGH or (entry.link is None and entry.text):
        path = desk.folder / f"{key}.txt"
        path.write_text(entry.text, encoding="utf-8", newline="")
        yield File(path, _relative(source, ".txt"), source, stated=entry.stated)
    elif entry.link is None:
        raise InputError("The entry has neither a text nor an address.")
    else:
        yield from _files(desk.client.get(entry.link), key, desk, entry.stated)


def _files(
    answer: Answer, key: str, desk: _Desk, known: dict[str, str] | None = None
) -> Iterator[File | Unreadable]:
    """Yield what an answer holds: itself, or the members of an archive."""
    suffix = _suffix(answer)
    path = desk.folder / f"{key}{suffix}"
    path.write_bytes(_in_utf8(answer) if suffix in {".html", ".txt", ".md", ".csv"} else answer.content)
    relative = _relative(answer.url, suffix)
    if suffix in ARCHIVES:
        yield from members(path, relative.with_suffix(""), answer.url, desk.limits)
    else:
        yield File(path, relative, answer.url, stated={**(known or {}), "url": answer.url})


def _suffix(answer: Answer) -> str:
    """Tell a format by its first bytes, then by its address, then by what the server says: servers lie."""
    named = PurePosixPath(unquote(urlsplit(answer.url).path)).suffix.lower()
    said = _KINDS.get(answer.kind)
    found = signature_of(answer.content)
    if found == "a PDF":
        return ".pdf"
    if found and "zip" in found:
        packed = (".docx", ".odt", ".epub", ".zip")
        return named if named in packed else said if said in packed else ".zip"
    if found:
        raise InputError(f"The answer is {found}, which is not read.")
    if _HTML.search(answer.content[:4096]) and said in {".html", None}:
        return ".html"
    if named in READERS and said in {None, ".txt"}:
        return named
    if said is None or said in {".pdf", ".docx", ".odt", ".epub", ".zip"}:
        raise InputError(
            f"The answer is said to be '{answer.kind or 'nothing'}', and its content is no such thing."
        )
    return said


def _in_utf8(answer: Answer) -> bytes:
    """Return a text in UTF-8 with its mark, if the server says its encoding and is right."""
    if answer.charset is None:
        return answer.content
    try:
        return b"\xef\xbb\xbf" + answer.content.decode(answer.charset).removeprefix("\ufeff").encode("utf-8")
    except (LookupError, UnicodeError):
        return answer.content


def _relative(url: str, suffix: str) -> PurePosixPath:
    """Return the path that a document is named after: host and path, with the suffix of its format."""
    parts = urlsplit(url)
    segments = [_ODD.sub("-", unquote(part)).strip("-.")[:100] for part in parts.path.split("/")]
    path = PurePosixPath(parts.hostname or "feed", *(filter(None, segments)))
    query = _ODD.sub("-", unquote(parts.query)).strip("-")[:60]
    stem = path.name.removesuffix(suffix) + (f"-{query}" if query else "")
    return path.with_name(stem + suffix)
