from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Document, Mention, Span
from geo.routes.claims import Claim, claims, disagreements
from geo.routes.dates import dates_in
from geo.routes.grammar import find_routes


@pytest.fixture(scope="session")
def said(registry, places):
    def of(text):
        return claims(*_located(Document("doc", text), registry, places))

    return of


def _located(document, registry, places):
    spans = [span for span in find_routes(document, registry, places) if span.route_id]
    return document, [
        Mention(Span(document, span.start, span.end, "route"), registry.get(span.route_id), 0.9)
        for span in spans
    ]


STATEMENTS = [
    (
        "The road from Baku to Guba, 129 km long with four lanes, is new.",
        {("length_km", "129"), ("lanes", "4")},
    ),
    ("The Baku–Tbilisi–Kars railway stretches over 826 kilometres.", {("length_km", ">826")}),
    ("The Rasht–Astara railway will be 100 miles long.", {("length_km", "160.9344")}),
    (
        "The BTC pipeline can carry up to 1.2 million barrels of oil per day.",
        {("capacity_barrels_per_day", "<=1200000")},
    ),
    ("The Zangezur corridor, whose cost is estimated at $1.5 billion, waits.", {("cost", "1500000000")}),
    ("The Baku-Tbilisi-Kars railway was opened on 30 October 2017.", {("opened", "2017-10-30")}),
    (
        "The Rasht–Astara railway is planned to be completed in summer 2027.",
        {("planned_completion", "2027 summer")},
    ),
    (
        "Cargo transport on the Baku-Tbilisi-Kars railway decreased by 12.5 per cent.",
        {("traffic_change_percent", "-12.5")},
    ),
    ("The planned Zangezur corridor divides them.", {("status", "planned")}),
    ("The Horadiz–Aghband railway is under construction.", {("status", "under construction")}),
    ("They met 25 km from the Zangezur corridor on 3 May.", set()),
]


@pytest.mark.parametrize(("text", "expected"), STATEMENTS)
def test_a_statement_is_read_with_its_quote(said, text, expected):
    found = said(text)
    assert {(claim.attribute, claim.value) for claim in found} == expected
    assert all(text[claim.start : claim.end] == claim.quote for claim in found)


def test_a_sentence_that_points_back_speaks_of_the_last_route(said):
    text = "The Zangezur corridor is disputed. The total length of the corridor will exceed 500 km."
    assert [(c.route_id, c.value) for c in said(text) if c.attribute == "length_km"] == [
        ("zangezur-corridor", ">500")
    ]


def test_each_date_goes_to_its_own_event(said):
    text = (
        "The opening of the highway from Baku to Guba in October 2023 and the completion of reconstruction "
        "work at the checkpoint “Yarag-Kazmalyar” on December 29, 2023 were marked in Azerbaijan."
    )
    assert {(c.route_id, c.attribute, c.value) for c in said(text)} == {
        ("baku-guba-highway", "opened", "2023-10"),
        ("yarag-kazmalyar", "reconstruction_completed", "2023-12-29"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on December 29, 2023, and December 30", ["2023-12-29", "2023-12-30"]),
        ("early September 2022", ["2022-09"]),
        ("20 мая 2024 г.", ["2024-05-20"]),
        ("в марте 2026", ["2026-03"]),
        ("the summer of 2024", ["2024 summer"]),
        ("30 Ekim 2017, 5 oktyabr 2019", ["2017-10-30", "2019-10-05"]),
        ("1,400 vehicles, 2023-24, on December 30", []),
    ],
)
def test_dates(text, expected):
    assert [when.value for when in dates_in(text, 0, len(text))] == expected


def test_disagreements_are_told_from_rounding():
    def claim(doc, attribute, value):
        return Claim(doc, "btk", attribute, value, "", 0, 1, "x")

    said = [claim("a", "length_km", "826"), claim("b", "length_km", "840"), claim("a", "lanes", "2")]
    assert disagreements(said) == []
    (found,) = disagreements([*said, claim("b", "lanes", "4")])
    assert (found.attribute, found.values) == ("lanes", (("2", "a"), ("4", "b")))
    known = {("btk", "length_km"): {"registry": "1768"}}
    assert disagreements(said, known)[0].values == (("826", "a"), ("840", "b"), ("1768", "registry"))
    assert disagreements([claim("a", "length_km", ">700"), claim("b", "length_km", "826")]) == []
    assert disagreements([claim("a", "opened", "2017"), claim("b", "opened", "2017-10-30")]) == []
    assert disagreements([claim("a", "opened", "2018"), claim("b", "opened", "2017-10-30")])


@given(st.text(max_size=200))
def test_any_text_may_stand_around_a_route(said, text):
    whole = text + " The Zangezur corridor is 43 km long. " + text
    assert all(whole[claim.start : claim.end] == claim.quote for claim in said(whole))


@pytest.mark.parametrize(
    "unit", ["increase ", "length ", "1,000,", "its ", "not yet ", "Zangezur corridor 5 lanes "]
)
def test_long_single_lines_pass(said, unit):
    text = "The Zangezur corridor " + unit * (100_000 // len(unit))
    assert all(claim.quote for claim in said(text))


def test_the_claims_of_the_seed_documents(shared, registry):
    from geo.gazetteer import Gazetteer

    gazetteer = Gazetteer.open()
    canonical = json.loads((shared / "gold" / "id_map.json").read_text(encoding="utf-8"))
    gold = json.loads((shared / "gold" / "seeds_claims.json").read_text(encoding="utf-8"))
    found = []
    for path in sorted((shared / "seeds").glob("*.txt")):
        found += claims(*_located(Document(path.stem, path.read_bytes().decode()), registry, gazetteer))

    def meet(claim, row):
        route_id = canonical.get(row["feature"], row["feature"]).replace("_", "-")
        same = (claim.doc, claim.route_id, claim.attribute) == (row["doc"], route_id, row["attribute"])
        return same and claim.start < row["end"] and row["start"] < claim.end

    assert sum(any(meet(claim, row) for claim in found) for row in gold) >= 15
    assert sum(any(meet(claim, row) for row in gold) for claim in found) / len(found) >= 0.8
