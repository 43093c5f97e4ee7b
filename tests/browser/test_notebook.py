from __future__ import annotations

import pytest
from atlases import small_atlas

from maps.notebook import atlas_html, layer_html

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("what", ["atlas", "layer"])
def test_the_frame_of_a_notebook_shows_the_map(page, tmp_path, what):
    atlas = small_atlas()
    frame = atlas_html(atlas) if what == "atlas" else layer_html(atlas.layers["places"])
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><title>x</title>{frame}", encoding="utf-8")
    page.driver.get(path.as_uri())
    page.driver.switch_to.frame(0)
    try:
        page.until("return document.documentElement.dataset.ready === 'true'", "the frame is not ready")
        page.click("#ca-tab-places")
        page.click("[data-feature='geonames:524901']")
        assert page.text(".leaflet-popup blockquote mark") == "Moscow"
        assert page.run("try { return parent.document.title } catch { return null }") is None
        page.settle()
        assert page.errors() == []
    finally:
        page.driver.switch_to.default_content()
