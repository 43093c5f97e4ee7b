"""A run that is added to an atlas, or corrected, is on disk what it is in memory."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from geo.corrections import FORMAT
from geo.model import Document
from layers import Atlas
from maps.engine import run as engine_run
from maps.engine.outputs import write_gathered

SAMPLES = sorted((Path(__file__).parents[3] / "seeds" / "documents").glob("*.md"))
NEW = "The Caspian port of Aktau froze. Baku answered, and the road between Aktau and Beyneu was cleared."


@pytest.fixture
def folders(tmp_path):
    """Documents of a first and of a second run; one name is in both, with another text."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, files in ((first, SAMPLES[:4]), (second, SAMPLES[4:6])):
        folder.mkdir()
        for file in files:
            shutil.copy(file, folder)
    (second / SAMPLES[1].name).write_text(NEW, encoding="utf-8")
    (first / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    return first, second


def made(corridors, monkeypatch, most, *commands):
    """Run commands with so many spans in memory at most."""
    monkeypatch.setattr(engine_run, "MOST_QUOTES", most)
    spooled = []

    def noted(*args, **options):
        spooled.append(args)
        return write_gathered(*args, **options)

    monkeypatch.setattr(engine_run, "write_gathered", noted)
    for command in commands:
        code, _, complaint = corridors(*command, "--quiet", "--recogniser", "gazetteer", "--jobs", 1)
        assert code == 0, complaint
    assert bool(spooled) == (most < 100)


def rows(path):
    """Return what a GeoPackage says of documents, mentions and features, without numbers of its own."""
    base = sqlite3.connect(path)
    found = {
        name: sorted(map(repr, base.execute(f"SELECT {columns} FROM {name}")))  # noqa: S608  (of this file)
        for name, columns in (
            ("documents", "name, text, title, copies"),
            ("mentions", 'doc, start, "end", surface, kind, target_id, name, lon, lat, score, role, leg_ids'),
            ("unresolved", 'doc, start, "end", surface, reason, quote'),
            ("unreadable", "source, reason"),
            ("corrections", "record"),
            ("claims", "record"),
            ("places", "feature_id, name, count, score"),
            ("routes", "feature_id, name, count, score, length_km"),
        )
    }
    base.close()
    return found


def test_added_documents_are_the_same_on_disk_as_in_memory(corridors, monkeypatch, tmp_path, folders):
    first, second = folders
    outs = tmp_path / "memory", tmp_path / "disk"
    for out, most in zip(outs, (10**6, 10), strict=True):
        again = ("map", second, "--out", out, "--add")
        made(corridors, monkeypatch, most, ("map", first, "--out", out), again)
    one, other = (rows(out / "atlas.gpkg") for out in outs)
    assert one == other
    assert [doc for doc in one["documents"] if "Aktau froze" in doc]
    lines = [(out / "mentions.jsonl").read_bytes() for out in outs]
    assert lines[0] == lines[1]
    for name in ("places.geojson", "routes.geojson", "regions.geojson"):
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes(), name


def test_corrections_are_the_same_on_disk_as_in_memory(corridors, monkeypatch, tmp_path, folders):
    first, second = folders
    (second / "brief.txt").write_text("Trains from Baku end at Astara.", encoding="utf-8")
    document = Document("brief", "Trains from Baku end at Astara.").id
    row = {"document": document, "start": 12, "end": 16, "surface": "Baku", "kind": "place"}
    given = [
        row | {"action": "move", "lon": 50.0, "lat": 40.5},
        row | {"start": 24, "end": 30, "surface": "Astara", "action": "reject"},
        row | {"document": "elsewhere", "action": "reject"},
        row | {"start": 13, "end": 17, "action": "reject"},
    ]
    file = tmp_path / "corrections.json"
    file.write_text(json.dumps({"format": FORMAT, "version": 1, "corrections": given}), encoding="utf-8")
    outs = tmp_path / "memory", tmp_path / "disk"
    for out, most in zip(outs, (10**6, 10), strict=True):
        corrected = ("map", second, "--out", out, "--corrections", file)
        made(corridors, monkeypatch, most, corrected, ("map", first, "--out", out, "--add"))
    one, other = (rows(out / "atlas.gpkg") for out in outs)
    assert one == other
    assert len(one["corrections"]) == 4
    moved = [mention for mention in Atlas.open(outs[1] / "atlas.gpkg").mentions if mention.place and
             "@" in mention.place.id]  # fmt: skip
    assert [(mention.place.lon, mention.surface) for mention in moved] == [(50.0, "Baku")]
    reports = [json.loads((out / "report.json").read_text(encoding="utf-8")) for out in outs]
    assert reports[0] == reports[1]
    assert len(reports[0]["corrections_not_applied"]) == 2
