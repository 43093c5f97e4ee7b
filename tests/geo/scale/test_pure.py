from __future__ import annotations

from pathlib import Path

from geo.pipeline import Geoparser
from geo.reading import Raw, document_of, read_raw

SAMPLES = Path(__file__).parents[3] / "seeds" / "documents"


def test_what_is_found_in_a_document_does_not_depend_on_those_before_it():
    documents = [document_of(raw) for raw in read_raw([SAMPLES]) if isinstance(raw, Raw)]

    def found(order):
        parser = Geoparser.open(recogniser="gazetteer")
        return {document.name: parser.locate(document) for document in order}

    together = found(documents)
    assert found(documents[::-1]) == together
    for document in documents:
        assert found([document])[document.name] == together[document.name]


def test_what_is_found_in_a_document_does_not_depend_on_those_beside_it():
    documents = [document_of(raw) for raw in read_raw([SAMPLES]) if isinstance(raw, Raw)]
    parser = Geoparser.open(recogniser="gazetteer")
    alone = [parser.locate(document) for document in documents]
    assert parser.locate_many(documents) == alone
    assert parser.locate_many([*documents[::-1], *documents]) == [*alone[::-1], *alone]
    assert parser.locate_many([]) == []
