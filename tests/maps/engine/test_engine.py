"""Engines and sizes change nothing in what a run writes."""

from __future__ import annotations

import base64
import gzip
import json
import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from geo.reading import Limits, Raw, read_raw
from geo.scale import Parsing, locate
from layers import Atlas, build_atlas
from layers.large import page_atlas, partition_of, sampled_atlas, totals
from maps.engine.gather import Large, gathered
from maps.engine.local import local_engine
from maps.engine.outputs import summary_of_spool, write_gathered
from maps.engine.stamp import Stamp
from maps.job import run_record, write_atlas

pytestmark = pytest.mark.enable_socket  # processes talk over sockets of this machine

SAMPLES = Path(__file__).parents[3] / "seeds" / "documents"
PARSING = Parsing("gazetteer")


@pytest.fixture(autouse=True)
def own_cache(monkeypatch, tmp_path):
    """Keep results of tests apart, beside the compiled gazetteer."""
    PARSING.parser()
    monkeypatch.setattr("geo.scale.store.cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr("maps.engine.stamp.cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(locate, "FEW_BYTES", 0)
    monkeypatch.setattr(locate, "_BATCH_ITEMS", 3)


@pytest.fixture(scope="module")
def texts() -> list[Raw]:
    return [raw for raw in read_raw([SAMPLES]) if isinstance(raw, Raw)]


def small(outcomes, folder):
    with gathered(outcomes, PARSING, merge=True) as found:
        assert found.spool is None
        record = run_record((), recogniser="gazetteer")
        atlas = build_atlas(found.documents, found.located, found.unreadable, run=record)
        write_atlas(atlas, folder)
    return atlas


def large(outcomes, folder, most=10):
    with gathered(outcomes, PARSING, merge=True, large=Large(most)) as found:
        assert found.spool is not None
        record = run_record((), recogniser="gazetteer")
        write_gathered(found, PARSING.parser(), folder, run=record)
        sample = sampled_atlas(found.spool, PARSING.parser())
        shown = page_atlas(found.spool, PARSING.parser(), sample)
        return summary_of_spool(found, []), totals(found.spool, shown)


def content(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def tables(path):
    """Return every table of a GeoPackage, sorted, without the numbers that depend on what came first."""
    base = sqlite3.connect(path)
    names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {}
    for name in names:
        if name.startswith(("gpkg_", "rtree_", "sqlite_", "layer_styles")):
            continue
        columns = [row[1] for row in base.execute(f'PRAGMA table_info("{name}")')]
        kept = [
            column
            for column in columns
            if column not in {"id", "target", "candidates", "quotes"} and (name, column) != ("refs", "id")
        ]
        listed = ", ".join(f'"{column}"' for column in kept)
        found[name] = sorted(map(repr, base.execute(f'SELECT {listed} FROM "{name}"')))  # noqa: S608  (names of a file just made)
    base.close()
    return found


def test_rows_on_disk_give_what_rows_in_memory_give(texts, tmp_path):
    one, other = tmp_path / "small", tmp_path / "large"
    rows = [texts[0], *texts[1:], replace(texts[0], name="a-copy", source="elsewhere")]
    atlas = small(local_engine(1)(rows, PARSING, partition_of), one)
    summary, _ = large(local_engine(1)(rows, PARSING, partition_of), other)
    files, others = content(one), content(other)
    assert files.keys() == others.keys()
    for name in files:
        if name.endswith((".geojson", ".jsonl")):
            assert files[name] == others[name], name
    assert tables(one / "atlas.gpkg") == tables(other / "atlas.gpkg")
    opened = Atlas.open(other / "atlas.gpkg")
    assert list(opened.mentions) == list(atlas.mentions)
    assert list(opened.unresolved) == list(atlas.unresolved)
    assert list(opened.documents) == list(atlas.documents)
    assert summary.documents == len(texts)
    assert [document for _, document in summary.copies] == [texts[0].name]
    report = json.loads(files["report.json"])
    assert json.loads(others["report.json"]) == report


def test_the_same_large_run_gives_the_same_bytes(texts, tmp_path):
    for folder in ("first", "second"):
        large(local_engine(2)(texts, PARSING, partition_of), tmp_path / folder)
    assert content(tmp_path / "first") == content(tmp_path / "second")


def test_the_page_of_a_large_run_has_true_counts_and_says_what_it_carries(texts, tmp_path):
    _, counts = large(local_engine(1)(texts, PARSING, partition_of), tmp_path)
    html = (tmp_path / "map.html").read_text(encoding="utf-8")
    packed = re.search(r'id="ca-data">([^<]*)</script>', html)[1]
    data = json.loads(gzip.decompress(base64.b64decode(packed)))
    assert data["summary"]["mentions"] == counts["mentions"]
    assert "best quotes" in data["summary"]["note"]
    for layer in data["layers"]:
        columns = dict(layer["columns"])
        shown = layer["references"]["feature"]
        assert sum(columns["count"]) >= len(shown)
        assert set(shown) == set(range(len(layer["shapes"])))


def test_a_sample_shows_each_feature_and_keeps_to_its_limit(texts):
    outcomes = local_engine(1)(texts, PARSING, partition_of)
    with gathered(outcomes, PARSING, merge=True, large=Large(10)) as found:
        for most in (10, 150, 10**6):
            sample = sampled_atlas(found.spool, PARSING.parser(), most=most)
            shown = sum(len(layer.references) for layer in sample.layers.values())
            features = sum(len(layer) for layer in sample.layers.values())
            assert features <= shown <= max(most, features)
            for layer in sample.layers.values():
                assert set(layer.references["feature_id"]) == set(layer.features["feature_id"])


def test_a_run_with_nothing_new_is_known_by_its_stamp(texts, tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    (folder / "a.txt").write_text("Baku", encoding="utf-8")
    (out / "map.html").write_text("made", encoding="utf-8")

    def stamp(**options):
        return Stamp([str(folder)], out, options, Limits())

    assert stamp().summary() is None
    stamp().keep([out / "map.html"], {"documents": 1})
    assert stamp().summary() == {"documents": 1}
    assert stamp(title="another").summary() is None
    (folder / "b.txt").write_text("Tbilisi", encoding="utf-8")
    assert stamp().summary() is None
    (folder / "b.txt").unlink()
    assert stamp().summary() == {"documents": 1}
    (out / "map.html").write_text("changed", encoding="utf-8")
    assert stamp().summary() is None
    stamp().keep([out / "map.html"], {"documents": 1})
    (out / "map.html").unlink()
    assert stamp().summary() is None
    assert Stamp(["https://example.org/"], out, {}, Limits()).summary() is None


def test_the_page_carries_the_features_with_most_evidence_and_says_how_many_there_are(texts):
    outcomes = local_engine(1)(texts, PARSING, partition_of)
    with gathered(outcomes, PARSING, merge=True, large=Large(10)) as found:
        sample = sampled_atlas(found.spool, PARSING.parser())
        shown = page_atlas(
            found.spool, PARSING.parser(), sample, most=40, features={"places": 5, "routes": 3}
        )
        told = totals(found.spool, shown)
    places, every = shown.layers["places"].features, sample.layers["places"].features
    assert len(places) == 5
    assert places["count"].min() >= every["count"].sort_values().iloc[-5]
    assert not shown.layers["routes"].features["composed"].any()
    assert len(shown.layers["regions"]) == len(sample.layers["regions"])
    assert f"Places: the 5 of {len(every)} with the most mentions." in told["note"]
    for layer in shown.layers.values():
        assert set(layer.references["feature_id"]) == set(layer.features["feature_id"])
    quoted = {
        row
        for layer in shown.layers.values()
        for row in zip(layer.references["doc"], layer.references["start"], strict=True)
    }
    assert quoted <= {(one.document.name, one.span.start) for one in shown.mentions}
