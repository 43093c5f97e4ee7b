"""Located mentions to tables with references, and exports."""

from layers.atlas import Atlas
from layers.build import build_atlas, drawn_point, routes_layer
from layers.geojson import features_of, write_geojson
from layers.layer import CRS, Layer
from layers.rows import mention_row, write_rows

__all__ = [
    "CRS",
    "Atlas",
    "Layer",
    "build_atlas",
    "drawn_point",
    "features_of",
    "mention_row",
    "routes_layer",
    "write_geojson",
    "write_rows",
]
