from __future__ import annotations

import dataclasses

import pytest
from atlases import NORTH, PIPES, small_atlas

from maps.page import write

pytestmark = pytest.mark.browser


def claim(document, quote, value):
    start = document.text.index(quote)
    end = start + len(quote)
    where = {"doc": document.name, "start": start, "end": end, "quote": quote}
    return where | {
        "route_id": "astara-rasht-railway",
        "attribute": "length_km",
        "value": value,
        "unit": "km",
    }


@pytest.fixture
def claimed(page, tmp_path):
    claims = (claim(NORTH, "162 km", "162"), claim(PIPES, "1,768 km", ">1768"))
    write(dataclasses.replace(small_atlas(), claims=claims), tmp_path / "map.html")
    return page.open(tmp_path / "map.html")


def test_a_disagreement_is_shown_with_its_sources(claimed):
    claimed.click("[data-route='astara-rasht-railway']")
    assert "What documents say: 1 claim, 1 disputed" in claimed.texts(".leaflet-popup h3")
    rows = claimed.texts(".leaflet-popup .ca-claims li")
    assert rows[0] == "162\u00a0km A branch line with a long queue"
    assert rows[1] == "over 1,768\u00a0km Oil by the kilometre"
    assert rows[2:] == ["162\u00a0km registry", "148\u00a0km drawn line"]
    assert "sources disagree" in claimed.text(".leaflet-popup .ca-claims")
    claimed.assert_clean()


def test_a_claim_leads_to_its_sentence(claimed):
    claimed.click("[data-claims] summary")
    claimed.click("[data-claims] .ca-read", 1)
    assert claimed.text(".ca-reader h2") == "Oil by the kilometre"


def test_claims_of_hidden_documents_are_not_shown(claimed):
    claimed.run("""const { panel } = CorridorAtlas.stage; panel.fromAddress({ in: "north-south" });""")
    claimed.settle()
    assert claimed.texts("[data-claims] li")[0].startswith("162")
    assert not any("1,768" in text for text in claimed.texts("[data-claims] li"))
