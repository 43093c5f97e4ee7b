"""Layers as GeoJSON after RFC 7946, and back.

No ``crs`` member, longitude before latitude, 7 decimals, outer rings counter-clockwise, a bounding box,
lines and areas cut at the antimeridian (RFC 7946, sections 3.1.6, 3.1.9, 4, 5 and 11.2). The foreign
member ``columns`` says what each column holds, so that an empty layer, too, comes back as it was.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.atomic import utf8
from geo.errors import InputError
from layers.columns import table
from layers.geometry import wrapped_all
from layers.model import CRS, Layer
from layers.tables import features_frame, references_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["DECIMALS", "features_of", "oriented", "read_geojson", "write_geojson", "write_geojson_sequence"]

DECIMALS: Final = 7


def write_geojson(layer: Layer, file: BinaryIO, references: Iterator[Iterable[bytes]] | None = None) -> None:
    """Write a layer as one FeatureCollection, a feature a line, each with its references.

    Features are written one by one: memory does not grow with the file.

    Parameters
    ----------
    layer
        What to write.
    file
        Where to.
    references
        If the layer does not hold them all: those of each feature, in order, each a JSON object.
    """
    kinds = {"features": table_of(features_frame(layer)).kinds, "references": references_of(layer).kinds}
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": layer.name,
        "title": layer.title,
        "columns": kinds,
    }
    shapes = oriented(layer)
    if len(layer):
        head["bbox"] = _bbox(shapes)
    file.write(utf8(_dumped(head)[:-1] + ', "features": ['))
    separator = b"\n"
    for line in _lines(layer, shapes, references):
        file.write(separator + line)
        separator = b",\n"
    file.write(b"\n]}\n")


def write_geojson_sequence(layer: Layer, file: BinaryIO) -> None:
    """Write a layer as newline-delimited GeoJSON (GeoJSONSeq), a feature a line, each with its references."""
    file.writelines(line + b"\n" for line in _lines(layer, oriented(layer)))


def features_of(layer: Layer) -> Iterator[dict[str, Any]]:
    """Yield each feature of a layer as a GeoJSON object, ``references`` among its properties."""
    for line in _lines(layer, oriented(layer)):
        yield json.loads(line)


def read_geojson(path: Path) -> Layer:
    """Read a layer that `write_geojson` wrote.

    Raises
    ------
    InputError
        If the file cannot be read, or is no such layer.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        kinds = data["columns"]
        rows = [feature["properties"] for feature in data["features"]]
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in data["features"]]
        columns = {name: [row[name] for row in rows] for name in kinds["features"]}
        features = gpd.GeoDataFrame(
            table(columns, kinds["features"]), geometry=gpd.GeoSeries(shapes, crs=CRS)
        )
        references = _read_references(rows, kinds["references"])
        return Layer(data["name"], data["title"], features, references)
    except OSError as error:
        raise InputError(f"Cannot read the layer '{path}': {error.strerror}. Check the folder.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = (
            f"'{path}' is no layer of an atlas ({type(error).__name__}: {error}). Export the atlas again."
        )
        raise InputError(message) from error


def oriented(layer: Layer) -> Any:
    """Return a layer's geometries as RFC 7946 wants them: cut, rounded, outer rings counter-clockwise."""
    shapes = wrapped_all(layer.features.geometry)
    # Adding zero turns -0.0 into 0.0.
    rounded = shapely.transform(shapes, lambda lonlat: np.round(lonlat, DECIMALS) + 0.0)
    return shapely.orient_polygons(rounded, exterior_cw=False)


def _read_references(rows: list[dict[str, Any]], kinds: Mapping[str, str]) -> Any:
    """Return the references in the order in which the layer had them."""
    found = [{"feature_id": row["feature_id"], **one} for row in rows for one in row["references"]]
    found.sort(key=lambda one: one["row"])
    return table({name: [one[name] for one in found] for name in kinds}, kinds)


def _lines(layer: Layer, shapes: Any, references: Iterator[Iterable[bytes]] | None = None) -> Iterator[bytes]:
    """Yield each feature as a line of JSON."""
    features = table_of(features_frame(layer))
    names = list(features.kinds)
    ids = features.columns["feature_id"]
    of_features = references or _by_feature(layer, ids)
    for feature_id, shape, values in zip(ids, shapes, features.rows(), strict=True):
        properties = _dumped(dict(zip(names, values, strict=True)))
        head = f'{{"type": "Feature", "id": {_dumped(feature_id)}, "geometry": {shapely.to_geojson(shape)}'
        told = utf8(f'{head}, "properties": {properties[:-1]}, "references": [')
        yield told + b", ".join(next(of_features)) + b"]}}"


def _by_feature(layer: Layer, ids: Sequence[str]) -> Iterator[Iterable[bytes]]:
    """Yield the references of each feature, in order, each a JSON object."""
    references = references_of(layer)
    keys = ["row", *references.kinds]
    at = list(references.kinds).index("feature_id")
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for number, row in enumerate(references.rows()):
        rows.setdefault(row[at], []).append((number, *row))
    for feature_id in ids:
        yield [
            utf8(_dumped({key: value for key, value in zip(keys, row, strict=True) if key != "feature_id"}))
            for row in rows.get(feature_id, [])
        ]


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _bbox(shapes: Any) -> list[float]:
    """Return ``[west, south, east, north]`` of everything, degrees.

    A layer that lies on both sides of the antimeridian and spans less the other way round has its west
    edge east of its east edge (RFC 7946, section 5.2).
    """
    bounds = shapely.bounds(shapes)
    west, south, east, north = (
        float(bounds[:, 0].min()),
        float(bounds[:, 1].min()),
        float(bounds[:, 2].max()),
        float(bounds[:, 3].max()),
    )
    parts = shapely.bounds(shapely.get_parts(shapes))
    straddles = bool((parts[:, 0] == -180).any() and (parts[:, 2] == 180).any())
    inner_west = float(parts[parts[:, 0] >= 0, 0].min(initial=math.inf))
    inner_east = float(parts[parts[:, 2] <= 0, 2].max(initial=-math.inf))
    one_sided = bool(((parts[:, 0] >= 0) | (parts[:, 2] <= 0)).all())
    if straddles and one_sided and (180 - inner_west) + (inner_east + 180) < east - west:
        west, east = inner_west, inner_east
    return [round(value, DECIMALS) for value in (west, south, east, north)]
