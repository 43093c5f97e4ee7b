from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from geo.model import Document
from geo.reading import duplicates, merged

WORDS = [f"word{number}" for number in range(400)]


def text(seed, count=300):
    chosen = random.Random(seed)  # noqa: S311  words, no secret
    return " ".join(chosen.choice(WORDS) for _ in range(count))


def names(documents):
    return {one.name: [copy.name for copy in one.copies] for one in merged(documents)}


def test_the_same_text_is_one_document_with_its_sources():
    first = Document("a", text(1), title="T", source="x/a.txt")
    again = Document("b", text(1), publisher="Reprint House", url="https://x.org", source="y/b.html")
    (kept,) = merged([first, again])
    assert (kept.name, kept.text, kept.id) == ("a", first.text, first.id)
    ((copy,), *_) = (kept.copies,)
    assert (copy.name, copy.source, copy.publisher, copy.url) == (
        "b",
        "y/b.html",
        "Reprint House",
        "https://x.org",
    )


def test_a_reprint_with_other_spacing_a_head_and_a_foot_is_a_copy():
    reprint = (
        "REPRINTED BY THE WIRE\n\n"
        + text(1).replace(" ", "\n").upper()
        + "\n\n(c) 2024 The Wire. All rights."
    )
    assert names([Document("a", text(1)), Document("b", reprint), Document("c", text(2))]) == {
        "a": ["b"],
        "c": [],
    }


def test_a_text_that_shares_half_is_another():
    half = text(1, 150) + " " + text(3, 150)
    assert names([Document("a", text(1)), Document("b", half)]) == {"a": [], "b": []}


def test_short_texts_are_copies_only_word_for_word():
    notices = ["Train 7 leaves Baku at nine.", "Train 7 leaves Baku at ten.", "train 7 leaves Baku at NINE"]
    documents = [Document(str(at), notice) for at, notice in enumerate(notices)]
    assert names(documents) == {"0": ["2"], "1": []}


def test_a_chain_of_small_changes_does_not_join_its_ends():
    chain = [Document(str(at), text(1)[at * 200 :] + " " + text(9)[: at * 200]) for at in range(9)]
    assert len(merged(chain)) > 1


def test_texts_without_words_are_not_copies_of_each_other():
    assert names([Document("a", "…"), Document("b", "!!!"), Document("c", "")]) == {"a": [], "b": [], "c": []}


@given(st.lists(st.integers(0, 5), max_size=12))
def test_nothing_is_lost_and_the_first_stands(seeds):
    documents = [Document(f"{at}", text(seed, 60)) for at, seed in enumerate(seeds)]
    found = merged(documents)
    assert sorted(
        [one.name for one in found] + [copy.name for one in found for copy in one.copies]
    ) == sorted(one.name for one in documents)
    assert [one.text for one in found] == list(dict.fromkeys(one.text for one in documents))


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_split_as_any_text_is(text):
    # Beside a letter that is not ASCII, the same words are found by the expression for all scripts.
    assert duplicates._words(f"{text} é")[:-1] == duplicates._words(text)
