"""Layers in the formats that GDAL writes: FlatGeobuf, CSV with WKT, KML and KMZ, Shapefile.

One file (or set of files) a layer; ``quotes`` holds every sentence with its document. These formats are
one way: they keep what they can, and the notes say what they lose.
"""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import pandas as pd
import pyogrio
import shapely

from geo.atomic import replacing
from layers.files import cannot_write, replaced
from layers.geojson import oriented
from layers.gpkg.write import gdal_frame
from layers.quotes import citations, quotes_of
from layers.storable import visible
from layers.styles import colour_of
from layers.tables import features_frame, references_of, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from layers.atlas import Atlas
    from layers.model import Layer

__all__ = ["SHAPEFILE_LOSSES", "write_csv", "write_flatgeobuf", "write_kml", "write_kmz", "write_shapefile"]

SHAPEFILE_LOSSES: Final = (
    "A Shapefile cuts field names to 10 characters and texts to 254 bytes, has no lists, and holds one kind "
    "of geometry: the quotes are cut, and a layer of points and lines becomes several files."
)
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_KML: Final = "http://www.opengis.net/kml/2.2"


def write_flatgeobuf(layer: Layer, path: Path, atlas: Atlas) -> None:
    """Write a layer as FlatGeobuf with a spatial index.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    frame = _readable(layer, atlas)
    with replaced(path) as new:
        pyogrio.write_dataframe(
            frame, new, layer=visible(layer.name) or "layer", driver="FlatGeobuf", geometry_type="Unknown"
        )


def write_csv(layer: Layer, path: Path, atlas: Atlas) -> None:
    """Write a layer as CSV (UTF-8, RFC 4180): a row a feature, geometry as WKT; and its references beside it.

    Raises
    ------
    OutputError
        If the files cannot be written.
    """
    source = table_of(features_frame(layer))
    wkt = shapely.to_wkt(oriented(layer), rounding_precision=7).tolist()
    quotes = quotes_of(layer, citations(atlas.documents), most=None)
    rows = zip(*source.columns.values(), quotes, wkt, strict=True)
    _write_rows(path, [*source.kinds, "quotes", "wkt"], rows)
    references = references_of(layer)
    _write_rows(path.with_name(f"{path.stem}_references.csv"), list(references.kinds), references.rows())


def write_kml(layer: Layer, path: Path, atlas: Atlas) -> None:
    """Write a layer as KML 2.2: a placemark a feature, styled, with its quotes in the balloon.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    with replacing(path) as file:
        file.write(_kml(layer, atlas))


def write_kmz(layer: Layer, path: Path, atlas: Atlas) -> None:
    """Write a layer as KMZ: the KML, zipped.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("doc.kml", _ZIP_DATE), _kml(layer, atlas), zipfile.ZIP_DEFLATED)
    with replacing(path) as file:
        file.write(packed.getvalue())


def write_shapefile(layer: Layer, path: Path, atlas: Atlas) -> list[Path]:
    """Write a layer as Shapefiles, one for each type of geometry; see `SHAPEFILE_LOSSES`.

    Returns
    -------
    list of Path
        The ``.shp`` files.

    Raises
    ------
    OutputError
        If the files cannot be written.
    """
    frame = _readable(layer, atlas)
    families = frame.geometry.geom_type.str.removeprefix("Multi")
    kinds = sorted(set(families.tolist())) or ["Point"]
    written = []
    for kind in kinds:
        own = path if len(kinds) == 1 else path.with_name(f"{path.stem}_{kind.lower()}s.shp")
        _write_shapes(frame[families == kind], own)
        written.append(own)
    return written


def _write_shapes(frame: Any, path: Path) -> None:
    """Write the files of one Shapefile into a folder beside the place where they belong, then move them."""
    with replaced(path) as new:
        shortened = frame.rename(columns=_short_names([name for name in frame.columns if name != "geometry"]))
        for name in shortened.columns:
            if name != "geometry" and shortened[name].dtype == object:
                shortened[name] = pd.Series(
                    [one if one is None else _cut(str(one)) for one in shortened[name].tolist()],
                    dtype=object, index=shortened.index,
                )  # fmt: skip
        pyogrio.write_dataframe(
            shortened,
            new,
            driver="ESRI Shapefile",
            encoding="UTF-8",
            layer_options={"DBF_DATE_LAST_UPDATE": "1980-01-01"},
        )
        try:
            for part in sorted(new.parent.iterdir()):
                if part != new:
                    part.replace(path.with_name(part.name))
        except OSError as error:
            raise cannot_write(path, error) from error


def _short_names(names: Sequence[str]) -> dict[str, str]:
    short: dict[str, str] = {}
    for name in names:
        plain = (
            "".join(char for char in name if char.isascii() and (char.isalnum() or char == "_")) or "field"
        )
        own, number = plain[:10], 1
        while own.lower() in {one.lower() for one in short.values()}:
            number += 1
            own = f"{plain[: 9 - len(str(number))]}_{number}"
        short[name] = own
    return short


def _cut(text: str) -> str:
    """Return as much of a text as 254 bytes of UTF-8 hold."""
    return text.encode("utf-8")[:254].decode("utf-8", "ignore")


def _readable(layer: Layer, atlas: Atlas) -> Any:
    """Return a layer's features with all their quotes, in text that every program takes."""
    quotes = quotes_of(layer, citations(atlas.documents), most=None)
    frame, _ = gdal_frame(layer, {"quotes": quotes}, ("fid", "geometry"))
    for name in frame.columns:
        if frame[name].dtype == object:
            values = [one if one is None else visible(one) for one in frame[name].tolist()]
            frame[name] = pd.Series(values, dtype=object, index=frame.index)
    return frame


