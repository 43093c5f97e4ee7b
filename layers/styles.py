"""How QGIS draws a layer: symbols by category, labels, and map tips with the quotes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from layers.storable import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.model import Layer

__all__ = ["QGIS_VERSION", "colour_of", "geometry_family", "qml", "style_elements"]

QGIS_VERSION: Final = "3.22.16"
_MOST_CATEGORIES: Final = 40
_COLOURS: Final[Mapping[str, str]] = {
    "rail": "#7b3294",
    "road": "#b35806",
    "sea": "#2166ac",
    "ferry": "#4393c3",
    "pipeline": "#1b7837",
    "multimodal": "#b2182b",
    "city": "#333333",
    "port": "#2166ac",
    "border_crossing": "#b2182b",
    "station": "#7b3294",
    "terminal": "#1b7837",
    "country": "#878787",
    "region": "#bf812d",
    "sea_area": "#67a9cf",
}
_SOLID: Final = "\"status\" = 'operational' AND \"method\" IN ('surveyed', 'network', 'sea')"
_FAMILIES: Final = {
    "Point": "marker",
    "MultiPoint": "marker",
    "LineString": "line",
    "MultiLineString": "line",
}
_TYPE_NUMBERS: Final = {"marker": "0", "line": "1", "fill": "2"}


def qml(layer: Layer) -> str:
    """Return a layer's style as a QGIS style document."""
    root = ET.Element("qgis", version=QGIS_VERSION, styleCategories="AllStyleCategories", labelsEnabled="1")
    root.extend(style_elements(layer))
    ET.SubElement(root, "layerGeometryType").text = _TYPE_NUMBERS[geometry_family(layer)]
    ET.indent(root)
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(
        root, encoding="unicode"
    )


def geometry_family(layer: Layer) -> str:
    """Return what a layer is drawn with: marker, line, or fill."""
    types = set(layer.features.geometry.geom_type.tolist())
    families = {_FAMILIES.get(kind, "fill") for kind in types}
    return families.pop() if len(families) == 1 else "marker" if not families else "fill"


def style_elements(layer: Layer) -> list[ET.Element]:
    """Return renderer, labels and map tip of a layer, as both styles and projects hold them."""
    tip = ET.Element("mapTip")
    tip.text = _tip(layer)
    return [_renderer(layer), _labeling(), tip]


def _renderer(layer: Layer) -> ET.Element:
    family = geometry_family(layer)
    if len(set(layer.features.geometry.geom_type.str.removeprefix("Multi").tolist())) > 1:
        # One symbol cannot draw points and lines; QGIS then picks its own for each.
        return ET.Element("renderer-v2", type="nullSymbol")
    column = "mode" if "mode" in layer.features.columns else "kind"
    values = sorted({str(value) for value in layer.features[column].tolist()})[:_MOST_CATEGORIES]
    renderer = ET.Element(
        "renderer-v2",
        type="categorizedSymbol",
        attr=column,
        forceraster="0",
        symbollevels="0",
        enableorderby="0",
    )
    categories, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    for number, value in enumerate([*values, ""]):  # the empty value draws everything else
        label = value.replace("_", " ") or "other"
        ET.SubElement(
            categories,
            "category",
            render="true",
            symbol=str(number),
            value=visible(value),
            label=visible(label),
        )
        dashed = family == "line" and {"status", "method"} <= set(layer.features.columns)
        symbols.append(
            _symbol(
                str(number),
                family,
                colour_of("sea_area" if family == "fill" and value == "sea" else value),
                dashed=dashed,
            )
        )
    return renderer


def colour_of(value: str) -> str:
    """Return the colour of a kind or mode as ``#rrggbb``, the same on every machine."""
    known = _COLOURS.get(value)
    if known:
        return known
    # Any other value gets a colour of its own, dark enough for a light map.
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest()
    return "#" + "".join(f"{48 + part % 128:02x}" for part in digest[:3])


def _symbol(name: str, family: str, colour: str, *, dashed: bool) -> ET.Element:
    symbol = ET.Element("symbol", type=family, name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    rgb = f"{red},{green},{blue}"
    classes = {
        "marker": ("SimpleMarker", {"name": "circle", "color": f"{rgb},255", "outline_width": "0.3",
                                    "size": "2.6", "size_unit": "MM",
                                    "outline_color": "255,255,255,255"}),
        "line": ("SimpleLine", {"line_color": f"{rgb},255", "line_width": "0.9", "line_width_unit": "MM",
                                "line_style": "solid", "capstyle": "round", "joinstyle": "round"}),
        "fill": ("SimpleFill", {"color": f"{rgb},40", "outline_color": f"{rgb},200", "outline_width": "0.3",
                                "style": "solid", "outline_style": "solid"}),
    }  # fmt: skip
    kind, settings = classes[family]
    body = ET.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    _options(body, settings)
    if dashed:
        defined = ET.SubElement(body, "data_defined_properties")
        outer = ET.SubElement(defined, "Option", type="Map")
        ET.SubElement(outer, "Option", type="QString", name="name", value="")
        properties = ET.SubElement(outer, "Option", type="Map", name="properties")
        rule = ET.SubElement(properties, "Option", type="Map", name="outlineStyle")
        ET.SubElement(rule, "Option", type="bool", name="active", value="true")
        expression = f"if({_SOLID}, 'solid', 'dash')"
        ET.SubElement(rule, "Option", type="QString", name="expression", value=expression)
        ET.SubElement(rule, "Option", type="int", name="type", value="3")
        ET.SubElement(outer, "Option", type="QString", name="type", value="collection")
    return symbol


def _options(parent: ET.Element, settings: Mapping[str, str]) -> None:
    group = ET.SubElement(parent, "Option", type="Map")
    for name, value in settings.items():
        ET.SubElement(group, "Option", type="QString", name=name, value=value)


def _labeling() -> ET.Element:
    labeling = ET.Element("labeling", type="simple")
    settings = ET.SubElement(labeling, "settings", calloutType="simple")
    style = ET.SubElement(
        settings, "text-style", fieldName="name", isExpression="0", fontSize="8", fontSizeUnit="Point",
        textColor="40,40,40,255", fontFamily="Sans Serif", textOpacity="1",
    )  # fmt: skip
    ET.SubElement(
        style, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM",
        bufferColor="255,255,255,255", bufferOpacity="0.8",
    )  # fmt: skip
    ET.SubElement(settings, "placement", placement="6", dist="1", distUnits="MM")
    ET.SubElement(settings, "rendering", obstacle="1", displayAll="0", drawLabels="1", scaleVisibility="0")
    return labeling


def _tip(layer: Layer) -> str:
    """Return the HTML of a map tip; every field goes through an escape, since documents are hostile."""
    route = "route_name" in layer.features.columns
    heading = f"<b>{_field('name')}</b>" + (f"<br>{_field('route_name')}" if route else "")
    facts = " · ".join(_field(name) for name in (("mode", "status") if route else ("kind", "country")))
    return f"{heading}<br>{facts}<br>{_field('quotes')}"


def _field(name: str) -> str:
    escaped = f"coalesce(\"{name}\", '')"
    for plain, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        escaped = f"replace({escaped}, '{plain}', '{safe}')"
    return f"[% replace({escaped}, '\\n', '<br>') %]"
