from __future__ import annotations

import pytest

from geo.gazetteer import Gazetteer
from geo.model import Document, Mention
from geo.pipeline import Geoparser
from geo.recognise import GazetteerRecogniser

TEXT = "The Baku–Tbilisi–Kars railway opened in 2017. Trains of the railway carry containers to Kars."


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


def routes_of(gazetteer, registry, **options):
    geoparser = Geoparser(gazetteer, registry, GazetteerRecogniser(gazetteer), **options)
    found = geoparser.locate(Document("text", TEXT))
    return [one for one in found if isinstance(one, Mention) and one.route is not None]


def test_a_reference_back_is_a_mention_of_lower_score_when_asked_for(gazetteer, registry):
    named, back = routes_of(gazetteer, registry, coreferences=True)
    assert (named.role, back.role) == ("place", "coreference")
    assert back.surface == "the railway"
    assert back.target.id == named.target.id == "btk"
    assert back.score < named.score


def test_references_back_are_off_by_default(gazetteer, registry):
    assert [one.role for one in routes_of(gazetteer, registry)] == ["place"]
