"""Documents that several sources have: the same text, or a reprint with a few words changed.

A text is compared by its runs of five words. Of each text only the smallest hashes are kept (a
bottom-k sketch: Broder, "On the resemblance and containment of documents", 1997), texts that share
enough of them are compared in full, and those whose runs agree to four fifths are one document.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING
from zlib import crc32

from geo.model import Copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model import Document

__all__ = ["RESEMBLANCE", "merged", "text_digest"]

RESEMBLANCE = 0.8
"""The share of common runs of words from which two texts are one document."""

_RUN = 5  # words
_SKETCH = 64  # hashes a text is found by
_FEWEST_WORDS = 40  # below, only the same words are the same text: two notices of a line each resemble
_LONGEST = 1_000_000  # characters that are compared
_WORD = re.compile(r"\w+")
# What is no word in ASCII, where most long texts can be split without an expression.
_GAPS = {code: " " for code in range(128) if not _WORD.match(chr(code))}


def merged(documents: Iterable[Document]) -> list[Document]:
    """Return the documents, each text once; the first in order stands for its copies and lists them.

    Copies are compared with the first only, so a chain of small changes never joins two different texts.
    """
    kept: list[Document] = []
    runs: list[frozenset[int]] = []
    copies: defaultdict[int, list[Copy]] = defaultdict(list)
    by_words: dict[bytes, int] = {}
    by_hash: defaultdict[int, list[int]] = defaultdict(list)
    for document in documents:
        words = _words(document.text)
        digest = _digest(words)
        own = _runs(words)
        sketch = sorted(own)[:_SKETCH]
        first = by_words.get(digest) if words else None
        if first is None:
            first = _resembling(own, sketch, runs, by_hash)
        if first is not None:
            copies[first].append(_copy(document))
            continue
        by_words[digest] = len(kept)
        for value in sketch:
            by_hash[value].append(len(kept))
        kept.append(document)
        runs.append(own)
    return [
        replace(document, copies=(*document.copies, *copies[at])) if at in copies else document
        for at, document in enumerate(kept)
    ]


def text_digest(text: str) -> bytes:
    """Return what texts of the same words have in common; empty for a text without words."""
    words = _words(text)
    return _digest(words) if words else b""


def _words(text: str) -> list[str]:
    head = text[:_LONGEST]
    if head.isascii():
        return head.lower().translate(_GAPS).split()
    return _WORD.findall(head.casefold())


def _digest(words: Sequence[str]) -> bytes:
    return blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _runs(words: Sequence[str]) -> frozenset[int]:
    """Return the hashes of a text's runs of words; none of a text too short to resemble another."""
    if len(words) < _FEWEST_WORDS:
        return frozenset()
    runs = zip(*(words[at:] for at in range(_RUN)), strict=False)
    return frozenset(crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in runs)


def _resembling(
    own: frozenset[int], sketch: Sequence[int], runs: Sequence[frozenset[int]], by_hash: dict[int, list[int]]
) -> int | None:
    """Return the first kept text that resembles one, or None.

    Two texts that agree to four fifths share some 85 % of their smallest hashes, give or take 5; three
    fifths are asked for, so that no pair is missed by chance.
    """
    shared = Counter(at for value in sketch for at in by_hash.get(value, ()))
    likely = sorted(at for at, count in shared.items() if 5 * count >= 3 * len(sketch))
    return next(
        (at for at in likely if len(own & runs[at]) >= RESEMBLANCE * len(own | runs[at])),
        None,
    )


def _copy(document: Document) -> Copy:
    return Copy(
        document.name, document.source, document.title, document.publisher, document.date, document.url
    )
