from __future__ import annotations

import pytest

from geo.model import Document
from geo.recognise import NatashaRecogniser


@pytest.mark.filterwarnings("ignore")
def test_russian_documents(world, recogniser):
    pytest.importorskip("natasha")
    natasha = NatashaRecogniser(world, recogniser)
    text = "Владимир Астраханцев приехал из Баку в Астрахань. \ud800 В Москве его ждали."
    found = natasha.spans(Document("ru", text, language="ru"))
    assert [text[one.start : one.end] for one in found] == ["Баку", "Астрахань", "Москве"]


@pytest.mark.filterwarnings("ignore")
def test_other_documents_go_elsewhere(world, recogniser):
    pytest.importorskip("natasha")
    document = Document("en", "A train left Baku for Ganja.", language="en")
    assert NatashaRecogniser(world, recogniser).spans(document) == recogniser.spans(document)
