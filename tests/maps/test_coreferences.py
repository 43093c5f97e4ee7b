"""References back ("the corridor"): off and on, in files, counts, kept results, processes, large runs."""

from __future__ import annotations

import base64
import gzip
import json
import re
import subprocess
import sys
import uuid
from collections import Counter

import pytest

from layers import Atlas

BRIEF = (
    "The Zangezur corridor is planned. The corridor will be 43 km long, and Baku wants it.\n\n"
    "The Erzurum–Sivas railway is old. Snow closes the railway in winter."
)


@pytest.fixture
def brief(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.scale.store.cache_folder", lambda: tmp_path / "cache")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "brief.txt").write_text(BRIEF, encoding="utf-8")
    return folder


def rows_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def backs_of(atlas):
    return [(one.surface, one.route.id) for one in Atlas.open(atlas).mentions if one.role == "coreference"]


def test_a_map_has_references_back_and_counts_them_apart(corridors, brief, tmp_path):
    out = tmp_path / "out"
    _, printed, _ = corridors("map", brief, "--out", out, "--json")
    names = rows_of(out / "mentions.jsonl")
    said = json.loads(printed)
    assert said["references_back"] == 2
    assert said["mentions"] == len(names)
    assert {row["role"] for row in names} <= {"place", "actor"}
    (corridor, railway) = backs_of(out / "atlas.gpkg")
    assert corridor == ("The corridor", "zangezur-corridor")
    assert railway[0] == "the railway"
    assert railway[1].startswith("composed-rail-")


def test_a_map_without_references_back_has_none(corridors, brief, tmp_path):
    out = tmp_path / "out"
    _, printed, _ = corridors("map", brief, "--out", out, "--no-coreferences", "--json")
    assert json.loads(printed)["references_back"] == 0
    assert backs_of(out / "atlas.gpkg") == []


def test_they_change_nothing_else(corridors, brief, tmp_path):
    for name in ("with", "without"):
        flag = "--coreferences" if name == "with" else "--no-coreferences"
        corridors("map", brief, "--out", tmp_path / name, flag, "--quiet")
    for file in ("mentions.jsonl", "claims.csv"):
        assert (tmp_path / "with" / file).read_bytes() == (tmp_path / "without" / file).read_bytes()
    ids = []
    for name in ("with", "without"):
        rows = json.loads((tmp_path / name / "routes.geojson").read_text(encoding="utf-8"))["features"]
        ids.append([row["properties"]["feature_id"] for row in rows])
    assert ids[0] == ids[1]


def test_mentions_leaves_them_out_unless_asked(corridors, brief, tmp_path):
    corridors("mentions", brief, "--out", tmp_path / "without.jsonl", "--quiet")
    corridors("mentions", brief, "--out", tmp_path / "with.jsonl", "--coreferences", "--quiet")
    without, every = rows_of(tmp_path / "without.jsonl"), rows_of(tmp_path / "with.jsonl")
    back = [row for row in every if row["role"] == "coreference"]
    assert [row["surface"] for row in back] == ["The corridor", "the railway"]
    assert all(row["score"] == 0.5 for row in back)
    assert [row for row in every if row not in back] == without


def test_kept_results_are_those_of_the_option(corridors, brief, tmp_path):
    found = []
    for number, flag in enumerate(["--coreferences", "--no-coreferences", "--coreferences"]):
        out = tmp_path / str(number)
        corridors("map", brief, "--out", out, flag, "--quiet")
        found.append(len(backs_of(out / "atlas.gpkg")))
    assert found == [2, 0, 2]


def test_the_same_folder_is_written_anew_for_another_option(corridors, brief, tmp_path):
    out = tmp_path / "out"
    corridors("map", brief, "--out", out, "--quiet")
    corridors("map", brief, "--out", out, "--no-coreferences", "--quiet")
    assert backs_of(out / "atlas.gpkg") == []


def many(tmp_path, monkeypatch, count, filler=""):
    monkeypatch.setattr("geo.scale.store.cache_folder", lambda: tmp_path / "cache")
    rows = [
        {"id": f"d{at}", "text": f"{BRIEF} This is text number {at} of many. {filler}"} for at in range(count)
    ]
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_two_processes_find_what_is_kept_for_one(tmp_path, monkeypatch):
    # Processes start for half a million characters and more; no earlier run has seen this text.
    path = many(tmp_path, monkeypatch, 300, filler="Rain fell on the hills. " * 80 + uuid.uuid4().hex)
    for jobs in ("2", "1"):
        out = ["map", str(path), "--out", str(tmp_path / jobs), "--jobs", jobs, "-q", "--keep-copies"]
        subprocess.run([sys.executable, "-c", "from maps.cli import run; run()", *out], check=True)
    assert len(backs_of(tmp_path / "1" / "atlas.gpkg")) == 600
    for file in ("mentions.jsonl", "routes.geojson", "report.json", "atlas.gpkg"):
        assert (tmp_path / "1" / file).read_bytes() == (tmp_path / "2" / file).read_bytes()


def test_a_large_run_writes_what_a_small_one_writes(corridors, tmp_path, monkeypatch):
    path = many(tmp_path, monkeypatch, 12)
    corridors("map", path, "--out", tmp_path / "small", "--quiet", "--keep-copies")
    monkeypatch.setattr("maps.engine.run.MOST_QUOTES", 20)
    _, printed, _ = corridors("map", path, "--out", tmp_path / "large", "--json", "--keep-copies")
    assert json.loads(printed)["references_back"] == 24
    for file in ("mentions.jsonl", "routes.geojson", "report.json"):
        assert (tmp_path / "small" / file).read_bytes() == (tmp_path / "large" / file).read_bytes()
    assert len(backs_of(tmp_path / "large" / "atlas.gpkg")) == 24


def test_the_page_of_a_large_run_counts_names_and_not_references_back(corridors, tmp_path, monkeypatch):
    path = many(tmp_path, monkeypatch, 12)
    monkeypatch.setattr("maps.engine.run.MOST_QUOTES", 20)
    corridors("map", path, "--out", tmp_path / "large", "--quiet", "--keep-copies")
    html = (tmp_path / "large" / "map.html").read_text(encoding="utf-8")
    packed = re.search(r'id="ca-data">([^<]*)</script>', html)[1]
    data = json.loads(gzip.decompress(base64.b64decode(packed)))
    (routes,) = [layer for layer in data["layers"] if layer["name"] == "routes"]
    references = routes["references"]
    carried = Counter(
        feature
        for feature, role in zip(references["feature"], references["role"], strict=True)
        if role == "coreference"
    )
    counts = dict(routes["columns"])["count"]
    assert [count - carried[feature] for feature, count in enumerate(counts)] == [12] * len(counts)
