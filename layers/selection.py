"""Parts of an atlas: by date, by subject, by place.

A selection names documents, features, or both. A reference stays if its document and its feature do;
counts and scores are those of the references that stay.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import UsageError
from geo.model import checked_lonlat
from geo.names import fold
from layers.atlas import Atlas
from layers.geometry import distances_km
from layers.model import CRS, Layer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

__all__ = [
    "Dated",
    "Selection",
    "about",
    "between",
    "claims_left",
    "joined",
    "near",
    "recounted",
    "routes_of",
    "within",
]

_DATE: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_NAME_COLUMNS: Final = ("feature_id", "name", "route", "route_name", "leg")
_FARTHEST_KM: Final = 20100.0


class Dated(NamedTuple):
    """A document's name and dates, as ISO 8601 writes them."""

    name: str
    date: str | None
    not_before: str | None


@dataclass(frozen=True, slots=True)
class Selection:
    """Names of documents and ids of features by layer; None for all."""

    documents: frozenset[str] | None = None
    features: Mapping[str, frozenset[str]] | None = None

    def narrowed(self, other: Selection) -> Selection:
        """Return what both selections leave."""
        documents = other.documents if self.documents is None else self.documents
        if self.documents is not None and other.documents is not None:
            documents = self.documents & other.documents
        features = other.features if self.features is None else self.features
        if self.features is not None and other.features is not None:
            features = {
                name: ids & other.features.get(name, frozenset()) for name, ids in self.features.items()
            }
        return Selection(documents, features)


def between(atlas: Atlas, start: str | dt.date, end: str | dt.date) -> Atlas:
    """Return what the documents dated in a period say; see `Atlas.between`."""
    first, last = _first_day(str(start)), _last_day(str(end))
    if last < first:
        raise UsageError(f"The period from {start} to {end} ends before it starts. Swap the two dates.")
    names = (row.name for row in _catalogue(atlas) if _may_lie_in(row, first, last))
    return _restricted(atlas, Selection(documents=frozenset(names)))


def about(atlas: Atlas, what: str) -> Atlas:
    """Return the features of a route or place; see `Atlas.about`."""
    tables = {name: _features(atlas, name, (*_NAME_COLUMNS, "names")) for name in atlas.layers}
    for matches in (_by_id_or_name, _by_any_name):
        chosen = {name: frozenset(matches(table, what)) for name, table in tables.items()}
        if any(chosen.values()):
            return _restricted(atlas, Selection(features=chosen))
    known = sorted({str(name) for table in tables.values() for name in table["name"].tolist()})
    near_names = difflib.get_close_matches(what, known, n=5, cutoff=0.5) or known[:5]
    choices = f" Names here: {', '.join(near_names)}." if near_names else " It has no features at all."
    raise UsageError(f"Nothing in this atlas is called '{what}'.{choices}")


def near(atlas: Atlas, lon: float, lat: float, km: float) -> Atlas:
    """Return the features within a distance of a point; see `Atlas.near`."""
    checked_lonlat(lon, lat, "near")
    if not 0 <= km <= _FARTHEST_KM:
        raise UsageError(f"A distance of {km} km cannot be. Give one from 0 to {_FARTHEST_KM:.0f} km.")
    return _where(atlas, lambda shapes: distances_km(shapes, lon, lat) <= km)


def within(atlas: Atlas, area: shapely.Geometry | gpd.GeoDataFrame | gpd.GeoSeries) -> Atlas:
    """Return the features that lie wholly in an area; see `Atlas.within`."""
    shape = _area(area)
    shapely.prepare(shape)
    return _where(atlas, lambda shapes: shapely.covers(shape, shapes))


def joined(atlas: Atlas, layer: str) -> gpd.GeoDataFrame:
    """Return references with the columns and geometry of their features; see `Atlas.joined`."""
    if layer not in atlas.layers:
        raise UsageError(f"Unknown layer '{layer}'. Layers here: {', '.join(atlas.layers)}.")
    features, references = atlas.layers[layer].features, atlas.layers[layer].references
    position = {feature_id: at for at, feature_id in enumerate(features["feature_id"].tolist())}
    rows = features.iloc[[position[feature_id] for feature_id in references["feature_id"].tolist()]]
    own = rows.drop(columns="feature_id").reset_index(drop=True)
    own = own.rename(columns={name: f"feature_{name}" for name in own.columns if name in references.columns})
    table = pd.concat([references.reset_index(drop=True), own], axis=1)
    return gpd.GeoDataFrame(table, geometry=own.geometry.name, crs=CRS)


def recounted(layer: Layer, selection: Selection) -> Layer:
    """Return the part of a layer that a selection leaves, with counts and scores of what stays."""
    features, references = layer.features, layer.references
    ids = features["feature_id"].to_numpy(dtype=object)
    if selection.features is not None:
        wanted = selection.features.get(layer.name, frozenset())
        features = features[np.fromiter((one in wanted for one in ids), dtype=bool, count=len(ids))]
        references = _kept(references, "feature_id", wanted)
    if selection.documents is not None:
        references = _kept(references, "doc", selection.documents)
        named = set(references["feature_id"].tolist())
        ids = features["feature_id"].to_numpy(dtype=object)
        features = features[np.fromiter((one in named for one in ids), dtype=bool, count=len(ids))]
        features = _with_counts(features, references)
    return Layer(layer.name, layer.title, features.reset_index(drop=True), references.reset_index(drop=True))


def routes_of(tables: Iterable[pd.DataFrame]) -> set[str]:
    """Return the ids of the routes whose legs are in some tables of features."""
    columns = (table["route"].tolist() for table in tables if "route" in table.columns)
    return {route for routes in columns for route in routes if route}


