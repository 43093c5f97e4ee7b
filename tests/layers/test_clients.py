"""What other people's validators say of the exports, and what they do not look at."""

import json
import logging
import subprocess
from pathlib import Path

import numpy as np
import pytest
import shapely

from layers.build import BUILT_IN
from layers.formats import export
from tests.layers.atlases import small_atlas

GPKG_VALIDATOR = Path("/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    atlas = small_atlas(layers=tuple(BUILT_IN))
    export(atlas, folder)
    export(atlas, folder, format="geoparquet")
    export(atlas, folder / "atlas.gpkg")
    return folder


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_geojson_validator_finds_nothing_invalid(folder, name):
    validator = pytest.importorskip("geojson_validator")
    logging.disable(logging.CRITICAL)
    data = json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))
    assert validator.validate_structure(data) == {}
    if data["features"]:
        assert validator.validate_geometries(data)["invalid"] == {}
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_geojson_keeps_what_the_validator_does_not_look_at(folder, name):
    data = json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))
    assert "crs" not in data
    ids = [feature["id"] for feature in data["features"]]
    assert len(set(ids)) == len(ids)
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in data["features"]]
    for shape in shapes:
        assert shape.is_valid
        assert not any(part.geom_type == "GeometryCollection" for part in shapely.get_parts(shape))
        for part in shapely.get_parts(shape):
            rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
            assert all((np.abs(np.diff(shapely.get_coordinates(ring)[:, 0])) <= 180).all() for ring in rings)
    if shapes:
        west, south, east, north = data["bbox"]
        bounds = shapely.bounds(np.array(shapes, dtype=object))
        assert (south, north) == (bounds[:, 1].min(), bounds[:, 3].max())
        assert west > east or (west, east) == (bounds[:, 0].min(), bounds[:, 2].max())


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_geoparquet_validator_passes_every_test(folder, name):
    validator = pytest.importorskip("geoparquet_validator")
    report = validator.check(str(folder / f"{name}.parquet"))
    # Statistics of a column without a value cannot be; the validator asks for them all the same.
    empty = {"/conf/distribution/geospatial-statistics"} if report_is_empty(folder, name) else set()
    assert set(validator.failed(report)) <= empty
    passed = {one["id"] for one in report["outcomes"] if one["status"] == "pass"}
    assert "/conf/core/wkb" in passed


def report_is_empty(folder, name):
    return not json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))["features"]


def test_gdal_validates_the_geopackage(folder):
    if not GPKG_VALIDATOR.exists():
        pytest.skip("needs GDAL's validate_gpkg.py; on Debian: apt-get install python3-gdal")
    command = [
        "/usr/bin/python3",
        GPKG_VALIDATOR,
        "--extra",
        "--warning-as-error",
        "-k",
        folder / "atlas.gpkg",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
