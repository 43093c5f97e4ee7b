"""A long text is searched for its names once, a short one for each: both find the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo.recognise import evidence
from geo.recognise.evidence import _is_between_blanks

_TEXTS = st.text(alphabet="ab \n\u00a0.", max_size=30)


@given(_TEXTS, st.text(alphabet="ab .", min_size=1, max_size=3))
def test_words_between_blanks_are_those_that_a_search_finds(text, name):
    words = frozenset(text.split(" ")[1:-1])
    assert _is_between_blanks(name, text, words) == _is_between_blanks(name, text, None)


def test_the_number_of_names_changes_nothing(world, monkeypatch):
    text = "Reading is a town. He was reading in Reading, and Mobile had mobile phones; nice is Nice."
    matches = world.scan(text, "en")
    few = evidence.evidence(text, matches, world, {})
    monkeypatch.setattr(evidence, "_MANY_NAMES", 0)
    many = evidence.evidence(text, matches, world, {})
    assert [one.cues for one in few] == [one.cues for one in many]
    assert any("small elsewhere" in one.cues for one in many)
