"""The pictures of the page in docs/images, made from the sample documents that ship."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
IMAGES = ROOT / "docs" / "images"
STATES = {
    "map": ("", "light"),
    "corridor": ("#view=corridors&layer=routes&feature=astara-rasht-railway%2Fastara-rasht", "light"),
    "reader": ("#view=documents&document=zangezur-meghri-section", "light"),
    "places": ("#view=places&find=bak", "light"),
    "dark": ("#view=places", "dark"),
}


@contextlib.contextmanager
def silently(label, total):
    yield lambda done: None


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The page of the sample documents, as the main job writes it."""
    from geo.pipeline import Geoparser
    from layers import build_atlas
    from maps.job import located_documents
    from maps.page import write

    found = located_documents([ROOT / "seeds" / "documents"], Geoparser.open(), silently)
    documents, unreadable, located = found
    path = tmp_path_factory.mktemp("sample") / "map.html"
    write(build_atlas(documents, located, unreadable), path)
    return path


@pytest.mark.parametrize("name", STATES)
def test_the_picture_shows_the_sample_map(page, sample, name, request, tmp_path):
    fragment, theme = STATES[name]
    page.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    )
    page.open(sample, fragment)
    page.settle()
    if "feature=" in fragment:
        page.until(
            "return document.querySelector('.leaflet-popup blockquote mark')", "the quotes do not open"
        )
        page.until("return document.querySelector('.ca-legend:not([open])')", "the legend covers the quotes")
    path = IMAGES / f"{name}.png"
    taken = path if request.config.getoption("--update-images") else tmp_path / "picture.png"
    taken.parent.mkdir(parents=True, exist_ok=True)
    assert page.driver.save_screenshot(str(taken))
    assert taken.stat().st_size > 50_000
    assert path.exists(), "docs/images lacks this picture: run pytest tests/browser --update-images"
    page.assert_clean()
