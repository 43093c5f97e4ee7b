"""The sentence behind each mention, and the table of references."""

from __future__ import annotations

from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.sentences import quote_bounds, sentence_bounds
from layers.columns import table
from layers.model import REFERENCE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from geo.model import Mention, Span

__all__ = ["Quote", "Quotes", "quote_of", "references_table"]


class Quote(NamedTuple):
    """A sentence: its offset, its text, and that as JSON."""

    start: int
    text: str
    json: str


class Quotes:
    """The sentences of one text, found once; each that is asked for is the same object each time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._bounds = sentence_bounds(text)
        self._known: dict[tuple[int, int], Quote] = {}

    def of(self, start: int, end: int) -> Quote:
        """Return the sentence that holds ``[start, end)``."""
        bounds = quote_bounds(self._text, self._bounds, start, end)
        quote = self._known.get(bounds)
        if quote is None:
            text = self._text[bounds[0] : bounds[1]]
            quote = self._known[bounds] = Quote(bounds[0], text, encode_basestring(text))
        return quote


_quotes = lru_cache(maxsize=8)(Quotes)


def quote_of(span: Span) -> tuple[int, str]:
    """Return the offset and the text of the sentence that holds a span."""
    quote = _quotes(span.document.text).of(span.start, span.end)
    return quote.start, quote.text


def references_table(rows: Iterable[tuple[str, Mention]]) -> pd.DataFrame:
    """Return one row for each pair of a feature id and a mention of it, in the order given."""
    pairs = list(rows)
    mentions = [mention for _, mention in pairs]
    quotes = [quote_of(mention.span) for mention in mentions]
    columns: dict[str, list[Any]] = {
        "feature_id": [feature_id for feature_id, _ in pairs],
        "doc": [mention.document.name for mention in mentions],
        "start": [mention.span.start for mention in mentions],
        "end": [mention.span.end for mention in mentions],
        "surface": [mention.surface for mention in mentions],
        "quote": [quote for _, quote in quotes],
        "quote_start": [start for start, _ in quotes],
        "score": [round(mention.score, 3) for mention in mentions],
        "role": [mention.role for mention in mentions],
        "in_name": [mention.in_name for mention in mentions],
        "lang": [mention.document.language for mention in mentions],
    }
    return table(columns, REFERENCE_KINDS)
