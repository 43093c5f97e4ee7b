from __future__ import annotations

import pytest

from geo.errors import UsageError
from geo.gazetteer import Match
from geo.model import Document
from geo.recognise import english
from geo.recognise.english import Entity, labels_of


def test_labels_tell_how_entity_and_name_meet():
    matches = [Match(0, 4, "baku", ("a",)), Match(10, 15, "ganja", ("b",)), Match(30, 35, "paris", ("c",))]
    found = [Entity(0, 4, "GPE"), Entity(8, 20, "ORG")]
    assert labels_of(matches, found) == {0: "GPE", 1: "ORG<"}


def test_without_a_model_the_repair_is_named(monkeypatch):
    monkeypatch.setattr(english, "available_models", list)
    english._model.cache_clear()
    with pytest.raises(UsageError, match=r"\[ner\]"):
        english._model()
    english._model.cache_clear()


@pytest.mark.filterwarnings("ignore")
def test_places_with_a_model(world):
    if not english.available_models():
        pytest.skip("no English spaCy model is installed (extra [ner])")
    pytest.importorskip("spacy")
    text = "The minister flew from Baku to Qqqqstan, said John Paris."
    found = english.SpacyRecogniser(world).spans(Document("model", text, language="en"))
    assert text[found[0].start : found[0].end] == "Baku"
    assert all(text[one.start : one.end] != "Paris" for one in found)
