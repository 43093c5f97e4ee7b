import csv
import json
import stat
import subprocess
import zipfile
from xml.etree import ElementTree as ET

import pyogrio
import pytest

from geo.errors import OutputError, UsageError
from layers import Atlas
from layers.formats import FORMATS, export
from layers.testing import assert_atlases_equal
from tests.layers.atlases import NORTH, small_atlas

SINGLE = sorted(name for name, one in FORMATS.items() if not one.whole)
WHOLE = sorted(name for name, one in FORMATS.items() if one.whole)


@pytest.fixture(scope="module")
def atlas():
    return small_atlas()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_atlas_gives_the_same_bytes(tmp_path, atlas, name):
    written = [export(atlas, tmp_path / run, format=name) for run in ("one", "two")]
    contents = [
        {path.name: path.read_bytes() for path in sorted((tmp_path / run).iterdir())}
        for run in ("one", "two")
    ]
    assert contents[0] == contents[1]
    assert all(path.name in contents[0] for path in written[0])


@pytest.mark.parametrize("name", SINGLE)
def test_a_file_of_one_layer(tmp_path, atlas, name):
    path = tmp_path / f"places{FORMATS[name].suffix}"
    assert path in export(atlas, path, layers=["places"])
    assert path.stat().st_size > 0


@pytest.mark.parametrize("name", SINGLE)
def test_one_file_cannot_hold_every_layer(tmp_path, atlas, name):
    with pytest.raises(UsageError, match="holds one layer, and there are 3: routes, regions, places"):
        export(atlas, tmp_path / f"all{FORMATS[name].suffix}")


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_of_everything(tmp_path, atlas, name):
    path = tmp_path / f"everything{FORMATS[name].suffix}"
    assert export(atlas, path)[0] == path


def test_built_in_layers_are_made_on_demand(tmp_path, atlas):
    files = export(atlas, tmp_path, layers=["ports", "comentions"])
    assert [path.name for path in files] == ["ports.geojson", "comentions.geojson"]
    assert [one["properties"]["name"] for one in json.loads(files[0].read_text())["features"]] == ["Ceyhan"]


@pytest.mark.parametrize("name", ["flatgeobuf", "shapefile", "kml", "kmz", "geojson", "gpkg"])
def test_gdal_reads_what_was_written(tmp_path, atlas, name):
    path = tmp_path / f"places{FORMATS[name].suffix}"
    export(atlas, path, layers=["places"])
    layer = pyogrio.list_layers(path)[0][0]
    frame = pyogrio.read_dataframe(path, layer=layer)
    column = "Name" if "Name" in frame.columns else "name"
    assert sorted(frame[column]) == ["Astara", "Baku", "Ceyhan", "Rasht", "Yarag-Kazmalyar"]
    assert frame.crs.equals("EPSG:4326")
    baku = frame[frame[column] == "Baku"].geometry.iloc[0]
    assert (round(baku.x, 6), round(baku.y, 6)) == (49.892, 40.377)


