"""Writing an atlas to a GeoPackage, whole or not at all, the same bytes each time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from layers.files import replaced
from layers.geometry import wrapped_all
from layers.gpkg.schema import (
    FIXED_DATE,
    FORMAT,
    FORMAT_KEY,
    SETUP,
    create_table,
    field_names,
    insert,
    quoted,
    table_names,
)
from layers.model import CRS, REFERENCE_KINDS
from layers.quotes import citations, quotes_of
from layers.storable import storable, storable_all, stored
from layers.styles import qml
from layers.tables import Table, atlas_tables, features_frame, references_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from layers.atlas import Atlas
    from layers.model import Layer

__all__ = [
    "TITLES",
    "gdal_frame",
    "stored_rows",
    "write_catalogue",
    "write_features",
    "write_gpkg",
    "write_indexes",
    "write_references",
    "write_relations",
    "write_table",
]

_TEXT_KINDS: Final = frozenset({"text", "json", "date", "datetime"})
_NULLABLE: Final[Mapping[str, Any]] = {"int": "Int64", "bool": "boolean", "float": "float64"}
_RELATED: Final = "http://www.geopackage.org/18-000.html"
_MULTI: Final = {"Point": "Point", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}


def write_gpkg(atlas: Atlas, path: Path) -> None:
    """Write an atlas to a GeoPackage that QGIS opens styled and `Atlas.open` reads again.

    Raises
    ------
    OutputError
        If the file cannot be written; an earlier file stays whole.
    LayerError
        If a mention is in a document that the atlas does not hold.
    """
    tables = atlas_tables(atlas)
    names = table_names(atlas.layers)
    cited = citations(atlas.documents)
    with replaced(path) as new:
        write_features(atlas, names, cited, new, tables["run"])
        with closing(sqlite3.connect(new)) as base:
            base.executescript("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")
            base.executescript(SETUP)
            write_catalogue(base, atlas, names)
            for name, table in tables.items():
                write_table(base, name, table, titles=TITLES[name], exists=name == "run")
            write_references(base, atlas, names)
            write_relations(base, names)
            write_indexes(base)
            base.execute("INSERT INTO run (key, value) VALUES (?, ?)", (FORMAT_KEY, str(FORMAT)))
            base.execute("ANALYZE")
            base.commit()


TITLES: Final = {
    "run": "How this atlas was made",
    "documents": "Documents",
    "targets": "Places and routes that are mentioned",
    "mentions": "Mentions that were located",
    "unresolved": "Mentions that were not located",
    "unreadable": "Inputs that could not be read",
    "claims": "What documents say about routes",
    "corrections": "Corrections by people",
}


def gdal_frame(
    layer: Layer, extra: Mapping[str, Sequence[Any]], reserved: Sequence[str] = ("fid", "geom")
) -> tuple[gpd.GeoDataFrame, dict[str, tuple[str, str]]]:
    """Return a layer's features as GDAL can hold them, and the column and kind behind each field.

    Parameters
    ----------
    layer
        The layer.
    extra
        Further text columns, which belong to the file and not to the layer.
    reserved
        Field names that the format needs for itself.
    """
    table = table_of(features_frame(layer))
    fields = field_names(table.kinds, reserved)
    added = field_names(extra, [*reserved, *fields.values()])
    frame: dict[str, Any] = {}
    meaning: dict[str, tuple[str, str]] = {}
    for name, kind in table.kinds.items():
        frame[fields[name]] = _gdal_column(stored(table.columns[name], kind), kind)
        meaning[fields[name]] = (name, kind)
    for name, values in extra.items():
        frame[added[name]] = pd.Series(storable_all(list(values)), dtype=object)
    shapes = wrapped_all(layer.features.geometry)
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, crs=CRS)), meaning


def _gdal_column(values: Sequence[Any], kind: str) -> pd.Series:
    if kind in _TEXT_KINDS:
        return pd.Series(values, dtype=object)
    return pd.Series(pd.array(values, dtype=_NULLABLE[kind]))


def write_features(
    atlas: Atlas, names: Mapping[str, str], cited: Mapping[str, str], path: Path, run: Table
) -> None:
    """Make the file with GDAL, which lays out the standard tables and the spatial indexes."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DATE})
    try:
        empty = pd.DataFrame({name: pd.Series([], dtype=object) for name in run.kinds})
        pyogrio.write_dataframe(
            empty,
            path,
            layer="run",
            driver="GPKG",
            dataset_options={"VERSION": "1.3"},
            layer_options={"FID": "id"},
        )
        for name, layer in atlas.layers.items():
            frame, _ = gdal_frame(layer, {"quotes": quotes_of(layer, cited)})
            kind = _geometry_type(frame.geometry.to_numpy())
            pyogrio.write_dataframe(
                frame,
                path,
                layer=names[name],
                driver="GPKG",
                append=True,
                geometry_type=kind,
                promote_to_multi=kind.startswith("Multi"),
                layer_options={"GEOMETRY_NAME": "geom", "FID": "fid"},
            )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _geometry_type(shapes: Any) -> str:
    """Return the type of a geometry column, so that QGIS shows one layer and not one for each type."""
    types = {str(kind).removeprefix("Multi") for kind in {shape.geom_type for shape in shapes}}
    if (
        types == {"Point"}
        and (shapely.get_type_id(np.asarray(shapes)) == shapely.GeometryType.MULTIPOINT).any()
    ):
        return "MultiPoint"
    return _MULTI.get(types.pop(), "Unknown") if len(types) == 1 else "Unknown"


