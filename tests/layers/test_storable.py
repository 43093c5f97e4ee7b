import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from layers.storable import restored, storable, storable_all, visible
from tests.layers.atlases import TEXT


@given(TEXT)
def test_any_text_comes_back_from_a_database(text):
    base = sqlite3.connect(":memory:")
    kept = base.execute("SELECT ?", (storable(text),)).fetchone()[0]
    base.close()
    assert restored(kept) == text
    assert "\0" not in kept
    kept.encode("utf-8")


@given(st.text())
def test_offsets_hold_in_the_stored_text(text):
    hostile = "\ud800" + text.replace("\U0010f001", "") + "\0"
    assert len(storable(hostile)) == len(hostile) + sum(0x10E800 <= ord(char) <= 0x10F001 for char in hostile)


@given(st.lists(st.none() | TEXT))
def test_many_texts_are_stored_like_one(texts):
    assert storable_all(texts) == [storable(text) for text in texts]


def test_ordinary_text_is_stored_as_it_is():
    text = "Баку, 巴库, Bakı 🚂"
    assert storable(text) is text or storable(text) == text
    assert storable(None) is None


def test_visible_text_is_fit_for_xml():
    assert visible("a\x00b\ud800c\td\n") == "a�b�c\td\n"
