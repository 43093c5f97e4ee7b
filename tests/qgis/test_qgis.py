"""What QGIS makes of the exports; needs Debian's python3-qgis."""

import json
import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from layers.formats import export
from tests.layers.atlases import small_atlas

pytestmark = pytest.mark.qgis
PYTHON = "/usr/bin/python3"
LOOK = Path(__file__).with_name("look.py")


@pytest.fixture(scope="module")
def look():
    def run(*paths):
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": "/tmp"}  # noqa: S108
        environment.pop("PYTHONPATH", None)
        command = [PYTHON, LOOK, *map(str, paths)]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, check=False, timeout=300
        )
        assert done.stdout, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    found = (
        Path(PYTHON).exists()
        and not subprocess.run(
            [PYTHON, "-c", "import qgis.core"], check=False, capture_output=True
        ).returncode
    )
    if not found:
        reason = "needs QGIS; on Debian: apt-get install python3-qgis"
        if os.environ.get("QGIS_REQUIRED"):
            pytest.fail(reason)
        pytest.skip(reason)
    return run


@pytest.fixture(scope="module")
def atlas():
    return small_atlas(layers=("routes", "regions", "places", "comentions", "density"))


@pytest.fixture(scope="module")
def geopackage(look, atlas, tmp_path_factory):
    folder = tmp_path_factory.mktemp("gpkg")
    export(atlas, folder / "atlas.gpkg")
    return look(folder / "atlas.gpkg", folder / "back.geojson"), folder / "back.geojson"


@pytest.fixture(scope="module")
def project(look, atlas, tmp_path_factory):
    folder = tmp_path_factory.mktemp("before")
    export(atlas, folder / "map.qgz")
    moved = folder.with_name("after")
    folder.rename(moved)  # paths are relative, so the two files can move together
    return look(moved / "map.qgz")


def test_every_layer_is_there_with_its_crs_and_fields(geopackage, atlas):
    seen = geopackage[0]["layers"]
    for name, layer in atlas.layers.items():
        assert seen[name]["valid"]
        assert seen[name]["count"] == len(layer)
        assert seen[name]["crs"] == "EPSG:4326"
        assert set(layer.features.columns) - {"geometry"} <= set(seen[name]["fields"])
    assert seen["references"]["count"] == sum(len(layer.references) for layer in atlas.layers.values())
    assert seen["documents"]["count"] == 2
    assert "reason" in seen["unresolved"]["fields"]


def test_layers_open_styled_by_category_and_labelled(geopackage):
    seen = geopackage[0]["layers"]
    for name, attribute in (("places", "kind"), ("routes", "mode"), ("regions", "kind")):
        assert seen[name]["renderer"] == "QgsCategorizedSymbolRenderer"
        assert seen[name]["attribute"] == attribute
        assert seen[name]["labels"]
        assert seen[name]["pixels"] > 20
    assert "#b2182b" in seen["places"]["colours"]


def test_a_map_tip_contains_the_quote(geopackage, atlas):
    tips = geopackage[0]["layers"]["places"]["tips"]
    baku = next(tip for tip in tips if tip.startswith("<b>Baku"))
    assert "Baku is its hub; lorries queue at Yarag-Kazmalyar." in baku
    assert "Oil by the kilometre, 2022" in baku
    for tip, count in zip(tips, atlas.layers["places"].features["count"], strict=True):
        assert tip.count("“") >= 1
        assert count >= 1


def test_qgis_to_geojson_keeps_count_and_quotes(geopackage, atlas):
    data = json.loads(geopackage[1].read_text(encoding="utf-8"))
    assert len(data["features"]) == len(atlas.layers["places"])
    quotes = {one["properties"]["name"]: one["properties"]["quotes"] for one in data["features"]}
    for feature, quote in zip(
        *(atlas.layers["places"].references[c] for c in ("feature_id", "quote")), strict=True
    ):
        features = atlas.layers["places"].features
        assert quote in quotes[features.loc[features["feature_id"] == feature, "name"].iloc[0]]


def test_a_project_opens_with_everything(project, atlas):
    assert project["crs"] == "EPSG:4326"
    assert project["groups"] == ["Map", "Areas", "Tables"]
    titles = {layer.title for layer in atlas.layers.values()}
    assert titles <= set(project["layers"])
    assert {"Documents", "References", "Unresolved"} <= set(project["layers"])
    for title in titles:
        seen = project["layers"][title]
        assert seen["valid"]
        assert seen["crs"] == "EPSG:4326"
        assert seen["pixels"] > 20
        assert "quotes" in seen["fields"]
    assert "places_references" in project["relations"]


def test_hostile_quotes_are_text_in_a_map_tip(look, tmp_path):
    atlas = small_atlas(layers=("places",))
    layer = atlas.layers["places"]
    hostile = "<script>alert(1)</script> [% 1+1 %] \ud800 & 'x'"
    references = layer.references.assign(quote=pd.Series([hostile] * len(layer.references), dtype=object))
    atlas = atlas.with_layers({"places": type(layer)("places", "Places", layer.features, references)})
    export(atlas, tmp_path / "atlas.gpkg")
    tip = look(tmp_path / "atlas.gpkg")["layers"]["places"]["tips"][0]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [% 1+1 %]" in tip
    assert "<script>" not in tip
