"""The command with ``--online``, in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

NAMES = [f"Sinagkend{chr(97 + number)}" for number in range(12)]


@pytest.fixture
def run(tmp_path, server):
    """Start ``corridors mentions --online`` on a document that names places nobody knows."""
    text = "Trucks from Baku pass " + ", ".join(NAMES) + "."
    (tmp_path / "brief.txt").write_text(text, encoding="utf-8")
    rows = [
        {"doc": "brief", "start": text.index(name), "end": text.index(name) + len(name)} for name in NAMES
    ]
    (tmp_path / "spans.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    def start(*more):
        code = "from maps.cli import run; run()"
        arguments = ["mentions", "brief.txt", "--spans", "spans.jsonl", "--online", f"nominatim={server.url}"]
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments, "-o", "m.jsonl", "-q", *more],
            cwd=tmp_path,
            env=os.environ | {"CORRIDORS_CACHE": str(tmp_path / "cache"), "PYTHONPATH": str(Path.cwd())},
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture(autouse=True)
def _compiled(tmp_path):
    """Share the compiled gazetteer with the processes, so that each test need not compile its own."""
    from geo.gazetteer import Gazetteer
    from geo.gazetteer.cache import cache_folder

    Gazetteer.open()
    (tmp_path / "cache").mkdir()
    for folder in cache_folder().glob("gazetteer-*"):
        if folder.is_dir():
            (tmp_path / "cache" / folder.name).symlink_to(folder)


def rows_of(tmp_path):
    return [json.loads(line) for line in (tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines()]


def test_mentions_are_located_online_and_say_so(run, server, nominatim, village, tmp_path):
    for number, name in enumerate(NAMES):
        nominatim[name] = [village(name, 48.5, 41.6, number=number)]
    process = run()
    assert process.wait(120) == 0, process.stderr.read()
    process.stderr.close()
    assert [row["id"] for row in rows_of(tmp_path)] == [f"osm:node/{number}" for number in range(12)]
    assert server.names() == NAMES


def test_ctrl_c_loses_nothing_that_was_answered(run, server, nominatim, village, tmp_path):
    for number, name in enumerate(NAMES):
        nominatim[name] = [village(name, 48.5, 41.6, number=number)]
    answer, reached, release = server.answer, threading.Event(), threading.Event()

    def slow(path, given):
        if len(server.asked) > 6:
            reached.set()
            release.wait(60)
        return answer(path, given)

    server.answer = slow
    process = run()
    assert reached.wait(120)
    process.send_signal(signal.SIGINT)
    code = process.wait(60)
    release.set()
    errors = process.stderr.read()
    process.stderr.close()
    assert code == 130
    assert "Traceback" not in errors
    assert not (tmp_path / "m.jsonl").exists()
    asked = len(server.asked)
    server.answer = answer
    process = run()
    assert process.wait(120) == 0, process.stderr.read()
    process.stderr.close()
    assert len(rows_of(tmp_path)) == len(NAMES)
    assert server.names()[asked:] == NAMES[6:]


def test_a_service_that_is_down_is_no_error(run, server, tmp_path):
    server.answer = lambda path, given: (500, {}, "")
    process = run()
    assert process.wait(120) == 0, process.stderr.read()
    process.stderr.close()
    reasons = {row["reason"] for row in rows_of(tmp_path)}
    assert all("could not be asked" in reason for reason in reasons)


def test_a_wrong_choice_is_wrong_usage(run):
    process = run("--online", "atlantis")
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 2
    assert "Choose one of: nominatim, photon, geonames, wikidata" in " ".join(errors.split())
