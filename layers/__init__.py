"""Located mentions to tables with references, and exports.

Names are imported when first used: tables need pandas, which takes a second to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from layers.atlas import Atlas
    from layers.build import BUILT_IN, build_atlas, merged
    from layers.formats import FORMATS, export
    from layers.geojson import features_of, write_geojson
    from layers.model import CRS, Layer
    from layers.routes import drawn_point, routes_layer
    from layers.rows import located_of, mention_row, write_rows
    from layers.script import Failure, layer, run_scripts
    from layers.themes import mentions_layer

__all__ = [
    "BUILT_IN",
    "CRS",
    "FORMATS",
    "Atlas",
    "Failure",
    "Layer",
    "build_atlas",
    "drawn_point",
    "export",
    "features_of",
    "layer",
    "located_of",
    "mention_row",
    "mentions_layer",
    "merged",
    "routes_layer",
    "run_scripts",
    "write_geojson",
    "write_rows",
]

_HOME = {
    "BUILT_IN": "layers.build",
    "CRS": "layers.model",
    "FORMATS": "layers.formats",
    "Atlas": "layers.atlas",
    "Failure": "layers.script",
    "Layer": "layers.model",
    "build_atlas": "layers.build",
    "drawn_point": "layers.routes",
    "export": "layers.formats",
    "features_of": "layers.geojson",
    "layer": "layers.script",
    "located_of": "layers.rows",
    "mention_row": "layers.rows",
    "mentions_layer": "layers.themes",
    "merged": "layers.build",
    "routes_layer": "layers.routes",
    "run_scripts": "layers.script",
    "write_geojson": "layers.geojson",
    "write_rows": "layers.rows",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'layers' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
