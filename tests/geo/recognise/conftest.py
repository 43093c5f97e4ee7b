from __future__ import annotations

import pytest

from geo.gazetteer import Gazetteer
from geo.model import Document
from geo.recognise import GazetteerRecogniser


@pytest.fixture(scope="session")
def world():
    return Gazetteer.open()


@pytest.fixture(scope="session")
def recogniser(world):
    return GazetteerRecogniser(world)


@pytest.fixture(scope="session")
def names(recogniser):
    """Return what is found in a text, as it is written there."""

    def find(text, language="en"):
        document = Document("test", text, language=language)
        return [text[found.start : found.end] for found in recogniser.spans(document)]

    return find
