"""The static map for a report: PNG, SVG or PDF, with legend, scale bar, names and sources.

Drawn with matplotlib (the extra ``figure``) on the offline basemap, in the Mercator projection that the
page uses, so that both show the same picture.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.atomic import replacing
from geo.errors import UsageError
from maps import basemap
from maps.figure_names import place_names
from maps.style import CELLS, DASHED_METHODS, DASHED_STATUSES, KINDS, MODES
from maps.view import opening_view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from layers import Atlas, Layer

__all__ = ["FIGURE_FORMATS", "write_figure"]

FIGURE_FORMATS: Final = (".pdf", ".png", ".svg")
_WIDTH_INCHES: Final = 10.0
_HEIGHTS: Final = (5.0, 12.0)
_FOOT_INCHES: Final = 1.05  # legend and sources
_DPI: Final = 200
_RADIUS_M: Final = 6_378_137.0
_DASHES: Final[dict[str, Any]] = {"unbuilt": (0, (2.2, 2.2)), "inferred": (0, (6.0, 2.4)), "known": "solid"}
_DASH_LABELS: Final = {
    "unbuilt": "not in use, or not known to be",
    "inferred": "in use, course inferred",
}
_MARKS: Final = {"circle": "o", "square": "s", "diamond": "D", "triangle": "^", "ring": "o"}
_INK: Final = "#1d2733"
_SOURCES: Final = (
    "Places: GeoNames (CC BY 4.0) and curated entries. Basemap: Natural Earth (public domain). "
    "Rail and road courses: © OpenStreetMap contributors (ODbL)."
)
_BASE: Final = (
    # layer, face, edge, width
    ("land", "#f6f3ec", "none", 0.0),
    ("admin1", "none", "#e3dccf", 0.4),
    ("rivers", "none", "#aec7d6", 0.6),
    ("lakes", "#d3e0e8", "none", 0.0),
    ("borders", "none", "#a39a8b", 0.7),
    ("disputed", "none", "#b0796b", 0.7),
)
_AREAS: Final = frozenset({"land", "lakes"})


def write_figure(atlas: Atlas, path: Path, *, title: str | None = None) -> None:
    """Write the map of an atlas as a picture; the same atlas gives the same bytes.

    Parameters
    ----------
    atlas
        What to draw: its routes, places and regions.
    path
        A file that ends in ``.png``, ``.svg`` or ``.pdf``.
    title
        A heading above the map; none by default.

    Raises
    ------
    UsageError
        If the ending is none of these, or matplotlib is not installed.
    OutputError
        If the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in FIGURE_FORMATS:
        raise UsageError(f"'{path}': a figure ends in one of {', '.join(FIGURE_FORMATS)}.")
    try:
        import matplotlib as mpl
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise UsageError(
            "Figures need matplotlib. Install it: pip install 'corridor-atlas[figure]'."
        ) from error
    # Fonts as paths and a fixed salt: the same picture on every machine, the same bytes on every run.
    settings: Any = {"svg.hashsalt": "corridor-atlas", "svg.fonttype": "path", "font.family": "DejaVu Sans"}
    with mpl.rc_context(settings):
        (south, west), (north, east) = opening_view(atlas)
        low, high = _mercator(np.array([[west, south], [east, north]]))
        height = float(np.clip(_WIDTH_INCHES * (high[1] - low[1]) / (high[0] - low[0]), *_HEIGHTS))
        head, whole = (0.45 if title else 0.1), height + _FOOT_INCHES + (0.45 if title else 0.1)
        figure = Figure(figsize=(_WIDTH_INCHES, whole), dpi=_DPI)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.01, _FOOT_INCHES / whole, 0.98, height / whole))
        _frame(axes, low, high, _WIDTH_INCHES / height)
        _draw_basemap(axes)
        drawn = _draw_layers(axes, atlas)
        _scale_bar(axes)
        _legend(figure, drawn, _FOOT_INCHES / whole)
        place_names(figure, axes, _names(atlas))
        if title:
            figure.suptitle(_plain(title), fontsize=13, color=_INK, y=1 - head / 4 / whole, parse_math=False)
        _sources(figure, atlas)
        metadata = {".png": {"Software": None}, ".svg": {"Date": None}}.get(suffix, {"CreationDate": None})
        with replacing(path) as file:
            figure.savefig(file, format=suffix[1:], metadata=metadata)


def _mercator(lonlat: np.ndarray) -> np.ndarray:
    """Return spherical Mercator metres of degrees."""
    lat = np.clip(lonlat[:, 1], -85.0, 85.0)
    x = np.radians(lonlat[:, 0])
    y = np.log(np.tan(math.pi / 4 + np.radians(lat) / 2))
    return np.column_stack([x, y]) * _RADIUS_M


