from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.corrections import (
    FORMAT,
    NOT_A_PLACE,
    Correction,
    corrected,
    correction_of,
    read_corrections,
    sorted_corrections,
)
from geo.errors import InputError
from geo.model import Candidate, Document, Mention, Place, Route, Span, Unresolved

TEXT = "Trains from Salyan reach Astara. Ganzak waits."
DOCUMENT = Document("brief", TEXT)
SALYAN = Place("g:1", "Salyan", "city", 48.98, 39.59, "AZ")
NEPAL = Place("g:2", "Salyan", "city", 82.16, 28.37, "NP")
ASTARA = Place("g:3", "Astara", "city", 48.87, 38.45, "AZ")
FAR = Place("g:9", "Far", "city", 1.0, 0.0)


def span(surface):
    at = TEXT.index(surface)
    return Span(DOCUMENT, at, at + len(surface), "place")


LOCATED = [
    Mention(span("Salyan"), NEPAL, 0.6, candidates=(Candidate(NEPAL, 0.6), Candidate(SALYAN, 0.4))),
    Mention(span("Astara"), ASTARA, 0.9, role="actor", in_name=True),
    Unresolved(span("Ganzak"), "No such name.", (Candidate(FAR, 0.1),)),
]


def correction(surface, action, **fields):
    where = span(surface)
    return Correction(DOCUMENT.id, where.start, where.end, surface, "place", action, **fields)


def one(surface, action, **fields):
    located, unmatched = corrected(LOCATED, [correction(surface, action, **fields)], {"g:9": FAR}.get)
    assert len(located) == 3
    assert unmatched == []
    return next(row for row in located if row.span.surface == surface)


def test_another_candidate_is_chosen():
    mention = one("Salyan", "choose", target="g:1")
    assert mention.place == SALYAN
    assert mention.score == 1.0
    assert mention.candidates == LOCATED[0].candidates


def test_a_place_beyond_the_candidates_is_looked_up():
    assert one("Astara", "choose", target="g:9").place == FAR


def test_what_was_not_located_can_be():
    assert one("Ganzak", "choose", target="g:9").place == FAR


def test_a_moved_point_is_a_place_of_its_own():
    mention = one("Astara", "move", lon=0.0, lat=38.5)
    assert (mention.place.lon, mention.place.lat) == (0.0, 38.5)
    assert mention.place.id != ASTARA.id
    assert (mention.role, mention.in_name) == ("actor", True)


def test_a_chosen_place_can_be_moved():
    mention = one("Ganzak", "move", target="g:9", lon=2.0, lat=3.0)
    assert (mention.place.name, mention.place.lon) == ("Far", 2.0)


def test_what_is_no_place_stays_listed_with_its_reason():
    found = one("Astara", "reject")
    assert isinstance(found, Unresolved)
    assert found.reason == NOT_A_PLACE


def test_an_accepted_mention_is_sure():
    assert one("Salyan", "accept") == replace(LOCATED[0], score=1.0)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (correction("Salyan", "choose", target="nowhere:7"), "no place has the id 'nowhere:7'"),
        (correction("Ganzak", "accept"), "not located"),
        (correction("Ganzak", "move", lon=1.0, lat=1.0), "no located place"),
        (replace(correction("Salyan", "reject"), document="0" * 16), "in none of these documents"),
        (replace(correction("Salyan", "reject"), surface="Salian"), "not found there any more"),
        (replace(correction("Salyan", "reject"), start=3), "not found there any more"),
    ],
)
def test_what_does_not_fit_is_told_and_changes_nothing(row, words):
    located, unmatched = corrected(LOCATED, [row])
    assert located == LOCATED
    assert [one.correction for one in unmatched] == [row]
    assert words in unmatched[0].reason


def test_a_route_is_rejected_but_never_moved():
    route = Route("r", "R", "line", "rail", "planned", ())
    mention = Mention(replace(span("Astara"), kind="route"), route, 0.9)
    row = replace(correction("Astara", "move", lon=1.0, lat=1.0), kind="route")
    assert corrected([mention], [row])[0] == [mention]
    located, _ = corrected([mention], [replace(row, action="reject")])
    assert isinstance(located[0], Unresolved)


ROWS = st.lists(
    st.builds(
        correction,
        st.sampled_from(["Salyan", "Astara", "Ganzak"]),
        st.sampled_from(["accept", "choose", "move", "reject"]),
        target=st.sampled_from(["g:1", "g:2", "g:9", "?"]),
        lon=st.floats(-180, 180),
        lat=st.floats(-90, 90),
    )
)


@given(ROWS)
def test_applied_again_nothing_changes_and_nothing_is_lost(rows):
    located, _ = corrected(LOCATED, rows)
    again, _ = corrected(located, rows)
    assert again == located
    assert [row.span for row in located] == [row.span for row in LOCATED]


@given(ROWS)
def test_corrections_are_read_as_they_are_written(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("corrections") / "corrections.json"
    own = sorted_corrections(rows)
    write(path, [row.as_dict() for row in own])
    read = read_corrections(path)
    assert [row.key for row in read] == [row.key for row in own]
    assert [row.action for row in read] == [row.action for row in own]


def write(path, rows, **head):
    path.write_text(json.dumps({"format": FORMAT, "version": 1, "corrections": rows} | head), "utf-8")


GOOD = {"document": "0", "start": 0, "end": 1, "surface": "x", "kind": "place", "action": "reject"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"action": "explode"}, "unknown action 'explode'"),
        ({"start": -1}, "'start' is -1"),
        ({"end": True}, "'end' is True"),
        ({"surface": 7}, "'surface' is 7"),
        ({"action": "choose"}, "'target' is None"),
        ({"action": "move", "lon": 200, "lat": 0}, "off the globe"),
        ({"action": "move", "lon": 10**400, "lat": 0}, "correction 1"),
        ({"action": "move", "lon": "1", "lat": 0}, "degrees"),
        ({"document": "x" * 10**6, "end": None}, "'end' is None"),
    ],
)
def test_a_wrong_row_is_named(change, words):
    with pytest.raises(InputError) as caught:
        correction_of(GOOD | change, "correction 1")
    assert words in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not valid JSON"),
        (b"\xff\xfe\x00", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[]", "not a file of corrections"),
        (b'{"format": "other"}', "not a file of corrections"),
        (json.dumps({"format": FORMAT, "version": 9, "corrections": []}).encode(), "version 9"),
        (json.dumps({"format": FORMAT, "version": 1, "corrections": [3]}).encode(), "correction 1"),
    ],
)
def test_a_broken_file_is_one_message(tmp_path, content, words):
    path = tmp_path / "corrections.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_corrections(path)
    assert words in str(caught.value)


def test_a_missing_file_is_one_message(tmp_path):
    with pytest.raises(InputError, match="Cannot read"):
        read_corrections(tmp_path / "none.json")


def test_half_a_surrogate_pair_is_text_like_any_other(tmp_path):
    write(tmp_path / "c.json", [GOOD | {"surface": "\ud800", "document": "${alert(1)}"}])
    assert read_corrections(tmp_path / "c.json")[0].surface == "\ud800"
