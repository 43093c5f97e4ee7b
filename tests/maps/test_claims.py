from __future__ import annotations

import csv
import dataclasses
import io

from atlases import NORTH, PIPES, small_atlas
from hostile import HOSTILE, hostile_atlas

from maps.claims import CLAIM_COLUMNS, claim_groups, known_values, write_claims
from maps.payload import page_data


def claim(document, quote, attribute, value, unit="", route="astara-rasht-railway"):
    start = document.text.index(quote)
    return {
        "doc": document.name,
        "route_id": route,
        "attribute": attribute,
        "value": value,
        "unit": unit,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
    }


CLAIMS = (
    claim(NORTH, "162 km", "length_km", "162", "km"),
    claim(PIPES, "1,768 km", "length_km", "350", "km"),
    claim(PIPES, "Crude leaves", "status", "planned"),
    claim(NORTH, "is planned", "status", "planned"),
)


def with_claims(claims=CLAIMS):
    return dataclasses.replace(small_atlas(), claims=claims)


def groups(atlas):
    return claim_groups(atlas, lambda doc, start, end, quote: [doc, start, end, quote])


def test_documents_that_disagree_are_shown_with_the_registry_and_the_line():
    length, status = groups(with_claims())
    assert length[:4] == ["astara-rasht-railway", "length_km", "km", 1]
    assert [value for value, _ in length[4]] == ["162", "350", "162", "148"]
    assert [said for _, said in length[4][2:]] == ["registry", "drawn line"]
    assert status[1:4] == ["status", "", 0]
    assert [[doc for doc, *_ in said] for _, said in status[4]] == [["pipes", "north-south"]]


def test_one_document_can_disagree_with_the_registry():
    atlas = with_claims([claim(NORTH, "is planned", "status", "operational")])
    assert groups(atlas)[0][3:] == [1, [["operational", groups(atlas)[0][4][0][1]], ["planned", "registry"]]]


def test_a_length_counts_for_a_route_only_if_all_of_it_is_drawn():
    atlas = small_atlas()
    known = known_values(atlas)
    assert known["north-south", "length_km"] == {"drawn line": "3920"}
    assert known["btc", "length_km"] == {"registry": "1768", "drawn line": "1640"}
    routes = atlas.layers["routes"]
    kept = routes.features[routes.features["feature_id"] != "north-south/sea"]
    references = routes.references[routes.references["feature_id"] != "north-south/sea"]
    part = atlas.with_layers({"routes": dataclasses.replace(routes, features=kept, references=references)})
    assert ("north-south", "length_km") not in known_values(part)


def test_the_table_has_a_row_a_claim(tmp_path):
    write_claims(with_claims(), tmp_path / "claims.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "claims.csv").read_text("utf-8"), newline="")))
    assert tuple(rows[0]) == CLAIM_COLUMNS
    assert [row["disputed"] for row in rows] == ["yes", "yes", "no", "no"]
    assert rows[0]["route"] == "Astara–Rasht railway"
    for row, source in zip(rows, (NORTH, PIPES, PIPES, NORTH), strict=True):
        assert source.text[int(row["start"]) : int(row["end"])] == row["quote"]


def test_no_cell_is_a_formula_and_any_text_can_be_written(tmp_path):
    atlas = hostile_atlas((*HOSTILE, "=1+1", "@SUM(A1)", "+7", "-1+1"))
    write_claims(atlas, tmp_path / "claims.csv")
    text = (tmp_path / "claims.csv").read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(atlas.claims) + 1
    assert not any(cell.startswith(("=", "+", "@", "-1+")) for row in rows for cell in row)


def test_the_page_quotes_each_claim():
    data = page_data(with_claims(), title="")
    quote, start, end = data["claims"][0][4][0][1][0]
    document, at, until = data["quotes"][quote]
    assert NORTH.text[at:until] == "162 km"
    assert (document, at, until) == (0, start, end)
