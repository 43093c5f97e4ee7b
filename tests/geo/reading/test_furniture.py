from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.furniture import furniture_of


def lines(text):
    return [text[start:end] for start, end in furniture_of(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Rate this article", "(votes: 4, rating: 5)", " (4 votes)", "Share this article", "Share the Post:",
        "Related Posts", "Read More", "Read also: Baku opens a port", "Poll conducted",
        "Читайте также: Порт в Баку",
        "Share on Facebook", "Поделиться", "  • Print this page", "Həmçinin oxuyun: Bakıda yeni liman",
    ],
)  # fmt: skip
def test_lines_that_the_page_put_there(line):
    assert lines(f"Trains run from Baku.\n{line}\nThey reach Rasht.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Share of Baku in the transit grew.",
        "Read the report of the port of Baku.", "Rate of growth: 5 per cent",
        "Related posts in Moscow were cut.", "Vote in Yerevan", "See also Baku",
        "Latest news from Baku reached us.", "", "Printing in Baku",
    ],
)  # fmt: skip
def test_lines_that_may_be_the_authors(line):
    assert lines(line) == []


@given(st.text(st.sampled_from("Rate this artcl\n\t•votes: (4)\u200d\u202e"), max_size=200))
def test_spans_are_in_order_and_within_lines(text):
    spans = furniture_of(text)
    assert list(spans) == sorted(spans)
    assert all("\n" not in text[start:end] and start < end for start, end in spans)


def test_long_lines_are_not_searched():
    assert furniture_of("Read also: " + "x" * 5_000_000) == ()


def test_nothing_that_people_marked_as_a_mention_is_furniture(shared):
    gold = (shared / "gold" / "seeds_gold.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in gold.splitlines()]
    for name in {row["doc"] for row in rows}:
        spans = furniture_of((shared / "seeds" / f"{name}.txt").read_text(encoding="utf-8"))
        assert not [
            row for row in rows if row["doc"] == name and any(a <= row["start"] < b for a, b in spans)
        ]


def test_places_in_furniture_are_no_mentions():
    from geo.model import Document
    from geo.pipeline import Geoparser

    text = "Trains run from Baku to Rasht.\n\nRead also: Kars opens a station\n\nThey go on to Qazvin."
    document = Document("a", text, language="en", furniture=furniture_of(text))
    found = [one.span.surface for one in Geoparser.open(recogniser="gazetteer").locate(document)]
    assert "Kars" not in found
    assert {"Baku", "Rasht", "Qazvin"} <= set(found)
