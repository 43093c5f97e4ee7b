"""What is found in a document does not depend on those resolved together with it, to the last bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer
from geo.model import Document
from geo.reading import Raw, document_of, read_raw
from geo.recognise import Found, GazetteerRecogniser
from geo.resolve import engine, nearness, resolve, resolve_many
from geo.resolve.engine import shares_of
from geo.resolve.features import dynamic
from geo.resolve.groups import group
from geo.resolve.table import table
from geo.resolve.weights import weights

SAMPLES = Path(__file__).parents[3] / "seeds" / "documents"
TEXTS = (
    "Trains run from Baku to Ganja in Azerbaijan; Tbilisi and Batumi in Georgia wait.",
    "Georgia borders Turkey and Armenia. Yerevan and Kars are near.",
    "He moved from Alabama to Georgia, and works in Atlanta near Macon and Springfield.",
    "Astara in Iran got rails, Astara in Azerbaijan had them. Rasht and Qazvin wait.",
    "Nothing is named here.",
    "Springfield, Lexington, Columbus, Franklin, Clinton, Georgetown, Salem and Madison played.",
    "Cargo goes from Paris to London, Berlin, Moscow, Washington and Beijing.",
    "On the bank of the Samur lies Guba; the Aras flows by Nakhchivan.",
)


@pytest.fixture(scope="module")
def world():
    return Gazetteer.open()


@pytest.fixture(scope="module")
def found(world):
    recogniser = GazetteerRecogniser(world)
    documents = [Document(f"text {number}", text, language="en") for number, text in enumerate(TEXTS)]
    documents += [document_of(raw) for raw in read_raw([SAMPLES]) if isinstance(raw, Raw)]
    return [(document, recogniser.spans(document)) for document in documents]


@pytest.fixture(scope="module")
def alone(world, found):
    return [resolve(document, spans, world) for document, spans in found]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_documents_in_any_order_give_what_each_gives_alone(world, found, alone, data):
    chosen = data.draw(st.lists(st.integers(0, len(found) - 1), max_size=24))
    together = resolve_many([found[number] for number in chosen], world)
    assert together == [alone[number] for number in chosen]


def test_features_and_shares_are_the_same_bits_alone_and_together(world, found):
    grouped = [group(document, spans, world) for document, spans in found]
    order = np.random.default_rng(7).permutation(len(grouped) * 5) % len(grouped)
    everything = table([grouped[number] for number in order])
    features = dynamic(everything, np.full(len(everything.group), 0.5))
    shares = shares_of(everything, weights())
    for place, number in enumerate(order):
        rows = table([grouped[number]])
        own = everything.document == place
        assert np.array_equal(dynamic(rows, np.full(len(rows.group), 0.5)), features[own])
        assert np.array_equal(shares_of(rows, weights()), shares[own])


@pytest.mark.parametrize(("most", "pairs"), [(1, 65_536), (200, 100), (20_000, 1)])
def test_where_the_work_is_cut_changes_nothing(world, found, alone, monkeypatch, most, pairs):
    monkeypatch.setattr(engine, "_MOST", most)
    monkeypatch.setattr(nearness, "_MOST_PAIRS", pairs)
    assert resolve_many(found, world) == alone


def test_each_document_has_its_own_answers(world):
    texts = ["", "Baku", "", "Ganja and Baku"]
    documents = [(Document(str(number), text), []) for number, text in enumerate(texts)]
    assert resolve_many(documents, world) == [[], [], [], []]
    assert resolve_many([], world) == []
    documents[1][1].append(Found(0, 4))
    documents[3][1].extend((Found(10, 14), Found(0, 5)))
    answers = resolve_many(documents, world)
    assert [[one.span.surface for one in row] for row in answers] == [[], ["Baku"], [], ["Baku", "Ganja"]]
    assert [one.document.name for row in answers for one in row] == ["1", "3", "3"]


def test_long_documents_are_resolved_in_parts_wherever_they_stand(world, monkeypatch):
    monkeypatch.setattr(engine, "_PART", 3)
    text = "Baku, Ganja, Tbilisi, Astara, Rasht, Qazvin, Batumi, Kars."
    spans = [Found(text.index(name), text.index(name) + len(name)) for name in text[:-1].split(", ")]
    document = Document("long", text, language="en")
    other = Document("other", "Astara in Iran.", language="en")
    whole = resolve(document, spans, world)
    assert [one.span.surface for one in whole] == text[:-1].split(", ")
    both = resolve_many([(other, [Found(0, 6)]), (document, spans), (other, [Found(0, 6)])], world)
    assert both[1] == whole
    assert both[0] == both[2] == resolve(other, [Found(0, 6)], world)
