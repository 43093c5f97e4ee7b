from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer
from geo.model import Document, Mention, Unresolved
from geo.recognise import Found, GazetteerRecogniser
from geo.resolve import resolve
from geo.resolve.distance import rough_km


@pytest.fixture(scope="session")
def world():
    return Gazetteer.open()


@pytest.fixture(scope="session")
def recogniser(world):
    return GazetteerRecogniser(world)


@pytest.fixture(scope="session")
def where(world, recogniser):
    """Return the ids of a name's mentions in a text, in order; None where one is unresolved."""

    def find(text, name, language="en", **options):
        document = Document("test", text, language=language)
        found = [one for one in recogniser.spans(document) if text[one.start : one.end] != name]
        start = text.find(name)
        while start >= 0:
            found.append(Found(start, start + len(name)))
            start = text.find(name, start + 1)
        found.sort(key=lambda one: one.start)
        answers = resolve(document, found, world, **options)
        return [
            answer.place.id if isinstance(answer, Mention) else None
            for answer in answers
            if answer.span.surface == name
        ]

    return find


ASTARA_AZ, ASTARA_IR = "geonames:148445", "geonames:142676"


def same(world, one, other):
    return rough_km(world.get(one), world.get(other)) < 25


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cargo waits in Astara on the Iranian side of the border.", ASTARA_IR),
        ("A bazaar in Astara, Iran, was closed.", ASTARA_IR),
        ("Rails reach Astara from Rasht, Talesh and Qazvin in Iran.", ASTARA_IR),
        ("Trains from Baku and Lankaran in Azerbaijan end at Astara.", ASTARA_AZ),
        ("The station of Astara, Azerbaijan, was rebuilt.", ASTARA_AZ),
    ],
)
def test_two_astaras(world, where, text, expected):
    assert world.get(where(text, "Astara")[0]).country == world.get(expected).country


def test_two_astaras_in_one_text(world, where):
    text = "Astara in Azerbaijan looks across the river at Astara in Iran."
    assert [world.get(one).country for one in where(text, "Astara")] == ["AZ", "IR"]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Georgia, Armenia and Azerbaijan share the South Caucasus.", "Georgia", "GE"),
        (
            "Police in Atlanta, Savannah and Macon said the storm crossed Georgia and Alabama.",
            "Georgia",
            "US",
        ),
        ("The mayor of Paris, Texas, spoke in Dallas.", "Paris", "US"),
        ("PARIS, Ky. (AP) - A barn burned near Lexington.", "PARIS", "US"),
        ("Macron returned to Paris from Berlin and Brussels.", "Paris", "FR"),
        ("Oil from Ganja, Azerbaijan, was sold.", "Ganja", "AZ"),
        ("He moved from London, Ontario, to Toronto.", "London", "CA"),
    ],
)
def test_namesakes(world, where, text, name, country):
    assert world.get(where(text, name)[0]).country == country


def test_a_bare_name_is_the_city_and_not_its_province(world, where):
    assert world.get(where("A train left Qazvin in Iran for Tehran.", "Qazvin")[0]).kind == "city"


def test_context_pulls_like_places_in_the_text(world, where):
    rasht = next(place for place in world.find("Rasht") if place.country == "IR")
    lankaran = next(place for place in world.find("Lankaran") if place.country == "AZ")
    text = "The queue at Astara was long."
    assert world.get(where(text, "Astara", context=(rasht,))[0]).country == "IR"
    assert world.get(where(text, "Astara", context=(lankaran,))[0]).country == "AZ"


def test_inflected_names_are_located(world, where):
    assert world.get(where("Поезд идёт из Баку в Тбилиси.", "Баку", language="ru")[0]).country == "AZ"
    assert same(
        world, where("Qatar Bakıdan Gəncəyə gedir.", "Bakıdan", language="az")[0], world.find("Baku")[0].id
    )


def test_answers_stand_in_the_order_of_the_spans(world):
    document = Document("order", "Baku, Tbilisi, Kars, Baku and Qwertzuiop", language="en")
    found = [Found(0, 4), Found(6, 13), Found(15, 19), Found(21, 25), Found(30, 40)]
    answers = resolve(document, found, world)
    assert [(answer.span.start, answer.span.end) for answer in answers] == [
        (one.start, one.end) for one in found
    ]
    assert isinstance(answers[-1], Unresolved)


