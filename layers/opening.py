"""Which reader opens which atlas."""

# ruff: noqa: PLC0415  (each reader loads its own library, when it is asked for)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import InputError
from layers.broken import told_if_broken

if TYPE_CHECKING:
    from layers.atlas import Atlas

__all__ = ["open_atlas"]


def open_atlas(path: Path | str) -> Atlas:
    """Open an atlas: a GeoPackage, or a folder of GeoJSON or GeoParquet files.

    Raises
    ------
    InputError
        If there is no such file, it is not an atlas, or a newer version wrote it.
    """
    place = Path(path)
    with told_if_broken(f"the atlas '{place}'"):
        return _opened(place)


def _opened(place: Path) -> Atlas:
    if not place.is_dir():
        from layers.gpkg import open_gpkg

        return open_gpkg(place)
    if (place / "atlas.json").is_file():
        from layers.geojson_atlas import open_geojson_atlas

        return open_geojson_atlas(place)
    if (place / "run.parquet").is_file():
        from layers.parquet import open_parquet

        return open_parquet(place)
    message = f"The folder '{place}' holds no atlas: neither atlas.json nor run.parquet."
    raise InputError(f"{message} Give an atlas.gpkg, or a folder that `corridors export` wrote.")
