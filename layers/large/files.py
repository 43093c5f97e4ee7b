"""The GeoPackage of a spool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.gpkg.large import write_gpkg_from
from layers.large.restoring import lookup
from layers.large.spool import SPOOLED
from layers.tables import targets_table

if TYPE_CHECKING:
    from pathlib import Path

    from geo.pipeline import Geoparser
    from layers.atlas import Atlas
    from layers.large.spool import Spool

__all__ = ["write_large_gpkg"]


def write_large_gpkg(spool: Spool, parser: Geoparser, sample: Atlas, path: Path) -> Path:
    """Write a spool as a GeoPackage that `layers.Atlas.open` reads.

    Parameters
    ----------
    spool
        A finished spool.
    parser
        What the places and routes are known to.
    sample
        What `layers.large.sampled_atlas` made of the spool.
    path
        The file.

    Raises
    ------
    OutputError
        If the file cannot be written; an earlier file stays whole.
    """
    find = lookup(spool, parser)
    targets = targets_table([find(key) for key in spool.numbers.targets])
    write_gpkg_from(spool.path, SPOOLED, targets, sample, spool.numbers.features, path)
    return path
