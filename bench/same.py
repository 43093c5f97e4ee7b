"""Whether a cluster writes what one machine writes, byte for byte, while its workers are killed.

Usage: python bench/same.py [DOCUMENTS]

The same documents are mapped on one machine, on a cluster of two workers, and on one of which workers are
killed while they work, keeping partitions. All outputs are compared; of the atlas each table, sorted.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import documents, line, named_places
from processes import children, cpu_seconds

from geo.gazetteer import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RUN: Final = "from maps.cli import run; run()"
_DEATHS: Final = 2


def mapped(source: Path, out: Path, *options: str, deaths: int = 0) -> float:
    """Map a file in a process of its own, kill workers meanwhile, and return the seconds."""
    command = [sys.executable, "-c", _RUN, "map", str(source), "--out", str(out), "--quiet"]
    begin = time.perf_counter()
    process = subprocess.Popen([*command, "--recogniser", "gazetteer", *options])  # noqa: S603 - this interpreter
    killer = threading.Thread(target=_kill, args=(process, deaths))
    killer.start()
    if process.wait():
        raise SystemExit(f"The run with {' '.join(options)} failed.")
    killer.join()
    return time.perf_counter() - begin


def differences(one: Path, other: Path) -> list[str]:
    """Return the names of files and tables that differ."""
    ours, theirs = (dict(_digests(folder)) for folder in (one, other))
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".gpkg":
            yield from _tables(path)
        elif path.is_file():
            yield path.name, hashlib.sha256(path.read_bytes()).hexdigest()


def _tables(path: Path) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as base:
        names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            if not name.startswith(("rtree_", "sqlite_")):
                rows = sorted(map(repr, base.execute(f'SELECT * FROM "{name}"')))  # noqa: S608 - its own names
                yield f"{path.name}: {name}", hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _kill(process: subprocess.Popen[bytes], deaths: int) -> None:
    """Kill workers of a run that are at work, one after the other."""
    time.sleep(3)
    killed: set[int] = set()
    while len(killed) < deaths and process.poll() is None:
        for worker in _workers(process.pid):
            if worker not in killed and len(killed) < deaths and cpu_seconds(worker) > 1:
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
                    killed.add(worker)
                    print(f"killed worker {worker}")
                break
        time.sleep(1)
    if len(killed) < deaths:
        print(f"only {len(killed)} workers could be killed")


def _workers(root: int) -> list[int]:
    """Return the processes that the children of a process have started: its workers."""
    known = children()
    return sorted(one for child in known.get(root, []) for one in known.get(child, []))


def main(arguments: Sequence[str]) -> int:
    """Compare, and print what differs."""
    count = int(arguments[0]) if arguments else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "documents.jsonl"
        with source.open("wb") as file:
            file.writelines(line(one) for one in documents(count, named_places(Gazetteer.open())))
        dask = ("--engine", "dask", "--jobs", "2")
        kept = ("--partitions", str(folder / "partitions"))
        print(f"one machine: {mapped(source, folder / 'one', '--jobs', '2'):.1f} s")
        print(f"cluster: {mapped(source, folder / 'two', *dask):.1f} s")
        print(f"killed: {mapped(source, folder / 'three', *dask, *kept, deaths=_DEATHS):.1f} s")
        print(f"restarted: {mapped(source, folder / 'four', *dask, *kept):.1f} s")
        found = [differences(folder / "one", folder / other) for other in ("two", "three", "four")]
    names = ("cluster", "cluster with killed workers", "restarted cluster")
    for way, different in zip(names, found, strict=True):
        print(f"{way}, {count:,} documents: {', '.join(different) or 'the same bytes everywhere'}")
    return int(any(found))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
