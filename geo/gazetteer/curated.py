"""The curated places that ship in ``seeds/places.csv``.

Columns: ``id,name,kind,lon,lat,country,extent_km,names,source,certainty,same_as``. ``names`` is
``lang=Name;lang=Name|Other name``; ``same_as`` lists the gazetteer ids that the row replaces,
separated by blanks.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from geo.errors import CoordinateError, GazetteerError
from geo.gazetteer.entries import UNKNOWN_LANGUAGE, Entry
from geo.gazetteer.kinds import KINDS
from geo.model import checked_lonlat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["curated", "read_names"]

_REQUIRED: Final = ("id", "name", "kind", "lon", "lat")
_CERTAINTIES: Final = ("sure", "uncertain")


def curated(path: Path) -> Iterator[Entry]:
    """Yield the rows of a curated table.

    Raises
    ------
    GazetteerError
        If a column is missing or a row is wrong; names file, line and repair.
    """
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    missing = [name for name in _REQUIRED if name not in (rows.fieldnames or ())]
    if missing:
        message = f"'{path}' lacks the column(s) {', '.join(missing)}. Add them to its first line."
        raise GazetteerError(message)
    seen: dict[str, int] = {}
    for row in rows:
        where = f"'{path}', line {rows.line_num}"
        entry = _entry(
            {key: value.strip() for key, value in row.items() if key and isinstance(value, str)}, where
        )
        if entry.id in seen:
            message = (
                f"{where}: the id '{entry.id}' is that of line {seen[entry.id]}. Ids are unique: rename one."
            )
            raise GazetteerError(message)
        seen[entry.id] = rows.line_num
        yield entry


def _entry(row: dict[str, str], where: str) -> Entry:
    for column in _REQUIRED:
        if not row.get(column):
            message = f"{where}: '{column}' is empty. Fill it in, or delete the row."
            raise GazetteerError(message)
    if row["kind"] not in KINDS:
        message = f"{where}: unknown kind '{row['kind']}'. Kinds: {', '.join(KINDS)}."
        raise GazetteerError(message)
    certainty = row.get("certainty") or "sure"
    if certainty not in _CERTAINTIES:
        message = f"{where}: unknown certainty '{certainty}'. Write sure or uncertain."
        raise GazetteerError(message)
    lon, lat = _position(row, where)
    return Entry(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        lon=lon,
        lat=lat,
        country=row.get("country") or None,
        extent_km=_number(row.get("extent_km") or "0", "extent_km", where),
        names=read_names(row.get("names", ""), where),
        source=row.get("source") or "seeds/places.csv",
        certainty=certainty,
        curated=True,
        replaces=tuple((row.get("same_as") or "").split()),
    )


def _position(row: dict[str, str], where: str) -> tuple[float, float]:
    try:
        return checked_lonlat(_number(row["lon"], "lon", where), _number(row["lat"], "lat", where), row["id"])
    except CoordinateError as error:
        message = f"{where}: {error}"
        raise GazetteerError(message) from error


def _number(text: str, column: str, where: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        message = (
            f"{where}: '{column}' is '{text}', which is not a number. Write degrees or kilometres like 48.5."
        )
        raise GazetteerError(message) from error


def read_names(text: str, where: str) -> dict[str, list[str]]:
    """Return the names by language of ``lang=Name|Other;lang=Name``.

    Raises
    ------
    GazetteerError
        If a part has a name but no language.
    """
    names: dict[str, list[str]] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        language, equals, listed = part.partition("=")
        if not equals:
            message = f"{where}: '{part}' in 'names' has no language. Write it as 'en={part}'."
            raise GazetteerError(message)
        found = [name.strip() for name in listed.split("|") if name.strip()]
        names.setdefault(language.strip() or UNKNOWN_LANGUAGE, []).extend(found)
    return names
