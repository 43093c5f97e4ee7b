"""Where the entries come from, the least trusted source first.

Cities, then subdivisions and countries, then what the user added, then the curated places, which may
replace any of these. A table that does not ship is passed over.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import seeds
from geo.gazetteer.additions import added_files
from geo.gazetteer.cities import cities, cities_file
from geo.gazetteer.curated import curated
from geo.gazetteer.dump import dump_entries
from geo.gazetteer.tables import countries, demonyms, subdivisions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.gazetteer.entries import Entry

__all__ = ["all_demonyms", "all_entries", "input_files"]


def input_files() -> list[Path]:
    """Return every file that the index is made from.

    Raises
    ------
    GazetteerError
        If the package with the cities is not installed.
    """
    shipped = (_seed(name) for name in ("subdivisions.tsv", "countries.tsv", "places.csv", "demonyms.tsv"))
    return [cities_file(), *added_files(), *(path for path in shipped if path.is_file())]


def all_entries() -> Iterator[Entry]:
    """Yield the entries of every source, the least trusted first.

    Raises
    ------
    GazetteerError
        If a source is broken.
    """
    yield from cities(cities_file())
    for name, reader in (("subdivisions.tsv", subdivisions), ("countries.tsv", countries)):
        if _seed(name).is_file():
            yield from reader(_seed(name))
    for path in added_files():
        yield from dump_entries(path)
    if _seed("places.csv").is_file():
        yield from curated(_seed("places.csv"))


def all_demonyms() -> dict[str, tuple[str, ...]]:
    """Return the names of peoples that ship apart from the countries' own, by place id."""
    path = _seed("demonyms.tsv")
    return demonyms(path) if path.is_file() else {}


def _seed(name: str) -> Path:
    return Path(seeds.__path__[0]) / name