def _write_rows(path: Path, names: Sequence[str], rows: Any) -> None:
    with replacing(path) as file:
        text = io.TextIOWrapper(
            file, encoding="utf-8", errors="backslashreplace", newline="", write_through=True
        )
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(names)
        writer.writerows(rows)
        text.detach()


def _kml(layer: Layer, atlas: Atlas) -> bytes:
    ET.register_namespace("", _KML)
    root = ET.Element(f"{{{_KML}}}kml")
    document = _child(root, "Document")
    _child(document, "name", layer.title)
    source = table_of(features_frame(layer))
    kinds = source.columns["mode" if "mode" in source.kinds else "kind"]
    for number, kind in enumerate(sorted({str(one) for one in kinds})):
        _style(document, f"kind{number}", kind)
    numbers = {kind: number for number, kind in enumerate(sorted({str(one) for one in kinds}))}
    quotes = quotes_of(layer, citations(atlas.documents), most=None)
    for shape, own, kind, row in zip(oriented(layer), quotes, kinds, source.rows(), strict=True):
        values = dict(zip(source.kinds, row, strict=True))
        mark = _child(document, "Placemark")
        _child(mark, "name", values["name"])
        _child(mark, "Snippet").set("maxLines", "0")
        _child(mark, "description", _balloon(values, own))
        _child(mark, "styleUrl", f"#kind{numbers[str(kind)]}")
        data = _child(mark, "ExtendedData")
        for name, value in values.items():
            if value is not None:
                field = _child(data, "Data")
                field.set("name", visible(name))
                _child(field, "value", str(value))
        mark.append(_kml_geometry(shape))
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _balloon(values: Mapping[str, Any], quotes: str) -> str:
    """Return a balloon's HTML; whatever comes from outside is escaped."""
    facts = [str(values[name]) for name in ("kind", "mode", "status", "country") if values.get(name)]
    lines = [" · ".join(facts), f"{values['count']} references", *quotes.split("\n")]
    return "<br>".join(_escaped(line) for line in lines if line)


def _escaped(text: str) -> str:
    # Google Earth also expands $[field] in balloons.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("$[", "&#36;[")


def _style(document: ET.Element, name: str, kind: str) -> None:
    colour = colour_of(kind)
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    style = _child(document, "Style")
    style.set("id", name)
    _child(_child(style, "IconStyle"), "color", f"ff{blue}{green}{red}")
    line = _child(style, "LineStyle")
    _child(line, "color", f"ff{blue}{green}{red}")
    _child(line, "width", "3")
    _child(_child(style, "PolyStyle"), "color", f"40{blue}{green}{red}")


def _child(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_KML}}}{name}")
    child.text = None if text is None else visible(str(text))
    return child


def _kml_geometry(shape: shapely.Geometry) -> ET.Element:
    kind = shape.geom_type
    if kind.startswith("Multi") or kind == "GeometryCollection":
        group = ET.Element(f"{{{_KML}}}MultiGeometry")
        group.extend(_kml_geometry(part) for part in shapely.get_parts(shape))
        return group
    element = ET.Element(f"{{{_KML}}}{kind}")
    if kind != "Polygon":
        _child(element, "coordinates", _coordinates(shape))
        return element
    for name, ring in [
        ("outerBoundaryIs", shape.exterior),
        *(("innerBoundaryIs", hole) for hole in shape.interiors),
    ]:
        _child(_child(_child(element, name), "LinearRing"), "coordinates", _coordinates(ring))
    return element


def _coordinates(shape: shapely.Geometry) -> str:
    return " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(shape).tolist())
