"""The derived tables that ship: ``seeds/countries.tsv`` and ``seeds/subdivisions.tsv``.

Made by ``seeds/build/countries.py`` and ``seeds/build/subdivisions.py``, which name the sources.
"""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING, Final

from geo.errors import GazetteerError
from geo.gazetteer.curated import read_names
from geo.gazetteer.entries import UNKNOWN_LANGUAGE, Entry
from geo.model import checked_lonlat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["countries", "demonyms", "subdivisions"]

_COUNTRY_COLUMNS: Final = [
    "id", "name", "lon", "lat", "population", "area_km2", "geonames_id", "names", "codes", "demonyms",
]  # fmt: skip
_SUBDIVISION_COLUMNS: Final = [
    "id", "kind", "name", "country", "admin1", "lon", "lat", "population", "extent_km", "geonames_id",
    "names", "codes",
]  # fmt: skip
_DEMONYM_COLUMNS: Final = ["id", "demonyms"]


def countries(path: Path) -> Iterator[Entry]:
    """Yield the countries: names in many languages, abbreviations, demonyms, a point inside.

    Raises
    ------
    GazetteerError
        If the table is not as its builder writes it.
    """
    return _entries(path, _COUNTRY_COLUMNS, _country)


def subdivisions(path: Path) -> Iterator[Entry]:
    """Yield the first- and second-order subdivisions of all countries.

    Raises
    ------
    GazetteerError
        If the table is not as its builder writes it.
    """
    return _entries(path, _SUBDIVISION_COLUMNS, _subdivision)


def demonyms(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the names of peoples and adjectives by place id, beside those of the countries.

    Raises
    ------
    GazetteerError
        If the table has other columns than ``id`` and ``demonyms``.
    """
    return {row["id"]: _listed(row["demonyms"]) for _, row in _rows(path, _DEMONYM_COLUMNS)}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.split("|") if name)


def _country(row: dict[str, str]) -> Entry:
    lon, lat = checked_lonlat(float(row["lon"]), float(row["lat"]), row["id"])
    return Entry(
        id=f"iso:{row['id']}",
        name=row["name"],
        kind="country",
        lon=lon,
        lat=lat,
        country=row["id"],
        population=int(row["population"]),
        # The radius of a disc of the country's area.
        extent_km=round(math.sqrt(float(row["area_km2"] or 0) / math.pi), 1),
        names=read_names(row["names"], f"country {row['id']}"),
        codes=_listed(row["codes"]),
        demonyms=_listed(row["demonyms"]),
        source="GeoNames, Unicode CLDR",
        also=(f"geonames:{row['geonames_id']}",) if row["geonames_id"] else (),
    )


def _subdivision(row: dict[str, str]) -> Entry:
    lon, lat = checked_lonlat(float(row["lon"]), float(row["lat"]), row["id"])
    number = f"geonames:{row['geonames_id']}"
    names = list(_listed(row["names"]))
    return Entry(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        lon=lon,
        lat=lat,
        country=row["country"] or None,
        admin1=row["admin1"] or None,
        population=int(row["population"]),
        extent_km=float(row["extent_km"]),
        names={UNKNOWN_LANGUAGE: names} if names else {},
        codes=_listed(row["codes"]),
        source="GeoNames, ISO 3166-2; position derived from member towns",
        also=(number,) if row["geonames_id"] and number != row["id"] else (),
    )


def _entries(path: Path, columns: list[str], entry_of: Callable[[dict[str, str]], Entry]) -> Iterator[Entry]:
    for line, row in _rows(path, columns):
        try:
            yield entry_of(row)
        except (ValueError, TypeError) as error:
            message = f"'{path}', line {line}: {error}. Build the table again with seeds/build."
            raise GazetteerError(message) from error


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t")
        if reader.fieldnames != columns:
            message = (
                f"'{path}' has the columns {reader.fieldnames}, not {columns}. "
                "Build the table again with seeds/build."
            )
            raise GazetteerError(message)
        for row in reader:
            yield reader.line_num, row
