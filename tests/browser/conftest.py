"""A headless Chromium for the tests of this folder, watched for requests and errors."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "maps"))

_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--window-size=1400,900",
)
_OWN = ("file://", "data:", "blob:", "chrome://", "chrome-untrusted://", "about:")


class Page:
    """A page in the browser; every opening starts with empty logs."""

    def __init__(self, driver):
        self.driver = driver

    def open(self, path, fragment=""):
        self.driver.get("about:blank")
        for kind in ("browser", "performance"):
            self.driver.get_log(kind)
        self.driver.get(path.as_uri() + fragment)
        self.until("return document.documentElement.dataset.ready === 'true'", "the page is not ready")
        return self

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def until(self, script, complaint, seconds=30):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self.run(script)
            if found:
                return found
            time.sleep(0.02)
        raise AssertionError(f"{complaint}; console: {self.errors()}")

    def settle(self):
        """Wait for what the page does on its next frames."""
        self.driver.execute_async_script(
            "const done = arguments[0];"
            "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)));"
        )

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0])?.textContent ?? null", selector)

    def texts(self, selector):
        return self.run(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent.trim())", selector
        )

    def box(self, selector):
        """Return left, top, width and height of an element in the window, pixels."""
        return self.run(
            "const b = document.querySelector(arguments[0]).getBoundingClientRect();"
            "return [b.left, b.top, b.width, b.height]",
            selector,
        )

    def count(self, selector):
        return self.run("return document.querySelectorAll(arguments[0]).length", selector)

    def click(self, selector, index=0):
        """Click with the mouse, as a person does."""
        element = self.driver.find_elements("css selector", selector)[index]
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        self.settle()

    def hover(self, selector):
        """Move the mouse over an element and let it rest there."""
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).move_to_element(self.driver.find_element("css selector", selector)).pause(
            0.1
        ).perform()
        self.settle()

    def click_map(self, x, y):
        """Click the map at a position in its container, pixels."""
        from selenium.webdriver import ActionChains

        left, top, _, _ = self.box(".leaflet-container")
        actions = ActionChains(self.driver)
        actions.w3c_actions.pointer_action.move_to_location(round(left + x), round(top + y))
        actions.click().perform()
        self.settle()

    def mark(self, name):
        """Return the position on the map of the mark that shows a place."""
        found = self.run(
            "return CorridorAtlas.stage.painter.marks()"
            ".filter(m => m.cluster.members.some(f => f.name === arguments[0]))"
            ".map(m => [m.x, m.y, m.cluster.members.length])[0]",
            name,
        )
        assert found, f"no mark for {name}"
        return found

    def errors(self):
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] in {"SEVERE", "WARNING"}
        ]

    def requests(self):
        """Return the addresses that left the page since it was opened."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = (m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent")
        return [url for url in sent if not url.startswith(_OWN)]

    def assert_clean(self):
        assert self.errors() == []
        assert self.requests() == []


def _missing(what):
    message = f"needs {what}; on Debian: apt-get install chromium chromium-driver"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    binary = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    service = shutil.which("chromedriver")
    if binary is None or service is None:
        _missing("Chromium and chromedriver")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(service))
    yield driver
    driver.quit()


@pytest.fixture
def page(browser):
    browser.set_window_size(1400, 900)
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "light"}]}
    )
    return Page(browser)
