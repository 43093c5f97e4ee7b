"""A whole atlas as a folder of Parquet files: GeoParquet 1.1 for the layers, plain Parquet for the tables.

Needs pyarrow, which the extra ``[parquet]`` installs.
"""

# ruff: noqa: PLC0415  (pyarrow is an extra)
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import InputError, UsageError
from layers.columns import table
from layers.files import replaced
from layers.folder import FOLDER_FORMAT, atlas_of_tables, check_format, file_names, own_file
from layers.geojson import oriented
from layers.model import CRS, Layer
from layers.storable import is_storable, loaded, restored, storable_all, stored
from layers.tables import Table, atlas_tables, features_frame, frame_of, references_of, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

    from layers.atlas import Atlas

__all__ = ["open_parquet", "write_geoparquet", "write_parquet_atlas"]

_ABOUT: Final = b"corridors"
_ROWS_A_GROUP: Final = 65536


def write_parquet_atlas(atlas: Atlas, folder: Path) -> list[Path]:
    """Write an atlas to a folder that `Atlas.open` reads again; return the files.

    Raises
    ------
    OutputError
        If the folder cannot be written to; each file is replaced whole or not at all.
    UsageError
        If pyarrow is not installed.
    """
    stems = file_names(atlas)
    files = []
    for name, layer in atlas.layers.items():
        files += write_geoparquet(layer, folder / f"{stems[name]}.parquet")
    tables = atlas_tables(atlas)
    for name in sorted(tables, key=lambda one: one == "run"):  # last, since it makes the folder an atlas
        about: dict[str, Any] = {"kinds": dict(tables[name].kinds)}
        if name == "run":
            about |= {"format": FOLDER_FORMAT, "layers": [[one, stem] for one, stem in stems.items()]}
        files.append(folder / f"{name}.parquet")
        _write(_arrow(tables[name]), about, files[-1])
    return files


def write_geoparquet(layer: Layer, path: Path) -> list[Path]:
    """Write a layer as GeoParquet 1.1 with a covering box, and its references beside it; return both files.

    Raises
    ------
    OutputError
        If the file cannot be written.
    UsageError
        If pyarrow is not installed.
    """
    import pyarrow as pa

    source = table_of(features_frame(layer))
    columns = _arrow(source)
    shapes = oriented(layer)
    bounds = shapely.bounds(shapes) if len(shapes) else np.empty((0, 4))
    edges = [pa.array(bounds[:, at]) for at in range(4)]
    names = _free(source, "geometry", "bbox")
    columns = columns.append_column(
        names[0], pa.array(shapely.to_wkb(shapes, flavor="iso").tolist(), pa.binary())
    )
    columns = columns.append_column(
        names[1], pa.StructArray.from_arrays(edges, ["xmin", "ymin", "xmax", "ymax"])
    )
    about = {"kinds": dict(source.kinds), "name": layer.name, "title": layer.title, "geometry": names[0]}
    _write(columns, about, path, geo=_geo(shapes, bounds, *names))
    beside = path.with_name(f"{path.stem}_references.parquet")
    references = references_of(layer)
    _write(_arrow(references), {"kinds": dict(references.kinds)}, beside)
    return [path, beside]


def open_parquet(folder: Path) -> Atlas:
    """Open an atlas that `write_parquet_atlas` wrote.

    Raises
    ------
    InputError
        If it cannot be read, is not an atlas, or a newer version wrote it.
    UsageError
        If pyarrow is not installed.
    """
    about = _about(folder / "run.parquet")
    check_format(folder, about.get("format"))
    stems = {str(name): own_file(str(stem)) for name, stem in about["layers"]}
    return atlas_of_tables(
        lambda name: _read(folder / f"{name}.parquet"), stems, lambda _, stem: _read_layer(folder, stem)
    )


def _read_layer(folder: Path, stem: str) -> Layer:
    path = folder / f"{stem}.parquet"
    about = _about(path)
    source = _read(path)
    shapes = shapely.from_wkb(_columns(path, [about["geometry"]]).column(0).to_pylist())
    geometry = gpd.GeoSeries(np.asarray(shapes, dtype=object), crs=CRS)
    features = gpd.GeoDataFrame(table(source.columns, source.kinds), geometry=geometry)
    references: pd.DataFrame = frame_of(_read(folder / f"{stem}_references.parquet"))
    return Layer(about["name"], about["title"], features, references)