def test_csv_has_geometry_and_references(tmp_path, atlas):
    export(atlas, tmp_path / "places.csv", layers=["places"])
    with (tmp_path / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert rows["Baku"]["wkt"] == "POINT (49.892 40.377)"
    assert rows["Baku"]["quotes"].count("“") == 3
    with (tmp_path / "places_references.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = NORTH.text if row["doc"] == "north" else None
            assert text is None or text[int(row["start"]) : int(row["end"])] == row["surface"]


def test_kml_shows_quotes_and_escapes_them(tmp_path, atlas):
    layer = atlas.layers["places"]
    hostile = layer.references.assign(quote="<script>alert(1)</script> $[name] \x0c")
    atlas = atlas.with_layers({"places": type(layer)("places", "Places", layer.features, hostile)})
    export(atlas, tmp_path / "places.kmz", layers=["places"])
    with zipfile.ZipFile(tmp_path / "places.kmz") as archive:
        root = ET.fromstring(archive.read("doc.kml"))  # noqa: S314  (our own file)
    balloons = [one.text for one in root.iter("{http://www.opengis.net/kml/2.2}description")]
    assert len(balloons) == 5
    assert all("&lt;script&gt;alert(1)&lt;/script&gt; &#36;[name]" in one for one in balloons)


def test_a_shapefile_says_what_it_loses(tmp_path, atlas):
    said = []
    files = export(atlas, tmp_path, format="shapefile", warn=said.append)
    assert "10 characters" in said[0]
    assert {path.name for path in files} == {"places.shp", "regions.shp", "routes.shp"}
    assert (tmp_path / "places.dbf").exists()
    assert (tmp_path / "places.prj").exists()


def test_linked_places_has_what_the_format_requires(tmp_path, atlas):
    export(atlas, tmp_path / "places.lpf.json")
    data = json.loads((tmp_path / "places.lpf.json").read_text(encoding="utf-8"))
    assert data["type"] == "FeatureCollection"
    assert data["@context"].endswith(".jsonld")
    for feature in data["features"]:
        assert feature["@id"].startswith(("https://", "urn:"))
        assert feature["properties"]["title"]
        assert set(feature["properties"]["fclasses"]) <= set("AHLPRST")
        assert feature["names"][0]["citations"][0]["label"]
        assert feature["geometry"]["type"] == "GeometryCollection"
        assert feature["when"]["timespans"][0]["start"]["in"]
    baku = next(one for one in data["features"] if one["properties"]["title"] == "Baku")
    assert baku["links"] == [{"type": "exactMatch", "identifier": "gn:587084"}]
    assert {"toponym": "Баку", "lang": "ru"} in baku["names"]


def test_annotations_select_the_text_that_they_quote(tmp_path, atlas):
    export(atlas, tmp_path / "mentions.jsonld")
    data = json.loads((tmp_path / "mentions.jsonld").read_text(encoding="utf-8"))
    texts = {document.url or document.id: document.text for document in atlas.documents}
    assert len(data["items"]) == len(atlas.mentions) + len(atlas.unresolved)
    assert len({one["id"] for one in data["items"]}) == len(data["items"])
    for item in data["items"]:
        text = next(value for key, value in texts.items() if key in item["target"]["source"])
        position, quote = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_a_project_points_to_its_geopackage_beside_it(tmp_path, atlas):
    assert export(atlas, tmp_path / "map.qgz") == [tmp_path / "map.qgz", tmp_path / "map.gpkg"]
    with zipfile.ZipFile(tmp_path / "map.qgz") as archive:
        root = ET.fromstring(archive.read("map.qgs"))  # noqa: S314
    sources = [one.text for one in root.iter("datasource")]
    assert "./map.gpkg|layername=places" in sources
    assert all(source.startswith("./map.gpkg|") for source in sources)
    assert_atlases_equal(Atlas.open(tmp_path / "map.gpkg"), atlas)


@pytest.mark.parametrize(
    ("out", "options", "message"),
    [
        ("x.docx", {}, r"Unknown format '\.docx'.*Endings: \.csv"),
        ("x", {"format": "dwg"}, "Unknown format 'dwg'. Formats: csv, flatgeobuf"),
        ("x", {"layers": ["port"]}, "Unknown layer 'port'. Layers here: comentions"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, atlas, out, options, message):
    with pytest.raises(UsageError, match=message):
        export(atlas, tmp_path / out, **options)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path, atlas, name):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="Cannot write") as caught:
        export(atlas, tmp_path / "file" / "out", format=name)
    assert "\n" not in str(caught.value)


def test_a_read_only_folder_keeps_the_earlier_file(tmp_path, atlas):
    tmp_path.chmod(tmp_path.stat().st_mode & ~stat.S_IWUSR)
    try:
        (tmp_path / "probe").touch()
    except PermissionError:
        with pytest.raises(OutputError, match="Cannot write"):
            export(atlas, tmp_path / "atlas.gpkg")
    else:
        (tmp_path / "probe").unlink()
        done = subprocess.run(["chattr", "+i", tmp_path], check=False, capture_output=True)
        if done.returncode:
            pytest.skip("root writes everywhere, and this file system has no immutable folders")
        try:
            with pytest.raises(OutputError, match="Cannot write"):
                export(atlas, tmp_path / "atlas.gpkg")
        finally:
            subprocess.run(["chattr", "-i", tmp_path], check=True)
    finally:
        tmp_path.chmod(tmp_path.stat().st_mode | stat.S_IWUSR)
