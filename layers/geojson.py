"""Layers as GeoJSON after RFC 7946.

No ``crs`` member, longitude before latitude, 7 decimals, outer rings counter-clockwise, a bounding
box (RFC 7946, sections 3.1.6, 4, 5 and 11.2).
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.atomic import utf8

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from layers.model import Layer

__all__ = ["DECIMALS", "features_of", "write_geojson"]

DECIMALS = 7


def write_geojson(layer: Layer, file: BinaryIO) -> None:
    """Write a layer as one FeatureCollection, a feature a line, each with its references."""
    head: dict[str, Any] = {"type": "FeatureCollection", "name": layer.name, "title": layer.title}
    if len(layer):
        head["bbox"] = _bbox(layer.features.geometry)
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    file.write(utf8(opening + ', "features": ['))
    separator = "\n"
    for feature in features_of(layer):
        file.write(utf8(separator + json.dumps(feature, ensure_ascii=False)))
        separator = ",\n"
    file.write(b"\n]}\n")


def features_of(layer: Layer) -> Iterator[dict[str, Any]]:
    """Yield each feature of a layer as a GeoJSON object, ``references`` among its properties."""
    references = _references(layer.references)
    table = pd.DataFrame(layer.features.drop(columns=layer.features.geometry.name))
    columns = {column: table[column].tolist() for column in table.columns}
    shapes = _oriented(layer.features.geometry)
    for row, shape in enumerate(shapes):
        properties = {column: _plain(values[row]) for column, values in columns.items()}
        properties["references"] = references.get(properties["feature_id"], [])
        yield {
            "type": "Feature",
            "id": properties["feature_id"],
            "geometry": json.loads(shapely.to_geojson(shape)),
            "properties": properties,
        }


def _oriented(geometry: Any) -> Any:  # noqa: ANN401 (shapely arrays carry no element type)
    rounded = shapely.transform(np.asarray(geometry), lambda lonlat: np.round(lonlat, DECIMALS))
    return shapely.orient_polygons(rounded, exterior_cw=False)


def _references(table: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    names = [column for column in table.columns if column != "feature_id"]
    values = [table[column].tolist() for column in names]
    for feature_id, *row in zip(table["feature_id"].tolist(), *values, strict=True):
        grouped.setdefault(feature_id, []).append(
            {name: _plain(value) for name, value in zip(names, row, strict=True)}
        )
    return grouped


def _plain(value: Any) -> Any:  # noqa: ANN401 (any cell of any table)
    """Return a cell as JSON knows it: what is missing is null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list | dict | str):
        return value
    return None if value is None or value is pd.NA or value is pd.NaT else value


def _bbox(geometry: Any) -> list[float]:  # noqa: ANN401 (a GeoSeries)
    """Return ``[west, south, east, north]`` of everything, degrees."""
    bounds = geometry.bounds
    west, east = float(bounds["minx"].min()), float(bounds["maxx"].max())
    return [round(value, DECIMALS) for value in (west, float(bounds["miny"].min()), east, float(bounds["maxy"].max()))]