def _frame(axes: Any, low: np.ndarray, high: np.ndarray, ratio: float) -> None:
    """Fit the view into the axes, wider or higher where it must be."""
    (x0, y0), (x1, y1) = low, high
    width, height = x1 - x0, y1 - y0
    width, height = max(width, height * ratio), max(height, width / ratio)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    axes.set_xlim(x - width / 2, x + width / 2)
    axes.set_ylim(y - height / 2, y + height / 2)
    axes.set_aspect("equal")
    axes.set_facecolor("#d3e0e8")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color("#a39a8b")


def _draw_basemap(axes: Any) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    data = basemap.read()
    for order, (name, face, edge, width) in enumerate(_BASE):
        lines = [line for steps in data.get(name, ()) if len(line := _decoded(steps, data["scale"])) > 1]
        kind = PolyCollection if name in _AREAS else LineCollection
        made = kind(lines, facecolors=face, edgecolors=edge, linewidths=width, zorder=order / 10)
        if name == "disputed":
            made.set_linestyle((0, (3, 3)))
        axes.add_collection(made, autolim=False)


def _decoded(steps: list[int], scale: int) -> np.ndarray:
    return _mercator(np.cumsum(np.array(steps, dtype=float).reshape(-1, 2), axis=0) / scale)


def _draw_layers(axes: Any, atlas: Atlas) -> dict[str, set[str]]:
    """Draw areas, lines and marks; return what the legend has to tell."""
    drawn: dict[str, set[str]] = {"modes": set(), "dashes": set(), "shapes": set(), "areas": set()}
    for row, geometry in _drawn_features(atlas):
        dimension = shapely.get_dimensions(geometry)
        if dimension == 2:
            _draw_area(axes, row, geometry, drawn)
        elif dimension == 1:
            _draw_line(axes, row, geometry, drawn)
        else:
            _draw_mark(axes, row, geometry, drawn)
    return drawn


