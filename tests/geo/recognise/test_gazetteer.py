from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.model import Document
from geo.recognise import GazetteerRecogniser

PIECES = st.sampled_from(
    [
        "Baku", "Moscow-Baku axis", "the ", "in ", " ", "\n", "’s", "'s", "-", "—",
        "Баку", "в Баку", "Bakıdan",
        "باکو", "ბაქო",
        "\u200d", "\u200f", "\x00", "\ud800", "U.S.", "Paris, TX", "(", ")", "“", "”", ",", ".",
        "Georgia", "President ", "Astara",
        "İ", "ß", "é", "e\u0301", "🚢",
    ]
)  # fmt: skip
HOSTILE = st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join)
RELAXED = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(HOSTILE)
@RELAXED
def test_spans_quote_the_text_in_order_and_apart(recogniser, text):
    found = recogniser.spans(Document("any", text))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0.0 <= one.score <= 1.0 for one in found)


@given(HOSTILE)
@RELAXED
def test_offsets_count_code_points(recogniser, text):
    plain = recogniser.spans(Document("any", text, language="en"))
    shifted = recogniser.spans(Document("any", "🚂🚂\n\n" + text, language="en"))
    if plain and text[0].isalnum() and plain[0].score > 0.9:  # what stands before may sway an unsure name
        assert plain[0].start + 4 in {one.start for one in shifted} or plain[0].start == 0


@pytest.mark.parametrize(
    "text",
    [
        "A" * 400_000,
        "Baku-" * 60_000,
        "Baku " * 40_000,
        "(" * 200_000,
        "the of in " * 40_000,
        "\ud800" * 100_000,
        "’s " * 100_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_long_lines_end(recogniser, text):
    began = time.monotonic()
    recogniser.spans(Document("long", text, language="en"))
    assert time.monotonic() - began < 120  # a hang, not a measurement


def test_the_same_text_gives_the_same_spans(world):
    document = Document("same", "From Baku to Ganja and on to Tbilisi, in Georgia.", language="en")
    assert GazetteerRecogniser(world).spans(document) == GazetteerRecogniser(world).spans(document)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trains run from Baku to Yalama in Azerbaijan.", ["Baku", "Yalama", "Azerbaijan"]),
        ("Talks on the Moscow-Baku axis went on.", ["Moscow", "Baku"]),
        ("A bridge across the Astarachay River was opened.", ["Astarachay River"]),
        ("The Caspian Sea lies between Europe and Asia.", ["Caspian Sea", "Europe", "Asia"]),
        ("He flew to Paris on Monday.", ["Paris"]),
    ],
)
def test_places_in_plain_sentences(names, text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It was good, said Jackson Smith.",
        "Reading is a Nice habit, and Mobile phones are Many.",
        "On Monday, March 5, Mr. Washington of the team said so.",
        "The Of And The In.",
    ],
)
def test_people_and_common_words_are_no_places(names, text):
    assert names(text) == []


def test_demonyms_are_an_option(world):
    document = Document("people", "Turkish officials met Georgians in Ankara.", language="en")
    text = document.text
    without = GazetteerRecogniser(world).spans(document)
    with_them = GazetteerRecogniser(world, demonyms=True).spans(document)
    assert [text[one.start : one.end] for one in without] == ["Ankara"]
    assert [text[one.start : one.end] for one in with_them if one.demonym] == ["Turkish", "Georgians"]


def test_names_inside_the_names_of_organisations_are_marked(recogniser):
    text = "The Baku Slavic University is in Baku."
    marks = [
        (text[one.start : one.end], one.in_name)
        for one in recogniser.spans(Document("org", text, language="en"))
    ]
    assert marks == [("Baku", True), ("Baku", False)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Поезд идёт из Баку в Астару через Махачкалу.", "ru", ["Баку", "Астару", "Махачкалу"]),
        ("Qatar Bakıdan Gəncəyə gedir.", "az", ["Bakıdan", "Gəncəyə"]),
        ("Tren Kars'tan Ankara'ya gidiyor.", "tr", ["Kars", "Ankara"]),
    ],
)
def test_other_languages(names, text, language, expected):
    found = names(text, language)
    assert [one for one in expected if one in found] == expected


def test_seed_documents(recogniser, shared):
    """The floor that the project promises; the bench prints the figures themselves."""
    import json

    gold = [
        json.loads(line)
        for line in (shared / "gold" / "seeds_gold.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    wanted = {(g["doc"], g["start"], g["end"]) for g in gold if g["kind"] == "place" and not g["optional"]}
    others = [g for g in gold if g["kind"] == "route" or g["optional"]]
    hits, wrong = set(), 0
    for file in sorted((shared / "seeds").glob("*.txt")):
        text = file.read_bytes().decode("utf-8")
        for one in recogniser.spans(Document(file.stem, text, language="en")):
            key = (file.stem, one.start, one.end)
            if key in wanted:
                hits.add(key)
            elif not any(
                g["doc"] == file.stem and one.start < g["end"] and g["start"] < one.end for g in others
            ):
                wrong += 1
    precision, recall = len(hits) / (len(hits) + wrong), len(hits) / len(wanted)
    assert 2 * precision * recall / (precision + recall) >= 0.96
