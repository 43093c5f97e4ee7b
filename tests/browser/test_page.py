from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import folium
import pandas as pd
import pytest
import shapely
from atlases import large_atlas, make_layer, references_to, small_atlas
from hostile import hostile_atlas

from layers import Layer
from maps.page import atlas_map, write

pytestmark = pytest.mark.browser


# Read from a copy: a canvas that is read itself is drawn by other means from then on.
COPY = """const canvas = document.querySelector(".leaflet-ca-data-pane canvas");
const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
copy.drawImage(canvas, 0, 0);
const data = copy.getImageData(0, 0, canvas.width, canvas.height).data;
"""
PIXELS = (
    COPY
    + """
let sum = 0; for (let i = 0; i < data.length; i += 1) sum = (sum * 31 + data[i]) % 4294967291; return sum"""
)


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("small") / "map.html"
    write(small_atlas(), path, title="A small atlas")
    return path


def test_the_page_opens_without_a_request_or_an_error(page, small):
    page.open(small)
    page.settle()
    page.assert_clean()
    assert page.driver.title == "A small atlas"
    assert page.text(".ca-summary").startswith("3 documents · 27 mentions · 26 located · 1 not")


def test_the_map_is_drawn(page, small):
    page.open(small)
    colours = page.run(
        COPY
        + """const seen = new Set();
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255)
          seen.add([data[i], data[i + 1], data[i + 2]].join());
        return [...seen]"""
    )
    assert "179,38,30" in colours, "the railway's red"
    assert "31,42,55" in colours, "a place's mark"


def test_a_click_on_a_mark_opens_its_quotes(page, small):
    page.open(small)
    x, y, members = page.mark("Moscow")
    assert members == 1
    page.click_map(x, y)
    assert page.text(".leaflet-popup .ca-card h2") == "Moscow"
    assert page.text(".leaflet-popup blockquote mark") == "Moscow"
    caption = page.text(".leaflet-popup .ca-cite")
    for part in ("A branch line with a long queue", "M. Aliyeva", "Caspian Freight Notes", "2024-05-02"):
        assert part in caption
    link = page.run("return document.querySelector('.leaflet-popup cite a').href")
    assert link == "https://example.org/north-south?a=1&b=2"
    page.assert_clean()


def test_only_web_addresses_become_links(page, small):
    page.open(small)
    page.click("#ca-tab-documents")
    page.click(".ca-document", 2)
    assert page.text(".ca-reader h2") == "Очередь на границе"
    assert page.count(".ca-reader h2 a") == 0


def test_a_click_on_a_line_tells_how_it_is_known(page, small):
    page.open(small)
    page.run("CorridorAtlas.stage.map.setView([37.9, 48.85], 9, {animate: false})")
    page.settle()
    size = page.run("const s = CorridorAtlas.stage.map.getSize(); return [s.x, s.y]")
    page.click_map(size[0] / 2, size[1] / 2)
    card = page.text(".leaflet-popup .ca-card")
    for part in (
        "Astara–Rasht railway",
        "Planned, as of 2026-02",
        "straight between known waypoints",
        "published 162\u00a0km",
        "A source",
    ):
        assert part in card


def test_a_leg_names_its_route_and_the_other_legs(page, small):
    page.open(small)
    page.click("[data-route]", 2)
    assert page.text(".leaflet-popup h2") == "North–South corridor"
    assert page.text(".leaflet-popup .ca-leg") == "Western branch"
    assert "Across the Caspian" in page.text(".leaflet-popup .ca-legs")


def test_many_quotes_come_on_demand(page, small):
    page.open(small)
    page.click("#ca-tab-places")
    page.click("[data-feature='geonames:587084']")
    assert page.count(".leaflet-popup blockquote") == 3
    assert page.text(".leaflet-popup .ca-more") == "Show all 5 quotes"
    page.click(".leaflet-popup .ca-more")
    assert page.count(".leaflet-popup blockquote") == 5


