from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from geo.reading import ngrams
from geo.reading.language import language_of
from geo.reading.ngrams import likeliest

from .languages import OTHERS, PARAGRAPHS


@cache
def _its_own() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@pytest.mark.parametrize(("language", "text"), list((PARAGRAPHS | OTHERS).items()))
def test_languages_are_told_apart(language: str, text: str) -> None:
    assert 200 <= len(text) <= 400
    assert language_of(text) == language


@pytest.mark.parametrize(
    "words", [*PARAGRAPHS.values(), *OTHERS.values(), "", "x", "\ud800 ab", "\x00" * 9, "VE BU"]
)
def test_the_model_is_read_as_its_own_package_reads_it(words: str) -> None:
    for text in (words, words[:50], words[50:150], words.upper()):
        assert likeliest(text) == _its_own().classify(text)


def test_plain_english_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(ngrams, "likeliest", lambda words: asked.append(words) or ("xx", 1.0))
    assert language_of(PARAGRAPHS["en"]) == "en"
    assert not asked
    for other in ("tr", "ru"):
        assert language_of(PARAGRAPHS["en"] + "\n" + PARAGRAPHS[other]) == "xx"


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
