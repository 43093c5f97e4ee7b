"""A layer: a table of features, a table of the references behind them, and what both must hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np

from geo.errors import LayerError
from layers.display import html_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from layers.columns import Kind

__all__ = ["CRS", "FEATURE_COLUMNS", "REFERENCE_COLUMNS", "REFERENCE_KINDS", "Layer"]

CRS: Final = "EPSG:4326"
FEATURE_COLUMNS: Final = ("feature_id", "name", "kind", "country", "source", "certainty", "count", "score")
REFERENCE_KINDS: Final[Mapping[str, Kind]] = {
    "feature_id": "text",
    "doc": "text",
    "start": "int",
    "end": "int",
    "surface": "text",
    "quote": "text",
    "quote_start": "int",
    "score": "float",
    "role": "text",
    "in_name": "bool",
    "lang": "text",
}
REFERENCE_COLUMNS: Final = tuple(REFERENCE_KINDS)


@dataclass(frozen=True, slots=True)
class Layer:
    """Two tables joined on ``feature_id``.

    ``features`` is a GeoDataFrame in EPSG:4326 (longitude, latitude, degrees); ``references`` holds
    the sentences that put each feature there. Checked once, when made.

    Raises
    ------
    LayerError
        If the tables break their contract; the message lists every breach.
    """

    name: str
    title: str
    features: gpd.GeoDataFrame
    references: pd.DataFrame

    def __post_init__(self) -> None:
        breaches = list(_breaches(self))
        if breaches:
            raise LayerError(f"Layer '{self.name}' cannot be used:\n- " + "\n- ".join(breaches))

    def __len__(self) -> int:
        return len(self.features)

    def _repr_html_(self) -> str | None:
        return html_of(self)


def _breaches(layer: Layer) -> Iterator[str]:
    features, references = layer.features, layer.references
    if not isinstance(features, gpd.GeoDataFrame):
        yield f"features is a {type(features).__name__}; make it a geopandas.GeoDataFrame."
        return
    yield from _missing("features", features, FEATURE_COLUMNS)
    yield from _missing("references", references, REFERENCE_COLUMNS)
    if features.crs is None or not features.crs.equals(CRS):
        yield f"features are in {features.crs or 'no CRS'}; convert them with .to_crs('{CRS}')."
    if "feature_id" not in features or "feature_id" not in references:
        return
    ids = features["feature_id"]
    doubled = ids[ids.duplicated()].unique()
    if len(doubled):
        yield f"feature_id must be unique; more than once: {_some(doubled)}."
    orphans = references.loc[~references["feature_id"].isin(ids), "feature_id"].unique()
    if len(orphans):
        yield f"references name features that are not there: {_some(orphans)}."
    yield from _off_the_globe(features)
    if {"start", "end", "surface"} <= set(references.columns) and len(references):
        lengths = np.fromiter(
            (len(str(surface)) for surface in references["surface"].tolist()), dtype=np.int64
        )
        wrong = int(
            np.count_nonzero(references["end"].to_numpy() - references["start"].to_numpy() != lengths)
        )
        if wrong:
            yield f"{wrong} references whose surface is not as long as [start, end)."


def _missing(table: str, frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[str]:
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        yield f"{table} lacks the columns {', '.join(absent)}."


def _off_the_globe(features: gpd.GeoDataFrame) -> Iterator[str]:
    empty = features.geometry.isna() | features.geometry.is_empty
    if empty.any():
        yield f"features without a geometry: {_some(features.loc[empty, 'feature_id'])}."
    bounds = features.loc[~empty].geometry.bounds
    outside = (
        (bounds["minx"] < -180) | (bounds["maxx"] > 180) | (bounds["miny"] < -90) | (bounds["maxy"] > 90)
    )
    if outside.any():
        rows = features.loc[outside.index[outside], "feature_id"]
        yield f"features off the globe: {_some(rows)}. Are longitude and latitude swapped?"


def _some(values: Iterable[object]) -> str:
    every = list(values)
    shown = [str(value) for value in every[:5]]
    more = len(every) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
