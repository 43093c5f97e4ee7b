"""A QGIS project (.qgz) over an atlas in a GeoPackage: layers, styles, labels, map tips, groups."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import numpy as np

from geo.atomic import replacing
from layers.gpkg.schema import table_names
from layers.storable import visible
from layers.styles import QGIS_VERSION, geometry_family, style_elements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from layers.atlas import Atlas
    from layers.model import Layer

__all__ = ["write_qgis_project"]

_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_TABLES: Final = (("documents", "Documents"), ("references", "References"), ("unresolved", "Unresolved"))
_GEOMETRY: Final = {"marker": "Point", "line": "Line", "fill": "Polygon"}
_GROUPS: Final = (("Map", ("marker", "line")), ("Areas", ("fill",)))
_WGS84: Final = (
    ("authid", "EPSG:4326"),
    ("srsid", "3452"),
    ("srid", "4326"),
    ("description", "WGS 84"),
    ("projectionacronym", "longlat"),
    ("ellipsoidacronym", "EPSG:7030"),
    ("geographicflag", "true"),
    ("proj4", "+proj=longlat +datum=WGS84 +no_defs"),
)


def write_qgis_project(atlas: Atlas, path: Path, geopackage: str) -> None:
    """Write a QGIS project.

    Parameters
    ----------
    atlas
        The atlas that the GeoPackage holds.
    path
        The ``.qgz`` file.
    geopackage
        Where the GeoPackage is, relative to the project: the two can move together.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    packed = io.BytesIO()
    name = f"{path.stem}.qgs"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), _project(atlas, geopackage), zipfile.ZIP_DEFLATED)
    with replacing(path) as file:
        file.write(packed.getvalue())


def _project(atlas: Atlas, geopackage: str) -> bytes:
    tables = table_names(atlas.layers)
    source = f"./{PurePosixPath(geopackage)}"
    root = ET.Element("qgis", version=QGIS_VERSION, projectname="Corridor Atlas")
    ET.SubElement(root, "title").text = "Corridor Atlas"
    _crs(ET.SubElement(root, "projectCrs"))
    layers = list(atlas.layers.items())
    _tree(root, [(tables[name], layer) for name, layer in layers], source)
    body = ET.SubElement(root, "projectlayers")
    # Areas lie beneath lines, lines beneath points.
    for name, layer in layers:
        body.append(_map_layer(tables[name], layer, source))
    for table, title in _TABLES:
        body.append(_table_layer(table, title, source))
    _canvas(root, layers)
    properties = ET.SubElement(root, "properties")
    paths = ET.SubElement(properties, "Paths")
    ET.SubElement(paths, "Absolute", type="bool").text = "false"
    system = ET.SubElement(properties, "SpatialRefSys")
    ET.SubElement(system, "ProjectionsEnabled", type="int").text = "1"
    _relations(root, [tables[name] for name, _ in layers])
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{text}".encode()


def _tree(root: ET.Element, layers: Sequence[tuple[str, Layer]], source: str) -> None:
    tree = ET.SubElement(root, "layer-tree-group")
    ET.SubElement(tree, "customproperties")
    for title, families in _GROUPS:
        group = ET.SubElement(tree, "layer-tree-group", name=title, checked="Qt::Checked", expanded="1")
        own = [row for row in layers if geometry_family(row[1]) in families]
        for table, layer in sorted(own, key=lambda row: families.index(geometry_family(row[1]))):
            _leaf(group, table, layer.title, source)
    group = ET.SubElement(tree, "layer-tree-group", name="Tables", checked="Qt::Checked", expanded="0")
    for table, title in _TABLES:
        _leaf(group, table, title, source)


def _leaf(group: ET.Element, table: str, title: str, source: str) -> None:
    ET.SubElement(
        group, "layer-tree-layer", id=_layer_id(table), name=visible(title),
        source=f"{source}|layername={table}", providerKey="ogr", checked="Qt::Checked", expanded="0",
    )  # fmt: skip


def _map_layer(table: str, layer: Layer, source: str) -> ET.Element:
    family = geometry_family(layer)
    element = ET.Element(
        "maplayer",
        type="vector",
        geometry=_GEOMETRY[family],
        hasScaleBasedVisibilityFlag="0",
        labelsEnabled="1",
    )
    _common(element, table, layer.title, source)
    _crs(ET.SubElement(element, "srs"))
    element.extend(style_elements(layer))
    return element


def _table_layer(table: str, title: str, source: str) -> ET.Element:
    element = ET.Element("maplayer", type="vector", geometry="No geometry")
    _common(element, table, title, source)
    return element


def _common(element: ET.Element, table: str, title: str, source: str) -> None:
    ET.SubElement(element, "id").text = _layer_id(table)
    ET.SubElement(element, "datasource").text = f"{source}|layername={table}"
    ET.SubElement(element, "layername").text = visible(title)
    ET.SubElement(element, "provider", encoding="UTF-8").text = "ogr"


def _layer_id(table: str) -> str:
    """Return the id of a layer in the project; QGIS makes up its own where it has ten letters or fewer."""
    return f"corridors_{table}"


def _crs(parent: ET.Element) -> None:
    system = ET.SubElement(parent, "spatialrefsys", nativeFormat="Wkt")
    for name, value in _WGS84:
        ET.SubElement(system, name).text = value


def _canvas(root: ET.Element, layers: Sequence[tuple[str, Layer]]) -> None:
    bounds = np.array(
        [layer.features.total_bounds for _, layer in layers if len(layer)] or [(-180, -90, 180, 90)]
    )
    (west, south), (east, north) = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    canvas = ET.SubElement(root, "mapcanvas", name="theMapCanvas")
    ET.SubElement(canvas, "units").text = "degrees"
    extent = ET.SubElement(canvas, "extent")
    for name, value in (("xmin", west), ("ymin", south), ("xmax", east), ("ymax", north)):
        ET.SubElement(extent, name).text = repr(float(value))
    _crs(ET.SubElement(canvas, "destinationsrs"))


def _relations(root: ET.Element, tables: Sequence[str]) -> None:
    """Join references to their features, so that a feature's form lists every quote."""
    relations = ET.SubElement(root, "relations")
    for table in tables:
        relation = ET.SubElement(
            relations, "relation", id=f"{table}_references", name=f"{table}: references",
            referencedLayer=_layer_id(table), referencingLayer=_layer_id("references"),
            strength="Association",
        )  # fmt: skip
        ET.SubElement(relation, "fieldRef", referencedField="feature_id", referencingField="feature_id")
