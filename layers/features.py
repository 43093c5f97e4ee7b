"""Feature rows to a layer, and the cells that rows of places and of legs share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd

from layers.columns import table
from layers.geometry import wrapped_all
from layers.model import CRS, Layer
from layers.references import references_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import shapely

    from geo.model import Mention, Place, Route

__all__ = [
    "FEATURE_KINDS",
    "LEG_KINDS",
    "PLACE_KINDS",
    "best_score",
    "features_table",
    "joined_names",
    "layer_of_rows",
]

FEATURE_KINDS: Final = {
    "feature_id": "text",
    "name": "text",
    "kind": "text",
    "country": "text",
    "source": "text",
    "certainty": "text",
    "count": "int",
    "score": "float",
}
PLACE_KINDS: Final = FEATURE_KINDS | {"names": "text", "population": "int"}
LEG_KINDS: Final = FEATURE_KINDS | {
    "route": "text",
    "route_name": "text",
    "leg": "text",
    "mode": "text",
    "status": "text",
    "as_of": "text",
    "dates": "text",
    "method": "text",
    "method_note": "text",
    "length_km": "float",
    "published_km": "float",
    "published_note": "text",
    "sources": "json",
    "notes": "text",
    "names": "text",
    "composed": "bool",
}


def features_table(
    rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str], geometry: Sequence[shapely.Geometry]
) -> gpd.GeoDataFrame:
    """Return rows and their geometries (EPSG:4326) as a table; a cell that a row lacks is missing."""
    columns = {name: [row.get(name) for row in rows] for name in kinds}
    shapes = wrapped_all(geometry)
    return gpd.GeoDataFrame(table(columns, kinds), geometry=gpd.GeoSeries(shapes, crs=CRS))


def layer_of_rows(  # noqa: PLR0913, PLR0917  (what a layer is made of)
    name: str,
    title: str,
    rows: Sequence[Mapping[str, Any]],
    kinds: Mapping[str, str],
    geometry: Sequence[shapely.Geometry],
    references: Sequence[tuple[str, Mention]],
) -> Layer:
    """Return a layer of feature rows and of the mentions that refer to them."""
    return Layer(name, title, features_table(rows, kinds, geometry), references_table(references))


def best_score(mentions: Sequence[Mention]) -> float:
    """Return the highest score of some mentions, three decimals; 0 for none."""
    return round(max((mention.score for mention in mentions), default=0.0), 3)


def joined_names(target: Place | Route) -> str:
    """Return every known name of a place or route once, the usual one first."""
    every = (name for names in target.names.values() for name in names)
    return " · ".join(dict.fromkeys([target.name, *every]))
