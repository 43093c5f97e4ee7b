"""An atlas to files of a format, chosen by its name or by the file's ending."""

# ruff: noqa: PLC0415  (each format loads its own library, when it is asked for)
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from layers.atlas import Atlas
    from layers.model import Layer

__all__ = ["FORMATS", "Format", "chosen_layers", "export", "format_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its ending, what it is for, and whether one file holds every layer."""

    name: str
    suffix: str
    about: str
    whole: bool = False


FORMATS: Final[Mapping[str, Format]] = {
    one.name: one
    for one in (
        Format("csv", ".csv", "a table for spreadsheets, geometry as WKT, references beside it"),
        Format("flatgeobuf", ".fgb", "one indexed layer, for the web and GIS"),
        Format("geojson", ".geojson", "RFC 7946; a folder holds the whole atlas"),
        Format("geojsonseq", ".geojsonl", "GeoJSON, a feature a line"),
        Format("geoparquet", ".parquet", "GeoParquet 1.1; a folder holds the whole atlas"),
        Format("gpkg", ".gpkg", "GeoPackage: the whole atlas, styled for QGIS", whole=True),
        Format("kml", ".kml", "for Google Earth, quotes in the balloons"),
        Format("kmz", ".kmz", "KML, zipped"),
        Format("linked-places", ".lpf.json", "Linked Places Format 1.3, for gazetteers", whole=True),
        Format("qgz", ".qgz", "QGIS project, with its GeoPackage beside it", whole=True),
        Format("shapefile", ".shp", "for old programs; loses much, and says so"),
        Format("web-annotation", ".jsonld", "W3C Web Annotation, for Recogito", whole=True),
    )
}


def export(
    atlas: Atlas,
    out: Path,
    *,
    format: str | None = None,  # noqa: A002  (the word that the command uses)
    layers: Sequence[str] = (),
    warn: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write an atlas, or some of its layers, to a file or a folder; return the files.

    Parameters
    ----------
    atlas
        What to write.
    out
        A file, whose ending tells the format, or a folder.
    format
        One of `FORMATS`; by default what the file's ending says, or ``geojson`` for a folder.
    layers
        Names of layers, of the atlas or built in; all of the atlas by default.
    warn
        Called with what a format loses.

    Raises
    ------
    UsageError
        If the format or a layer is unknown, or a file can hold one layer only and there are more.
    OutputError
        If something cannot be written; earlier files stay whole.
    """
    chosen = format_of(out, format)
    atlas = replace(atlas, layers=chosen_layers(atlas, layers), stored=None)
    is_file = _named_format(out) is not None and not out.is_dir()
    if chosen.whole:
        return _write_whole(chosen, atlas, out if is_file else out / f"atlas{chosen.suffix}")
    if not is_file:
        return _write_folder(chosen, atlas, out, warn, whole=not layers)
    if len(atlas.layers) != 1:
        names = ", ".join(atlas.layers)
        message = f"A {chosen.name} file holds one layer, and there are {len(atlas.layers)}: {names}."
        raise UsageError(f"{message} Choose one with --layer, or name a folder.")
    return _write_layer(chosen, next(iter(atlas.layers.values())), out, atlas, warn)


def format_of(out: Path, name: str | None) -> Format:
    """Return the format of an output.

    Raises
    ------
    UsageError
        If there is no such format, or the file's ending says nothing.
    """
    if name is not None:
        if name not in FORMATS:
            raise UsageError(f"Unknown format '{name}'. Formats: {', '.join(FORMATS)}.")
        return FORMATS[name]
    named = _named_format(out)
    if named is not None:
        return named
    if out.suffix and not out.is_dir():
        endings = ", ".join(one.suffix for one in FORMATS.values())
        raise UsageError(
            f"Unknown format '{out.suffix}' of '{out}'. Endings: {endings}; or choose with --format."
        )
    return FORMATS["geojson"]


def chosen_layers(atlas: Atlas, names: Sequence[str]) -> dict[str, Layer]:
    """Return layers of an atlas by name, built-in ones made on demand; all that it has by default.

    Raises
    ------
    UsageError
        If a layer is neither in the atlas nor built in.
    """
    from layers.build import BUILT_IN, built_in_layer

    unknown = [name for name in names if name not in atlas.layers and name not in BUILT_IN]
    if unknown:
        known = ", ".join(sorted({*atlas.layers, *BUILT_IN}))
        raise UsageError(f"Unknown layer '{unknown[0]}'. Layers here: {known}.")
    return {
        name: atlas.layers[name] if name in atlas.layers else built_in_layer(name, atlas.mentions)
        for name in names or atlas.layers
    }


def _named_format(out: Path) -> Format | None:
    """Return the format that a file's ending names."""
    endings = sorted(FORMATS.values(), key=lambda one: -len(one.suffix))
    return next((one for one in endings if out.name.lower().endswith(one.suffix)), None)


def _write_whole(chosen: Format, atlas: Atlas, path: Path) -> list[Path]:
    if chosen.name == "linked-places":
        from layers.linked_places import write_linked_places

        write_linked_places(atlas, path)
        return [path]
    if chosen.name == "web-annotation":
        from layers.web_annotation import write_web_annotations

        write_web_annotations(atlas, path)
        return [path]
    from layers.gpkg import write_gpkg

    geopackage = path.with_suffix(".gpkg")
    write_gpkg(atlas, geopackage)
    if chosen.name == "gpkg":
        return [geopackage]
    from layers.qgis import write_qgis_project

    write_qgis_project(atlas, path, geopackage.name)
    return [path, geopackage]


def _write_folder(
    chosen: Format, atlas: Atlas, folder: Path, warn: Callable[[str], None], *, whole: bool
) -> list[Path]:
    from layers.gpkg.schema import table_names

    if folder.exists() and not folder.is_dir():
        raise UsageError(f"'{folder}' is a file. Name a folder; it is made if need be.")
    if whole and chosen.name == "geojson":
        from layers.geojson_atlas import write_geojson_atlas

        return write_geojson_atlas(atlas, folder)
    if whole and chosen.name == "geoparquet":
        from layers.parquet import write_parquet_atlas

        return write_parquet_atlas(atlas, folder)
    files = []
    for name, stem in table_names(atlas.layers).items():
        files += _write_layer(chosen, atlas.layers[name], folder / f"{stem}{chosen.suffix}", atlas, warn)
    return files


def _write_layer(
    chosen: Format, layer: Layer, path: Path, atlas: Atlas, warn: Callable[[str], None]
) -> list[Path]:
    from layers import vector

    if chosen.name in {"geojson", "geojsonseq"}:
        from geo.atomic import replacing
        from layers.geojson import write_geojson, write_geojson_sequence

        with replacing(path) as file:
            (write_geojson if chosen.name == "geojson" else write_geojson_sequence)(layer, file)
        return [path]
    if chosen.name == "geoparquet":
        from layers.parquet import write_geoparquet

        return write_geoparquet(layer, path)
    if chosen.name == "shapefile":
        warn(vector.SHAPEFILE_LOSSES)
        return vector.write_shapefile(layer, path, atlas)
    writers = {
        "csv": vector.write_csv,
        "flatgeobuf": vector.write_flatgeobuf,
        "kml": vector.write_kml,
        "kmz": vector.write_kmz,
    }
    writers[chosen.name](layer, path, atlas)
    return [path]
