"""Layers in parts by where features lie: nothing lost, and readers skip what they do not ask for."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

pytest.importorskip("pyarrow", reason="needs the extra [parquet]")

import pyarrow.parquet as pq

from geo.errors import InputError, OutputError
from geo.staging import staged
from layers.formats import export
from layers.gpkg.schema import table_names
from layers.parquet import write_geoparquet
from layers.partitions import spatial, spatial_parts, write_spatial
from tests.layers.atlases import any_atlas, small_atlas

MANY = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=15)


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(spatial, "_MOST_FEATURES", 2)


@pytest.fixture
def big_atlas():
    return small_atlas()


def rows(frame):
    return sorted(map(repr, frame.drop(columns=["geometry", "bbox"], errors="ignore").to_dict("records")))


@MANY
@given(any_atlas())
def test_parts_hold_what_one_file_holds(tmp_path_factory, atlas):
    folder = tmp_path_factory.mktemp("parts")
    (gpkg,) = export(atlas, folder / "atlas.gpkg")
    written = write_spatial(gpkg, folder)
    assert len(written) == 2 * len(atlas.layers)
    for name, stem in table_names(atlas.layers).items():
        whole, beside = write_geoparquet(atlas.layers[name], folder / f"{stem}-whole.parquet")
        parts, references = folder / f"{stem}.parquet", folder / f"{stem}_references.parquet"
        assert rows(pd.read_parquet(parts)) == rows(pd.read_parquet(whole))
        assert rows(pd.read_parquet(references)) == rows(pd.read_parquet(beside))


def test_parts_are_the_same_bytes_whenever_they_are_written(tmp_path, small_parts, big_atlas):
    for name in ("one", "two"):
        (gpkg,) = export(big_atlas, tmp_path / name / "atlas.gpkg")
        write_spatial(gpkg, tmp_path / name)
        write_spatial(gpkg, tmp_path / name)
    ours, theirs = (
        {
            str(path.relative_to(tmp_path / name)): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file() and path.parent.suffix == ".parquet"
        }
        for name in ("one", "two")
    )
    assert ours == theirs
    assert not list(tmp_path.rglob(".*"))


def test_readers_find_parts_by_their_boxes(tmp_path, small_parts, big_atlas):
    (gpkg,) = export(big_atlas, tmp_path / "atlas.gpkg")
    write_spatial(gpkg, tmp_path)
    parts = sorted((tmp_path / "places.parquet").glob("part-*.parquet"))
    assert len(parts) > 1
    whole = gpd.read_parquet(tmp_path / "places.parquet")
    one = whole.geometry.iloc[0]
    near = gpd.read_parquet(tmp_path / "places.parquet", bbox=one.buffer(0.01).bounds)
    assert 0 < len(near) < len(whole)
    about = pq.read_metadata(tmp_path / "places.parquet" / "_metadata")
    assert about.num_row_groups == len(parts)
    assert about.num_rows == len(whole) == len(big_atlas.layers["places"])
    for part, beside in zip(
        parts, sorted((tmp_path / "places_references.parquet").glob("part-*")), strict=True
    ):
        assert set(pd.read_parquet(part)["feature_id"]) == set(pd.read_parquet(beside)["feature_id"])


@pytest.mark.filterwarnings("ignore")  # Dask's own, of pandas
def test_dask_opens_parts_with_their_boxes(tmp_path, small_parts, big_atlas):
    dask_geopandas = pytest.importorskip("dask_geopandas", reason="needs the extra [cluster]")
    (gpkg,) = export(big_atlas, tmp_path / "atlas.gpkg")
    write_spatial(gpkg, tmp_path)
    found = dask_geopandas.read_parquet(tmp_path / "places.parquet")
    assert found.npartitions > 1
    assert len(found.spatial_partitions) == found.npartitions
    assert len(found.compute()) == len(big_atlas.layers["places"])


def test_an_earlier_file_or_folder_gives_way(tmp_path, big_atlas):
    (gpkg,) = export(big_atlas, tmp_path / "atlas.gpkg")
    (tmp_path / "places.parquet").write_bytes(b"old")
    (tmp_path / "routes.parquet").mkdir()
    (tmp_path / "routes.parquet" / "part-000099.parquet").write_bytes(b"old")
    write_spatial(gpkg, tmp_path)
    assert len(gpd.read_parquet(tmp_path / "places.parquet")) == len(big_atlas.layers["places"])
    assert [path.name for path in sorted((tmp_path / "routes.parquet").iterdir())] == [
        "_metadata",
        "part-000000.parquet",
    ]


def parts_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.parent.suffix == ".parquet"
    }


def test_a_failure_on_the_way_leaves_all_earlier_parts(tmp_path, monkeypatch, big_atlas):
    (gpkg,) = export(big_atlas, tmp_path / "atlas.gpkg")
    for path in write_spatial(gpkg, tmp_path):
        (path / "part-000000.parquet").write_bytes(b"old")
    old = parts_of(tmp_path)
    write, written = spatial.write_arrow, []

    def failing(*arguments, **options):
        if len(written) > 2:
            raise OutputError("no space")
        written.append(arguments)
        write(*arguments, **options)

    monkeypatch.setattr(spatial, "write_arrow", failing)
    with pytest.raises(OutputError, match="no space"):
        write_spatial(gpkg, tmp_path)
    assert parts_of(tmp_path) == old
    assert not list(tmp_path.rglob(".*"))


class Killed(BaseException):
    """Stands for the end of a process: nothing is tidied after it."""


def test_features_and_references_change_together_whenever_a_kill_comes(tmp_path, monkeypatch, big_atlas):
    (gpkg,) = export(big_atlas, tmp_path / "atlas.gpkg")
    folders = write_spatial(gpkg, tmp_path)
    new = parts_of(tmp_path)
    replace, rmtree = Path.replace, shutil.rmtree
    for calls in range(2 * len(folders)):
        for path in folders:
            (path / "part-000000.parquet").write_bytes(b"old")
        done, dead = [], []

        def counted(self, target, most=calls, done=done, dead=dead):
            if tmp_path in {target.parent, self.parent}:
                if len(done) >= most:
                    dead.append(target)
                    raise Killed
                done.append(target)
            return replace(self, target)

        def deleted(path, dead=dead, **options):
            if not dead:
                rmtree(path, **options)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", counted)
            patch.setattr("shutil.rmtree", deleted)
            with pytest.raises(Killed):
                write_spatial(gpkg, tmp_path)
        with staged(tmp_path):
            assert parts_of(tmp_path) == new


def test_parts_are_known_by_their_atlas_and_by_what_they_hold(tmp_path, big_atlas):
    assert spatial_parts(tmp_path / "atlas.gpkg") == []
    (gpkg,) = export(big_atlas, tmp_path / "atlas.gpkg")
    written = sorted(write_spatial(gpkg, tmp_path))
    assert spatial_parts(gpkg) == written
    (tmp_path / "places.parquet").rename(tmp_path / "copy.parquet")
    assert spatial_parts(gpkg) == [path for path in written if path.name != "places.parquet"]
    (tmp_path / "places.parquet").mkdir()
    (tmp_path / "places.parquet" / "part-000000.parquet").write_bytes(b"of somebody else")
    (tmp_path / "routes.parquet" / "notes.txt").write_text("mine")
    assert not {"places.parquet", "routes.parquet"} & {path.name for path in spatial_parts(gpkg)}
    gpkg.write_bytes(b"no database" * 100)
    assert spatial_parts(gpkg) == []


def test_what_is_no_atlas_is_refused(tmp_path):
    path = tmp_path / "atlas.gpkg"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(InputError, match=r"atlas\.gpkg"):
        write_spatial(path, tmp_path)
