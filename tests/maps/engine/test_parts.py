"""What an engine adds to a run is published with it, and goes with it."""

from __future__ import annotations

import pytest

pytest.importorskip("pyarrow", reason="needs the extra [parquet]")

from typer.testing import CliRunner

from geo.errors import OutputError
from maps.cli import app
from maps.engine.local import local_engine

PARTS = ("places.parquet", "places_references.parquet")


@pytest.fixture(params=["in memory", "on disk"])
def run(request, monkeypatch, tmp_path):
    """Return a function that maps a text; the engine called dask works on this machine."""
    monkeypatch.setattr("maps.engine.stamp.cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr("maps.engines.engine_of", lambda *_: local_engine(1))
    if request.param == "on disk":
        monkeypatch.setattr("maps.engine.run.MOST_QUOTES", -1)
    text = tmp_path / "a.txt"

    def mapped(words, *options):
        text.write_text(words, encoding="utf-8")
        arguments = ["map", str(text), "--out", str(tmp_path / "out"), "--quiet", *options]
        return CliRunner().invoke(app, arguments)

    return mapped


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_run_without_parts_removes_those_of_the_atlas_it_replaces(run, tmp_path):
    out = tmp_path / "out"
    assert run("From Baku to Tbilisi.", "--engine", "dask").exit_code == 0
    assert all((out / name / "_metadata").is_file() for name in PARTS)
    (out / "mine.parquet").mkdir()
    (out / "mine.parquet" / "part-000000.parquet").write_bytes(b"mine")
    assert run("From Ankara to Kars.").exit_code == 0
    assert [path.name for path in sorted(out.glob("*.parquet"))] == ["mine.parquet"]
    assert not list(out.glob(".*"))


def test_a_run_whose_parts_fail_leaves_everything_as_it_was(run, tmp_path, monkeypatch):
    assert run("From Baku to Tbilisi.", "--engine", "dask").exit_code == 0
    old = contents(tmp_path / "out")

    def failing(*_):
        raise OutputError("no space")

    monkeypatch.setattr("layers.partitions.spatial._write_summary", failing)
    found = run("From Ankara to Kars.", "--engine", "dask")
    assert isinstance(found.exception, OutputError)
    assert contents(tmp_path / "out") == old


def test_parts_are_replaced_with_the_atlas(run, tmp_path):
    gpd = pytest.importorskip("geopandas")
    out = tmp_path / "out"
    for words in ("From Baku to Tbilisi.", "From Ankara to Kars."):
        assert run(words, "--engine", "dask").exit_code == 0
        names = set(gpd.read_parquet(out / "places.parquet")["name"])
        assert names == set(gpd.read_file(out / "places.geojson")["name"])
        assert all((out / name / "_metadata").is_file() for name in PARTS)
    assert run("From Ankara to Kars.", "--engine", "dask").exit_code == 0  # unchanged
    assert not list(out.glob(".*"))