def _drawn_features(atlas: Atlas) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield the rows and shapes that a figure shows: no links between places, and no cells."""
    for layer in atlas.layers.values():
        if layer.name not in {"comentions", "density"}:
            yield from ((row, shape) for row, shape in _features(layer) if row["kind"] not in CELLS)


def _features(layer: Layer) -> Iterator[tuple[dict[str, Any], Any]]:
    columns = [name for name in layer.features.columns if name != layer.features.geometry.name]
    values = [layer.features[name].tolist() for name in columns]
    for cells, geometry in zip(zip(*values, strict=True), layer.features.geometry, strict=True):
        yield dict(zip(columns, cells, strict=True)), geometry


def _draw_area(axes: Any, row: dict[str, Any], geometry: Any, drawn: dict[str, set[str]]) -> None:
    from matplotlib.collections import PolyCollection

    fuzzy = bool(row.get("fuzzy"))
    drawn["areas"].add("fuzzy" if fuzzy else "sharp")
    rings = [_mercator(shapely.get_coordinates(ring)) for ring in _rings(geometry)]
    edge = "none" if fuzzy else "#3d6a94"
    axes.add_collection(
        PolyCollection(rings, facecolors="#3d6a94", alpha=0.07, edgecolors=edge, linewidths=0.6, zorder=1),
        autolim=False,
    )


def _rings(geometry: Any) -> list[Any]:
    polygons = shapely.get_parts(geometry)
    return [part.exterior for part in polygons if part.geom_type == "Polygon"]


def _draw_line(axes: Any, row: dict[str, Any], geometry: Any, drawn: dict[str, set[str]]) -> None:
    from matplotlib.collections import LineCollection

    mode = row.get("mode") if row.get("mode") in MODES else "other"
    dash = "known"
    if row.get("status") in DASHED_STATUSES:
        dash = "unbuilt"
    elif row.get("method") in DASHED_METHODS:
        dash = "inferred"
    drawn["modes"].add(str(mode))
    drawn["dashes"].add(dash)
    lines = [_mercator(shapely.get_coordinates(part)) for part in shapely.get_parts(geometry)]
    for colour, width, style, order in (
        ("#ffffff", 3.2, "solid", 2.0),
        (MODES[str(mode)][1], 1.8, _DASHES[dash], 2.1),
    ):
        axes.add_collection(
            LineCollection(
                lines, colors=colour, linewidths=width, linestyles=[style], zorder=order, capstyle="butt"
            ),
            autolim=False,
        )


def _draw_mark(axes: Any, row: dict[str, Any], geometry: Any, drawn: dict[str, set[str]]) -> None:
    shape = KINDS.get(str(row["kind"]), ("", "circle"))[1]
    drawn["shapes"].add(shape)
    points = _mercator(shapely.get_coordinates(geometry))
    hollow = shape == "ring" or row.get("certainty") == "uncertain"
    size = 3.0 + min(4.5, math.log1p(float(row.get("count") or 0)))
    axes.plot(
        points[:, 0],
        points[:, 1],
        linestyle="none",
        marker=_MARKS[shape],
        markersize=size,
        markerfacecolor="#ffffff" if hollow else "#1f2a37",
        markeredgecolor="#1f2a37" if hollow else "#ffffff",
        markeredgewidth=0.8,
        zorder=3,
    )


def _names(atlas: Atlas) -> list[tuple[str, float, float, float, str, str]]:
    """Return ``(name, x, y, weight, colour, style)`` of what may be named, the most mentioned first."""
    names: dict[tuple[str, str], tuple[str, float, float, float, str, str]] = {}
    for row, geometry in _drawn_features(atlas):
        dimension = int(shapely.get_dimensions(geometry))
        point = geometry.interpolate(0.5, normalized=True) if geometry.geom_type == "LineString" else None
        point = point or shapely.point_on_surface(geometry)
        ((x, y),) = _mercator(shapely.get_coordinates(point))
        name = _plain(str(row.get("route_name") or row["name"]))
        colour = MODES.get(str(row.get("mode")), MODES["other"])[1] if dimension == 1 else _INK
        style = ("normal", "italic", "wide")[dimension]
        weight = float(row.get("count") or 0)
        if (name, style) not in names or names[name, style][3] < weight:
            names[name, style] = (name, float(x), float(y), weight, colour, style)
    return sorted(names.values(), key=lambda row: (-row[3], row[0], row[5]))


def _plain(text: str) -> str:
    """Return a name that a font can draw: one line, no half surrogates, no control characters."""
    visible = "".join(char if char.isprintable() else " " for char in text)
    line = " ".join(visible.split())
    return line if len(line) <= 48 else f"{line[:47]}…"


def _scale_bar(axes: Any) -> None:
    """Draw a bar of a round number of kilometres, true at the middle of the map."""
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    lat = 2 * math.atan(math.exp((y0 + y1) / 2 / _RADIUS_M)) - math.pi / 2
    metres = (x1 - x0) * math.cos(lat)  # on the ground
    exponent = 10 ** math.floor(math.log10(metres / 5_000))
    km = max(step * exponent for step in (1, 2, 5) if step * exponent * 1000 <= metres / 5)
    length = km * 1000 / math.cos(lat)
    right, bottom, tall = x1 - (x1 - x0) * 0.02, y0 + (y1 - y0) * 0.03, (y1 - y0) * 0.006
    for part, colour in ((0, _INK), (1, "#ffffff")):
        left = right - length + part * length / 2
        axes.fill(
            [left, left + length / 2, left + length / 2, left],
            [bottom, bottom, bottom + tall, bottom + tall],
            facecolor=colour,
            edgecolor=_INK,
            linewidth=0.6,
            zorder=6,
        )
    label = f"{km:g} km (at {math.degrees(lat):.0f}° latitude)"
    axes.text(right, bottom + tall * 2, label, ha="right", va="bottom", fontsize=7, color=_INK, zorder=6)


def _legend(figure: Any, drawn: dict[str, set[str]], top: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    rows: list[Any] = [
        Line2D([], [], color=MODES[mode][1], linewidth=2, label=MODES[mode][0])
        for mode in MODES
        if mode in drawn["modes"]
    ]
    rows += [
        Line2D([], [], color="#4b5563", linewidth=2, linestyle=_DASHES[dash], label=label)
        for dash, label in _DASH_LABELS.items()
        if dash in drawn["dashes"]
    ]
    for shape in sorted(drawn["shapes"]):
        kinds = [label for label, own in KINDS.values() if own == shape][:3]
        fill = "#ffffff" if shape == "ring" else "#1f2a37"
        rows.append(
            Line2D(
                [],
                [],
                linestyle="none",
                marker=_MARKS[shape],
                markerfacecolor=fill,
                markeredgecolor="#1f2a37",
                label=", ".join(kinds),
            )
        )
    labels = {"sharp": "Area that is named", "fuzzy": "Region without exact border"}
    rows += [
        Patch(facecolor="#3d6a94", alpha=0.2, edgecolor="#3d6a94" if key == "sharp" else "none", label=label)
        for key, label in labels.items()
        if key in drawn["areas"]
    ]
    if rows:
        figure.legend(
            handles=rows,
            loc="upper left",
            bbox_to_anchor=(0.005, top),
            ncols=5,
            fontsize=7,
            frameon=False,
            handlelength=3.2,
        )


def _sources(figure: Any, atlas: Atlas) -> None:
    dates = sorted(filter(None, (document.date or document.not_before for document in atlas.documents)))
    span = f", {_plain(dates[0])} to {_plain(dates[-1])}" if dates else ""
    count = len(atlas.documents)
    line = f"{count:,} document{'' if count == 1 else 's'}{span}; {len(atlas.mentions):,} located mentions. "
    text = f"{line}\n{_SOURCES}"
    figure.text(0.012, 0.012, text, fontsize=6.5, color="#4d5966", va="bottom", parse_math=False)