def _arrow(source: Table) -> pa.Table:
    """Return a table for Parquet: lists and mappings as JSON, dates as ISO 8601."""
    pa = _pyarrow()
    types = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    arrays, names = [], []
    for name, kind in source.kinds.items():
        values = source.columns[name]
        arrays.append(
            _text_array(values)
            if kind == "text"
            else pa.array(stored(values, kind), types.get(kind, pa.string()))
        )
        names.append(storable_all([name])[0])
    return pa.Table.from_arrays(arrays, names=names)


def _text_array(values: Sequence[Any]) -> pa.Array:
    """Return texts as Arrow keeps them; the check for what it cannot keep is made on its own buffer."""
    pa = _pyarrow()
    try:
        array = pa.array(values, pa.string())
    except UnicodeEncodeError:
        return pa.array(storable_all(values), pa.string())
    data = array.buffers()[2]
    return (
        array
        if data is None or is_storable(data.to_pybytes())
        else pa.array(storable_all(values), pa.string())
    )


def _write(columns: pa.Table, about: dict[str, Any], path: Path, geo: dict[str, Any] | None = None) -> None:
    import pyarrow.parquet as pq

    metadata = {_ABOUT: json.dumps(about).encode("ascii")}
    if geo:
        metadata[b"geo"] = json.dumps(geo).encode("ascii")
    columns = columns.replace_schema_metadata(metadata)
    with replaced(path) as new:
        pq.write_table(columns, new, compression="zstd", row_group_size=_ROWS_A_GROUP)


def _columns(path: Path, names: list[str]) -> pa.Table:
    import pyarrow.parquet as pq

    pa = _pyarrow()
    try:
        return pq.read_table(path, columns=names, partitioning=None)
    except (OSError, pa.ArrowException, KeyError) as error:
        raise InputError(f"Cannot read '{path}': {error}. Export the atlas again.") from error


def _about(path: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq

    pa = _pyarrow()
    try:
        metadata = pq.read_schema(path).metadata or {}
        return dict(json.loads(metadata.get(_ABOUT, b"{}")))
    except (OSError, pa.ArrowException, ValueError) as error:
        raise InputError(f"Cannot read '{path}': {error}. Export the atlas again.") from error


def _read(path: Path) -> Table:
    kinds = _about(path).get("kinds")
    if not isinstance(kinds, dict):
        raise InputError(f"'{path}' is not part of an atlas. Export the atlas again.")
    names = [storable_all([name])[0] or "" for name in kinds]
    columns = _columns(path, names)
    values = {}
    for at, (name, kind) in enumerate(kinds.items()):
        plain = columns.column(at).to_pylist()
        if kind == "json":
            plain = [loaded(one) for one in plain]
        elif kind == "text":
            plain = [restored(one) for one in plain]
        values[name] = plain
    return Table(kinds, values)


def _free(source: Table, *wanted: str) -> list[str]:
    """Return names for the file's own columns that no column of the layer has."""
    names = []
    for name in wanted:
        free = name
        while free in source.kinds:
            free += "_"
        names.append(free)
    return names


def _geo(shapes: Any, bounds: Any, geometry: str, bbox: str) -> dict[str, Any]:
    """Return the metadata of GeoParquet 1.1; without a ``crs`` it is longitude, latitude, WGS 84."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in shapes}),
        "orientation": "counterclockwise",
        "edges": "planar",
        "covering": {"bbox": {edge: [bbox, edge] for edge in ("xmin", "ymin", "xmax", "ymax")}},
    }
    if len(bounds):
        column["bbox"] = [*bounds[:, :2].min(axis=0).tolist(), *bounds[:, 2:].max(axis=0).tolist()]
    return {"version": "1.1.0", "primary_column": geometry, "columns": {geometry: column}}


def _pyarrow() -> Any:
    try:
        import pyarrow as pa
    except ImportError as error:
        message = (
            "GeoParquet needs pyarrow, which is not installed. Run: pip install 'corridor-atlas[parquet]'"
        )
        raise UsageError(message) from error
    return pa
