from __future__ import annotations

import pytest

from geo.pipeline import Geoparser
from maps.explain import explanation, print_explanation
from maps.report import console


@pytest.fixture(scope="module")
def parser():
    return Geoparser.open(recogniser="gazetteer")


def test_a_name_without_context_may_be_a_near_tie(parser):
    assert explanation(parser, "Georgia")["near_tie"]
    assert not explanation(parser, "Baku")["near_tie"]


def test_the_evidence_is_told_in_words(parser):
    found = explanation(parser, "Astara", "Astara, Iran, is a port near Rasht.")
    assert found["candidates"][0]["evidence"]["the text says where it lies"] > 0


def test_the_score_is_read_on_a_narrow_terminal(parser, monkeypatch):
    monkeypatch.setattr(console, "_width", 80)
    with console.capture() as capture:
        print_explanation(explanation(parser, "Georgia"))
    printed = capture.get()
    assert "near tie" in printed
    assert printed.count("score 0.") >= 3
    assert all(len(line) <= 80 for line in printed.splitlines())
