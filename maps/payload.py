"""An atlas as plain data for the page: columns, shapes, quotes and what could not be placed.

Nothing here is HTML. Every text stays as it is in the documents; `maps.embed` makes it safe to carry.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from layers.references import quote_of
from maps.choices import astral_positions, choices
from maps.claims import claim_groups
from maps.coding import SCALE, encoded_all, utf16_offsets
from maps.options import Embed
from maps.style import page_style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from geo.model import Document
    from layers import Atlas, Layer

__all__ = ["Embed", "page_data"]

Key = tuple[str, int, int]

_BIBLIOGRAPHY = (
    "id",
    "name",
    "title",
    "author",
    "publisher",
    "series",
    "date",
    "not_before",
    "language",
    "url",
)


def page_data(
    atlas: Atlas, *, title: str, embed: Embed = "text", totals: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return everything that the page shows, as data that JSON can hold.

    Parameters
    ----------
    atlas
        The documents and layers of a run.
    title
        What the page is called.
    embed
        ``text`` carries the documents whole, for the reader; ``quotes`` only the sentences that are quoted.
    totals
        Counts of the whole run and a note for the reader, if the atlas is a sample of it.
    """
    quotes = _Quotes(atlas.documents, whole=embed == "text")
    named = _named_routes(atlas)
    layers = [_layer(layer, quotes, named) for layer in atlas.layers.values()]
    unresolved = _unresolved(atlas, quotes)
    return {
        "title": title,
        "scale": SCALE,
        "summary": dict(totals) if totals else _summary(atlas),
        "documents": [_document(document, with_text=embed == "text") for document in atlas.documents],
        "quotes": quotes.rows,
        "layers": layers,
        "unresolved": unresolved,
        "claims": claim_groups(atlas, quotes.span),
        "choices": choices(atlas, quotes.at),
        "corrections": [_plain(dict(row)) for row in atlas.corrections],
        "unreadable": [[row.source, row.reason] for row in atlas.unreadable],
        "style": page_style(),
    }


class _Quotes:
    """The sentences that are quoted, each once: ``[document, start, end or text]``."""

    def __init__(self, documents: Sequence[Document], *, whole: bool) -> None:
        self.rows: list[list[Any]] = []
        self._whole = whole
        self._index = {document.name: at for at, document in enumerate(documents)}
        self._offsets: list[Callable[[int], int]] = [utf16_offsets(document.text) for document in documents]
        self._known: dict[tuple[str, int, str], int] = {}

    def document(self, name: str) -> int:
        """Return the index of a document, or -1 if the atlas does not hold it."""
        return self._index.get(name, -1)

    def add(self, name: str, start: int, text: str) -> int:
        """Return the row of a quote, new or not."""
        key = (name, start, text)
        if key not in self._known:
            document = self.document(name)
            self._known[key] = len(self.rows)
            if document < 0:
                self.rows.append([-1, start, text])
            else:
                at = self._offsets[document]
                rest = at(start + len(text)) if self._whole else text
                self.rows.append([document, at(start), rest])
        return self._known[key]

    def span(self, name: str, start: int, end: int, text: str) -> list[int]:
        """Return ``[row of the quote, start, end]`` of a span that is quoted by itself."""
        return [self.add(name, start, text), self.at(name, start), self.at(name, end)]

    def at(self, name: str, offset: int) -> int:
        """Return an offset in a document as JavaScript counts it."""
        document = self.document(name)
        return offset if document < 0 else self._offsets[document](offset)


def _named_routes(atlas: Atlas) -> dict[Key, str]:
    """Return the route that each mention of one names, by where the mention stands."""
    return {
        (one.document.name, one.span.start, one.span.end): one.route.id
        for one in atlas.mentions
        if one.route is not None
    }


def _layer(layer: Layer, quotes: _Quotes, named: Mapping[Key, str]) -> dict[str, Any]:
    features = layer.features
    ids = features["feature_id"].tolist()
    columns = [name for name in features.columns if name != features.geometry.name]
    return {
        "name": layer.name,
        "title": layer.title,
        # Pairs, not an object: a column may be called __proto__.
        "columns": [[str(name), [_plain(value) for value in features[name].tolist()]] for name in columns],
        "shapes": encoded_all(list(features.geometry)),
        "references": _references(layer.references, {feature: at for at, feature in enumerate(ids)}, quotes)
        | _wider(layer, named),
    }


def _wider(layer: Layer, named: Mapping[Key, str]) -> dict[str, list[int]]:
    """Return which references name a wider corridor, not the owner of the leg; nothing without routes."""
    if "route" not in layer.features.columns:
        return {}
    features, table = layer.features, layer.references
    owner = dict(zip(features["feature_id"].tolist(), features["route"].tolist(), strict=True))
    rows = zip(*(table[name].tolist() for name in ("feature_id", "doc", "start", "end")), strict=True)
    flags = [
        int(named.get((doc, start, end), owner[feature]) != owner[feature])
        for feature, doc, start, end in rows
    ]
    return {"wider": flags} if any(flags) else {}


def _references(table: pd.DataFrame, position: Mapping[str, int], quotes: _Quotes) -> dict[str, list[Any]]:
    names = [str(name) for name in table["doc"].tolist()]
    starts, ends = table["start"].tolist(), table["end"].tolist()
    rows = zip(names, table["quote_start"].tolist(), table["quote"].tolist(), strict=True)
    return {
        "feature": [position[feature] for feature in table["feature_id"].tolist()],
        "quote": [quotes.add(name, int(start), str(text)) for name, start, text in rows],
        "start": [quotes.at(name, int(start)) for name, start in zip(names, starts, strict=True)],
        "end": [quotes.at(name, int(end)) for name, end in zip(names, ends, strict=True)],
        "score": [round(float(score), 3) for score in table["score"].tolist()],
        "role": [_plain(role) for role in table["role"].tolist()],
        "in_name": [int(bool(flag)) for flag in table["in_name"].tolist()],
    }


def _unresolved(atlas: Atlas, quotes: _Quotes) -> list[list[Any]]:
    rows = []
    for one in atlas.unresolved:
        span, name = one.span, one.span.document.name
        start, text = quote_of(span)
        rows.append(
            [
                quotes.add(name, start, text),
                quotes.at(name, span.start),
                quotes.at(name, span.end),
                span.surface,
                span.kind,
                one.reason,
            ]
        )
    return rows


def _summary(atlas: Atlas) -> dict[str, Any]:
    reasons = Counter(one.reason for one in atlas.unresolved)
    names = sum(one.role != "coreference" for one in atlas.mentions)
    return {
        "documents": len(atlas.documents),
        "mentions": names + len(atlas.unresolved),
        "resolved": names,
        "references_back": len(atlas.mentions) - names,
        "unresolved": len(atlas.unresolved),
        "reasons": sorted(reasons.items(), key=lambda row: (-row[1], row[0])),
    }


def _document(document: Document, *, with_text: bool) -> dict[str, Any]:
    row = {key: getattr(document, key) for key in _BIBLIOGRAPHY}
    if with_text:
        row["text"] = document.text
    row["astral"] = astral_positions(document.text) or None
    return {key: value for key, value in row.items() if value is not None}


def _plain(value: Any) -> Any:
    """Return a table's value as JSON can hold it; what is missing becomes null."""
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return value if math.isfinite(value) else None
        case np.generic():
            return _plain(value.item())
        case np.ndarray() | list() | tuple() | set() | frozenset():
            return [_plain(item) for item in value]
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
    text = str(value)
    return None if text in {"NaT", "<NA>", "nan"} else text
