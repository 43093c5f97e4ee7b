"""Check ``seeds/places.csv``, row by row and against its neighbours.

    python -m seeds.build.places_check [--uncertain]

Prints what is wrong, one line each, and ends with 1 if anything is: columns, ids, kinds, coordinates,
extents, languages, countries, ``same_as`` ids that do not exist, a point far outside its country, a label
outside its own outline, two rows that share a name. ``--uncertain`` lists the rows whose position is not
confirmed.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from shapely.geometry import Point, shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

__all__ = ["COLUMNS", "KINDS", "fold", "names_of", "problems", "rows"]

COLUMNS = [
    "id",
    "name",
    "kind",
    "lon",
    "lat",
    "country",
    "extent_km",
    "names",
    "source",
    "certainty",
    "same_as",
]
KINDS = frozenset(
    {"city", "country", "region", "admin1", "admin2", "sea", "river", "lake", "island", "mountain", "port"}
    | {"border_crossing", "station", "terminal", "airport", "spot"}
)
LANGUAGES = frozenset({"en", "az", "ru", "tr", "fa", "hy", "ka", "kk", "tk", "uz", "zh", "bg", "el", "lez"})

_ALWAYS_WIDE = frozenset({"region", "admin1", "sea", "river", "lake"})
_ALWAYS_POINT = frozenset({"city", "port", "border_crossing", "station", "terminal", "airport"})
_OFFSHORE = frozenset({"sea", "spot"})  # may lie off the coast of their country
_COUNTRY_REACH_KM = 25.0  # outlines are simplified, and ports and bridges stand on the edge
_OFFSHORE_REACH_KM = 250.0
_KM_PER_DEGREE = 111.2
_SEEDS = Path(__file__).parents[1]


def rows(path: Path = _SEEDS / "places.csv") -> list[dict[str, str]]:
    """Return the rows of the table.

    Raises
    ------
    ValueError
        If the columns are not `COLUMNS`.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            message = f"{path}: columns {reader.fieldnames}, expected {COLUMNS}."
            raise ValueError(message)
        return list(reader)


def fold(name: str) -> str:
    """Return a name without case, marks and punctuation, for comparison."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.replace("ı", "i")))


def names_of(row: dict[str, str]) -> list[tuple[str, str]]:
    """Return ``(language, name)`` pairs, the main name first with the language ``""``."""
    pairs = [("", row["name"])]
    for part in filter(None, row["names"].split(";")):
        language, _, names = part.partition("=")
        pairs += [(language, name) for name in names.split("|")]
    return pairs


def _outlines() -> dict[str, BaseGeometry]:
    features = json.loads((_SEEDS / "areas.geojson").read_text(encoding="utf-8"))["features"]
    return {feature["id"]: shape(feature["geometry"]) for feature in features}


def _subdivisions() -> frozenset[str]:
    path = _SEEDS / "subdivisions.tsv"
    if not path.exists():
        return frozenset()
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(row["id"] for row in csv.DictReader(file, delimiter="\t"))


def _distance_km(area: BaseGeometry, point: Point) -> float:
    """Return a rough distance: degrees, narrowed by the latitude."""
    return float(area.distance(point)) * _KM_PER_DEGREE * math.cos(math.radians(point.y))


def _form(row: dict[str, str]) -> Iterator[str]:
    if not re.fullmatch(r"geonames:\d+|[a-z0-9]+(-[a-z0-9]+)*", row["id"]):
        yield f"the id is neither a plain slug nor geonames:...: '{row['id']}'"
    if row["kind"] not in KINDS:
        yield f"unknown kind '{row['kind']}'"
    if row["certainty"] not in {"sure", "uncertain"}:
        yield f"unknown certainty '{row['certainty']}'"
    if not row["source"]:
        yield "no source"
    if row["source"] == "general knowledge" and row["certainty"] == "sure":
        yield "a position from general knowledge is uncertain"
    yield from _extent(row)
    yield from _names(row)


def _extent(row: dict[str, str]) -> Iterator[str]:
    extent = float(row["extent_km"] or 0)
    if row["kind"] in _ALWAYS_WIDE and extent <= 0:
        yield f"a {row['kind']} needs extent_km"
    if row["kind"] in _ALWAYS_POINT and extent > 0:
        yield f"a {row['kind']} is a point, not {extent} km wide"


def _names(row: dict[str, str]) -> Iterator[str]:
    for language, name in names_of(row):
        if language and language not in LANGUAGES:
            yield f"unknown language '{language}'"
        if name != unicodedata.normalize("NFC", name).strip() or not name:
            yield f"the name '{name}' is empty, padded or not in normal form C"


def _position(row: dict[str, str], outlines: dict[str, BaseGeometry]) -> Iterator[str]:
    lon, lat = float(row["lon"]), float(row["lat"])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        yield f"off the globe: longitude {lon}, latitude {lat}"
        return
    point, extent = Point(lon, lat), float(row["extent_km"] or 0)
    if country := row["country"]:
        if f"iso:{country}" not in outlines:
            yield f"no country '{country}'"
        elif row["kind"] != "island":  # the outlines leave small and far islands out
            away = _distance_km(outlines[f"iso:{country}"], point)
            reach = _OFFSHORE_REACH_KM if row["kind"] in _OFFSHORE else _COUNTRY_REACH_KM
            if away > max(reach, extent):
                yield f"{away:.0f} km outside {country}"
    if row["id"] in outlines and (away := _distance_km(outlines[row["id"]], point)) > max(20.0, extent):
        yield f"the label lies {away:.0f} km outside its own outline"


def _shared_names(table: list[dict[str, str]]) -> Iterator[str]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    cities = {row["id"] for row in table if row["kind"] == "city"}  # towns do share names
    for row in table:
        for _, name in names_of(row):
            owners[fold(name)].add(row["id"])
    for name, ids in sorted(owners.items()):
        if len(ids) > 1 and not ids <= cities:
            yield f"'{name}' is a name of {', '.join(sorted(ids))}"


def problems(table: list[dict[str, str]]) -> list[str]:
    """Return what is wrong with the rows, one sentence each."""
    outlines, subdivisions = _outlines(), _subdivisions()
    found = []
    seen: set[str] = set()
    for row in table:
        told = [*_form(row), *_position(row, outlines)]
        if row["id"] in seen:
            told.append("the id is taken by another row")
        seen.add(row["id"])
        told += [
            f"same_as '{other}' does not exist"
            for other in row["same_as"].split()
            if other.startswith("iso:") and subdivisions and other not in subdivisions
        ]
        found += [f"{row['id']}: {what}" for what in told]
    return found + list(_shared_names(table))


def main(arguments: Sequence[str]) -> int:
    """Print the problems, and the uncertain rows if asked; return the exit status."""
    table = rows()
    for line in (wrong := problems(table)):
        sys.stdout.write(line + "\n")
    uncertain = [row for row in table if row["certainty"] == "uncertain"]
    if "--uncertain" in arguments:
        for row in uncertain:
            sys.stdout.write(
                f"{row['id']:28} {row['lon']:>9} {row['lat']:>8}  {row['name']} ({row['source']})\n"
            )
    sys.stdout.write(f"{len(table)} places, {len(uncertain)} of them uncertain; {len(wrong)} problems\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
