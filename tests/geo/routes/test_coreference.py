from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer
from geo.model import Document, Mention
from geo.pipeline import Geoparser
from geo.recognise import GazetteerRecogniser

TEXT = "The Baku–Tbilisi–Kars railway opened in 2017. Trains of the railway carry containers to Kars."

# Each: the text, and what points back in it (surface, route; None for a route that the text alone makes).
BACK = [
    (
        "The Zangezur corridor is planned. The corridor will be 43 km long.",
        [("The corridor", "zangezur-corridor")],
    ),
    ("The BTK railway opened in 2017. Last year this railway was rebuilt.", [("this railway", "btk")]),
    (
        "The Middle Corridor grows. Kazakhstan builds wagons. Ports on the route are full.",
        [("the route", "middle-corridor")],
    ),
    (
        "The Baku–Tbilisi–Ceyhan pipeline pays well, and the pipeline is full.",
        [("the pipeline", "btc")],
    ),
    (
        "Russia and Iran promote the INSTC. The transport corridor is slow.",
        [("The transport corridor", "instc")],
    ),
    (
        "The Erzurum–Sivas railway is old. Snow closes the railway in winter.",
        [("the railway", None)],
    ),
    (
        "The BTK railway is open. The Erzurum–Sivas railway is old. Snow closes the railway.",
        [("the railway", None)],
    ),
    (
        "Строится МТК «Север — Юг». Этот коридор свяжет Россию с Ираном.",
        [("Этот коридор", "instc")],
    ),
    (
        "Железная дорога Решт — Астара не готова. Эта железная дорога нужна России.",
        [("Эта железная дорога", "astara-rasht-railway")],
    ),
    (
        "Зангезурский коридор спорен. О данном маршруте говорят в Баку.",
        [("данном маршруте", "zangezur-corridor")],
    ),
    (
        "Bakı–Tbilisi–Qars dəmir yolu açıldı. Həmin dəmir yolu ilə yük daşınır.",
        [("Həmin dəmir yolu", "btk")],
    ),
    ("Zəngəzur dəhlizi açılacaq. Bu dəhliz 43 km olacaq.", [("Bu dəhliz", "zangezur-corridor")]),
    ("Orta Koridor büyüyor. Bu koridor Türkiye'den geçiyor.", [("Bu koridor", "middle-corridor")]),
    (
        "Bakü–Tiflis–Kars demiryolu 2017'de açıldı. Bu demiryolu uzundur.",
        [("Bu demiryolu", "btk")],
    ),
]

NOTHING = [
    # No route before it, or none of its kind.
    "The corridor was dark.",
    "The BTC pipeline is full. The railway is not.",
    "The BTK railway runs. The corridor of the hotel is long.",
    # Words beside it say that it means another.
    "The BTK railway opened. The railway from Zahedan to Chabahar is being built.",
    "The BTK railway opened. The railway between Iran and Turkey is old.",
    "The Baku–Guba highway is new. The federal highway R-217 begins at the border.",
    "The Baku–Guba highway is new. The highway M4 is far away.",
    "The BTK railway opened. The railway that Iran wants is not ready.",
    "The BTK railway opened. The railway in Kazakhstan is longer.",
    "The Middle Corridor grows. The project “Digital Silk Road” is another one.",
    "The BTC pipeline is full. The gas pipeline is empty.",
    "The Middle Corridor grows, but the sea corridor is cheaper.",
    # It says what the next noun is.
    "The BTK railway opened. The railway station in Kars is new.",
    "The Baku–Guba highway is new. Dozens work for the road company.",
    # A turn of phrase, or more than one.
    "The BTC pipeline is full. More ideas are in the pipeline.",
    "The Baku–Guba highway is new. Lorries are on the road for days.",
    "The BTC pipeline is full. What the pipelines left behind is a habit.",
    "Bakı–Tbilisi–Qars dəmir yolu açıldı. Bu dəmir yolları uzundur.",
    # Two are as near as each other.
    "The Zangezur corridor rivals the Middle Corridor. The corridor is disputed.",
    # A new section begins.
    "The BTK railway opened.\n\n## Iran\n\nHere the railway is old.",
    # Whose it is is not said.
    "The BTK railway opened. Iran modernises its railway.",
]


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


