"""The layers of a spool as GeoJSON, each feature with all its references."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from geo.atomic import replacing
from layers.geojson import write_geojson
from layers.gpkg.schema import table_names
from layers.large.spool import references_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from layers.large.spool import Spool
    from layers.model import Layer

__all__ = ["write_large_geojson"]


def write_large_geojson(spool: Spool, layers: Mapping[str, Layer], folder: Path) -> list[Path]:
    """Write each layer to a file of a folder; return the files.

    Parameters
    ----------
    spool
        A finished spool, which holds the references.
    layers
        Their features.
    folder
        Where the files go.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    files = []
    for name, stem in table_names(layers).items():
        path = folder / f"{stem}.geojson"
        with replacing(path) as file:
            write_geojson(layers[name], file, _references(spool, name))
        files.append(path)
    return files


def _references(spool: Spool, name: str) -> Iterator[Iterator[bytes]]:
    """Yield the references of each feature of a layer as JSON, features and rows in order."""
    if name not in spool.numbers.features:
        return
    # SQLite sorts on disk what memory does not hold.
    query = (
        f"SELECT p.place, r.id, r.json FROM {references_name(name)} r "  # noqa: S608 - a table of the spool
        "CROSS JOIN temp.places p ON p.feature = r.feature ORDER BY p.place, r.id"
    )
    numbers = spool.numbers.features[name]
    with spool.placed(numbers[feature] for feature in sorted(numbers)):
        for _, rows in groupby(spool.select(query), key=itemgetter(0)):
            yield (b'{"row": %d%s' % (row, told) for _, row, told in rows)
