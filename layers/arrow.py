"""Tables of an atlas as Arrow has them, and as Parquet files.

Needs pyarrow, which the extra ``[parquet]`` installs.
"""

# ruff: noqa: PLC0415  (pyarrow is an extra)
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.errors import UsageError
from layers.files import replaced
from layers.storable import is_storable, storable_all, stored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from layers.tables import Table

__all__ = [
    "ABOUT",
    "arrow_table",
    "free_names",
    "geo_metadata",
    "pyarrow_or_tell",
    "with_shapes",
    "write_arrow",
]

ABOUT: Final = b"corridors"
"""Where the schema of a file says what its columns hold."""

_ROWS_A_GROUP: Final = 65536


def arrow_table(source: Table) -> pa.Table:
    """Return a table for Parquet: lists and mappings as JSON, dates as ISO 8601."""
    pa = pyarrow_or_tell()
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
    pa = pyarrow_or_tell()
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


def write_arrow(
    columns: pa.Table, about: dict[str, Any], path: Path, geo: dict[str, Any] | None = None
) -> None:
    """Write a table to a file, with what is to be known of it; ``geo`` makes it GeoParquet.

    Raises
    ------
    OutputError
        If the file cannot be written; an earlier one stays whole.
    """
    import pyarrow.parquet as pq

    metadata = {ABOUT: json.dumps(about).encode("ascii")}
    if geo:
        metadata[b"geo"] = json.dumps(geo).encode("ascii")
    columns = columns.replace_schema_metadata(metadata)
    with replaced(path) as new:
        pq.write_table(columns, new, compression="zstd", row_group_size=_ROWS_A_GROUP)


def with_shapes(columns: pa.Table, shapes: Any, names: Sequence[str]) -> tuple[pa.Table, Any]:
    """Return a table with geometries as WKB and the box of each, under two names; and the boxes."""
    pa = pyarrow_or_tell()
    bounds = shapely.bounds(shapes) if len(shapes) else np.empty((0, 4))
    edges = [pa.array(bounds[:, at]) for at in range(4)]
    wkb = pa.array(shapely.to_wkb(shapes, flavor="iso").tolist(), pa.binary())
    boxes = pa.StructArray.from_arrays(edges, ["xmin", "ymin", "xmax", "ymax"])
    return columns.append_column(names[0], wkb).append_column(names[1], boxes), bounds


def free_names(source: Table, *wanted: str) -> list[str]:
    """Return names for the file's own columns that no column of the layer has."""
    names = []
    for name in wanted:
        free = name
        while free in source.kinds:
            free += "_"
        names.append(free)
    return names


def geo_metadata(shapes: Any, bounds: Any, geometry: str, bbox: str) -> dict[str, Any]:
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


def pyarrow_or_tell() -> Any:
    """Return pyarrow.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        message = (
            "GeoParquet needs pyarrow, which is not installed. Run: pip install 'corridor-atlas[parquet]'"
        )
        raise UsageError(message) from error
    return pa
