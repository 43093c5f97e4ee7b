"""Atlases of more documents than memory should hold.

Rows go to disk as they come (`Spool`), and every output is made from there.
"""

from __future__ import annotations

from layers.large.files import large_gpkg_writer
from layers.large.geojson import write_large_geojson
from layers.large.outputs import MOST_QUOTES, sampled_atlas
from layers.large.page import page_atlas, totals
from layers.large.partition import Partition, partition_of
from layers.large.spool import Spool

__all__ = [
    "MOST_QUOTES",
    "Partition",
    "Spool",
    "large_gpkg_writer",
    "page_atlas",
    "partition_of",
    "sampled_atlas",
    "totals",
    "write_large_geojson",
]