def write_catalogue(base: sqlite3.Connection, atlas: Atlas, names: Mapping[str, str]) -> None:
    """Record each layer, its columns and its style."""
    identifiers: set[str] = set(TITLES.values()) | {"References", "Styles"}
    for position, (name, layer) in enumerate(atlas.layers.items(), start=1):
        title = storable(layer.title)
        row = (position, storable(name), title, names[name])
        base.execute("INSERT INTO corridors_layers VALUES (?, ?, ?, ?)", row)
        identifier = title if title not in identifiers else f"{title} ({names[name]})"
        identifiers.add(identifier)
        base.execute(
            "UPDATE gpkg_contents SET identifier = ? WHERE table_name = ?", (identifier, names[name])
        )
        frame = features_frame(layer)
        fields = field_names([*map(str, frame.columns)], ("fid", "geom"))
        kinds = table_of(frame).kinds
        _record_columns(base, names[name], {fields[column]: (column, kind) for column, kind in kinds.items()})
        style = (
            names[name],
            "geom",
            names[name],
            qml(layer),
            "",
            True,
            f"Corridor Atlas: {title}",
            "",
            None,
            FIXED_DATE,
        )
        base.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
            "styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) "
            "VALUES ('', '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            style,
        )
    _register(base, "layer_styles", "Styles")


def _record_columns(base: sqlite3.Connection, table: str, meaning: Mapping[str, tuple[str, str]]) -> None:
    rows = [(table, field, storable(name), kind) for field, (name, kind) in meaning.items()]
    base.executemany(
        "INSERT INTO corridors_columns (table_name, field, name, kind) VALUES (?, ?, ?, ?)", rows
    )


def _register(base: sqlite3.Connection, table: str, title: str) -> None:
    """List a table in the file's contents, so that GIS programs offer it."""
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES (?, 'attributes', ?, '', ?)",
        (table, title, FIXED_DATE),
    )


def write_table(
    base: sqlite3.Connection, name: str, table: Table, titles: str, *, exists: bool = False
) -> None:
    """Write a table of plain values, and list it in the file's contents."""
    fields = field_names(table.kinds, ("id",))
    if exists:
        base.execute("UPDATE gpkg_contents SET identifier = ? WHERE table_name = ?", (titles, name))
    else:
        base.execute(create_table(name, {fields[column]: kind for column, kind in table.kinds.items()}))
        _register(base, name, titles)
    _record_columns(base, name, {fields[column]: (column, kind) for column, kind in table.kinds.items()})
    base.executemany(insert(name, fields.values()), stored_rows(table))


def stored_rows(table: Table) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table as databases hold them."""
    return zip(*(stored(table.columns[name], kind) for name, kind in table.kinds.items()), strict=True)


def write_references(base: sqlite3.Connection, atlas: Atlas, names: Mapping[str, str]) -> None:
    """Write the references of every layer into one table; columns of one layer only are its own."""
    kinds: dict[str, str] = {"layer": "text", "feature": "int"}
    tables = {name: references_of(layer) for name, layer in atlas.layers.items()}
    own: dict[str, dict[str, str]] = {}
    for name, table in tables.items():
        fields = field_names(table.kinds, ("id", "layer", "feature"))
        for column, kind in table.kinds.items():
            field = fields[column]
            while (
                kinds.setdefault(field, kind) != kind
            ):  # another layer's column of this name holds something else
                field += "_"
            own.setdefault(name, {})[column] = field
        _record_columns(
            base, f"references/{names[name]}", {own[name][c]: (c, kind) for c, kind in table.kinds.items()}
        )
    for column, kind in REFERENCE_KINDS.items():
        kinds.setdefault(column, kind)
    base.execute(create_table("references", kinds))
    _register(base, "references", "References")
    for name, table in tables.items():
        position = {
            one: at for at, one in enumerate(atlas.layers[name].features["feature_id"].tolist(), start=1)
        }
        features = [position[one] for one in table.columns["feature_id"]]
        written = ["layer", "feature", *own[name].values()]
        rows = stored_rows(table)
        base.executemany(
            insert("references", written),
            ((names[name], at, *row) for at, row in zip(features, rows, strict=True)),
        )


def write_relations(base: sqlite3.Connection, names: Mapping[str, str]) -> None:
    """Join features with references, and documents with mentions (Related Tables Extension)."""
    relations = []
    for table in names.values():
        view = f"{table}_references"
        base.execute(
            f"CREATE VIEW {quoted(view)} AS SELECT feature AS base_id, id AS related_id "  # noqa: S608
            f"FROM \"references\" WHERE layer = '{table}'"  # a table's name is plain
        )
        relations.append((table, "fid", "references", "id", "attributes", view))
    base.execute(
        "CREATE VIEW documents_mentions AS SELECT document AS base_id, id AS related_id FROM mentions"
    )
    relations.append(("documents", "id", "mentions", "id", "attributes", "documents_mentions"))
    base.executemany(
        "INSERT INTO gpkgext_relations (base_table_name, base_primary_column, related_table_name, "
        "related_primary_column, relation_name, mapping_table_name) VALUES (?, ?, ?, ?, ?, ?)",
        relations,
    )
    extensions = ["gpkgext_relations", *(row[-1] for row in relations)]
    base.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_related_tables', ?, 'read-write')",
        [(table, _RELATED) for table in extensions],
    )


def write_indexes(base: sqlite3.Connection) -> None:
    """Index what is looked up: references by feature and document, mentions by document."""
    base.execute('CREATE INDEX idx_references_feature ON "references" (layer, feature)')
    base.execute('CREATE INDEX idx_references_doc ON "references" (doc)')
    base.execute("CREATE INDEX idx_mentions_document ON mentions (document)")
    base.execute("CREATE INDEX idx_documents_name ON documents (name)")
