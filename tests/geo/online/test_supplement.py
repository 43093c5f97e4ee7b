"""An answer is a candidate like any other, and what the gazetteer located stays as it was."""

import pytest

from geo.gazetteer import Gazetteer
from geo.model import Document, Mention, Place, Unresolved
from geo.online import Online
from geo.online.plausible import FARTHEST_KM, bears, distance_km
from geo.online.supplement import MOST_TRUSTED
from geo.pipeline import Geoparser
from geo.recognise import Found, GazetteerRecogniser
from geo.routes.registry import Registry


@pytest.fixture(scope="module")
def world():
    return Gazetteer.open()


@pytest.fixture
def locate(world, server, nominatim, tmp_path):
    """Resolve the named spans of a text, asking the loopback server."""
    online = Online.open(f"nominatim={server.url}", cache_dir=tmp_path, sleep=lambda _: None)
    parser = Geoparser(world, Registry.load(), GazetteerRecogniser(world), online)

    def call(text, *names):
        spans = [(text.index(name), text.index(name) + len(name)) for name in names]
        return {one.span.surface: one for one in parser.locate_spans(Document("d", text), spans)}

    return call


TEXT = "Trucks from Baku pass Guba and wait at Sinagkend in Azerbaijan."


def test_an_answer_is_a_candidate_in_the_context_of_the_document(locate, nominatim, village):
    nominatim["Sinagkend"] = [
        village("Sinagkend", 54.0, 41.5, number=2, country="tm"),
        village("Sinagkend", 48.53, 41.61),
    ]
    found = locate(TEXT, "Baku", "Guba", "Sinagkend")["Sinagkend"]
    assert isinstance(found, Mention)
    assert found.place.id == "osm:node/1"
    assert found.candidates[0].target.id == "osm:node/1"
    assert 0 < found.score <= MOST_TRUSTED
    assert found.place.certainty == "uncertain"
    assert "OpenStreetMap contributors (ODbL 1.0)" in found.place.source


def test_only_names_that_the_gazetteer_lacks_are_asked_for(locate, server, nominatim, village):
    nominatim["Baku"] = [village("Baku", 49.0, 40.0, number=9)]
    found = locate(TEXT, "Baku", "Guba")
    assert found["Baku"].place.id.startswith("geonames:")
    assert server.asked == []


def test_what_was_located_stays_where_it_was(world, locate, nominatim, village):
    plain = Geoparser(world, Registry.load(), GazetteerRecogniser(world))
    nominatim["Sinagkend"] = [village("Sinagkend", 48.53, 41.61)]
    text = "Ganja and Shusha lie far from Sinagkend."
    names = ("Ganja", "Shusha")
    spans = [(text.index(name), text.index(name) + len(name)) for name in (*names, "Sinagkend")]
    offline = {one.span.surface: one for one in plain.locate_spans(Document("d", text), spans)}
    online = locate(text, *names, "Sinagkend")
    assert [online[name] for name in names] == [offline[name] for name in names]
    assert isinstance(offline["Sinagkend"], Unresolved)
    assert isinstance(online["Sinagkend"], Mention)


def test_an_answer_3000_km_off_is_not_taken_and_told(locate, nominatim, village):
    nominatim["Sinagkend"] = [village("Sinagkend", 18.6, -33.9, country="za")]
    found = locate(TEXT, "Baku", "Guba", "Sinagkend")["Sinagkend"]
    assert isinstance(found, Unresolved)
    assert "km or more from every other place" in found.reason
    assert [one.target.country for one in found.candidates] == ["ZA"]


def test_coordinates_0_0_are_a_place(locate, nominatim, village):
    nominatim["Nulpunkt"] = [village("Nulpunkt", "0.0", "0.0", country="gh")]
    found = locate("They met at Nulpunkt.", "Nulpunkt")["Nulpunkt"]
    assert (found.place.lon, found.place.lat) == (0.0, 0.0)


def test_what_the_service_does_not_know_or_cannot_say_is_told(locate, server):
    assert "Nominatim knows none" in locate(TEXT, "Sinagkend")["Sinagkend"].reason
    server.answer = lambda path, given: (500, {}, "")
    found = locate("Trucks wait at Yokhlamakend.", "Yokhlamakend")["Yokhlamakend"]
    assert "could not be asked: status 500" in found.reason
    assert found.reason.startswith("No place named 'Yokhlamakend' in the gazetteer")


def test_what_merely_resembles_the_name_is_not_believed(locate, nominatim, village):
    nominatim["Sinagkend"] = [village("Sinagur Kandi", 48.53, 41.61)]
    assert isinstance(locate(TEXT, "Baku", "Sinagkend")["Sinagkend"], Unresolved)


def test_a_whole_document_is_located_with_it(world, server, nominatim, village, tmp_path):
    nominatim["Sinagkend"] = [village("Sinagkend", 48.53, 41.61)]
    online = Online.open(f"nominatim={server.url}", cache_dir=tmp_path, sleep=lambda _: None)
    text = "Trucks from Baku wait in the village of Sinagkend near Guba."

    class Finder:
        def spans(self, document):
            return [
                Found(text.index(name), text.index(name) + len(name))
                for name in ("Baku", "Sinagkend", "Guba")
            ]

    found = Geoparser(world, Registry.load(), Finder(), online).locate(Document("d", text))
    assert [one.span.surface for one in found] == ["Baku", "Sinagkend", "Guba"]
    assert [one.place.id for one in found][1] == "osm:node/1"
    assert server.names() == ["Sinagkend"]


def test_names_are_compared_within_a_script():
    def named(name, *others):
        return Place("osm:node/1", name, "city", 48.0, 41.0, names={"und": others})

    assert bears(named("Sınaqkənd", "Sinagkend"), "SINAGKEND")
    assert bears(named("Сынагкенд"), "Sinagkend")
    assert bears(named("Sınaqkənd"), "Сынагкенд")
    assert not bears(named("Sınaqkənd", "Сынагкенд"), "Sinagkend")


def test_areas_count_from_their_edge_and_countries_hold_their_places():
    place = Place("osm:node/1", "Far East", "city", 131.0, 43.0, country="RU")
    moscow = Place("m", "Moscow", "city", 37.6, 55.75, country="RU")
    country = Place("iso:RU", "Russia", "country", 100.0, 60.0, country="RU")
    sea = Place("s", "Sea", "sea", 121.0, 43.0, extent_km=500.0)
    assert distance_km(place, [moscow]) > 6000 > FARTHEST_KM
    assert distance_km(place, [moscow, country]) == 0.0
    assert distance_km(place, [sea]) == pytest.approx(314, abs=5)
    assert distance_km(place, []) is None
