from __future__ import annotations

import pytest
from hostile import BIG, HOSTILE, hostile_atlas

from maps.page import write

pytestmark = pytest.mark.browser

TRAP = """
window.alert = window.confirm = window.prompt = () => { window.hacked = 1; };
document.addEventListener("securitypolicyviolation", (e) => {
  (window.violations ??= []).push(e.violatedDirective);
});
"""


@pytest.fixture(params=["text", "quotes"])
def hostile(request, page, tmp_path):
    identifier = page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": TRAP})[
        "identifier"
    ]
    write(
        hostile_atlas(),
        tmp_path / "map.html",
        title="</title>${window.hacked=1}<img src=x onerror=window.hacked=1>",
        embed=request.param,
    )
    page.open(tmp_path / "map.html")
    yield page
    page.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": identifier})


def assert_harmless(page):
    page.settle()
    assert page.run("return window.hacked ?? null") is None
    assert page.run("return window.violations ?? null") is None
    assert page.count("img[onerror], [onload], iframe, base, form, video, object") == 0
    links = page.run("return [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    assert all(link.startswith(("http://", "https://", "#")) for link in links), links
    page.assert_clean()


def shown(text):
    """What a text looks like once HTML has taken it: no half surrogates."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def test_the_title_is_text(hostile):
    assert hostile.driver.title == "</title>${window.hacked=1}<img src=x onerror=window.hacked=1>"
    assert_harmless(hostile)


def test_every_list_shows_every_string_as_typed(hostile):
    for tab in ("corridors", "places", "documents", "unresolved"):
        hostile.click(f"#ca-tab-{tab}")
        while hostile.count("#ca-view .ca-more"):
            hostile.run("document.querySelectorAll('#ca-view .ca-more').forEach(b => b.click())")
        selector = "#ca-view h2" if tab == "unresolved" else "#ca-view .ca-item-name"
        names = set(
            hostile.run(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector
            )
        )
        for text in HOSTILE:
            want = shown(text)[:180]
            assert any(want in name for name in names), (tab, text)
    assert_harmless(hostile)


def test_every_popup_and_every_document_is_harmless(hostile):
    opened = hostile.run(
        """const { stage } = CorridorAtlas; let n = 0;
        for (const feature of stage.model.features) { CorridorAtlas.open(feature); n += 1; }
        return n"""
    )
    assert opened > 2 * len(HOSTILE)
    count = hostile.run(
        """const { stage } = CorridorAtlas; const n = stage.model.documents.length;
        for (let i = 0; i < n; i++) stage.panel.openDocument(i, { start: 0 });
        return n"""
    )
    assert count > len(HOSTILE)
    assert_harmless(hostile)


def test_every_correction_is_harmless(hostile):
    opened = hostile.run(
        """const { stage } = CorridorAtlas; let n = 0;
        for (const feature of stage.model.features) {
          CorridorAtlas.open(feature);
          for (const b of document.querySelectorAll('.leaflet-popup .ca-read[aria-expanded=false]')) {
            b.click(); n += document.querySelectorAll('.leaflet-popup fieldset button').length > 0;
          }
        }
        return n"""
    )
    assert opened > len(HOSTILE)
    hostile.run("JSON.parse(CorridorAtlas.stage.corrections.toJson())")
    assert_harmless(hostile)


def test_layer_names_are_text_and_every_layer_toggles(hostile):
    labels = hostile.texts(".leaflet-control-layers-overlays label")
    assert labels[0] == "__proto__"
    assert labels[1] == "${window.hacked=1}<img src=x onerror=window.hacked=1>"
    hostile.run(
        "document.querySelectorAll('.leaflet-control-layers-overlays input')"
        ".forEach(box => { box.click(); box.click(); })"
    )
    assert_harmless(hostile)


def test_a_megabyte_in_every_field_does_not_break_the_page(page, tmp_path):
    write(hostile_atlas([BIG]), tmp_path / "map.html", title=BIG)
    page.open(tmp_path / "map.html")
    page.click("#ca-tab-places")
    page.run("CorridorAtlas.open(CorridorAtlas.stage.model.features[0])")
    page.run("CorridorAtlas.stage.panel.openDocument(0)")
    assert page.run("return document.documentElement.scrollWidth <= innerWidth")
    assert_harmless(page)
