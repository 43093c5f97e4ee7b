import io
import json

import pytest
import shapely
from hypothesis import HealthCheck, given, settings

from geo.errors import InputError
from layers import Atlas, features_of, write_geojson
from layers.geojson import read_geojson, write_geojson_sequence
from layers.geojson_atlas import write_geojson_atlas
from layers.testing import assert_atlases_equal, assert_layers_equal
from tests.layers.atlases import any_atlas, any_layer, small_atlas

KEPT = 1e-7  # degrees: RFC 7946 recommends 7 decimals at most


def as_json(layer):
    file = io.BytesIO()
    write_geojson(layer, file)
    return json.loads(file.getvalue())


def test_the_small_atlas_as_geojson(golden):
    # Not the regions: their outlines are data, which improves.
    for name, layer in small_atlas(layers=("comentions", "places", "routes")).layers.items():
        file = io.BytesIO()
        write_geojson(layer, file)
        golden(f"layers/{name}.geojson", file.getvalue())


def test_a_collection_follows_rfc_7946():
    data = as_json(small_atlas().layers["regions"])
    assert "crs" not in data
    for feature in data["features"]:
        assert feature["id"] == feature["properties"]["feature_id"]
        for polygon in shapely.get_parts(shapely.geometry.shape(feature["geometry"])):
            assert polygon.exterior.is_ccw
            for lon, lat in polygon.exterior.coords:
                assert (round(lon, 7), round(lat, 7)) == (lon, lat)


def test_an_area_over_the_antimeridian_is_cut_and_its_bbox_goes_round():
    layer = small_atlas().layers["regions"]
    fiji = type(layer)(
        "sea",
        "Sea",
        layer.features[layer.features["name"] == "Fiji"],
        layer.references[layer.references["doc"] == "pipes"],
    )
    data = as_json(fiji)
    west, _, east, _ = data["bbox"]
    assert west > 170
    assert east < -170
    assert data["features"][0]["geometry"]["type"] == "MultiPolygon"


def test_each_feature_has_its_references():
    baku = next(
        one for one in features_of(small_atlas().layers["places"]) if one["properties"]["name"] == "Baku"
    )
    assert [one["doc"] for one in baku["properties"]["references"]] == ["north", "north", "pipes"]


def test_a_sequence_has_a_feature_a_line():
    file = io.BytesIO()
    layer = small_atlas().layers["routes"]
    write_geojson_sequence(layer, file)
    assert [json.loads(line) for line in file.getvalue().splitlines()] == list(features_of(layer))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(layer=any_layer())
def test_any_layer_comes_back(tmp_path_factory, layer):
    path = tmp_path_factory.mktemp("layer") / "layer.geojson"
    with path.open("wb") as file:
        write_geojson(layer, file)
    assert_layers_equal(read_geojson(path), layer, degrees=KEPT)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(atlas=any_atlas())
def test_any_atlas_comes_back(tmp_path_factory, atlas):
    folder = tmp_path_factory.mktemp("atlas")
    write_geojson_atlas(atlas, folder)
    assert_atlases_equal(Atlas.open(folder), atlas, degrees=KEPT)


def test_the_same_atlas_gives_the_same_bytes(tmp_path):
    one, two = (
        write_geojson_atlas(small_atlas(), tmp_path / "1"),
        write_geojson_atlas(small_atlas(), tmp_path / "2"),
    )
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


@pytest.mark.parametrize("content", ["", "[]", '{"format": "x"}', '{"format": 99}'])
def test_what_is_no_atlas_is_refused(tmp_path, content):
    (tmp_path / "atlas.json").write_text(content)
    with pytest.raises(InputError, match=r"Export the atlas again|not an atlas|format 99"):
        Atlas.open(tmp_path)


@pytest.mark.parametrize("name", ["../secret.geojson", "/etc/passwd", "..\\secret.geojson", "..", ""])
def test_an_atlas_reads_only_files_of_its_folder(tmp_path, name):
    write_geojson_atlas(small_atlas(), tmp_path)
    index = tmp_path / "atlas.json"
    data = json.loads(index.read_text(encoding="utf-8"))
    data["layers"][0]["file"] = name
    index.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match="outside its folder"):
        Atlas.open(tmp_path)


def test_an_empty_folder_is_no_atlas(tmp_path):
    with pytest.raises(InputError, match="holds no atlas"):
        Atlas.open(tmp_path)


def test_a_layer_of_someone_else_is_refused(tmp_path):
    (tmp_path / "x.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(InputError, match="no layer of an atlas"):
        read_geojson(tmp_path / "x.geojson")
