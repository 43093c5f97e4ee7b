"""Documents made up from templates and gazetteer names, with the places that they name.

Usage: python bench/generator.py DOCUMENTS > documents.jsonl

The same number gives the same bytes, and the first documents of a large corpus are those of a small one. A
document is about 1 KB of English with some six names, about as many as local and international news have
(4.6 and 5.7 a KB in two corpora). Each row holds ``id``, ``text``, ``title``, ``date``, ``publisher`` and
``truth``: ``[start, end, place id]`` of each name that was set into a template.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.gazetteer import Gazetteer
from geo.gazetteer.cities import cities, cities_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.gazetteer.entries import Entry

__all__ = ["SIZE", "documents", "line", "named_places"]

SIZE = 1024
"""Least bytes of a text."""

_SEED = "corridor atlas"
_FIRST_DAY = date(2015, 1, 1)
_DAYS = 4000
_LEAST_PEOPLE = 10_000
# Where a document is set; a report keeps to its part of the world.
_SCENES: tuple[tuple[str, ...], ...] = (
    ("AZ", "GE", "AM", "TR"),
    ("IR", "AZ", "TM", "IQ"),
    ("RU", "KZ", "GE", "AZ"),
    ("KZ", "UZ", "KG", "TM", "CN"),
    ("TR", "GR", "BG", "RO"),
    ("DE", "PL", "CZ", "AT"),
    ("IN", "PK", "IR", "AE"),
    ("US", "CA", "MX"),
    ("EG", "SD", "SA", "JO"),
    ("BR", "AR", "CL", "PE"),
)
_SENTENCES = (
    "A freight train left {} on Monday with forty containers of grain and reached {} two days later.",
    "Officials in {} said that the new terminal would open before the end of the year.",
    "Lorries wait for up to three days at the customs yard outside {}.",
    "Investors from {} have asked for a longer lease on the warehouses.",
    "The ministry published its tariffs for {} in the official journal.",
    "Prices for a container rose by a tenth, said a forwarder who has worked in {} since 2009.",
    "Engineers surveyed the bridge near {} and found no damage.",
    "According to the mayor of {}, the bypass will take half of the traffic out of the town.",
    "A second track is being laid towards {}, where a depot for wagons is planned.",
    "The agreement was signed in {} by the heads of both railway companies.",
    "Its pipeline supplies {} with gas from fields offshore.",
    "Exports through {} fell in the first quarter, while those through {} grew.",
    "No date has been set for the next round of talks.",
    "The figures come from the annual report, which counts tonnes and not wagons.",
    "Signals and power supply are to be renewed first, then the sleepers.",
    "Critics call the plan too costly and ask who will pay for the upkeep.",
    "Drivers complain that the rest areas are crowded at night and that fuel has become dear.",
    "The operator has ordered twenty locomotives, the first of which are to arrive next spring.",
    "Shippers want fixed timetables more than low prices, according to a survey among its members.",
    "Half of the money comes from the state budget and the rest is to be borrowed.",
    "Work stopped for two months in the winter because the ground was frozen.",
    "Containers are weighed, sealed and photographed before they leave the yard.",
    "An earlier study had put the demand much higher, but it was made before the crisis.",
    "Local farmers were paid for their land, though some say that they are still waiting.",
    "The signalling follows a common standard, so that engines need not be changed at the border.",
    "Insurance has become cheaper since the convoys were given an escort.",
    "The spokeswoman declined to say when the contract would be made public.",
    "Guards now open one container in fifty, where they used to open one in ten.",
    "The old cranes are to be sold, and the new ones will run on electricity.",
    "Nobody was hurt, but the line stayed closed for most of the afternoon.",
    "Experts expect the volume to double within ten years if the tariffs stay as they are.",
)
# Lines between two places, which are searched for in the networks: rare in news, dear to draw.
_LINES = ("The road between {} and {} has been repaired after the spring floods.",)
_LINES_IN = 200  # sentences
_TITLES = (
    "Freight between {} and {}",
    "What {} expects of the new line",
    "Report on the road to {}",
    "Transit through {} in figures",
)
_PUBLISHERS = ("Freight Weekly", "Corridor Review", "Transit Monitor", "Railway Notes", "Border Gazette")


class Named(NamedTuple):
    """A gazetteer entry that templates name."""

    id: str
    name: str


def named_places(gazetteer: Gazetteer) -> dict[str, list[Named]]:
    """Return towns by country, best known first, whose main name means them before anything else."""
    by_country: dict[str, list[Named]] = {}
    wanted = {country for scene in _SCENES for country in scene}
    towns = [
        town for town in cities(cities_file()) if town.country in wanted and town.population >= _LEAST_PEOPLE
    ]
    for town in sorted(towns, key=lambda town: (-town.population, town.id)):
        if _is_usable(town, gazetteer):
            by_country.setdefault(town.country or "", []).append(Named(town.id, town.name))
    return by_country


def _is_usable(town: Entry, gazetteer: Gazetteer) -> bool:
    if not town.name.isalpha() or len(town.name) < 4:
        return False
    bearers = gazetteer.find(town.name)
    return bool(bearers) and bearers[0].id == town.id


def documents(count: int, places: dict[str, list[Named]], *, start: int = 0) -> Iterator[dict[str, Any]]:
    """Yield documents number ``start`` to ``start + count``, each made from its own number alone."""
    scenes = [[town for country in scene for town in places.get(country, ())] for scene in _SCENES]
    usable = [scene for scene in scenes if len(scene) >= 4]
    for number in range(start, start + count):
        yield _document(number, usable)


def _document(number: int, scenes: Sequence[Sequence[Named]]) -> dict[str, Any]:
    chance = random.Random(f"{_SEED} {number}")
    scene = chance.choice(scenes)
    # A report comes back to the same few towns, and well-known ones are in more reports than others.
    cast = [scene[int(len(scene) * chance.random() ** 3)] for _ in range(chance.randint(3, 8))]
    title, _ = _filled(chance.choice(_TITLES), cast, chance, 0)
    parts: list[str] = []
    truth: list[tuple[int, int, str]] = []
    length = 0
    while length < SIZE:
        templates = _LINES if chance.randrange(_LINES_IN) == 0 else _SENTENCES
        sentence, spans = _filled(chance.choice(templates), cast, chance, length)
        parts.append(sentence)
        truth += spans
        length += len(sentence) + 1
    return {
        "id": f"made-{number:08d}",
        "text": " ".join(parts),
        "title": title,
        "publisher": chance.choice(_PUBLISHERS),
        "date": str(_FIRST_DAY + timedelta(days=chance.randrange(_DAYS))),
        "truth": truth,
    }


def _filled(
    template: str, cast: Sequence[Named], chance: random.Random, offset: int
) -> tuple[str, list[tuple[int, int, str]]]:
    """Return a template with names in its gaps, and where in the document they stand."""
    parts = template.split("{}")
    text = parts[0]
    spans = []
    for rest in parts[1:]:
        town = chance.choice(cast)
        start = offset + len(text)
        spans.append((start, start + len(town.name), town.id))
        text += town.name + rest
    return text, spans


def line(document: dict[str, Any]) -> bytes:
    """Return a document as a line of JSON."""
    return json.dumps(document, ensure_ascii=False).encode() + b"\n"


def main(arguments: Sequence[str]) -> None:
    """Print as many documents as are asked for."""
    for document in documents(int(arguments[0]), named_places(Gazetteer.open())):
        sys.stdout.buffer.write(line(document))


if __name__ == "__main__":
    main(sys.argv[1:])
