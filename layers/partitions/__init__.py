"""Atlases as folders of many Parquet files: batches as they were found, layers by where they lie.

Needs pyarrow, which the extras ``[parquet]`` and ``[cluster]`` install.
"""

from __future__ import annotations

from layers.partitions.batch import TABLES, batch_of, batch_tables
from layers.partitions.spatial import spatial_parts, write_spatial

__all__ = ["TABLES", "batch_of", "batch_tables", "spatial_parts", "write_spatial"]
