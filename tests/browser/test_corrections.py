from __future__ import annotations

import json

import pytest
from atlases import NORTH, small_atlas

from geo.corrections import corrected, read_corrections
from geo.model import Document, Span
from maps.page import write

pytestmark = pytest.mark.browser

MOSCOW = "#layer=places&feature=geonames%3A524901"
SAVED = "return CorridorAtlas.stage.corrections.toJson()"


@pytest.fixture
def small(page, tmp_path):
    path = tmp_path / "map.html"
    write(small_atlas(), path)
    page.open(path)
    page.run("localStorage.clear()")
    page.open(path, MOSCOW)
    page.settle()
    yield path
    page.run("localStorage.clear()")


def press(page, text):
    page.run(
        "const all = [...document.querySelectorAll('.leaflet-popup button, #ca-view .ca-correct button')];"
        "all.find((b) => b.textContent.startsWith(arguments[0])).click()",
        text,
    )
    page.settle()


def saved(page, tmp_path):
    path = tmp_path / "corrections.json"
    path.write_text(page.run(SAVED), encoding="utf-8")
    return path


def reopened(page, atlas, path, rows):
    from dataclasses import replace

    located, unmatched = corrected([*atlas.mentions, *atlas.unresolved], rows)
    assert unmatched == []
    write(replace(atlas, corrections=[row.as_dict() for row in rows]), path)
    page.run("localStorage.clear()")
    page.open(path)
    return located


def test_another_candidate_is_chosen_and_kept(page, small, tmp_path):
    assert page.run("return document.querySelector('.ca-bar').hidden")
    press(page, "Correct")
    press(page, "Iran")
    assert page.text(".ca-bar").startswith("1 correction, 1 not on the map yet")
    assert "Corrected: Iran" in page.text(".leaflet-popup .ca-correct")
    assert page.count(".ca-pin") == 1
    page.open(small, MOSCOW)
    assert page.text(".ca-bar").startswith("1 correction"), "kept in the browser"
    row = json.loads(page.run(SAVED))["corrections"][0]
    at = NORTH.text.index("Moscow")
    assert row == {
        "document": NORTH.id,
        "start": at,
        "end": at + 6,
        "surface": "Moscow",
        "kind": "place",
        "action": "choose",
        "target": "iso:IR",
    }
    rows = read_corrections(saved(page, tmp_path))
    located = reopened(page, small_atlas(), small, rows)
    assert next(one for one in located if one.span.surface == "Moscow").target.name == "Iran"
    assert page.text(".ca-bar").startswith("1 correction Save"), "nothing waits any more"
    assert page.run(SAVED) == (tmp_path / "corrections.json").read_text(encoding="utf-8")
    page.assert_clean()


def test_a_point_is_dragged(page, small):
    from selenium.webdriver import ActionChains

    press(page, "Correct")
    press(page, "Move the point")
    pin = page.driver.find_element("css selector", ".ca-pin-loose")
    ActionChains(page.driver).drag_and_drop_by_offset(pin, 90, 40).perform()
    page.settle()
    row = json.loads(page.run(SAVED))["corrections"][0]
    assert row["action"] == "move"
    assert row["lon"] > 37.7
    assert row["lat"] < 55.7
    assert page.count(".ca-pin-loose") == 0
    page.assert_clean()


def test_a_point_is_typed(page, small):
    press(page, "Correct")
    press(page, "Move the point")
    page.run(
        "document.querySelector('[aria-label=Longitude]').value = '999';"
        "document.querySelector('[aria-label=Latitude]').value = '1'"
    )
    press(page, "Put it there")
    assert json.loads(page.run(SAVED))["corrections"] == []
    page.run("document.querySelector('[aria-label=Longitude]').value = '0'")
    press(page, "Put it there")
    row = json.loads(page.run(SAVED))["corrections"][0]
    assert (row["action"], row["lon"], row["lat"]) == ("move", 0, 1)


def test_verdicts_can_be_taken_back(page, small):
    press(page, "Correct")
    for text, action in (("Not a place", "reject"), ("Right as it is", "accept")):
        press(page, text)
        assert [one["action"] for one in json.loads(page.run(SAVED))["corrections"]] == [action]
    press(page, "Undo")
    assert json.loads(page.run(SAVED))["corrections"] == []
    assert page.run("return document.querySelector('.ca-bar').hidden")


