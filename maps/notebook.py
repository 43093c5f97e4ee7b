"""Atlases and layers in a notebook: the page itself, in a frame of its own."""

from __future__ import annotations

from typing import Final

from layers import Atlas, Layer
from layers.display import register as register_display
from maps.embed import frame

__all__ = ["atlas_html", "layer_html", "register"]

_HEIGHT: Final = 640  # pixels


def register() -> None:
    """Let every atlas and every layer show itself as its page; an entry point calls this."""
    register_display(Atlas, atlas_html)
    register_display(Layer, layer_html)


def atlas_html(atlas: Atlas) -> str:
    """Return the page of an atlas in a frame, as HTML."""
    return _framed(atlas, None)


def layer_html(layer: Layer) -> str:
    """Return the page of one layer in a frame, as HTML; its quotes come without their documents."""
    return _framed(Atlas((), (), layers={layer.name: layer}), layer.title)


def _framed(atlas: Atlas, title: str | None) -> str:
    from maps.page import atlas_map

    page = atlas_map(atlas, title=title, tiles=(), hidden=())
    return frame(page.get_root().render(), title=title or "Corridor atlas", height=_HEIGHT)
