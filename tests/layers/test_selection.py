import datetime as dt

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import CoordinateError, UsageError
from layers import Atlas
from layers.gpkg import write_gpkg
from layers.testing import assert_atlases_equal
from tests.layers.atlases import BAKU, small_atlas


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The same atlas as built and as opened: every question has one answer."""
    path = tmp_path_factory.mktemp("atlas") / "atlas.gpkg"
    atlas = small_atlas(layers=("routes", "regions", "places", "comentions", "density"))
    write_gpkg(atlas, path)
    return atlas, Atlas.open(path)


def names(atlas, layer="places"):
    return atlas.layers[layer].features["name"].tolist()


@pytest.mark.parametrize(
    ("start", "end", "documents"),
    [
        ("2024", "2024", ["north"]),
        ("2024-05", "2024-05-02", ["north"]),
        ("2024-05-03", "2030", []),
        ("2022-06", "2022-07", ["pipes"]),  # a year alone may be any day of it
        (dt.date(2021, 1, 1), dt.date(2024, 12, 31), ["north", "pipes"]),
    ],
)
def test_between(both, start, end, documents):
    for atlas in both:
        assert [one.name for one in atlas.between(start, end).documents] == documents


def test_claims_stay_with_their_document_and_route(both):
    for atlas in both:
        assert len(atlas.between("2024", "2024").claims) == 1
        assert len(atlas.about("astara-rasht-railway").claims) == 1
        assert len(atlas.about("Baku").claims) == 0
        assert len(atlas.between("2022", "2022").claims) == 0


def test_counts_and_scores_are_those_of_what_stays(both):
    for atlas in both:
        left = atlas.between("2022", "2022")
        features = left.layers["places"].features.set_index("name")
        assert features["count"].to_dict() == {"Ceyhan": 2, "Baku": 1}
        assert {one.document.name for one in left.mentions} == {"pipes"}
        assert left.layers["routes"].features["feature_id"].tolist() == ["btc/east"]


@pytest.mark.parametrize(
    "what", ["btc", "BTC", "btc/east", "Baku–Tbilisi–Ceyhan pipeline", "Baku-Tbilisi-Ceyhan Pipeline"]
)
def test_about_a_route(both, what):
    for atlas in both:
        left = atlas.about(what)
        assert left.layers["routes"].features["feature_id"].tolist() == ["btc/east"]
        assert [one.surface for one in left.mentions] == ["BTC pipeline"]
        assert [one.name for one in left.documents] == ["pipes"]


@pytest.mark.parametrize("what", ["Baku", "Баку", "baki", BAKU.id])
def test_about_a_place_in_any_spelling(both, what):
    for atlas in both:
        assert names(atlas.about(what)) == ["Baku"]
        assert len(atlas.about(what).mentions) == 3


def test_about_nothing_lists_what_comes_close(both):
    for atlas in both:
        with pytest.raises(UsageError, match=r"Nothing in this atlas is called 'Bakku'\. Names here: Baku"):
            atlas.about("Bakku")


def test_near_measures_on_the_ellipsoid(both):
    for atlas in both:
        assert names(atlas.near(49.892, 40.377, 0)) == ["Baku"]
        assert sorted(names(atlas.near(48.87, 38.43, 145))) == ["Astara", "Rasht"]
        assert names(atlas.near(49.892, 40.377, 1), "regions") == ["Azerbaijan"]


def test_near_reaches_over_the_antimeridian(both):
    for atlas in both:
        assert "Fiji" in names(atlas.near(-179.9, -17.8, 5), "regions")


def test_within_takes_any_crs(both):
    box = shapely.box(48, 38, 50.5, 41)
    mercator = gpd.GeoSeries([box], crs="EPSG:4326").to_crs("EPSG:3857")
    for atlas in both:
        assert sorted(names(atlas.within(box))) == ["Astara", "Baku"]
        assert names(atlas.within(mercator)) == names(atlas.within(box))


def test_selections_add_up(both):
    for atlas in both:
        left = atlas.between("2022", "2022").about("Baku")
        assert left.layers["places"].features["count"].tolist() == [1]
        assert [one.name for one in left.documents] == ["pipes"]
        assert names(left.near(0.0, 0.0, 10)) == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90), km=st.floats(0, 20000), year=st.integers(2021, 2025))
def test_an_opened_atlas_answers_like_the_one_in_memory(both, lon, lat, km, year):
    built, opened = (atlas.near(lon, lat, km).between("2021", str(year)) for atlas in both)
    assert_atlases_equal(opened, built)


def test_joined_references_carry_their_feature(both):
    for atlas in both:
        table = atlas.joined("places")
        assert len(table) == 9
        assert table.crs.equals("EPSG:4326")
        baku = table[table["feature_id"] == BAKU.id]
        assert set(baku["name"]) == {"Baku"}
        assert set(baku.geometry.x) == {49.892}
        assert (table["feature_score"] >= table["score"]).all()


def test_questions_that_make_no_sense(both):
    for atlas in both:
        with pytest.raises(UsageError, match="ends before it starts"):
            atlas.between("2024", "2023")
        with pytest.raises(UsageError, match="'May 2024' is no date"):
            atlas.between("May 2024", "2025")
        with pytest.raises(CoordinateError, match="Are they swapped"):
            atlas.near(40, 149, 10)
        with pytest.raises(UsageError, match="-1 km cannot be"):
            atlas.near(0, 0, -1)
        with pytest.raises(UsageError, match="no CRS"):
            atlas.within(gpd.GeoSeries([shapely.box(0, 0, 1, 1)]))
        with pytest.raises(UsageError, match="Give a polygon"):
            atlas.within(shapely.Polygon())
        with pytest.raises(UsageError, match="Unknown layer 'x'"):
            atlas.joined("x")
