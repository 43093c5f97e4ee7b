"""The best quotes of each feature as one text, for files and programs that know no second table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model import Document
    from layers.model import Layer

__all__ = ["MOST_QUOTES", "citations", "quotes_of"]

MOST_QUOTES: Final = 5


def quotes_of(layer: Layer, cited: Mapping[str, str], most: int | None = MOST_QUOTES) -> list[str]:
    """Return, for each feature, its quotes: the surest first, each sentence once, a line each.

    Parameters
    ----------
    layer
        The layer.
    cited
        How to cite each document, by its name.
    most
        How many quotes a feature shows; the rest are counted. None for all.
    """
    references = layer.references
    order = (-references["score"].to_numpy(dtype=float)).argsort(kind="stable").tolist()
    ids, docs, quotes = (references[name].tolist() for name in ("feature_id", "doc", "quote"))
    own: dict[str, dict[tuple[str, str], None]] = {}
    for at in order:
        own.setdefault(ids[at], {})[quotes[at], docs[at]] = None
    known = Counter(ids)
    features = zip(*(layer.features[name].tolist() for name in ("feature_id", "count")), strict=True)
    return [
        _joined(list(own.get(one, ())), cited, most, count if count > known[one] else 0)
        for one, count in features
    ]


def citations(documents: Sequence[Document]) -> dict[str, str]:
    """Return how to cite each document: title, publisher and date as far as they are known."""
    return {
        one.name: ", ".join(part for part in (one.title or one.name, one.publisher, one.date) if part)
        for one in documents
    }


def _joined(
    quotes: Sequence[tuple[str, str]], cited: Mapping[str, str], most: int | None, mentions: int
) -> str:
    """Return quotes as lines; ``mentions`` is how many there are in all, if the layer has some only."""
    lines = [f"“{quote}” — {cited.get(doc, doc)}" for quote, doc in quotes[:most]]
    if mentions:
        lines.append(f"of {mentions} mentions")
    elif len(quotes) > len(lines):
        lines.append(f"and {len(quotes) - len(lines)} more")
    return "\n".join(lines)