def claims_left(
    rows: Iterable[Mapping[str, Any]], documents: Container[str], routes: Container[str] | None
) -> Iterator[Mapping[str, Any]]:
    """Yield the claims of some documents about some routes (None: about any)."""
    for row in rows:
        if row.get("doc") in documents and (routes is None or row.get("route_id") in routes):
            yield row


def _with_counts(features: gpd.GeoDataFrame, references: pd.DataFrame) -> gpd.GeoDataFrame:
    position = {feature_id: at for at, feature_id in enumerate(features["feature_id"].tolist())}
    owner = np.array([position[one] for one in references["feature_id"].tolist()], dtype=np.int64)
    best = np.zeros(len(features))
    np.maximum.at(best, owner, references["score"].to_numpy())
    return features.assign(count=np.bincount(owner, minlength=len(features)), score=best)


def _kept(table: pd.DataFrame, column: str, wanted: frozenset[str]) -> pd.DataFrame:
    values = table[column].tolist()
    return table[np.fromiter((value in wanted for value in values), dtype=bool, count=len(values))]


def _restricted(atlas: Atlas, selection: Selection) -> Atlas:
    if atlas.stored is not None:
        return atlas.stored.restricted(selection)
    layers = {name: recounted(layer, selection) for name, layer in atlas.layers.items()}
    mentions, documents = atlas.mentions, atlas.documents
    if selection.documents is not None:
        mentions = tuple(one for one in mentions if one.document.name in selection.documents)
        documents = tuple(one for one in documents if one.name in selection.documents)
    unresolved = [one for one in atlas.unresolved if _allows(selection, one.span.document.name)]
    if selection.features is not None:
        spans = {span for layer in layers.values() for span in _spans(layer.references)}
        mentions = tuple(
            one for one in mentions if (one.document.name, one.span.start, one.span.end) in spans
        )
        named = {doc for doc, _, _ in spans}
        documents = tuple(one for one in documents if one.name in named)
        unresolved = []
    left = {document.name for document in documents}
    routes = None if selection.features is None else routes_of(layer.features for layer in layers.values())
    claims = tuple(claims_left(atlas.claims, left, routes))
    return Atlas(documents, mentions, tuple(unresolved), (), layers, claims, atlas.corrections, atlas.run)


def _allows(selection: Selection, document: str) -> bool:
    return selection.documents is None or document in selection.documents


def _spans(references: pd.DataFrame) -> list[tuple[str, int, int]]:
    columns = (references[name].tolist() for name in ("doc", "start", "end"))
    return list(zip(*columns, strict=True))


def _catalogue(atlas: Atlas) -> list[Dated]:
    if atlas.stored is not None:
        return atlas.stored.catalogue()
    return [Dated(one.name, one.date, one.not_before) for one in atlas.documents]


def _features(atlas: Atlas, layer: str, columns: Sequence[str]) -> gpd.GeoDataFrame:
    return atlas.stored.features(layer, columns) if atlas.stored is not None else atlas.layers[layer].features


def _where(atlas: Atlas, holds: Callable[[Any], Any]) -> Atlas:
    chosen = {}
    for name in atlas.layers:
        features = _features(atlas, name, ("feature_id",))
        mask = np.asarray(holds(features.geometry.to_numpy()), dtype=bool)
        chosen[name] = frozenset(features["feature_id"].to_numpy(dtype=object)[mask].tolist())
    return _restricted(atlas, Selection(features=chosen))


def _by_id_or_name(features: gpd.GeoDataFrame, what: str) -> list[str]:
    wanted = what.casefold()
    found: dict[str, None] = {}
    for column in _NAME_COLUMNS:
        if column in features.columns:
            rows = zip(features["feature_id"].tolist(), features[column].tolist(), strict=True)
            found |= dict.fromkeys(
                one for one, value in rows if isinstance(value, str) and value.casefold() == wanted
            )
    return list(found)


def _by_any_name(features: gpd.GeoDataFrame, what: str) -> list[str]:
    """Return features that have the name in any spelling or language."""
    wanted = fold(what)
    ids = features["feature_id"].tolist()
    names = features["names" if "names" in features.columns else "name"].tolist()
    rows = zip(ids, names, strict=True)
    return [one for one, every in rows if any(fold(name) == wanted for name in str(every).split(" · "))]


def _area(area: shapely.Geometry | gpd.GeoDataFrame | gpd.GeoSeries) -> shapely.Geometry:
    if isinstance(area, gpd.GeoDataFrame | gpd.GeoSeries):
        if area.crs is None:
            raise UsageError(f"The area has no CRS. Say which one it is in: area.set_crs('{CRS}').")
        area = area.to_crs(CRS).geometry.union_all()
    if not isinstance(area, shapely.Geometry) or area.is_empty:
        raise UsageError(f"The area is {area!r}. Give a polygon with an interior.")
    return area


def _first_day(date: str) -> str:
    return (_checked(date) + "-01-01"[len(date) - 4 :])[:10] if len(date) < 10 else _checked(date)


def _last_day(date: str) -> str:
    return (_checked(date) + "-12-31"[len(date) - 4 :])[:10] if len(date) < 10 else _checked(date)


def _checked(date: str) -> str:
    if not _DATE.fullmatch(date):
        raise UsageError(f"'{date}' is no date. Write a year, a month or a day: 2023, 2023-10, 2023-10-14.")
    return date


def _may_lie_in(row: Dated, first: str, last: str) -> bool:
    date = row.date or row.not_before
    if date is None or not _DATE.fullmatch(date[:10]):
        return False
    return _first_day(date[:10]) <= last and _last_day(date[:10]) >= first
