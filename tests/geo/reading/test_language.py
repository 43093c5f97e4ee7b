from __future__ import annotations

import pytest

from geo.reading.language import language_of

from .languages import OTHERS, PARAGRAPHS


@pytest.mark.parametrize(("language", "text"), list((PARAGRAPHS | OTHERS).items()))
def test_languages_are_told_apart(language: str, text: str) -> None:
    assert 200 <= len(text) <= 400
    assert language_of(text) == language


def test_names_of_another_script_do_not_mislead() -> None:
    assert language_of("Читать на русском\n" + PARAGRAPHS["en"]) == "en"


@pytest.mark.parametrize(
    "text", ["", "12 345 67", "Baku", "https://example.org/the/road/from/here/to/there/and/back"]
)
def test_too_little_text_has_no_language(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize("unit", ["a", "\ud800", "\x00", "ё", "@", "http://", " "])
def test_a_huge_line_is_no_trouble(unit: str) -> None:
    language_of(unit * 1_000_000)
