from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.recognise.natural import natural_kinds


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A bridge carries the road over the Samur since then.", "Samur"),
        ("Samur is the river that marks the border.", "Samur"),
        ("It lies on the bank of the Aras between two towns.", "Aras"),
        ("The river Volga is wide.", "Volga"),
        ("пункт пропуска на реке Самур", "Самур"),
        ("дорога идёт вдоль Куры", "Куры"),
        ("Marşrut Kür boyunca uzanır.", "Kür"),
        ("Qatarlar Samur çayını keçir.", "Samur"),
    ],
)
def test_words_of_a_river_are_heard(text, name):
    start = text.index(name)
    assert "river" in natural_kinds(text, start, start + len(name))


@pytest.mark.parametrize(
    "text",
    ["the village of Samur", "Trains stop at Samur.", "the Samur customs post", "The Samur station is old."],
)
def test_no_river_where_nothing_says_so(text):
    start = text.index("Samur")
    assert not natural_kinds(text, start, start + 5)


@given(st.text(min_size=1, max_size=200), st.data())
def test_any_text_is_read(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    natural_kinds(text, start, data.draw(st.integers(start + 1, len(text))))


def test_a_known_river_is_found_where_it_is_called_one(names):
    assert "Aras" in names("Few stretches have as many names as the bank of the Aras between the towns.")


def test_an_article_before_a_noun_is_no_place(names):
    assert names("The river\n\nA new bridge crosses here.") == []


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Bir hissə Qara dənizə, Poti limanına gedir.", "az", "Qara dənizə"),
        ("Gəmilər Qara dənizdə gözləyir.", "az", "Qara dənizdə"),
        ("Yol Xəzər dənizinə çatır.", "az", "Xəzər dənizinə"),
        ("у берегов Чёрного моря", "ru", "Чёрного моря"),
        ("порты в Персидском заливе", "ru", "Персидском заливе"),
    ],
)
def test_the_last_word_of_a_sea_may_be_inflected(names, text, language, name):
    assert name in names(text, language)


def test_a_second_name_in_brackets_is_the_same_place(names):
    assert names("They closed the office in Khankendi (Stepanakert).") == ["Khankendi", "Stepanakert"]


def test_an_unmistakable_name_needs_no_preposition(names):
    assert "South Caucasus" in names(
        "If not de jure, then at least de facto, South Caucasus is now a peaceful region."
    )
