"""The GeoPackage of a spool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.gpkg.large import write_gpkg_from
from layers.large.restoring import lookup
from layers.large.spool import SPOOLED
from layers.tables import targets_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.pipeline import Geoparser
    from layers.atlas import Atlas
    from layers.large.spool import Spool

__all__ = ["large_gpkg_writer"]


def large_gpkg_writer(spool: Spool, parser: Geoparser, sample: Atlas, path: Path) -> Callable[[], Path]:
    """Return what writes a spool as a GeoPackage that `layers.Atlas.open` reads.

    It opens the spool's file for itself, so it can run in a thread beside other writers: SQLite and GDAL do
    most of it.

    Parameters
    ----------
    spool
        A finished spool.
    parser
        What the places and routes are known to.
    sample
        What `layers.large.sampled_atlas` made of the spool.
    path
        The file that it writes and returns. It raises OutputError if it cannot; an earlier file stays whole.
    """
    find = lookup(spool, parser)
    targets = targets_table([find(key) for key in spool.numbers.targets])
    numbers = spool.numbers.features

    def write() -> Path:
        write_gpkg_from(spool.path, SPOOLED, targets, sample, numbers, path)
        return path

    return write
