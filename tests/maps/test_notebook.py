from __future__ import annotations

import html
import re
import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest
from atlases import small_atlas
from hostile import hostile_atlas

from layers import display
from maps.notebook import register


@pytest.fixture
def empty(monkeypatch):
    """Nothing registered and nothing announced."""
    monkeypatch.setattr(display, "_RENDERERS", {})
    monkeypatch.setattr(display, "entry_points", lambda group: [])


@pytest.fixture
def registered(empty):
    register()


def page_in(frame):
    return html.unescape(re.search(r'srcdoc="([^"]*)"', frame)[1])


def test_without_anything_to_draw_with_the_plain_text_is_shown(empty):
    assert small_atlas()._repr_html_() is None


def test_an_announced_display_is_loaded_when_first_needed(empty, monkeypatch):
    entry = EntryPoint("page", "maps.notebook:register", display.GROUP)
    monkeypatch.setattr(display, "entry_points", lambda group: [entry] if group == display.GROUP else [])
    assert small_atlas()._repr_html_().startswith("<iframe")


def test_an_atlas_shows_itself_as_its_page(registered):
    frame = small_atlas()._repr_html_()
    assert 'sandbox="allow-scripts allow-popups allow-downloads"' in frame
    page = page_in(frame)
    assert page.startswith("<!DOCTYPE html>")
    assert "Content-Security-Policy" in page
    assert frame == small_atlas()._repr_html_()


def test_a_layer_shows_itself_with_its_title(registered):
    layer = small_atlas().layers["places"]
    assert "<title>Places</title>" in page_in(layer._repr_html_())


def test_no_text_leaves_the_frame(registered):
    atlas = hostile_atlas()
    for value in (atlas, *atlas.layers.values()):
        frame = value._repr_html_()
        assert frame.count("<") == 2
        assert frame.count(">") == 2


def test_layers_alone_load_no_pages():
    code = (
        "import layers, sys; layers.Atlas((), ()); sys.exit('maps' in sys.modules or 'folium' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