def test_reasons_are_for_people(world):
    document = Document("why", "Qwertzuiop and the West", language="en")
    unknown, vague = resolve(document, [Found(0, 10), Found(19, 23)], world)
    assert "No place named 'Qwertzuiop'" in unknown.reason
    assert "gazetteer add" in unknown.reason
    assert "Too vague: 'West'" in vague.reason


def test_rivals_are_named(world):
    document = Document("rivals", "San José", language="en")
    answer = resolve(document, [Found(0, 8)], world)[0]
    assert len(answer.candidates) > 1
    if isinstance(answer, Unresolved):
        assert "Too ambiguous" in answer.reason


def test_the_same_input_gives_the_same_answer(world, recogniser):
    document = Document("same", "From Springfield to Georgetown, by way of Salem and Clinton.", language="en")
    found = recogniser.spans(document)
    assert resolve(document, found, world) == resolve(document, found, world)


def test_no_spans_no_answers(world):
    assert resolve(Document("none", "", language="en"), [], world) == []


@given(
    st.lists(
        st.sampled_from(["Baku", "Astara", "Paris", "Xyz", "Georgia", "\ud800", "باکو", "West", "U.S."]),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_scores_are_probabilities_and_nothing_is_dropped(world, names):
    text, found = "", []
    for name in names:
        found.append(Found(len(text), len(text) + len(name)))
        text += name + ", "
    answers = resolve(Document("any", text), found, world)
    assert len(answers) == len(found)
    for answer in answers:
        if isinstance(answer, Mention):
            assert 0.0 <= answer.score <= 1.0
            assert list(answer.candidates) == sorted(answer.candidates, key=lambda one: -one.score)
        else:
            assert answer.reason


def test_many_mentions_are_resolved_in_parts(world):
    text = "Baku, Astara and Rasht. " * 2000
    found = [Found(24 * n + a, 24 * n + b) for n in range(2000) for a, b in ((0, 4), (6, 12), (17, 22))]
    answers = resolve(Document("many", text, language="en"), found, world)
    assert len(answers) == 6000
    assert all(isinstance(answer, Mention) for answer in answers)


@pytest.mark.parametrize(
    ("text", "language", "name", "expected"),
    [
        (
            "Astara in Azerbaijan has been a railhead for long; Astara in Iran got its first rails in 2018.",
            "en",
            "Astara",
            [ASTARA_AZ, ASTARA_IR],
        ),
        (
            "Cargo crosses from Astara on the Azerbaijani side to Astara on the Iranian side.",
            "en",
            "Astara",
            [ASTARA_AZ, ASTARA_IR],
        ),
        (
            "The Iranian Astara is a bazaar; the Azerbaijani Astara a station.",
            "en",
            "Astara",
            [ASTARA_IR, ASTARA_AZ],
        ),
        (
            "Азербайджанская Астара – станция. Иранская Астара – базар.",
            "ru",
            "Астара",
            [ASTARA_AZ, ASTARA_IR],
        ),
        ("Поезд идёт от азербайджанской Астары до иранской Астары.", "ru", "Астары", [ASTARA_AZ, ASTARA_IR]),
        ("Астара в Иране больше, чем Астара в Азербайджане.", "ru", "Астара", [ASTARA_IR, ASTARA_AZ]),
        (
            "İranın Astara şəhəri Azərbaycanın Astara şəhəri ilə üzbəüzdür.",
            "az",
            "Astara",
            [ASTARA_IR, ASTARA_AZ],
        ),
        (
            "Samur is the river that marks the border. The road goes over the Samur since then.",
            "en",
            "Samur",
            ["samur", "samur"],
        ),
        ("Marşrut Kür boyunca Yevlaxa gedir.", "az", "Kür", ["kura"]),
    ],
)
def test_a_holder_or_kind_said_outright_decides_each_mention(where, text, language, name, expected):
    assert where(text, name, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Georgia borders Turkey, Armenia and Azerbaijan.", "iso:GE"),
        ("The pipeline runs from Baku through Georgia to Erzurum.", "iso:GE"),
        ("Georgia lies between Alabama, Florida and South Carolina.", "iso:US-GA"),
    ],
)
def test_neighbours_decide_between_a_country_and_its_namesake(where, text, expected):
    assert where(text, "Georgia") == [expected]
