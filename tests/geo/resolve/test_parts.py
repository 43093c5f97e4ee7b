from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GazetteerError
from geo.gazetteer import Gazetteer
from geo.resolve import clues
from geo.resolve.abbreviations import SUBDIVISIONS, subdivision_name
from geo.resolve.blocks import block_of
from geo.resolve.candidates import candidates_of
from geo.resolve.clues import clue_for, says_area, supports
from geo.resolve.features import FEATURES
from geo.resolve.weights import read_weights, weights


@pytest.fixture(scope="session")
def world():
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("text", "name", "holder"),
    [
        ("Ganja, Azerbaijan", "Ganja", "iso:AZ"),
        ("LEXINGTON, Ky. (AP)", "LEXINGTON", "iso:US-KY"),
        ("Paris, TX 75460", "Paris", "iso:US-TX"),
        ("the Iranian city of Astara", "Astara", "iso:IR"),
        ("Astara on the Iranian side", "Astara", "iso:IR"),
        ("Georgia’s Batumi", "Batumi", "iso:GE"),
        ("Springfield (Illinois)", "Springfield", "iso:US-IL"),
    ],
)
def test_containment_in_the_text(world, text, name, holder):
    start = text.index(name)
    assert holder in {place.id for place in clue_for(text, start, start + len(name), world)[0]}


@pytest.mark.parametrize("text", ["Baku and Ganja", "Baku, however", "in Baku.", "Baku"])
def test_no_containment(world, text):
    start = text.index("Baku")
    assert clue_for(text, start, start + 4, world) == ((), False)


def test_a_clue_supports_what_lies_inside(world):
    iran = world.get("iso:IR")
    astaras = {place.country: place for place in world.find("Astara") if place.kind == "city"}
    assert supports((iran,), astaras["IR"])
    assert not supports((iran,), astaras["AZ"])
    assert not supports((iran,), iran)


def test_what_a_text_calls_an_area():
    assert says_area("Qazvin Province", 0, 6)
    assert says_area("the province of Qazvin", 16, 22)
    assert not says_area("Qazvin and Rasht", 0, 6)


_PIECES = (
    *(
        "Province",
        "province",
        "STATE",
        "of",
        "the",
        "Of",
        "krai",
        "Vilayəti",
        "rayonu",
        "İLİ",
        "ili",
        "области",
    ),
    *("районе", "and", "in", "other", "kraft", " ", " ", " ", "\u00a0", "\n", "-", "'s", "’s", ",", ""),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=8), st.lists(st.sampled_from(_PIECES), max_size=5))
def test_quick_looks_miss_no_area(before, after):
    text = f"{''.join(before)}Qazvin{''.join(after)}"
    start = len("".join(before))
    end = start + len("Qazvin")
    slow = clues._AREA_AFTER.match(text, end) or clues._AREA_BEFORE.search(text[max(0, start - 64) : start])
    assert says_area(text, start, end) == bool(slow)


@given(
    st.lists(st.sampled_from((*"(,'’ \u00a0cвнсxZа", "in", "on", "the", "Iran", "side", "на", "в", "Иране")))
)
def test_patterns_that_are_left_out_do_not_match(pieces):
    after = "".join(pieces)[:64]
    asked = clues._patterns(after)
    every = (clues._COMMA, clues._PAREN, clues._IN, clues._SIDE, clues._IN_RUSSIAN)
    assert [one for one in every if one.match(after)] == [one for one in asked if one.match(after)]
    assert after[1:2] in clues._SIDE_RUSSIAN_BEGINS or not clues._SIDE_RUSSIAN.match(after)


def test_abbreviations_stand_for_one_name_each():
    assert subdivision_name("Ky.") == "Kentucky"
    assert subdivision_name("baku") is None
    assert len(set(SUBDIVISIONS.values())) == 61


def test_generic_words_are_left_out(world):
    assert candidates_of("the city of Ganja", world)[0].id == candidates_of("Ganja", world)[0].id


def test_a_block_has_a_row_for_each_candidate(world):
    places = candidates_of("Paris", world)
    block = block_of("Paris", places)
    assert block.static.shape[0] == len(places) == len(block.country)
    assert block.static[:, 1].sum() == 1


def test_shipped_weights_cover_every_feature():
    assert all(len(stage) == len(FEATURES) for stage in weights().stages)


def test_weights_that_lack_a_feature_are_refused():
    broken = {"stages": [{"log_population": 1.0}], "calibration": {"slope": 1, "intercept": 0, "rivals": 0}}
    with pytest.raises(GazetteerError, match="fit_resolve"):
        read_weights(json.dumps(broken))
