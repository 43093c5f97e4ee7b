"""The interactive page: an atlas as a Folium map in one file that opens offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium

from geo.atomic import replacing
from maps import basemap
from maps.elements import Basemap, DataLayer, LayerControl
from maps.embed import data_block, packed_block
from maps.payload import page_data
from maps.shell import Shell
from maps.view import opening_view

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from branca.element import Element

    from layers import Atlas
    from maps.payload import Embed

__all__ = ["AtlasMap", "atlas_map", "write"]

_TITLE = "Corridor atlas"


class AtlasMap(folium.Map):
    """A `folium.Map` of an atlas; see `atlas_map`.

    Any Folium object can be added to it with ``add_child`` or ``add_to``. It is saved as one file, with
    the assets of what was added inline.
    """

    default_js = [row for row in folium.Map.default_js if row[0] == "leaflet"]  # noqa: RUF012  (as in Folium)
    default_css = [row for row in folium.Map.default_css if row[0] == "leaflet_css"]  # noqa: RUF012

    def __init__(
        self,
        atlas: Atlas,
        *,
        title: str,
        embed: Embed,
        assets: Mapping[str, str],
        totals: Mapping[str, Any] | None = None,
    ) -> None:
        (south, west), (north, east) = bounds = opening_view(atlas)
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            zoom_start=5,
            tiles=None,
            prefer_canvas=True,
            zoom_control="topright",
            control_scale=False,
            zoom_snap=0.5,
            attribution_control=False,
        )
        # Folium keeps these two arguments for its tiles.
        self.options |= {"min_zoom": 2, "max_zoom": 18}
        data = page_data(atlas, title=title, embed=embed, totals=totals) | {"view": bounds}
        blocks = [data_block("ca-data", data), packed_block("ca-basemap", basemap.packed())]
        defaults = dict([*folium.Map.default_js, *folium.Map.default_css])
        Shell(title, blocks, defaults, assets).add_child(self)

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> Element:
        """Add a Folium object; a plain layer control becomes one that is safe with any layer name."""
        if isinstance(child, folium.LayerControl) and not isinstance(child, LayerControl):
            control = LayerControl(draggable=child.draggable)
            control.options = child.options
            child = control
        return super().add_child(child, name=name, index=index)

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]  # as in Folium
        """Render the map, with the layer control after everything that it controls."""
        own = [key for key, child in self._children.items() if isinstance(child, LayerControl)]
        if not own:
            control = LayerControl(position="topright", collapsed=True)
            self.add_child(control)
            own = [control.get_name()]
        for key in own:
            self._children.move_to_end(key)
        super().render(**kwargs)  # type: ignore[no-untyped-call]


def atlas_map(  # noqa: PLR0913  (keywords, each with a default)
    atlas: Atlas,
    *,
    title: str | None = None,
    tiles: Sequence[str | folium.TileLayer] = ("OpenStreetMap",),
    embed: Embed = "text",
    assets: Mapping[str, str] | None = None,
    hidden: Collection[str] = ("comentions", "density"),
    totals: Mapping[str, Any] | None = None,
) -> AtlasMap:
    """Return an atlas as a Folium map whose page needs no network.

    Parameters
    ----------
    atlas
        Documents and layers of a run.
    title
        Title of the page.
    tiles
        Online tiles offered in the layer control, by Folium's names or as layers. They are asked for
        only when chosen there; an empty sequence offers none.
    embed
        ``text`` carries the documents whole, for reading in the page; ``quotes`` only the sentences
        that mention something, for publishing.
    assets
        Scripts and styles by address, for added objects whose assets `maps.vendor` does not know.
    hidden
        Names of layers that are not shown until they are chosen in the layer control.
    totals
        Counts of the whole run, if the atlas is a sample of it (see `layers.large.totals`).

    Examples
    --------
    >>> m = atlas_map(atlas)  # doctest: +SKIP
    >>> folium.Marker([40.41, 49.87]).add_to(m)  # doctest: +SKIP
    >>> m.save("map.html")  # doctest: +SKIP
    """
    page = AtlasMap(atlas, title=title or _TITLE, embed=embed, assets=assets or {}, totals=totals)
    page.add_child(Basemap())
    for choice in tiles:
        page.add_child(_online(choice))
    for index, layer in enumerate(atlas.layers.values()):
        page.add_child(DataLayer(index, layer.title, show=layer.name not in hidden))
    return page


def _online(choice: str | folium.TileLayer) -> folium.TileLayer:
    """Return tiles as a base layer that is not shown until it is chosen."""
    layer = folium.TileLayer(choice, name=f"{choice} (online)") if isinstance(choice, str) else choice
    layer.overlay = False
    layer.show = False
    return layer


def write(atlas: Atlas, path: Path | str, **options: Any) -> None:
    """Write the page of an atlas to a file, whole or not at all.

    Parameters
    ----------
    atlas
        Documents and layers of a run.
    path
        The file, usually ``map.html``.
    **options
        Those of `atlas_map`.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    html = atlas_map(atlas, **options).get_root().render()
    with replacing(Path(path)) as file:
        file.write(html.encode("utf-8"))
