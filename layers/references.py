"""The sentence behind each mention, and the table of references."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from geo.sentences import quote_bounds, sentence_bounds
from layers.layer import REFERENCE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Mention, Span

__all__ = ["quote_of", "references_table"]


@lru_cache(maxsize=8)
def _sentences(text: str) -> list[tuple[int, int]]:
    return sentence_bounds(text)


def quote_of(span: Span) -> tuple[int, str]:
    """Return the offset and the text of the sentence that holds a span."""
    text = span.document.text
    start, end = quote_bounds(text, _sentences(text), span.start, span.end)
    return start, text[start:end]


def references_table(rows: Iterable[tuple[str, Mention]]) -> pd.DataFrame:
    """Return one row for each pair of a feature id and a mention of it, in document order."""
    records = [_record(feature_id, mention) for feature_id, mention in rows]
    table = pd.DataFrame.from_records(records, columns=list(REFERENCE_COLUMNS))
    return table.astype({"start": "int64", "end": "int64", "quote_start": "int64", "score": "float64", "in_name": "bool"})


def _record(feature_id: str, mention: Mention) -> tuple[object, ...]:
    quote_start, quote = quote_of(mention.span)
    return (
        feature_id,
        mention.document.name,
        mention.span.start,
        mention.span.end,
        mention.surface,
        quote,
        quote_start,
        round(mention.score, 3),
        mention.role,
        mention.in_name,
        mention.document.language,
    )
