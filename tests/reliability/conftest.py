"""Runs of the command in processes of their own, which may be killed, starved or locked out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = "from maps.cli import run; run()"


@pytest.fixture(scope="session", autouse=True)
def compiled():
    """Compile the gazetteer once: the runs share it."""
    from geo.gazetteer import Gazetteer

    return Gazetteer.open()


@pytest.fixture(scope="session")
def start():
    """Start ``corridors`` with some arguments; the caller waits for it, or kills it."""

    def begin(*arguments, env=None, **options):
        return subprocess.Popen(
            [sys.executable, "-c", CODE, *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": str(ROOT)} | (env or {}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    return begin


@pytest.fixture(scope="session")
def finish(start):
    """Run ``corridors`` to its end; return its exit code and what it said on standard error, on one line."""

    def run(*arguments, **options):
        process = start(*arguments, **options)
        _, errors = process.communicate(timeout=300)
        return process.returncode, " ".join(errors.split())

    return run


@pytest.fixture(scope="session")
def briefs(tmp_path_factory):
    """Return a maker of folders of short documents, each of its own."""

    def make(count, word="Trains"):
        folder = tmp_path_factory.mktemp("briefs")
        for number in range(count):
            text = (
                f"{word} number {number} left Baku for Tbilisi on the BTK railway. They passed Ganja and "
                f"Guba, and met {number} lorries of the Zangezur corridor near Astara in Azerbaijan.\n"
            )
            (folder / f"brief-{number:03}.txt").write_text(text, encoding="utf-8")
        return folder

    return make


@pytest.fixture(scope="session")
def contents():
    """Return the bytes of every file in a folder by name, remains of killed runs left out."""

    def read(folder):
        return {path.name: path.read_bytes() for path in sorted(folder.glob("[!.]*"))}

    return read
