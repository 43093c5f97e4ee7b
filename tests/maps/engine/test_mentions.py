"""``corridors mentions`` writes as it reads, and writes what parsing everything first would."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from geo.reading import read
from geo.scale import Parsing, locate
from layers import write_rows

pytestmark = pytest.mark.enable_socket  # processes talk over sockets of this machine

SAMPLES = Path(__file__).parents[3] / "seeds" / "documents"


@pytest.fixture
def expected(tmp_path):
    parser = Parsing("gazetteer").parser()
    with (tmp_path / "expected.jsonl").open("wb") as file:
        for document in read([SAMPLES]):
            write_rows(parser.locate(document), file)
    return (tmp_path / "expected.jsonl").read_bytes()


@pytest.mark.parametrize("jobs", [1, 2])
def test_mentions_are_written_as_they_are_found(corridors, monkeypatch, tmp_path, expected, jobs):
    monkeypatch.setattr(locate, "FEW_BYTES", 0)
    monkeypatch.setattr(locate, "_BATCH_ITEMS", 3)
    out = tmp_path / "mentions.jsonl"
    options = ("--recogniser", "gazetteer", "--jobs", jobs, "--json")
    code, printed, complaint = corridors("mentions", SAMPLES, "--out", out, *options)
    assert code == 0, complaint
    assert out.read_bytes() == expected
    told = json.loads(printed)
    rows = [json.loads(line) for line in expected.splitlines()]
    assert told["mentions"] == len(rows)
    assert told["resolved"] == sum(row["status"] == "resolved" for row in rows)
    assert told["unresolved"] == sum(row["count"] for row in told["unresolved_reasons"])


def test_nothing_to_read_writes_nothing(corridors, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    code, _, complaint = corridors("mentions", tmp_path / "in", "--out", tmp_path / "m.jsonl", "--jobs", 1)
    assert code == 1
    assert "broken.pdf" in complaint
    assert not (tmp_path / "m.jsonl").exists()


def test_light_work_loads_no_tables():
    code = (
        "import sys, maps.cli, maps.job, maps.options, maps.engine.extent, maps.engine.stamp; "
        "print(*sorted({'pandas', 'geopandas', 'folium', 'shapely'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
