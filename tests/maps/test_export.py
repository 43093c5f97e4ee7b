"""The export command, layer scripts and adding, as users meet them."""

import json

import pytest

from layers import Atlas
from layers.gpkg import write_gpkg
from tests.layers.atlases import small_atlas

BRIEF = "Trains from Baku end at Astara, and Rasht waits in Iran."


@pytest.fixture
def atlas(tmp_path):
    path = tmp_path / "atlas.gpkg"
    write_gpkg(small_atlas(), path)
    return path


def test_the_ending_tells_the_format(corridors, atlas, tmp_path):
    code, printed, _ = corridors("export", atlas, "-o", tmp_path / "ports.kml", "--layer", "ports")
    assert code == 0
    assert "wrote" in printed
    assert "Ceyhan" in (tmp_path / "ports.kml").read_text(encoding="utf-8")


def test_a_folder_gets_every_layer(corridors, atlas, tmp_path):
    code, printed, _ = corridors("export", atlas, "-o", tmp_path / "csv", "--format", "csv", "--json")
    assert code == 0
    assert len(json.loads(printed)["written"]) == 3
    assert (tmp_path / "csv" / "places_references.csv").exists()


def test_a_shapefile_warns_of_what_it_loses(corridors, atlas, tmp_path):
    _, _, errors = corridors("export", atlas, "-o", tmp_path / "places.shp", "--layer", "places")
    assert "10 characters" in errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Name one of the two: -o FILE or folder, or --to postgresql"),
        (("-o", "x.docx"), "Unknown format '.docx'"),
        (("-o", "x", "--format", "dwg"), "Unknown format 'dwg'"),
        (("-o", "x", "--layer", "port"), "Unknown layer 'port'. Layers here: "),
        (("--to", "mysql://x"), "--to wants the address of a database"),
        (("--to", "postgresql://x", "--format", "kml"), "does not go with --to"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(corridors, atlas, arguments, message):
    code, _, errors = corridors("export", atlas, *arguments)
    assert code == 2
    assert message in errors
    assert "Traceback" not in errors


def test_what_is_no_atlas_is_code_1(corridors, tmp_path):
    (tmp_path / "x.gpkg").write_text("nothing")
    code, _, errors = corridors("export", tmp_path / "x.gpkg", "-o", tmp_path / "out")
    assert code == 1
    assert "is not a GeoPackage" in errors


def test_a_script_adds_its_layer_and_a_broken_one_costs_its_own_only(corridors, tmp_path):
    (tmp_path / "brief.txt").write_text(BRIEF, encoding="utf-8")
    script = tmp_path / "mine.py"
    script.write_text(
        "from layers import layer\n@layer('mine')\ndef mine(mentions):\n    return mentions[:1]\n"
        "@layer('bad')\ndef bad(mentions):\n    return 1 / 0\n"
    )
    out = tmp_path / "out"
    code, _, errors = corridors("map", tmp_path / "brief.txt", "--out", out, "--script", script)
    assert code == 0
    assert "Layer 'bad' was left out: ZeroDivisionError" in errors
    assert "line 7" in errors
    assert len(Atlas.open(out / "atlas.gpkg").layers["mine"]) == 1
    assert (out / "mine.geojson").exists()


def test_more_documents_are_added(corridors, tmp_path):
    out = tmp_path / "out"
    for name, text in (("one", BRIEF), ("two", "A ferry left Baku for Aktau.")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        assert corridors("map", tmp_path / f"{name}.txt", "--out", out, "--add")[0] == 0
    atlas = Atlas.open(out / "atlas.gpkg")
    assert [document.name for document in atlas.documents] == ["one", "two"]
    features = atlas.layers["places"].features.set_index("name")
    assert features.loc["Baku", "count"] == 2
