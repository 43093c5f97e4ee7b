"""A whole atlas as a folder: a GeoJSON file for each layer, and ``atlas.json`` with everything else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from geo.atomic import replacing, utf8
from geo.errors import InputError
from layers.folder import FOLDER_FORMAT, atlas_of_tables, check_format, file_names, own_file
from layers.geojson import read_geojson, write_geojson
from layers.tables import Table, atlas_tables

if TYPE_CHECKING:
    from pathlib import Path

    from layers.atlas import Atlas

__all__ = ["open_geojson_atlas", "write_geojson_atlas"]

_INDEX: Final = "atlas.json"


def write_geojson_atlas(atlas: Atlas, folder: Path) -> list[Path]:
    """Write an atlas to a folder that `Atlas.open` reads again; return the files.

    Raises
    ------
    OutputError
        If the folder cannot be written to; each file is replaced whole or not at all.
    """
    stems = file_names(atlas)
    files = []
    for name, layer in atlas.layers.items():
        path = folder / f"{stems[name]}.geojson"
        with replacing(path) as file:
            write_geojson(layer, file)
        files.append(path)
    tables = {
        name: {
            "kinds": dict(table.kinds),
            "columns": {key: list(values) for key, values in table.columns.items()},
        }
        for name, table in atlas_tables(atlas).items()
    }
    layers = [{"name": name, "file": f"{stem}.geojson"} for name, stem in stems.items()]
    with replacing(folder / _INDEX) as file:
        data = {"format": FOLDER_FORMAT, "layers": layers, "tables": tables}
        file.write(utf8(json.dumps(data, ensure_ascii=False, indent=1)) + b"\n")
    return [*files, folder / _INDEX]


def open_geojson_atlas(folder: Path) -> Atlas:
    """Open an atlas that `write_geojson_atlas` wrote.

    Raises
    ------
    InputError
        If it cannot be read, is not an atlas, or a newer version wrote it.
    """
    data = _index(folder / _INDEX)
    files = {str(row["name"]): own_file(str(row["file"])) for row in data["layers"]}

    def load(name: str) -> Table:
        return Table(data["tables"][name]["kinds"], data["tables"][name]["columns"])

    return atlas_of_tables(load, files, lambda _, file: read_geojson(folder / file))


def _index(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"Cannot read '{path}': {error}. Export the atlas again.") from error
    check_format(path, data.get("format") if isinstance(data, dict) else None)
    return dict(data)
