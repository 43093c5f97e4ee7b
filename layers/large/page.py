"""What the page of a large run carries: the features with the most evidence, and the best of their quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.model import Span, Unresolved
from layers.atlas import Atlas
from layers.large.restoring import documents_of, first_named, lookup, mentions_at, references_of
from layers.large.spool import references_name
from layers.large.tally import LayerTally
from layers.model import Layer
from layers.storable import restored, storable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd
    import pandas as pd

    from geo.model import Document
    from geo.pipeline import Geoparser
    from layers.large.spool import Spool

__all__ = ["MOST_CLAIMS", "MOST_FEATURES", "MOST_SHOWN", "MOST_UNRESOLVED", "page_atlas", "totals"]

MOST_FEATURES: Final[Mapping[str, int]] = {"routes": 600, "regions": 600, "places": 3_000}
"""Features of each layer that the page carries: a line or an area weighs as much as ten points."""

MOST_SHOWN: Final = 8_000
"""Quotes that the page carries, beyond one a feature."""

MOST_UNRESOLVED: Final = 1_000
"""Spans without a place that the page lists."""

MOST_CLAIMS: Final = 2_000
"""Statements about routes that the page carries."""


def page_atlas(
    spool: Spool,
    parser: Geoparser,
    sample: Atlas,
    *,
    most: int = MOST_SHOWN,
    features: Mapping[str, int] = MOST_FEATURES,
) -> Atlas:
    """Return what the page of a large run carries.

    Parameters
    ----------
    spool
        A finished spool.
    parser
        What the places and routes are known to.
    sample
        What `layers.large.sampled_atlas` made of the spool.
    most
        How many references there may be, beyond one a feature.
    features
        How many features of each layer there may be. Those that are mentioned most stay; known routes come
        before those that texts make of two places.
    """
    shown = {
        name: _weightiest(_counted_by_name(spool, name, layer.features), features.get(name, len(layer)))
        for name, layer in sample.layers.items()
    }
    numbers = {
        name: [spool.numbers.features[name][storable(one)] for one in frame["feature_id"].tolist()]
        for name, frame in shown.items()
    }
    each = spool.tally.shown(most, numbers)
    layers = {}
    wanted: set[int] = set()
    for name, frame in shown.items():
        rows, documents = spool.tally.layers.get(name, LayerTally()).best(each, numbers[name])
        wanted.update(documents.tolist())
        references = references_of(spool, name, rows.tolist())
        layers[name] = Layer(name, sample.layers[name].title, _with_back(frame, references), references)
    routes = dict.fromkeys(layers["routes"].features["route"].tolist()) if "routes" in layers else {}
    named = first_named(spool, routes)
    unplaced = list(spool.select(_SPANS, (MOST_UNRESOLVED,)))
    held = dict(documents_of(spool, sorted(wanted | {row[0] for row in (*unplaced, *named)})))
    spans = {(held[number].name, start, end) for number, start, end in named} | {
        row
        for layer in layers.values()
        for row in zip(*(layer.references[name].tolist() for name in ("doc", "start", "end")), strict=True)
    }
    return Atlas(
        tuple(held.values()),
        mentions_at(spool, held, spans, lookup(spool, parser)),
        tuple(_unresolved(held, row) for row in unplaced),
        sample.unreadable,
        layers,
        [row for row in sample.claims if row["route_id"] in routes][:MOST_CLAIMS],
        sample.corrections,
        sample.run,
    )


def totals(spool: Spool, page: Atlas) -> dict[str, Any]:
    """Return how many of everything there are, as the page tells it.

    Parameters
    ----------
    spool
        A finished spool.
    page
        What `page_atlas` made of it.
    """
    tally = spool.tally
    unresolved = tally.reasons.total()
    return {
        "documents": tally.documents,
        "mentions": tally.mentions + unresolved,
        "resolved": tally.mentions,
        "references_back": tally.references_back,
        "unresolved": unresolved,
        "reasons": sorted(tally.reasons.items(), key=lambda row: (-row[1], row[0])),
        "note": " ".join([_TOLD, *_left_out(spool, page), "Everything is in atlas.gpkg."]),
    }


_TOLD: Final = (
    "The counts are of all documents. The page carries the best quotes of each feature, from different "
    "documents and years."
)


def _left_out(spool: Spool, page: Atlas) -> Iterator[str]:
    """Yield a sentence on each layer of which the page lacks features."""
    for name, layer in page.layers.items():
        every = len(spool.numbers.features.get(name, ()))
        if every > len(layer):
            yield f"{layer.title}: the {len(layer):,} of {every:,} with the most mentions."


# The first spans of every reason, then the second of each, and so on.
_SPANS: Final = """
SELECT document, start, "end", kind, reason FROM (
  SELECT id, document, start, "end", kind, reason, row_number() OVER (PARTITION BY reason ORDER BY id) AS rank
  FROM unresolved ORDER BY rank, id LIMIT ?
) ORDER BY id
"""


def _unresolved(documents: Mapping[int, Document], row: tuple[Any, ...]) -> Unresolved:
    number, start, end, kind, reason = row
    return Unresolved(Span(documents[number], start, end, kind), restored(reason))


def _counted_by_name(spool: Spool, name: str, features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return features whose counts are without references back, of which the page carries few."""
    query = (
        f"SELECT feature, count(*) FROM {references_name(name)} WHERE role = 'coreference' GROUP BY feature"  # noqa: S608
    )
    back = dict(spool.select(query))
    if not back:
        return features
    numbers = map(spool.numbers.features[name].__getitem__, map(storable, features["feature_id"].tolist()))
    less = np.fromiter((back.get(number, 0) for number in numbers), np.int64, len(features))
    return features.assign(count=features["count"].to_numpy(np.int64) - less)


def _with_back(features: gpd.GeoDataFrame, references: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return features whose counts are with the references back that the page carries; it takes them off."""
    carried = references.loc[references["role"] == "coreference", "feature_id"].value_counts()
    if carried.empty:
        return features
    more = features["feature_id"].map(carried).fillna(0).to_numpy(np.int64)
    return features.assign(count=features["count"].to_numpy(np.int64) + more)


def _weightiest(features: gpd.GeoDataFrame, most: int) -> gpd.GeoDataFrame:
    """Return the features with the most references, in their order."""
    if len(features) <= most:
        return features
    composed = (
        features["composed"].to_numpy(bool) if "composed" in features else np.zeros(len(features), bool)
    )
    counts, scores = features["count"].to_numpy(np.int64), features["score"].to_numpy(np.float64)
    order = np.lexsort((np.arange(len(features)), -scores, -counts, composed))
    return features.iloc[np.sort(order[:most])].reset_index(drop=True)
