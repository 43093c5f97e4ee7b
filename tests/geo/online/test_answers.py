"""What services answer becomes places; nothing that they answer becomes a crash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.online import geonames, nominatim, photon, wikidata
from geo.online.osm import kind_of_tag, osm_id

SOURCE = "A test (no licence)"


def facts(place):
    return place.id, place.name, place.kind, place.lon, place.lat, place.country


def test_nominatim_tells_names_in_many_languages_and_the_size_of_areas(village):
    row = village(
        "Sınaqkənd",
        48.53,
        41.61,
        namedetails={
            "name": "Sınaqkənd",
            "name:ru": "Сынагкенд",
            "alt_name": "Sinaq",
            "wikipedia": "no name",
        },
        boundingbox=["41.59", "41.63", "48.51", "48.55"],
    )
    place, district = nominatim.places(
        [
            row,
            row
            | {
                "class": "boundary",
                "type": "administrative",
                "addresstype": "county",
                "osm_type": "relation",
            },
        ],
        SOURCE,
    )
    assert facts(place) == ("osm:node/1", "Sınaqkənd", "city", 48.53, 41.61, "AZ")
    assert dict(place.names) == {"ru": ("Сынагкенд",), "und": ("Sınaqkənd", "Sinaq")}
    assert (place.source, place.certainty, place.extent_km) == (SOURCE, "uncertain", 0.0)
    assert (district.id, district.kind) == ("osm:relation/1", "admin2")
    assert district.extent_km == pytest.approx(2.78, rel=0.05)  # half the diagonal of 3.3 by 4.4 km


def test_photon_tells_longitude_first():
    feature = {
        "geometry": {"coordinates": [48.53, 41.61], "type": "Point"},
        "properties": {
            "osm_type": "N", "osm_id": 7, "osm_key": "railway", "osm_value": "station", "name": "Proba",
            "countrycode": "AZ",
        },
    }  # fmt: skip
    assert facts(*photon.places({"features": [feature]}, SOURCE)) == (
        "osm:node/7", "Proba", "station", 48.53, 41.61, "AZ",
    )  # fmt: skip


def test_geonames_keeps_its_ids_and_leaves_out_what_documents_do_not_name():
    village = {
        "geonameId": 585001, "name": "Proba", "toponymName": "Proba Qışlağı", "lat": "41.4", "lng": "48.5",
        "countryCode": "AZ", "fcl": "P", "fcode": "PPL", "population": 120,
    }  # fmt: skip
    (place,) = geonames.places({"geonames": [village, village | {"fcl": "S", "fcode": "HTL"}]}, SOURCE)
    assert facts(place) == ("geonames:585001", "Proba", "city", 48.5, 41.4, "AZ")
    assert (place.population, dict(place.names)) == (120, {"und": ("Proba Qışlağı",)})


def entity(**claims):
    """Return a Wikidata item with the values of some properties."""
    values = {
        key: [{"mainsnak": {"datavalue": {"value": value}}} for value in listed]
        for key, listed in claims.items()
    }
    labels = {"en": {"language": "en", "value": "Proba"}, "ru": {"language": "ru", "value": "Проба"}}
    return {
        "id": "Q77",
        "labels": labels,
        "aliases": {"az": [{"language": "az", "value": "Sınaq"}]},
        "claims": values,
    }


def test_wikidata_tells_position_kind_and_names_and_the_outline_the_country():
    item = entity(
        P625=[{"longitude": 48.5, "latitude": 41.4, "globe": "http://www.wikidata.org/entity/Q2"}],
        P31=[{"id": "Q532"}],
        P1082=[{"amount": "+1500"}],
    )
    (place,) = wikidata.places({"entities": {"Q77": item}}, SOURCE)
    assert facts(place) == ("wikidata:Q77", "Proba", "city", 48.5, 41.4, "AZ")
    assert place.population == 1500
    assert place.names["az"] == ("Sınaq",)


def test_a_crater_of_mars_is_no_place():
    item = entity(P625=[{"longitude": 4.0, "latitude": 5.0, "globe": "http://www.wikidata.org/entity/Q111"}])
    assert wikidata.places({"entities": {"Q77": item}}, SOURCE) == []


def test_zero_is_a_coordinate(village):
    named = {"osm_type": "N", "osm_id": 1, "osm_key": "place", "osm_value": "town", "name": "Nul"}
    found = [
        *nominatim.places([village("Nul", "0.0", "0")], SOURCE),
        *photon.places({"features": [{"geometry": {"coordinates": [0, 0.0]}, "properties": named}]}, SOURCE),
        *geonames.places(
            {"geonames": [{"geonameId": 1, "name": "Nul", "lat": 0.0, "lng": 0, "fcl": "P", "fcode": "PPL"}]},
            SOURCE,
        ),
        *wikidata.places({"entities": {"Q77": entity(P625=[{"longitude": 0.0, "latitude": 0}])}}, SOURCE),
    ]
    assert [(place.lon, place.lat) for place in found] == [(0.0, 0.0)] * 4


@pytest.mark.parametrize(
    ("lon", "lat"), [("", "1"), (None, 1), ("181", "0"), ("nan", "0"), ("1e999", "0"), (True, 1)]
)
def test_a_position_off_the_globe_is_none(lon, lat, village):
    assert nominatim.places([village("Nowhere", 0, 0) | {"lon": lon, "lat": lat}], SOURCE) == []


def test_a_hostile_name_is_printable_and_short(village):
    (place,) = nominatim.places([village("A\u202e\x00<script>" + "x" * 100_000, 1, 1)], SOURCE)
    assert place.name.isprintable()
    assert len(place.name) <= 120


def test_tags_become_kinds():
    assert kind_of_tag("barrier", "border_control") == "border_crossing"
    assert kind_of_tag("boundary", "administrative", "state") == "admin1"
    assert kind_of_tag("boundary", "administrative", "village") == "city"
    assert kind_of_tag("highway", "residential") is None
    assert osm_id("W", "12") == "osm:way/12"
    assert osm_id("x", "12") is None
    assert osm_id("node", "../12") is None


KEYS = st.sampled_from(
    ["osm_type", "osm_id", "lat", "lon", "lng", "class", "type", "name", "address", "namedetails",
     "boundingbox", "features", "geometry", "coordinates", "properties", "geonames", "geonameId", "fcl",
     "fcode", "entities", "claims", "P625", "P31", "mainsnak", "datavalue", "value", "labels", "aliases",
     "id", "extent", "countrycode"]
)  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["node", "place", "village", "1", "N", "P", "Q77", 10**400])
)  # fmt: skip
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8)
)


@given(answer=JSON)
def test_whatever_json_comes_it_becomes_places_on_the_globe_or_nothing(answer):
    for module in (nominatim, photon, geonames, wikidata):
        for place in module.places(answer, SOURCE):
            assert -180 <= place.lon <= 180
            assert -90 <= place.lat <= 90
            assert place.name
