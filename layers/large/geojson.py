"""The layers of a spool as GeoJSON, each feature with all its references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atomic import replacing
from layers.geojson import write_geojson
from layers.gpkg.schema import field_names, quoted, table_names
from layers.model import REFERENCE_KINDS
from layers.storable import restored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from layers.large.spool import Spool
    from layers.model import Layer

__all__ = ["write_large_geojson"]


def write_large_geojson(spool: Spool, layers: Mapping[str, Layer], folder: Path) -> list[Path]:
    """Write each layer to a file of a folder; return the files.

    Parameters
    ----------
    spool
        A finished spool, which holds the references.
    layers
        Their features.
    folder
        Where the files go.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    files = []
    fields = field_names(REFERENCE_KINDS, ("id",))
    columns = ", ".join(quoted(field) for field in ("row", *fields.values()))
    query = f"SELECT {columns} FROM refs WHERE layer = ? AND feature_id = ? ORDER BY id"  # noqa: S608
    for name, stem in table_names(layers).items():

        def references(feature_id: str, name: str = name) -> Iterator[tuple[Any, ...]]:
            for row, *values in spool.select(query, (name, feature_id)):
                yield (
                    row,
                    *(
                        _plain(value, kind)
                        for value, kind in zip(values, REFERENCE_KINDS.values(), strict=True)
                    ),
                )

        path = folder / f"{stem}.geojson"
        with replacing(path) as file:
            write_geojson(layers[name], file, references)
        files.append(path)
    return files


def _plain(value: Any, kind: str) -> Any:
    if kind == "text":
        return restored(value)
    return bool(value) if kind == "bool" else value
