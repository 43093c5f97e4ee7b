"""How time, memory and outputs grow with the number of documents, and beside other tools.

Usage: python bench/scale.py [DOCUMENTS ...]

Each size is mapped by ``corridors map`` in a process of its own, with no results kept: at one and two
processes, once more with nothing new, and on a Dask cluster of two workers of this machine. Times are
elapsed; ``cpu`` is what all processes together have computed, which other work on the machine changes less.
Results go to ``bench/results/scale.md``, after each run what is known by then.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import beside
from generator import documents, line, named_places
from processes import watched

from geo.gazetteer import Gazetteer
from geo.gazetteer.cache import cache_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZES: Final = (1_000, 10_000, 100_000)
RESULTS: Final = Path(__file__).parent / "results" / "scale.md"
COMPARED: Final = 10_000
_RUN: Final = "from maps.cli import run; run()"
_WAYS: Final[dict[str, tuple[str, ...]]] = {
    "1 process": ("--jobs", "1"),
    "2 processes": ("--jobs", "2"),
    "again, nothing new": ("--jobs", "2"),
    "Dask, 2 workers": ("--engine", "dask", "--jobs", "2"),
}
_AGAIN: Final = "again, nothing new"


class Run(NamedTuple):
    """One measured run."""

    documents: int
    way: str
    megabytes: float
    seconds: float = math.nan
    cpu: float = math.nan
    """Seconds of all processes together."""
    peak: float = math.nan
    """GB of the largest process."""
    outputs: float = math.nan
    """MB."""


def measured(source: Path, out: Path, count: int, way: str) -> Run:
    """Map a file in a process of its own, and return what that took; nothing if the run failed."""
    command = [sys.executable, "-c", _RUN, "map", str(source), "--out", str(out), "--quiet"]
    command += ["--recogniser", "gazetteer", *_WAYS[way]]
    run = Run(count, way, source.stat().st_size / 1e6)
    used = watched(subprocess.Popen(command))  # noqa: S603 - this interpreter
    if used.status:
        print(f"{way}: the run of {count:,} documents failed.")
        return run
    outputs = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
    return run._replace(seconds=used.seconds, cpu=used.cpu, peak=used.peak, outputs=outputs)


def sizes(counts: Sequence[int], folder: Path) -> Iterator[Run]:
    """Measure every size in every way."""
    places = named_places(Gazetteer.open())
    for count in counts:
        source = folder / f"{count}.jsonl"
        with source.open("wb") as file:
            file.writelines(line(document) for document in documents(count, places))
        out = folder / "out"
        for way in _WAYS:
            if way != _AGAIN:
                shutil.rmtree(out, ignore_errors=True)
                for name in ("results", "runs"):
                    shutil.rmtree(cache_folder() / name, ignore_errors=True)
            yield measured(source, out, count, way)
        source.unlink()


def report(runs: Sequence[Run], others: Sequence[beside.Speed]) -> str:
    """Return the results as Markdown."""
    load = os.getloadavg()[0]
    rows = [
        "# Scale\n",
        "`python bench/scale.py`: whole runs of `corridors map`, gazetteer only, 1 KB with six names each.",
        f"Two cores; load at the end {load:.1f} (other work on the machine counts against the times).\n",
        "| documents | way | s | documents/s | MB/s | cpu ms a document | peak GB | outputs MB |",
        "|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    rows += [
        f"| {one.documents:,} | {one.way} | {one.seconds:.1f} | {one.documents / one.seconds:,.0f} "
        f"| {one.megabytes / one.seconds:.2f} | {1000 * one.cpu / one.documents:.2f} "
        f"| {one.peak:.2f} | {one.outputs:.1f} |"
        if one.seconds > 0
        else f"| {one.documents:,} | {one.way} | failed | | | | | |"
        for one in runs
    ]
    rows += [_exponent(way, runs) for way in _WAYS if way != _AGAIN]
    rows += [_ratio(count, runs) for count in dict.fromkeys(one.documents for one in runs)]
    if others:
        rows += [
            "\nBeside other tools: processor time of one process, loading not counted.\n",
            *beside.table(others),
        ]
    return "\n".join(row for row in rows if row) + "\n"


def _exponent(way: str, runs: Sequence[Run]) -> str:
    own = [one for one in runs if one.way == way and one.seconds > 0]
    if len(own) < 2:
        return ""
    first, last = own[0], own[-1]
    sized = math.log(last.documents / first.documents)
    time, cpu = (
        math.log(late / early) / sized
        for late, early in ((last.seconds, first.seconds), (last.cpu, first.cpu))
    )
    span = f"{first.documents:,} to {last.documents:,}"
    return f"\nExponent at {way}, {span}: time {time:.2f}, cpu {cpu:.2f}."


def _ratio(count: int, runs: Sequence[Run]) -> str:
    own = {one.way: one.seconds for one in runs if one.documents == count and one.seconds > 0}
    if "1 process" not in own or "2 processes" not in own:
        return ""
    return f"\nFrom 1 process to 2 at {count:,}: {own['1 process'] / own['2 processes']:.2f} times as fast."


def _texts(count: int) -> list[str]:
    places = named_places(Gazetteer.open())
    return [json.loads(line(one))["text"] for one in documents(count, places)]


def main(arguments: Sequence[str]) -> None:
    """Measure, print, and write the table."""
    counts = [int(one) for one in arguments] or list(SIZES)
    RESULTS.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        others = beside.compared(_texts(min(COMPARED, max(counts))), Path(name))
        runs: list[Run] = []
        for run in sizes(counts, Path(name)):
            print(run, flush=True)
            runs.append(run)
            RESULTS.write_text(report(runs, others), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