def test_quotes_that_name_the_thing_come_first_and_documents_take_turns(page, tmp_path):
    atlas = small_atlas()
    routes = atlas.layers["routes"]
    corridor = routes.references[routes.references["feature_id"] == "north-south/west"]
    table = pd.concat([corridor.assign(feature_id="astara-rasht-railway/main", score=1.0), routes.references])
    layer = Layer(routes.name, routes.title, routes.features, table.reset_index(drop=True))
    write(atlas.with_layers({"routes": layer}), tmp_path / "map.html")
    page.open(tmp_path / "map.html", "#layer=routes&feature=astara-rasht-railway%2Fmain")
    quotes = page.texts(".leaflet-popup .ca-quote")
    assert "is planned for 2028" in quotes[0]
    assert "names a wider corridor" in quotes[-1]
    page.open(tmp_path / "map.html", "#layer=places&feature=geonames%3A587084")
    sources = page.texts(".leaflet-popup .ca-cite cite")
    assert len(set(sources)) == 3, "each document speaks before one speaks again"


def test_every_layer_toggles(page, small):
    page.open(small)
    page.hover(".leaflet-control-layers-toggle")
    assert page.count(".leaflet-control-layers-overlays input") == 3
    labels = page.texts(".leaflet-control-layers-overlays label")
    assert labels == ["Corridors and routes", "Regions", "Places"]
    for index in range(3):
        before = page.run(PIXELS)
        page.click(".leaflet-control-layers-overlays input", index)
        assert page.run("return CorridorAtlas.stage.model.layers[arguments[0]].visible", index) is False
        assert page.run(PIXELS) != before
        page.click(".leaflet-control-layers-overlays input", index)
        assert page.run("return CorridorAtlas.stage.model.layers[arguments[0]].visible", index) is True
        assert page.run(PIXELS) == before
    page.assert_clean()


def test_a_feature_of_a_hidden_layer_shows_its_layer_again(page, small):
    page.open(small)
    page.run("document.querySelectorAll('.leaflet-control-layers-overlays input')[2].click()")
    page.click("#ca-tab-places")
    page.click("[data-feature='geonames:587084']")
    assert page.run("return document.querySelectorAll('.leaflet-control-layers-overlays input')[2].checked")


def test_tiles_are_asked_for_only_when_chosen(page, small):
    page.open(small)
    page.settle()
    assert page.requests() == []
    page.run("document.querySelectorAll('.leaflet-control-layers-base input')[1].click()")
    page.until(
        "return document.querySelectorAll('.leaflet-tile-pane img').length > 0", "no tiles are asked for"
    )
    page.settle()
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in page.requests())


VIEW = """const bounds = CorridorAtlas.stage.map.getBounds();
const [low, high] = CorridorAtlas.stage.model.view;
return [bounds.contains(low), bounds.contains(high), CorridorAtlas.stage.map.getZoom()]"""


@pytest.mark.parametrize("ends", [(-120.0, 140.0), (49.0, 50.0)])
def test_the_map_opens_on_what_is_mentioned(page, tmp_path, ends):
    atlas = small_atlas()
    points = [shapely.Point(lon, 40) for lon in ends]
    rows = [{"feature_id": str(lon), "name": f"Town {lon:.0f}", "kind": "city", "count": 5} for lon in ends]
    layer = make_layer("places", "Places", rows, points, [])
    write(replace(atlas, layers={"places": layer}, mentions=(), stored=None), tmp_path / "map.html")
    page.open(tmp_path / "map.html")
    low, high, zoom = page.run(VIEW)
    assert low
    assert high
    assert (zoom < 4) == (ends[0] < 0)


def test_a_view_that_a_script_chose_stays(page, tmp_path):
    own = atlas_map(small_atlas())
    own.fit_bounds([[10, 10], [11, 11]])
    own.save(str(tmp_path / "map.html"))
    page.open(tmp_path / "map.html")
    assert page.run("return CorridorAtlas.stage.map.getBounds().contains([10.5, 10.5])")


