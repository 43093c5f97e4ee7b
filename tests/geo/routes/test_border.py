"""Lines that end at a border, with the gazetteer and the networks that ship."""

from __future__ import annotations

import pytest
import shapely

from geo.areas import area_of
from geo.gazetteer import Gazetteer
from geo.model import Document, Mention, Place, Unresolved
from geo.pipeline import Geoparser
from geo.recognise import GazetteerRecogniser
from geo.routes.border import at_borders, crossing_ids

# Each: the sentence, the words of the route, and the places that its line joins.
ENDS = [
    (
        "The Ganja–Gazakh–Georgian border highway was opened.",
        "Ganja–Gazakh–Georgian border highway",
        {"Ganja", "Gazakh", "Red Bridge crossing"},
    ),
    (
        "The highway from Ganja to the Georgian border is open.",
        "highway from Ganja to the Georgian border",
        {"Ganja", "Red Bridge crossing"},
    ),
    (
        "The road from Yerevan to the border with Georgia was repaired.",
        "road from Yerevan to the border with Georgia",
        {"Yerevan", "Bavra"},
    ),
    (
        "Автодорога Гянджа — Газах — граница Грузии открыта.",
        "Автодорога Гянджа — Газах — граница Грузии",
        {"Ganja", "Gazakh", "Red Bridge crossing"},
    ),
    (
        "Дорога из Баку до границы с Россией открыта.",
        "Дорога из Баку до границы с Россией",
        {"Baku", "Yarag-Kazmalyar"},
    ),
    (
        "Gəncə–Qazax–Gürcüstan sərhədi avtomobil yolu açıldı.",
        "Gəncə–Qazax–Gürcüstan sərhədi avtomobil yolu",
        {"Ganja", "Gazakh", "Red Bridge crossing"},
    ),
    (
        "Bakı–Ələt–Astara–İran sərhədi avtomobil yolu açıldı.",
        "Bakı–Ələt–Astara–İran sərhədi avtomobil yolu",
        {"Baku", "Alat", "Astara", "Astara border crossing"},
    ),
    (
        "Kars–Gürcistan sınırı karayolu açıldı.",
        "Kars–Gürcistan sınırı karayolu",
        {"Kars", "Çıldır-Aktaş"},
    ),
    (
        "Kars'tan Gürcistan sınırına uzanan karayolu açıldı.",
        "Kars'tan Gürcistan sınırına uzanan karayolu",
        {"Kars", "Çıldır-Aktaş"},
    ),
]


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


@pytest.fixture(scope="module")
def route_in(gazetteer, registry):
    parser = Geoparser(gazetteer, registry, GazetteerRecogniser(gazetteer))

    def only(text):
        (found,) = [one for one in parser.locate(Document("text", text)) if one.span.kind == "route"]
        return found

    return only


@pytest.mark.parametrize(("text", "surface", "names"), ENDS)
def test_a_line_ends_at_the_crossing(route_in, text, surface, names):
    found = route_in(text)
    assert found.span.surface == surface
    assert isinstance(found, Mention)
    assert found.route.composed
    assert {point.name for leg in found.route.legs for point in leg.waypoints} == names


def test_an_end_where_the_network_meets_the_border_is_uncertain(route_in):
    (leg,) = route_in("The highway from Erzurum to the Syrian border is open.").route.legs
    assert {point.name: point.uncertain for point in leg.waypoints} == {
        "Erzurum": False,
        "border of Syria": True,
    }


@pytest.mark.parametrize(
    ("text", "part"),
    [
        # The rails lead there by another country only.
        ("The railway from Horadiz to the Armenian border is being laid.", "Armenian"),
        ("The Baku–Chinese border highway was opened.", "Chinese"),
        ("The oil pipeline from Baku to the Georgian border is old.", "Georgian"),
    ],
)
def test_a_border_that_no_network_tells_is_a_reason(route_in, text, part):
    found = route_in(text)
    assert isinstance(found, Unresolved)
    assert f"Its end '{part}' could not be located: No crossing is known" in found.reason


def test_a_known_road_that_goes_on_to_the_border_is_that_road(route_in):
    found = route_in("Bakı–Quba–Rusiya Federasiyası ilə dövlət sərhədi avtomobil yolu açıldı.")
    assert found.route.id == "baku-guba-highway"
    assert found.span.surface.endswith("avtomobil yolu")


@pytest.mark.parametrize(
    "text",
    [
        "Talks on the Russia–Azerbaijan border crossing.",
        "The Russia–Azerbaijan border road is closed.",
        "A long border road.",
        "Граница — это линия.",
        "Sərhədi keçən yol.",
    ],
)
def test_the_border_of_two_countries_is_no_end(read, text):
    assert all(not span.borders for span in read(text))


def test_curated_crossings_are_known_to_the_gazetteer(gazetteer):
    places = [gazetteer.get(one) for one in crossing_ids()]
    assert len(places) > 20
    assert all(place is not None and place.kind == "border_crossing" for place in places)


def test_without_a_known_crossing_the_line_ends_where_the_network_enters(gazetteer):
    text = Document("text", "Ganja Georgia")
    (ganja,) = [one for one in gazetteer.find("Ganja") if one.country == "AZ" and one.kind == "city"][:1]
    georgia = gazetteer.get("iso:GE")
    parser_spans = [(0, 5), (6, 13)]
    from geo.model import Span

    parts = [
        Mention(Span(text, *span, "place"), place, 0.9)
        for span, place in zip(parser_spans, (ganja, georgia), strict=True)
    ]
    town, border = at_borders(parts, {(6, 13)}, "road", list)
    assert town == parts[0]
    assert isinstance(border.target, Place)
    assert border.target.certainty == "uncertain"
    assert border.target.name == "border of Georgia"
    assert "road network" in border.target.source
    point = shapely.Point(border.target.lon, border.target.lat)
    assert area_of("iso:GE").boundary.distance(point) < 0.01


def test_the_border_of_ones_own_country_is_not_told(gazetteer, route_in):
    found = route_in("The highway from Ganja to the Azerbaijani border is open.")
    assert isinstance(found, Unresolved)
    assert "lies in Azerbaijan itself" in found.reason