def test_a_correction_of_the_file_can_be_taken_back(page, small, tmp_path):
    press(page, "Correct")
    press(page, "Not a place")
    rows = read_corrections(saved(page, tmp_path))
    reopened(page, small_atlas(), small, rows)
    page.open(small, MOSCOW)
    press(page, "Correct")
    press(page, "Undo")
    assert json.loads(page.run(SAVED))["corrections"] == []
    assert page.text(".ca-bar").startswith("0 corrections, 1 not on the map yet")


def test_what_was_not_located_is_corrected_in_its_list(page, small):
    page.click("#ca-tab-unresolved")
    page.run("document.querySelector('#ca-view .ca-quote [aria-expanded]').click()")
    press(page, "Not a place")
    row = json.loads(page.run(SAVED))["corrections"][0]
    assert (row["surface"], row["action"]) == ("Ganzak", "reject")


def test_offsets_count_code_points(page, tmp_path):
    document = Document("emoji", "🚂🚂 Trains leave Moscow 🚂 for Baku.", language="en")
    from atlases import make_layer, references_to
    from shapely import Point

    from geo.model import Mention, Place
    from layers import Atlas

    place = Place("b", "Baku", "city", 49.9, 40.4)
    at = document.text.index("Baku")
    rows = [{"feature_id": "b", "name": "Baku", "kind": "city"}]
    layer = make_layer(
        "places", "Places", rows, [Point(49.9, 40.4)], references_to("b", ["Baku"], [document])
    )
    mention = Mention(Span(document, at, at + 4, "place"), place, 0.9)
    write(Atlas((document,), (mention,), (), (), {"places": layer}), tmp_path / "map.html", embed="quotes")
    page.open(tmp_path / "map.html", "#layer=places&feature=b")
    page.settle()
    press(page, "Correct")
    press(page, "Right as it is")
    row = json.loads(page.run(SAVED))["corrections"][0]
    assert (row["start"], row["end"], row["surface"]) == (at, at + 4, "Baku")
    page.run("localStorage.clear()")


@pytest.mark.parametrize("kept", ["{", "7", '[["x", 3], [1, {}], 5]', '{"a": "</script>"}'])
def test_a_store_that_holds_something_else_is_ignored(page, small, kept):
    page.run("localStorage.setItem('corridor-atlas-corrections', arguments[0])", kept)
    page.open(small, MOSCOW)
    assert json.loads(page.run(SAVED))["corrections"] == []
    page.assert_clean()


def test_the_pin_goes_with_its_popup(page, small):
    press(page, "Correct")
    press(page, "Move the point")
    assert page.count(".ca-pin-loose") == 1
    page.run("CorridorAtlas.stage.map.closePopup()")
    assert page.count(".ca-pin-loose") == 0


def test_the_command_applies_what_the_page_saved_and_the_next_page_saves_the_same(
    page, tmp_path, monkeypatch
):
    from maps.cli import run

    source = tmp_path / "brief.txt"
    source.write_text("Freight from Baku waits at Astara. Salyan lies between them.", encoding="utf-8")

    def mapped(out, *options):
        monkeypatch.setattr("sys.argv", ["corridors", "map", str(source), "--out", str(out), "-q", *options])
        with pytest.raises(SystemExit) as caught:
            run()
        assert not caught.value.code
        return out / "map.html"

    page.open(mapped(tmp_path / "first"))
    page.run("localStorage.clear()")
    page.run(
        """const { stage } = CorridorAtlas;
        CorridorAtlas.open(stage.model.features.find((one) => one.name === "Baku"))"""
    )
    press(page, "Correct")
    press(page, "Move the point")
    page.run("document.querySelector('[aria-label=Longitude]').value = '50.5'")
    press(page, "Put it there")
    file = saved(page, tmp_path)
    second = mapped(tmp_path / "second", "--corrections", str(file))
    page.run("localStorage.clear()")
    page.open(second)
    assert page.run(SAVED) == file.read_text(encoding="utf-8")
    assert page.text(".ca-bar").startswith("1 correction Save")
    moved = page.run(
        "return CorridorAtlas.stage.model.features.filter((one) => one.name === 'Baku')"
        ".map((one) => [one.id, one.values.source])"
    )
    assert any("@50.5" in feature and source == "corrected by hand" for feature, source in moved)
    page.assert_clean()
