"""How long tables and exports take: 1 million mentions of 50,000 places in 20,000 documents.

Usage: python bench/layers.py [MENTIONS [PLACES]]

Prints each step's time with its goal and the peak memory of the whole run, and writes them to
``bench/results/layers.json``. The documents are made up on the spot from a fixed seed.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.model import Document, Mention, Place, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from layers import Atlas

SENTENCES = 50
RESULTS = Path(__file__).parent / "results" / "layers.json"
GOAL_GB = 2.5


class Step(NamedTuple):
    """A measured step."""

    name: str
    seconds: float
    cpu_seconds: float
    goal: float | None
    note: str = ""


def world(mentions: int, places: int) -> tuple[list[Document], list[Mention]]:
    """Return documents of one-place sentences, and their mentions."""
    chance = random.Random(20261122)
    gazetteer = [
        Place(
            f"geonames:{number}",
            f"Placename{number}",
            "port" if number % 40 == 0 else "city",
            round(chance.uniform(-180, 180), 5),
            round(chance.uniform(-60, 75), 5),
            "AZ",
            names={"az": (f"Yer{number}",), "ru": (f"Место{number}",)},
            source="made up",
        )
        for number in range(places)
    ]
    documents, located = [], []
    for number in range(mentions // SENTENCES):
        chosen = chance.choices(gazetteer, k=SENTENCES)
        parts: list[str] = []
        spans: list[tuple[int, Place]] = []
        at = 0
        for place in chosen:
            train = chance.randrange(1000)
            sentence = f"Train {train} of the week left for {place.name} with cotton, steel and tea.\n"
            spans.append((at + sentence.index(place.name), place))
            parts.append(sentence)
            at += len(sentence)
        date = f"{2005 + number % 20}-{1 + number // 20 % 12:02}-{1 + number % 28:02}"
        document = Document(
            f"doc{number:06}", "".join(parts), title=f"Report {number}", date=date, language="en"
        )
        documents.append(document)
        located += [
            Mention(
                Span(document, start, start + len(place.name), "place"),
                place,
                round(0.5 + chance.random() / 2, 4),
            )
            for start, place in spans
        ]
    return documents, located


def timed(name: str, goal: float | None, work: Callable[[], Any]) -> tuple[Step, Any]:
    """Run a step and return how long it took, and its result."""
    start, cpu = time.perf_counter(), time.process_time()
    result = work()
    step = Step(name, time.perf_counter() - start, time.process_time() - cpu, goal)
    verdict = "" if goal is None else f"  (goal {goal:g} s: {'met' if step.seconds <= goal else 'MISSED'})"
    print(f"{name:32} {step.seconds:8.2f} s, {step.cpu_seconds:8.2f} s of processor{verdict}", flush=True)
    return step, result


def peak_gb() -> float:
    """Return the most memory that this process has held, gigabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def measured(documents: list[Document], located: list[Mention], folder: Path) -> Iterator[Step]:
    """Yield each step as it is done: building, writing, asking."""
    from layers import Atlas, build_atlas, export  # noqa: PLC0415  (loading pandas is no part of the making)

    step, atlas = timed("build layers", 20, lambda: build_atlas(documents, located))
    yield step
    for name, goal, layers in (("gpkg", 40, []), ("geoparquet", 5, ["places"]), ("geojson", 40, ["places"])):
        out = folder / name / ("atlas.gpkg" if name == "gpkg" else "")
        step, files = timed(f"write {name}", goal, partial(export, atlas, out, format=name, layers=layers))
        yield step._replace(note=f"{sum(path.stat().st_size for path in files) / 1e6:.0f} MB")
    step, _ = timed(
        "write geoparquet, all", None, partial(export, atlas, folder / "all", format="geoparquet")
    )
    yield step
    questions: dict[str, Callable[[Atlas], Atlas]] = {
        "open, one month": lambda whole: whole.between("2012-03", "2012-03"),
        "open, about a place": lambda whole: whole.about("Placename17"),
        "open, 500 km around Baku": lambda whole: whole.near(49.9, 40.4, 500),
    }
    for name, ask in questions.items():
        path = folder / "gpkg" / "atlas.gpkg"
        step, layer = timed(name, 1, lambda ask=ask, path=path: ask(Atlas.open(path)).layers["places"])
        yield step._replace(note=f"{len(layer)} places, {len(layer.references)} references")


def main(mentions: int, places: int) -> None:
    """Measure every step, print it and keep it."""
    documents, located = world(mentions, places)
    sizes = f"{len(located):,} mentions, {places:,} places, {len(documents):,} documents"
    load = os.getloadavg()[0]
    print(f"{sizes}; {peak_gb():.2f} GB before; load {load:.1f} on {os.cpu_count()} cores\n")
    with tempfile.TemporaryDirectory(prefix="bench-layers-") as folder:
        steps = list(measured(documents, located, Path(folder)))
    verdict = "met" if peak_gb() <= GOAL_GB else "MISSED"
    print(f"\npeak memory {peak_gb():.2f} GB  (goal {GOAL_GB} GB: {verdict})")
    rows = [
        step._replace(seconds=round(step.seconds, 2), cpu_seconds=round(step.cpu_seconds, 2))._asdict()
        for step in steps
    ]
    record = {"mentions": len(located), "places": places, "load": round(load, 1), "steps": rows}
    record["peak_gb"] = round(peak_gb(), 2)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    # A script's own folder comes first on the path, and this file is called like the package it measures.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    sizes = [int(value) for value in sys.argv[1:3]]
    main(*(sizes + [1_000_000, 50_000][len(sizes) :]))