def test_marks_that_overlap_become_one_that_opens_up(page, tmp_path):
    write(large_atlas(400), tmp_path / "map.html")
    page.open(tmp_path / "map.html")
    zoom = page.run(
        "const { map } = CorridorAtlas.stage;map.setView([42, 50], 4, {animate: false}); return map.getZoom()"
    )
    page.settle()
    marks = page.run(
        "return CorridorAtlas.stage.painter.marks()"
        ".filter(m => m.cluster.members.length > 1 && m.x > 200 && m.y > 100 && m.y < 500)"
        ".map(m => [m.x, m.y])"
    )
    assert marks
    page.click_map(*marks[0])
    page.until(
        f"return CorridorAtlas.stage.map.getZoom() > {zoom} || document.querySelector('.leaflet-popup')",
        "nothing happens",
    )


def test_the_reader_and_the_map_lead_to_each_other(page, small):
    page.open(small)
    page.click("#ca-tab-documents")
    page.click(".ca-document", 0)
    assert page.text(".ca-text").startswith("The western branch of the North–South corridor")
    assert page.text(".ca-unlocated") == "Ganzak"
    page.click(".ca-hit", 1)
    assert page.text(".leaflet-popup h2") == "Astara"
    page.click("#ca-tab-corridors")
    page.click(".leaflet-popup .ca-read")
    assert page.text(".ca-reader h2") == "A branch line with a long queue"
    assert page.text(".ca-flash") == "Astara"


def test_what_was_not_located_stands_with_its_reason(page, small):
    page.open(small)
    page.click("#ca-tab-unresolved")
    view = page.text("#ca-view")
    assert "The gazetteer has no such name." in view
    assert "scan.pdf" in view
    assert page.text("#ca-view mark") == "Ganzak"


def test_find_narrows_every_list(page, small):
    page.open(small)
    page.click("#ca-tab-places")
    search = page.driver.find_element("css selector", ".ca-search")
    search.send_keys("баку")
    names = page.texts("#ca-view .ca-item-name")
    assert names == ["Baku"]
    search.clear()
    search.send_keys("zzz")
    assert page.text("#ca-view") == "No place matches."


def test_a_list_leads_to_the_map_and_back_by_keyboard(page, small):
    from selenium.webdriver.common.keys import Keys

    page.open(small)
    page.click("#ca-tab-places")
    item = page.driver.find_element("css selector", "[data-feature='geonames:611717']")
    item.send_keys(Keys.ENTER)
    page.settle()
    assert page.run("return document.activeElement.closest('.leaflet-popup') !== null")
    assert page.run("return document.querySelector('.leaflet-popup').getAttribute('aria-label')") == "Tbilisi"
    page.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    page.settle()
    page.until("return !document.querySelector('.leaflet-popup')", "the popup stays")
    assert page.run("return document.activeElement.dataset.feature") == "geonames:611717"


def test_tabs_move_with_the_arrow_keys(page, small):
    from selenium.webdriver.common.keys import Keys

    page.open(small)
    page.driver.find_element("css selector", "#ca-tab-corridors").send_keys(Keys.ARROW_RIGHT)
    assert page.run("return document.activeElement.id") == "ca-tab-places"
    assert page.run("return document.activeElement.getAttribute('aria-selected')") == "true"


def test_dark_and_light_change_the_map_too(page, small):
    page.open(small)
    before = page.run(PIXELS)
    page.click(".ca-theme")
    assert page.run("return document.documentElement.dataset.theme") == "dark"
    assert page.run(PIXELS) != before
    page.assert_clean()


def test_a_phone_shows_map_and_evidence(page, small):
    page.driver.set_window_size(500, 900)
    page.open(small)
    wide, view = page.run("return [document.documentElement.scrollWidth, innerWidth]")
    assert wide <= view
    panel = page.box(".ca-panel")[2:]
    shown = page.box(".leaflet-container")[2:]
    assert panel[0] == view
    assert panel[1] > 250
    assert shown[1] > 250


