"""What axe-core finds in the page: nothing, in light and dark, in every view."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from atlases import small_atlas

from maps.page import write

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
VIEWS = {
    "corridors": "document.querySelector('[data-route]').click()",
    "places": "document.querySelector('#ca-tab-places').click();"
    "document.querySelector('#ca-view .ca-item').click()",
    "reader": "document.querySelector('#ca-tab-documents').click();"
    "document.querySelector('.ca-document').click()",
    "unresolved": "document.querySelector('#ca-tab-unresolved').click()",
    "filter": "document.querySelector('.ca-filter summary').click()",
}


@pytest.fixture(scope="module")
def axe():
    """The text of axe-core, which npm brings for the tests only."""
    path = Path(os.environ.get("AXE_CORE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
    if not path.is_file():
        pytest.skip(
            f"needs axe-core in {path}: npm install --no-save axe-core@4, or point AXE_CORE to axe.min.js"
        )
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    path = tmp_path_factory.mktemp("accessible") / "map.html"
    write(small_atlas(), path)
    return path


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(page, built, axe, view, theme):
    media = {"prefers-color-scheme": theme, "prefers-reduced-motion": "reduce"}
    features = [{"name": name, "value": value} for name, value in media.items()]
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    page.open(built)
    page.run(VIEWS[view])
    page.settle()
    # The page's policy lets no other script run; the debugger stands outside of it.
    page.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    found = page.driver.execute_async_script(
        "const done = arguments[0];"
        "axe.run().then((r) => done("
        "[r.passes.length, r.violations.map((v) => [v.id, v.nodes.map((n) => n.target)])]))"
    )
    assert found[0] > 20
    assert found[1] == []
