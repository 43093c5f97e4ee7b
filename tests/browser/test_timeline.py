from __future__ import annotations

import pytest
from atlases import small_atlas

from maps.page import write

pytestmark = pytest.mark.browser

RANGE = (
    "const { filter } = { filter: CorridorAtlas.stage.panel.toAddress() }; return [filter.from, filter.until]"
)


@pytest.fixture
def timed(page, tmp_path):
    write(small_atlas(), tmp_path / "map.html")
    page.open(tmp_path / "map.html")
    page.click(".ca-filter summary")
    return page


def drag(page, selector, share):
    """Drag an element along the timeline, by a share of its width."""
    from selenium.webdriver import ActionChains

    width = page.box(".ca-timeline")[2]
    element = page.driver.find_element("css selector", selector)
    ActionChains(page.driver).drag_and_drop_by_offset(element, round(width * share), 0).perform()
    page.settle()


def test_every_document_has_its_bar(timed):
    titles = timed.run("return [...document.querySelectorAll('.ca-bars i')].map((bar) => bar.title)")
    assert titles == ["2023-11-01: 1 document", "2024: 1 document", "2024-05-02: 1 document"]
    assert timed.text(".ca-time output") == "2023-11-01 – 2024-05-02"


def test_a_handle_moved_by_the_keyboard_filters(timed):
    from selenium.webdriver.common.keys import Keys

    timed.driver.find_element("css selector", ".ca-timeline [aria-label=From]").send_keys(Keys.ARROW_RIGHT)
    timed.settle()
    assert timed.text(".ca-time output") == "2024 – 2024-05-02"
    assert timed.run(RANGE) == ["2024", ""]
    timed.click("#ca-tab-documents")
    assert "Oil by the kilometre" not in timed.texts("#ca-view .ca-item-name")
    assert timed.count(".ca-bars .ca-out") == 1


def test_handles_do_not_pass_each_other(timed):
    timed.run(
        "const one = document.querySelector('.ca-timeline [aria-label=Until]'); one.value = 0;"
        "one.dispatchEvent(new Event('input', { bubbles: true }));"
        "const other = document.querySelector('.ca-timeline [aria-label=From]'); other.value = 2;"
        "other.dispatchEvent(new Event('input', { bubbles: true }));"
    )
    assert timed.text(".ca-time output") == "2023-11-01"


def test_the_period_is_dragged_as_one(timed):
    timed.run(
        "const one = document.querySelector('.ca-timeline [aria-label=Until]'); one.value = 1;"
        "one.dispatchEvent(new Event('input', { bubbles: true }));"
    )
    assert timed.run(RANGE) == ["", "2024"]
    drag(timed, ".ca-band", 0.5)
    assert timed.text(".ca-time output") == "2024 – 2024-05-02"
    assert timed.run(RANGE) == ["2024", ""]
    timed.assert_clean()


def test_the_period_is_in_the_address(timed):
    timed.run("CorridorAtlas.stage.panel.fromAddress({ from: '2024', until: '2024' })")
    assert timed.text(".ca-time output") == "2024"