def test_things_of_folium_work_beside_the_data(page, tmp_path):
    built = atlas_map(small_atlas())
    folium.Marker([48.0, 40.0], popup="A marker of my own", icon=folium.Icon(icon="flag")).add_to(built)
    group = folium.FeatureGroup(name="<b>My group</b>").add_to(built)
    folium.CircleMarker([47.0, 41.0], radius=9, tooltip="A circle").add_to(group)
    built.save(tmp_path / "map.html")
    page.open(tmp_path / "map.html")
    page.click(".awesome-marker.leaflet-interactive")
    page.until(
        "return document.querySelector('.leaflet-popup-content')?.textContent.includes('of my own')",
        "no popup",
    )
    labels = page.texts(".leaflet-control-layers-overlays label")
    assert labels[-1] == "<b>My group</b>"
    page.assert_clean()


def test_an_empty_atlas_opens(page, tmp_path):
    from layers import Atlas

    write(Atlas((), (), (), (), {}), tmp_path / "map.html")
    page.open(tmp_path / "map.html")
    page.assert_clean()


def test_a_page_that_was_cut_short_says_so(page, small, tmp_path):
    html = small.read_text(encoding="utf-8")
    broken = tmp_path / "map.html"
    broken.write_text(html.replace('id="ca-data">', 'id="ca-data">AAAA'), encoding="utf-8")
    page.driver.get(broken.as_uri())
    page.until(
        "return document.querySelector('.ca-failure')?.textContent.includes('cannot be read')", "no message"
    )


def test_the_address_leads_back_to_what_was_open(page, small):
    page.open(small)
    page.click("#ca-tab-places")
    page.click("[data-feature='geonames:611717']")
    page.until("return location.hash.includes('feature=geonames')", "the address does not change")
    fragment = page.run("return location.hash")
    page.open(small, fragment)
    assert page.text(".leaflet-popup h2") == "Tbilisi"
    assert page.run("return document.querySelector('#ca-tab-places').getAttribute('aria-selected')") == "true"


def test_the_address_leads_to_a_sentence(page, small):
    page.open(small, "#view=documents&document=north-south&at=198")
    assert page.text(".ca-reader h2") == "A branch line with a long queue"
    assert page.text(".ca-flash") == "Baku"


def test_an_address_that_leads_nowhere_is_no_error(page, small):
    page.open(small, "#view=zzz&feature=__proto__&document=constructor&at=x&score=abc&from=9&role=<b>")
    assert page.count(".ca-item") >= 0
    page.assert_clean()


CATCH = """window.saved = {}; const make = URL.createObjectURL;
URL.createObjectURL = (blob) => {
  blob.text().then((text) => { window.saved[blob.type] = text; });
  return make(blob);
};
"""


def test_what_is_shown_can_be_taken_away(page, small):
    page.open(small, "#view=places&in=north-south")
    page.run(CATCH)
    page.click(".ca-about summary")
    page.click(".ca-about .ca-read", 0)
    page.click(".ca-about .ca-read", 1)
    saved = page.until("return Object.keys(saved).length === 2 && saved", "no files")
    collection = json.loads(saved["application/geo+json"])
    by_id = {feature["id"]: feature for feature in collection["features"]}
    assert by_id["geonames:587084"]["geometry"] == {"type": "Point", "coordinates": [49.892, 40.377]}
    assert by_id["iso:IR"]["geometry"]["type"] == "Polygon"
    assert by_id["astara-rasht-railway/main"]["properties"]["status"] == "planned"
    assert {r["document"] for f in collection["features"] for r in f["properties"]["references"]} == {
        "north-south"
    }
    rows = list(csv.DictReader(io.StringIO(saved["text/csv"])))
    assert [row["surface"] for row in rows if row["feature_id"] == "geonames:587084"] == ["Baku"] * 3
    assert all(row["surface"] in row["quote"] for row in rows)
    page.assert_clean()


def test_a_spreadsheet_runs_no_formula_of_a_document(page, tmp_path):
    strings = ["=HYPERLINK(1)", "+1+1", "@SUM(1)", "-cmd", "a,b", 'say "x"', "two\nlines"]
    write(hostile_atlas(strings), tmp_path / "map.html")
    page.open(tmp_path / "map.html")
    page.run(CATCH)
    page.run("document.querySelectorAll('.ca-about .ca-read')[1].click()")
    text = page.until("return saved['text/csv']", "no file")
    names = [row["name"] for row in csv.DictReader(io.StringIO(text)) if row["layer"] == "__proto__"]
    assert names == ["'=HYPERLINK(1)", "'+1+1", "'@SUM(1)", "'-cmd", *strings[4:]]


