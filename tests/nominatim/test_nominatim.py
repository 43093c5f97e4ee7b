"""The online geocoder against a real Nominatim with a small file of invented places."""

import pytest

from geo.gazetteer import Gazetteer
from geo.model import Document, Mention, Unresolved
from geo.online import Online
from geo.pipeline import Geoparser
from geo.recognise import GazetteerRecogniser
from geo.routes.registry import Registry

TEXT = (
    "Trucks from Baku and Guba wait at Sinagkend before the border. Proba Town lies on the way; "
    "Toetsdorp lies in the far south, and Nirgendheim is on no map."
)


@pytest.fixture
def online(nominatim_url, tmp_path):
    return Online.open(f"nominatim={nominatim_url}", contact="test@example.org", cache_dir=tmp_path)


def test_a_village_is_found_by_its_names_in_any_language(online):
    for name in ("Sinagkend", "Sınaqkənd", "Сынагкенд"):
        (place,) = online.ask(name).places
        assert (place.id, place.kind, place.country) == ("osm:node/1", "city", "AZ")
        assert (place.lon, place.lat) == (pytest.approx(48.53), pytest.approx(41.61))
    assert "Сынагкенд" in place.names["ru"]
    assert "ODbL" in place.source


def test_zero_degrees_arrive(online):
    (place,) = online.ask("Nulbreite").places
    assert (place.lon, place.lat) == (10.0, 0.0)


def test_what_is_not_there_is_an_empty_answer(online):
    answer = online.ask("Nirgendheim")
    assert (answer.places, answer.trouble) == ((), "")


def test_a_station_is_a_station(online):
    assert [place.kind for place in online.ask("Proba Station").places] == ["station"]


def test_a_document_is_located_with_it(online):
    world = Gazetteer.open()
    parser = Geoparser(world, Registry.load(), GazetteerRecogniser(world), online)
    names = ("Baku", "Guba", "Sinagkend", "Proba Town", "Toetsdorp", "Nirgendheim")
    spans = [(TEXT.index(name), TEXT.index(name) + len(name)) for name in names]
    found = dict(zip(names, parser.locate_spans(Document("d", TEXT), spans), strict=True))
    assert [found[name].place.id for name in ("Sinagkend", "Proba Town")] == ["osm:node/1", "osm:node/3"]
    assert isinstance(found["Baku"], Mention)
    assert found["Baku"].place.source.startswith("GeoNames")
    assert isinstance(found["Toetsdorp"], Unresolved)
    assert "km or more from every other place" in found["Toetsdorp"].reason
    assert "Nominatim knows none" in found["Nirgendheim"].reason
