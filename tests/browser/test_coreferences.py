"""References back in the page: hidden at first, counted by themselves, marked wherever they show."""

from __future__ import annotations

import csv
import io
import json

import pytest

from geo.gazetteer import Gazetteer
from geo.model import Document
from geo.pipeline import Geoparser
from geo.recognise import GazetteerRecogniser
from geo.routes.registry import Registry
from layers import build_atlas
from maps.page import write

pytestmark = pytest.mark.browser

TEXT = (
    "The Baku–Tbilisi–Kars railway opened in 2017. Trains of the railway carry containers to Kars. "
    "Snow closes this railway in winter.\n\nThe Baku–Guba highway is new."
)
SWITCH = ".ca-switch input"


@pytest.fixture(scope="module")
def atlas():
    gazetteer = Gazetteer.open()
    parser = Geoparser(gazetteer, Registry.load(), GazetteerRecogniser(gazetteer), coreferences=True)
    document = Document("brief", TEXT, title="A railway in winter", language="en")
    return build_atlas([document], parser.locate(document), [])


@pytest.fixture
def opened(page, tmp_path, atlas):
    write(atlas, tmp_path / "map.html")
    page.open(tmp_path / "map.html")
    page.click(".ca-filter summary")
    return page


def marks(page):
    return page.texts(".leaflet-popup mark")


def files(page):
    made = {}
    page.run("document.querySelector('.ca-about').open = true; window.made = [];")
    page.run("URL.createObjectURL = (blob) => { window.made.push(blob); return '#'; };")
    for at, name in enumerate(("geojson", "csv")):
        page.click(".ca-about .ca-read", at)
        made[name] = page.driver.execute_async_script(
            "const done = arguments[0]; window.made.at(-1).text().then(done);"
        )
    return made


def test_they_are_not_shown_until_the_switch_is_set(opened):
    assert not opened.run("return document.querySelector(arguments[0]).checked", SWITCH)
    assert opened.text(".ca-switch") == "Show references back: “the corridor” (2)"
    assert opened.text(".ca-filter summary") == "Filter"
    opened.click("[data-route='btk']")
    assert marks(opened) == ["Baku–Tbilisi–Kars railway"]
    assert "1 mention in 1 document" in opened.texts(".leaflet-popup h3")
    assert "2 references back to it, not shown: see “Filter”." in opened.texts(".leaflet-popup .ca-note")
    opened.click(SWITCH)
    # The popup that is open follows.
    assert "1 mention and 2 references back in 1 document" in opened.texts(".leaflet-popup h3")
    assert marks(opened) == ["Baku–Tbilisi–Kars railway", "the railway", "this railway"]
    assert opened.texts(".leaflet-popup .ca-chip").count("refers back to it") == 2
    assert opened.text(".ca-filter summary") == "Filter"
    opened.click(SWITCH)
    assert marks(opened) == ["Baku–Tbilisi–Kars railway"]
    opened.assert_clean()


def test_they_are_counted_by_themselves(opened):
    assert opened.texts(".ca-summary")[0].endswith(" · 2 references back")
    for _ in range(2):
        assert opened.text("[data-route='btk'] .ca-count") == "1"
        opened.click(SWITCH)


def test_the_reader_marks_them_when_they_are_shown(opened):
    opened.click("#ca-tab-documents")
    before = int(opened.text(".ca-document .ca-count"))
    opened.click(".ca-document")
    assert opened.count(".ca-hit-back") == 0
    opened.click(SWITCH)
    assert opened.texts(".ca-hit-back") == ["the railway", "this railway"]
    assert opened.text(".ca-reader .ca-sub").split(", ")[1] == "2 references back"
    title = opened.run("return document.querySelector('.ca-hit-back').title")
    assert title == "refers back to Baku–Tbilisi–Kars railway"
    opened.click("#ca-tab-documents")
    assert int(opened.text(".ca-document .ca-count")) == before + 2


def test_what_is_taken_away_is_what_is_shown_with_its_role(opened):
    def roles():
        made = files(opened)
        rows = list(csv.DictReader(io.StringIO(made["csv"])))
        features = json.loads(made["geojson"])["features"]
        told = [one["role"] for feature in features for one in feature["properties"]["references"]]
        assert sorted(told) == sorted(row["role"] for row in rows)
        return {row["surface"] for row in rows if row["role"] == "coreference"}

    assert roles() == set()
    opened.click(SWITCH)
    assert roles() == {"the railway", "this railway"}


def test_the_address_keeps_the_switch(opened, tmp_path):
    opened.click(SWITCH)
    opened.until("return location.hash.includes('back=shown')", "the switch is not in the address")
    again = opened.open(tmp_path / "map.html", "#back=shown")
    assert again.run("return CorridorAtlas.stage.model.showsBack")
    assert again.run("return document.querySelector(arguments[0]).checked", SWITCH)


def test_an_atlas_without_them_has_no_switch(page, tmp_path):
    from atlases import small_atlas

    write(small_atlas(), tmp_path / "map.html")
    page.open(tmp_path / "map.html")
    assert page.count(SWITCH) == 0
    assert "references back" not in page.text(".ca-summary")


@pytest.mark.parametrize("width", [390, 1400])
def test_the_switch_fits_its_pane(opened, width):
    opened.driver.set_window_size(width, 900)
    opened.settle()
    left, _, own, _ = opened.box(".ca-switch")
    around, _, pane, _ = opened.box("#ca-panel")
    assert around <= left
    assert left + own <= around + pane