def test_a_filter_narrows_lists_map_and_quotes(page, small):
    page.open(small, "#view=places&in=pipes")
    names = page.texts("#ca-view .ca-item-name")
    assert set(names) == {"Baku", "Ceyhan", "Tbilisi", "Azerbaijan", "Georgia", "South Caucasus"}
    assert page.run("return CorridorAtlas.stage.model.features.filter(f => f.shown).length") == 7
    page.click("[data-feature='geonames:587084']")
    assert page.count(".leaflet-popup blockquote") == 1
    assert page.text(".ca-filter summary") == "Filter: some are hidden"
    page.click(".ca-filter summary")
    page.click(".ca-filters .ca-more")
    assert page.text(".ca-filter summary") == "Filter"
    assert page.count("#ca-view .ca-item") == 11


def test_the_dates_of_documents_can_be_narrowed(page, small):
    page.open(small, "#view=documents&from=2024&until=2024")
    names = page.texts("#ca-view .ca-item-name")
    assert names == ["Очередь на границе"]


def test_lines_can_be_filtered_by_status(page, small):
    page.open(small)
    page.click(".ca-filter summary")
    page.run(
        "const s = document.querySelectorAll('.ca-filters select')[1]; s.value = 'planned';"
        "s.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    names = page.texts("#ca-view .ca-item-name")
    assert names == ["Astara–Rasht railway"]


def analysis():
    """Two layers that show no place and no route of their own: links between places, and cells of a grid."""
    link = {"feature_id": "a-b", "name": "Baku – Rasht", "kind": "comention"}
    cell = {"feature_id": "hex", "name": "4 mentions of 2 places", "kind": "hexagon"}
    line = shapely.LineString([(49.892, 40.377), (49.583, 37.281)])
    quoted = references_to("a-b", ("Baku",))
    yield make_layer("comentions", "Named together", [link], [line], quoted)
    yield make_layer("density", "Density", [cell], [shapely.box(44, 39, 46, 41)], quoted[:0])


def test_layers_of_analysis_wait_to_be_chosen_and_stay_out_of_the_lists(page, tmp_path):
    write(small_atlas(extra_layers=analysis()), tmp_path / "map.html")
    page.open(tmp_path / "map.html", "#view=places")
    assert page.count("#ca-view .ca-item") == 11
    boxes = page.run(
        "return [...document.querySelectorAll('.leaflet-control-layers-overlays input')].map(b => b.checked)"
    )
    assert boxes == [True, True, True, False, False]
    before = page.run(PIXELS)
    page.run("document.querySelectorAll('.leaflet-control-layers-overlays input')[4].click()")
    page.settle()
    assert page.run(PIXELS) != before
    page.assert_clean()


def test_a_feature_that_nothing_mentions_is_drawn_too(page, tmp_path):
    rows = [{"feature_id": "quiet", "name": "Quiet", "kind": "city"}]
    silent = make_layer("silent", "Silent", rows, [shapely.Point(45, 47)], [])
    write(small_atlas(extra_layers=[silent]), tmp_path / "map.html")
    page.open(tmp_path / "map.html")
    page.click_map(*page.mark("Quiet")[:2])
    assert "No document names it directly." in page.text(".leaflet-popup .ca-card")
    page.assert_clean()


def test_on_paper_the_map_fills_its_frame(page, small):
    page.open(small)
    page.run("dispatchEvent(new Event('beforeprint'))")
    width, height = page.box(".leaflet-container")[2:]
    assert (round(width), round(height)) == (680, 567), "18 by 15 cm"
    canvas = page.run(
        "return document.querySelector('.leaflet-ca-data-pane canvas').getBoundingClientRect().width"
    )
    assert canvas >= width
    assert page.run("return CorridorAtlas.stage.map.getSize().x") == 680
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run("return CorridorAtlas.stage.map.getSize().x") > 900
    page.assert_clean()
