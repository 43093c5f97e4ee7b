from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GazetteerError
from geo.model import Document
from geo.recognise.context import surroundings
from geo.recognise.cues import next_class, previous_class
from geo.recognise.discourse import TERMS, with_discourse
from geo.recognise.language import is_english
from geo.recognise.lexicon import common_tier, family_share, given_share
from geo.recognise.model import model, probability
from geo.recognise.proper import inside_proper_name
from geo.recognise.spans import widened


@given(st.text(max_size=60), st.data())
def test_surroundings_of_any_span(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    around = surroundings(text, start, end)
    assert around.cues[0].startswith("p=")
    assert around.cues[1].startswith("n=")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Mr.", ("title", True)),
        ("in", ("in", False)),
        ("said.", ("stop", False)),
        ("John", ("Given", True)),
        ("5", ("number", False)),
    ],
)
def test_words_before(raw, expected):
    assert previous_class(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("River", ("Feature", True)),
        ("University,", ("Organisation", True)),
        ("said", ("verb", False)),
        ("(the", ("open", False)),
    ],
)
def test_words_after(raw, expected):
    assert next_class(raw) == expected


def test_lists_know_the_commonest():
    assert common_tier("the") == 10
    assert common_tier("baku") == 99
    assert given_share("james") > 1000
    assert family_share("smith") > 500


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("the Ministry of Foreign Affairs of Iran", "Iran", True),
        ("Azerbaijan President Ilham Aliyev", "Azerbaijan", True),
        ("a visit to Azerbaijan by the president", "Azerbaijan", False),
        ("in Russia. Foreign Minister Lavrov", "Russia", False),
    ],
)
def test_proper_names(text, name, expected):
    start = text.index(name)
    assert inside_proper_name(text, start, start + len(name)) is expected


def test_generic_nouns_belong_to_the_name():
    text = "the Samur River and Kars Province"
    assert text[slice(*widened(text, 4, 9))] == "Samur River"
    assert text[slice(*widened(text, 20, 24))] == "Kars Province"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(-50, 50)), max_size=20))
def test_other_uses_weigh_in_but_lose_none(uses):
    weights = dict.fromkeys(TERMS, 0.5)
    names, values = [name for name, _ in uses], [value for _, value in uses]
    assert len(with_discourse(names, values, weights)) == len(uses)


@given(st.floats(allow_nan=False))
def test_probabilities_are_between_none_and_one(log_odds):
    assert 0.0 < probability(log_odds) < 1.0


def test_an_unknown_model_is_refused_with_the_choices():
    with pytest.raises(GazetteerError, match="gazetteer, statistical"):
        model("crystal ball")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The road to the sea is in the hands of the state.", None, True),
        ("Железная дорога из Баку в Ялам проходит вдоль моря и гор.", None, False),
        ("Bu yol Bakıdan Qubaya qədər uzanır və sonra dənizə çıxır, amma hələ bitməyib.", None, False),
        ("Baku", "az", False),
        ("Baku", "en-GB", True),
    ],
)
def test_languages(text, language, expected):
    assert is_english(Document("any", text, language=language)) is expected
