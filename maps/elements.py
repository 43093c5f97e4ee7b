"""The Folium elements of the page: data layers, the offline basemap and the layer control.

Their templates hold indices and literals made by `maps.embed`, never text as it comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
from folium.map import Layer as FoliumLayer
from folium.template import Template

from maps.embed import script_literal

if TYPE_CHECKING:
    from branca.element import Element

__all__ = ["Basemap", "DataLayer", "LayerControl"]


class DataLayer(FoliumLayer):
    """One layer of the atlas; its features are drawn by the page's script from the data block.

    Parameters
    ----------
    index
        Position of the layer in the data block.
    title
        What the layer control calls it.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}\n"
        "var {{ this.get_name() }} = CorridorAtlas.layer({{ this.index }});\n"
        "{% endmacro %}"
    )

    def __init__(self, index: int, title: str, *, show: bool = True) -> None:
        super().__init__(name=title, overlay=True, control=True, show=show)
        self._name = "DataLayer"
        self.index = int(index)


class Basemap(FoliumLayer):
    """The offline basemap as a base layer."""

    _template = Template(
        "{% macro script(this, kwargs) %}\n"
        "var {{ this.get_name() }} = CorridorAtlas.basemap();\n"
        "{% endmacro %}"
    )

    def __init__(self, title: str = "Offline map") -> None:
        super().__init__(name=title, overlay=False, control=True, show=True)
        self._name = "Basemap"


class LayerControl(folium.LayerControl):
    """Folium's layer control for names that come from anywhere.

    Folium writes names as keys of an object, where ``__proto__`` and doubles are lost, and Leaflet
    writes them as HTML. Here they are a list of literals, shown as text.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}\n"
        "var {{ this.get_name() }} = CorridorAtlas.layerControl([\n"
        "{%- for name, layer, overlay in this.rows %}\n"
        "  [{{ name }}, {{ layer }}, {{ overlay }}],\n"
        "{%- endfor %}\n"
        "], {{ this.options|tojavascript }}).addTo({{ this._parent.get_name() }});\n"
        "{% endmacro %}"
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._name = "LayerControl"
        self.rows: list[tuple[str, str, str]] = []

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]  # as in Folium
        """Render the control for the layers that the map holds by now."""
        self.rows = [
            (script_literal(str(item.layer_name)), item.get_name(), script_literal(bool(item.overlay)))
            for item in _children(self._parent)
            if isinstance(item, FoliumLayer) and item.control
        ]
        super().render(**kwargs)  # type: ignore[no-untyped-call]


def _children(parent: Element | None) -> list[Element]:
    return list(parent._children.values()) if parent is not None else []  # noqa: SLF001  (branca has no public way)
