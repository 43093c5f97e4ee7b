from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.routes import grammar
from geo.routes.nouns import is_head
from geo.routes.openings import openings_in
from geo.routes.words import WORD, cut, word_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.routes.lexicon import Lexicon
    from geo.routes.words import Word

# Places, nouns, modifiers, names and joints of four languages, with what may stand between them.
PIECES = str.split(
    "Baku Guba Astara Resht Kars Gyumri Tbilisi Moscow Баку Губа Губу Дербент Bakı Quba "
    "Bakıdan Qubaya Ankara Ankara'dan Sivas'a Sivas St. Petersburg BTC BTK INSTC MTC North South Middle "
    "Zangezur Southern Gas Corridor "
    "Север Юг железная дорога дорога из в мост через реку Samur Astarachay River railway line rail road "
    "highway bridge border crossing point project pipeline corridor route oil gas international transport "
    "old new from to via between and across the of linking with на МТК dəmir yolu dəhlizi hattı karayolu "
    "uzanan gedən ile arasındaki qədər "
    "border Georgian граница Грузии sərhədi Gürcüstan dövlət ve - – — , . ( ) “ ” « » \" ' \n"
)


def everywhere(text: str, lexicon: Lexicon) -> Iterator[Word]:
    for match in WORD.finditer(text):
        word = word_of(match)
        if word.key in lexicon.names or is_head(word.key):
            yield word


@given(seed=st.integers(0, 10**9), joint=st.sampled_from([" ", "", "\u00ad", "\u0301 "]))
def test_the_grammar_finds_no_more_when_it_is_asked_at_every_word(read, registry, seed, joint):
    chance = random.Random(seed)  # noqa: S311 - texts, no secrets
    text = "".join(
        piece + (joint if chance.random() < 0.1 else chance.choice(["", " ", " "]))
        for piece in chance.choices(PIECES, k=60)
    )
    found = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grammar, "openings_in", lambda text, _: everywhere(text, registry.lexicon))
        assert found == read(text)


@given(st.text(st.sampled_from("Aaб1_ -'\u00ad\u0301\u200d\ud800\n") | st.characters(), max_size=80))
def test_a_text_is_its_pieces_and_its_words_are_those_of_the_grammar(text):
    pieces = cut(text)
    assert "".join(pieces) == text
    assert pieces[1::2] == WORD.findall(text)


def test_a_text_without_a_route_asks_nothing_of_the_grammar(registry):
    text = "Its pipeline supplies Ganja, and another road is near the Ritz. Baku is on the line."
    assert list(openings_in(text, registry.lexicon.openings)) == []


def test_words_are_where_they_stand(registry):
    text = "«Автодорога» Баку – Губа, then a railway from Baku."
    found = list(openings_in(text, registry.lexicon.openings))
    assert [text[word.start : word.end] for word in found] == ["Автодорога", "railway"]
    assert [word.text for word in found] == ["Автодорога", "railway"]
