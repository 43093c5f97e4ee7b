"""The parts of geo together: what a document's names mean, and what hangs on what."""

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import UsageError
from geo.model import Document, Mention
from geo.pipeline import Geoparser
from geo.recognise import english
from geo.recognise.english import available_models


@pytest.fixture(scope="module")
def parser():
    return Geoparser.open(recogniser="gazetteer")


def located(parser, text, **bibliography):
    return parser.locate(Document("test", text, **bibliography))


def targets(rows):
    return {(row.span.surface, row.span.kind): row.target.id for row in rows if isinstance(row, Mention)}


def test_places_in_the_name_of_a_railway_are_part_of_the_name(parser):
    rows = located(parser, "Trains run on the Baku-Tbilisi-Kars railway to Turkey.")
    assert targets(rows) == {("Baku-Tbilisi-Kars railway", "route"): "btk", ("Turkey", "place"): "iso:TR"}


def test_the_ends_of_a_road_are_places_of_their_own(parser):
    found = targets(located(parser, "The highway from Baku to Guba in Azerbaijan has four lanes."))
    assert found[("highway from Baku to Guba", "route")] == "baku-guba-highway"
    assert {("Baku", "place"), ("Guba", "place")} <= set(found)


def test_a_crossing_is_at_the_place_that_it_names(parser):
    found = targets(
        located(parser, "Lorries queue at the international checkpoint “Yarag-Kazmalyar” in Dagestan.")
    )
    assert "yarag-kazmalyar" in {target for (_, kind), target in found.items() if kind == "route"}
    assert found[("Yarag-Kazmalyar", "place")] == "yarag-kazmalyar"


def test_a_line_that_nobody_listed_is_composed_of_its_ends(parser):
    rows = located(parser, "Uzbekistan will rebuild the Tashkent–Samarkand railway.")
    route = next(row.route for row in rows if isinstance(row, Mention) and row.route)
    assert route.composed
    names = [point.name for point in route.legs[0].waypoints]
    assert {names[0], names[-1]} == {"Tashkent", "Samarkand"}


def test_georgia_is_the_neighbour_that_the_text_is_about(parser):
    caucasus = targets(located(parser, "Azerbaijan exports gas to Georgia and Turkey. Tbilisi is pleased."))
    america = targets(located(parser, "He moved from Alabama to Georgia, and works in Atlanta near Macon."))
    assert caucasus[("Georgia", "place")] == "iso:GE"
    assert america[("Georgia", "place")] == "iso:US-GA"


def test_the_two_astaras_are_told_apart(parser):
    for country in ("Iran", "Azerbaijan"):
        rows = located(parser, f"The train stops in Astara, {country}.")
        place = next(row.place for row in rows if isinstance(row, Mention) and row.surface == "Astara")
        assert place.country == {"Iran": "IR", "Azerbaijan": "AZ"}[country]


def test_rows_are_in_document_order_and_a_second_run_is_equal(parser):
    text = (
        "Baku, Tbilisi and Kars lie on the BTK railway. The INSTC runs from Moscow to Baku and Astara. " * 20
    )
    rows = located(parser, text)
    places = [(row.span.start, row.span.end, row.span.kind) for row in rows]
    assert places == sorted(places)
    assert rows == located(parser, text)


def test_given_spans_must_lie_in_the_document(parser):
    document = Document("test", "Baku")
    with pytest.raises(UsageError, match="4 characters"):
        parser.locate_spans(document, [(0, 5)])
    assert parser.locate_spans(document, [(0, 4), (0, 4)])[0].span.surface == "Baku"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                ["Baku", "–Tbilisi", "-Kars ", "railway ", "the road from ", "Astara ", " to ", "“", "\u200d"]
            ),
        ),
        max_size=30,
    )
)
def test_any_text_is_survived_and_every_span_quotes_it(parser, pieces):
    document = Document("test", "".join(pieces))
    for row in parser.locate(document):
        assert document.text[row.span.start : row.span.end] == row.span.surface
        assert row.span.surface.strip()


@pytest.mark.parametrize(
    "text", ["\udc80Baku\udfff", "\x00" * 50 + "Baku", "\u202eBaku\u202c", "\ufeffBaku", "Ba\u200dku"]
)
def test_hostile_characters_do_no_harm(parser, text):
    for row in located(parser, text):
        assert text[row.span.start : row.span.end] == row.span.surface


@pytest.mark.parametrize("unit", ["A-", "Baku ", "Baku–", "railway from ", "“", "(", "Saint "])
def test_a_long_single_line_ends(parser, unit):
    rows = located(parser, unit * (400_000 // len(unit)))
    assert isinstance(rows, list)


def test_the_recogniser_asked_for_is_the_one_that_reads():
    assert type(Geoparser.open(recogniser="auto").recogniser).__name__ == "GazetteerRecogniser"
    pytest.importorskip("spacy")
    if available_models():
        assert type(Geoparser.open(recogniser="spacy").recogniser).__name__ == "SpacyRecogniser"


def test_a_recogniser_that_is_not_installed_names_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    english._model.cache_clear()  # a model that an earlier test loaded
    with pytest.raises(UsageError, match=r"pip install 'corridor-atlas\[ner\]'"):
        Geoparser.open(recogniser="spacy")
