from __future__ import annotations

import numpy as np
import pytest

from geo.gazetteer import Gazetteer
from geo.model import Document
from geo.recognise import Found
from geo.resolve import resolve
from geo.resolve.engine import shares_of
from geo.resolve.evidence import RULED_OUT, contributions
from geo.resolve.features import FEATURES, dynamic, softmax
from geo.resolve.groups import group
from geo.resolve.table import table
from geo.resolve.weights import weights


@pytest.fixture(scope="module")
def world():
    return Gazetteer.open()


def explained(world, text, *names):
    document = Document("test", text, language="en")
    found = [Found(text.index(name), text.index(name) + len(name)) for name in names]
    return resolve(document, found, world, explained=True), resolve(document, found, world)


def test_explaining_changes_no_answer(world):
    told, plain = explained(
        world, "Trains run from Baku to Ganja in Azerbaijan.", "Baku", "Ganja", "Azerbaijan"
    )
    assert [(one.target.id, one.score) for one in told] == [(one.target.id, one.score) for one in plain]
    assert all(candidate.evidence == () for one in plain for candidate in one.candidates)


def test_every_candidate_tells_what_its_score_is_made_of(world):
    (ganja, _, _), _ = explained(world, "Ganja lies between Baku and Tbilisi.", "Ganja", "Baku", "Tbilisi")
    evidence = dict(ganja.candidates[0].evidence)
    assert evidence["population"] > 0
    assert evidence["near other places of the text"] > 0
    assert all(value for candidate in ganja.candidates for _, value in candidate.evidence)


def test_what_the_text_rules_out_is_told_as_such(world):
    (astara, _), _ = explained(world, "Astara in Iran got rails.", "Astara", "Iran")
    assert astara.place.country == "IR"
    others = {one.target.country: one for one in astara.candidates if one.evidence == RULED_OUT}
    assert others["AZ"].score == 0.0


def test_the_terms_add_up_to_the_scores_of_the_last_stage(world):
    text = "Ganja lies between Baku and Tbilisi."
    found = [Found(0, 5), Found(19, 23), Found(28, 35)]
    groups = group(Document("test", text, language="en"), found, world)
    rows, fitted = table([groups]), weights()
    totals = np.array([sum(value for _, value in terms) for terms in contributions(rows, fitted)])
    shares = softmax(totals, rows)
    expected = shares_of(rows, fitted)
    assert len(FEATURES) == dynamic(rows, shares).shape[1]
    # What remains between the two is the step from small provinces to their cities.
    assert [shares[rows.group == n].sum() for n in range(len(groups))] == pytest.approx([1.0] * len(groups))
    assert np.argmax(shares[rows.group == 1]) == np.argmax(expected[rows.group == 1])
