"""Large collections in blocks that can be read apart, each by another process or machine.

JSON Lines are cut at line ends, Parquet at row groups; a gzipped file is one block. A collection is a path or
an address of any file system that fsspec knows (``file://``, ``memory://``, ``s3://`` with s3fs, ...).
"""

from __future__ import annotations

from geo.reading.blocks.block import (
    Block,
    Survey,
    blocks_of,
    is_collection,
    numbered,
    rows_of,
    surveyed,
    whole_of,
)

__all__ = ["Block", "Survey", "blocks_of", "is_collection", "numbered", "rows_of", "surveyed", "whole_of"]