@pytest.fixture(scope="module")
def back(gazetteer, registry):
    from geo.routes.grammar import find_routes

    def references(text):
        spans = find_routes(Document("text", text), registry, gazetteer, coreferences=True)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        return [(text[s.start : s.end], s.route_id) for s in spans if s.role == "coreference"]

    return references


@pytest.mark.parametrize(("text", "expected"), BACK)
def test_a_reference_back_means_the_route_before_it(back, text, expected):
    assert back(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_points_nowhere_for_sure_is_left_out(back, text):
    assert back(text) == []


def test_the_whole_noun_phrase_points_back(back):
    text = "The BTK railway is open. The railway line is long, and the border crossing is far."
    assert back(text) == [("The railway line", "btk")]


def test_a_reference_reaches_over_a_page_no_more(back):
    filler = "Rain fell on the hills. " * 80
    assert back("The BTK railway opened. " + filler + "The railway is long.") == []


def test_a_reference_to_a_reference_reaches_on(back):
    filler = "Rain fell on the hills. " * 5
    text = "The BTK railway opened. " + filler + "The railway is long. " + filler + "The railway is old."
    assert [one for _, one in back(text)] == ["btk", "btk"]


def test_a_list_names_each_of_its_members(back):
    text = "The Baku–Guba highway meets the R-217. Taken together, the highway and the R-217 are long."
    assert ("the highway", "r217-kavkaz") not in back(text)


@given(
    st.lists(
        st.sampled_from(
            [
                *str.split("The the this bu Bu этот railway line corridor road project BTK INSTC BTC"),
                *("pipeline", ".", ",", "and", "\n\n", "## ", "Baku–Guba highway", "railways", "federal"),
                *("R-217", "«", "\u200d", "\ud800"),
            ]
        ),
        max_size=60,
    )
)
def test_spans_stay_apart_in_any_mixture(back, words):
    back(" ".join(["The BTK railway.", *words]))


def routes_of(gazetteer, registry, text=TEXT, **options):
    geoparser = Geoparser(gazetteer, registry, GazetteerRecogniser(gazetteer), **options)
    found = geoparser.locate(Document("text", text))
    return [one for one in found if isinstance(one, Mention) and one.route is not None]


def test_a_reference_back_is_a_mention_of_lower_score_when_asked_for(gazetteer, registry):
    named, back = routes_of(gazetteer, registry, coreferences=True)
    assert (named.role, back.role) == ("place", "coreference")
    assert back.surface == "the railway"
    assert back.target.id == named.target.id == "btk"
    assert back.score < named.score


def test_references_back_are_off_by_default(gazetteer, registry):
    assert [one.role for one in routes_of(gazetteer, registry)] == ["place"]


def test_a_composed_route_is_referred_back_to(gazetteer, registry):
    text = "The Erzurum–Sivas railway is old. Snow closes the railway in winter."
    named, back = routes_of(gazetteer, registry, text, coreferences=True)
    assert (named.role, back.role) == ("place", "coreference")
    assert back.target == named.target
    assert back.score < named.score


def test_a_reference_back_draws_only_what_its_text_named(gazetteer, registry):
    from geo.routes.grammar import find_routes

    def legs(text):
        spans = find_routes(Document("text", text), registry, gazetteer, coreferences=True)
        return [span.leg_ids for span in spans]

    section = "The Turkish section of the BTC pipeline is old. "
    assert legs(f"{section}Now the pipeline is full.") == [("btc/turkey",), ("btc/turkey",)]
    assert legs(f"{section}The BTC pipeline is long. Now the pipeline is full.")[-1] == ()
