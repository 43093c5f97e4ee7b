"""A whole atlas as a folder of Parquet files: GeoParquet 1.1 for the layers, plain Parquet for the tables.

Needs pyarrow, which the extra ``[parquet]`` installs.
"""

# ruff: noqa: PLC0415  (pyarrow is an extra)
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import InputError
from layers.arrow import (
    ABOUT,
    arrow_table,
    free_names,
    geo_metadata,
    pyarrow_or_tell,
    with_shapes,
    write_arrow,
)
from layers.columns import table
from layers.folder import FOLDER_FORMAT, atlas_of_tables, check_format, file_names, own_file
from layers.geojson import oriented
from layers.model import CRS, Layer
from layers.storable import loaded, restored, storable_all
from layers.tables import Table, atlas_tables, features_frame, frame_of, references_of, table_of

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

    from layers.atlas import Atlas

__all__ = ["open_parquet", "write_geoparquet", "write_parquet_atlas"]


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
        write_arrow(arrow_table(tables[name]), about, files[-1])
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
    source = table_of(features_frame(layer))
    names = free_names(source, "geometry", "bbox")
    shapes = oriented(layer)
    columns, bounds = with_shapes(arrow_table(source), shapes, names)
    about = {"kinds": dict(source.kinds), "name": layer.name, "title": layer.title, "geometry": names[0]}
    write_arrow(columns, about, path, geo=geo_metadata(shapes, bounds, *names))
    beside = path.with_name(f"{path.stem}_references.parquet")
    references = references_of(layer)
    write_arrow(arrow_table(references), {"kinds": dict(references.kinds)}, beside)
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


def _columns(path: Path, names: list[str]) -> pa.Table:
    import pyarrow.parquet as pq

    pa = pyarrow_or_tell()
    try:
        return pq.read_table(path, columns=names, partitioning=None)
    except (OSError, pa.ArrowException, KeyError) as error:
        raise InputError(f"Cannot read '{path}': {error}. Export the atlas again.") from error


def _about(path: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq

    pa = pyarrow_or_tell()
    try:
        metadata = pq.read_schema(path).metadata or {}
        return dict(json.loads(metadata.get(ABOUT, b"{}")))
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
