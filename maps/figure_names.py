"""Names on the static map: each where there is room, the most mentioned first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["place_names"]

_MOST: Final = 140
_AROUND: Final = (
    (6, 0, "left", "center"),
    (-6, 0, "right", "center"),
    (0, 6, "center", "bottom"),
    (0, -6, "center", "top"),
)
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "normal": {"fontsize": 7.2},
    "italic": {"fontsize": 7.2, "fontstyle": "italic", "fontweight": "bold"},
    "wide": {"fontsize": 6.8, "alpha": 0.75},
}
Box = tuple[float, float, float, float]


def place_names(figure: Any, axes: Any, names: Sequence[tuple[str, float, float, float, str, str]]) -> int:
    """Write names without overlap; return how many had room.

    Parameters
    ----------
    figure, axes
        Those of matplotlib; the view must be set.
    names
        ``(name, x, y, weight, colour, style)`` in the units of the axes, in order of precedence; style is
        ``normal`` (beside a mark), ``italic`` (a line's) or ``wide`` (an area's, in capitals, centred).
    """
    from matplotlib.patheffects import withStroke

    renderer = figure.canvas.get_renderer()
    frame = axes.get_window_extent(renderer)
    taken = [_box(text.get_window_extent(renderer)) for text in axes.texts]
    shown = [row for row in names if frame.contains(*axes.transData.transform((row[1], row[2])))][:_MOST]
    pixels = figure.dpi / 72
    for row in shown:
        if row[5] == "normal":
            x, y = axes.transData.transform((row[1], row[2]))
            taken.append((x - 3 * pixels, y - 3 * pixels, x + 3 * pixels, y + 3 * pixels))
    written = 0
    for name, x, y, _, colour, style in shown:
        places = ((0, 0, "center", "center"),) if style == "wide" else _AROUND
        text = axes.annotate(
            name.upper() if style == "wide" else name,
            (x, y),
            xytext=(0, 0),
            textcoords="offset points",
            color=colour,
            zorder=5,
            parse_math=False,
            path_effects=[withStroke(linewidth=2.2, foreground="#f6f3ec")],
            **_LOOKS[style],
        )
        for dx, dy, across, along in places:
            text.set(position=(dx, dy), ha=across, va=along)
            box = _box(text.get_window_extent(renderer))
            inside = frame.x0 <= box[0] and box[2] <= frame.x1 and frame.y0 <= box[1] and box[3] <= frame.y1
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                written += 1
                break
        else:
            text.remove()
    return written


def _box(extent: Any) -> Box:
    return float(extent.x0), float(extent.y0), float(extent.x1), float(extent.y1)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
