"""The page against Folium as it comes: size, time to save, to load, to redraw, at 20,000 mentions.

Run with ``make bench-map``; needs Debian's chromium and chromedriver. Writes ``bench/results/map.md``.
Folium's own pages link their scripts on the network; here these are put in, so that all pages load from
disk. Sizes are those that Folium writes.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import shapely
from folium.plugins import FastMarkerCluster, MarkerCluster
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).parent.parent
# The atlases of the tests, in place of this folder, whose files are called as packages are.
sys.path[0] = str(ROOT / "tests" / "maps")

from atlases import large_atlas, small_atlas

from geo.model import Document
from geo.pipeline import Geoparser
from geo.reading import read
from layers import build_atlas
from maps.page import write
from maps.vendor import asset

if TYPE_CHECKING:
    from collections.abc import Callable


COUNT = 20_000
# Plain markers take minutes: a tenth of them, times ten, is a lower bound (loading grows faster than that).
SCALED = 10
POPUP_BYTES = 363
RESULTS = ROOT / "bench" / "results" / "map.md"
GOALS = {"MB": 2.5, "save s": 1.0, "load s": 2.0, "redraw ms": 100.0, "key ms": 50.0}
_LINKED = re.compile(r'<script src="([^"]+)"></script>|<link rel="stylesheet" href="([^"]+)"\s*/?>')
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,900", "--no-first-run")

MAP = (
    "const own = typeof CorridorAtlas !== 'undefined';"
    "const map = own ? CorridorAtlas.stage.map : window[document.querySelector('.folium-map').id];"
)


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured for one way; None where it was not."""

    way: str
    megabytes: float
    save: float
    load: float | None
    redraw: float | None
    key: float | None = None


def marker_popups(points: list[tuple[float, float, str]]) -> folium.Map:
    """Return a map with a marker and a popup for each point."""
    made = folium.Map()
    for lon, lat, text in points:
        folium.Marker([lat, lon], popup=folium.Popup(text)).add_to(made)
    return made


def clustered_popups(points: list[tuple[float, float, str]]) -> folium.Map:
    """Return a map with clustered markers, each with a popup."""
    made = folium.Map()
    cluster = MarkerCluster().add_to(made)
    for lon, lat, text in points:
        folium.Marker([lat, lon], popup=folium.Popup(text)).add_to(cluster)
    return made


def geojson_popups(points: list[tuple[float, float, str]]) -> folium.Map:
    """Return a map with one GeoJSON layer and its popups."""
    made = folium.Map()
    frame = gpd.GeoDataFrame(
        {"quote": [text for _, _, text in points]},
        geometry=[shapely.Point(lon, lat) for lon, lat, _ in points],
        crs="EPSG:4326",
    )
    folium.GeoJson(
        frame, marker=folium.CircleMarker(radius=4), popup=folium.GeoJsonPopup(fields=["quote"])
    ).add_to(made)
    return made


def fast_cluster(points: list[tuple[float, float, str]]) -> folium.Map:
    """Return a map with Folium's fast cluster, popups made by its callback."""
    made = folium.Map()
    callback = "function (row) { return L.marker([row[0], row[1]]).bindPopup(row[2]); }"
    FastMarkerCluster([[lat, lon, text] for lon, lat, text in points], callback=callback).add_to(made)
    return made


WAYS: dict[str, tuple[Callable[[list[tuple[float, float, str]]], folium.Map], int]] = {
    "Marker + Popup": (marker_popups, SCALED),
    "MarkerCluster + Popups": (clustered_popups, 1),
    "GeoJson + GeoJsonPopup": (geojson_popups, 1),
    "FastMarkerCluster": (fast_cluster, 1),
}


def offline(html: str) -> str:
    """Return a page of Folium's with what it links put in."""

    def inlined(match: re.Match[str]) -> str:
        try:
            text = asset(match[1] or match[2])
        except ValueError:
            return ""
        return f"<script>{text}</script>" if match[1] else f"<style>{text}</style>"

    return _LINKED.sub(inlined, html)


def browser(folder: Path) -> Any:
    """Return a headless Chromium."""
    options = webdriver.ChromeOptions()
    for flag in (*_FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(180)
    driver.set_script_timeout(180)
    return driver


def loaded(driver: Any, path: Path) -> float:
    """Return the seconds until a page has drawn itself and can be used."""
    driver.get("about:blank")
    started = time.perf_counter()
    driver.get(path.as_uri())
    driver.execute_async_script(
        "const done = arguments[0]; const look = () => typeof CorridorAtlas === 'undefined'"
        " || document.documentElement.dataset.ready"
        " ? requestAnimationFrame(() => requestAnimationFrame(() => done()))"
        " : setTimeout(look, 5); look();"
    )
    return time.perf_counter() - started


def redrawn(driver: Any) -> float:
    """Return the median milliseconds of a change of zoom, with the frame that shows it."""
    script = (
        "const done = arguments[1];"
        + MAP
        + "const start = performance.now();"
        + "map.setView([42, 48], map.getZoom() + arguments[0], { animate: false });"
        + "requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));"
    )
    return statistics.median(driver.execute_async_script(script, step) for step in (1, -1, 1, -1, 1, -1))


def typed(driver: Any) -> float:
    """Return the median milliseconds of a keystroke in the search, with the frame that shows it."""
    driver.execute_script("document.querySelector('#ca-tab-places').click()")
    script = (
        "const done = arguments[1]; const box = document.querySelector('.ca-search');"
        "const start = performance.now(); box.value = arguments[0];"
        "box.dispatchEvent(new Event('input', { bubbles: true }));"
        "requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));"
    )
    words = ("p", "pl", "pla", "place 1", "place 19", "place 199")
    return statistics.median(driver.execute_async_script(script, word) for word in words)


def measured(driver: Any, folder: Path, way: str, points: list[tuple[float, float, str]]) -> Row:
    """Measure one way of Folium's."""
    make, scale = WAYS[way]
    started = time.perf_counter()
    html = make(points[::scale]).get_root().render()
    path = folder / "way.html"
    path.write_text(html, encoding="utf-8")
    save = time.perf_counter() - started
    path.write_text(offline(html), encoding="utf-8")
    load = loaded(driver, path)
    redraw = redrawn(driver) if scale == 1 else None
    name = way if scale == 1 else f"{way} ({len(points) // scale:,} of them, times {scale})"
    return Row(name, len(html.encode()) / 1e6 * scale, save * scale, load * scale, redraw)


def ours(driver: Any, folder: Path, way: str, atlas: Any) -> Row:
    """Measure the page of this project."""
    path = folder / "atlas.html"
    started = time.perf_counter()
    write(atlas, path)
    save = time.perf_counter() - started
    load = statistics.median(loaded(driver, path) for _ in range(3))
    return Row(way, path.stat().st_size / 1e6, save, load, redrawn(driver), typed(driver))


def sample_atlas() -> Any:
    """Return the atlas of the documents that ship."""
    parser = Geoparser.open()
    documents = [one for one in read([ROOT / "seeds" / "documents"]) if isinstance(one, Document)]
    return build_atlas(documents, [row for one in documents for row in parser.locate(one)])


def table(rows: list[Row]) -> str:
    """Return the rows as Markdown, with the goals."""

    def cell(value: float | None, digits: int) -> str:
        return "–" if value is None else f"{value:.{digits}f}"

    lines = ["| way | HTML MB | save s | load s | redraw ms | key ms |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {row.way} | {row.megabytes:.1f} | {row.save:.1f} | {cell(row.load, 1)} | {cell(row.redraw, 0)} "
        f"| {cell(row.key, 0)} |"
        for row in rows
    ]
    mb, save, load, redraw, key = GOALS.values()
    lines.append(f"| *goal at {COUNT:,}* | ≤ {mb} | ≤ {save} | ≤ {load} | ≤ {redraw:.0f} | ≤ {key:.0f} |")
    lines.append("| *goal for the sample documents* | ≤ 1.3 | – | ≤ 1.0 | – | – |")
    return "\n".join(lines)


def main() -> None:
    """Measure every way and write the table."""
    atlas = large_atlas(COUNT)
    layer = atlas.layers["places"]
    quotes = [f"{quote} " * 2 for quote in layer.references["quote"].tolist()]
    points = [
        (point.x, point.y, quote[:POPUP_BYTES].ljust(POPUP_BYTES, "."))
        for point, quote in zip(layer.features.geometry, quotes, strict=True)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        driver = browser(folder)
        try:
            write(small_atlas(), folder / "warm.html")
            loaded(driver, folder / "warm.html")
            rows = [measured(driver, folder, way, points) for way in WAYS]
            rows.append(ours(driver, folder, "Corridor Atlas, whole texts", atlas))
            rows.append(ours(driver, folder, "Corridor Atlas, the sample documents", sample_atlas()))
        finally:
            driver.quit()
    head = (
        f"# The page at {COUNT:,} mentions\n\n"
        f"Point features with popups of {POPUP_BYTES} bytes, headless Chromium, {os.cpu_count()} processors. "
        "Save: making the map and writing the file. Load: until drawn. Redraw: one step of zoom. Key: one "
        "keystroke in the search. What is scaled is a lower bound.\n\n"
    )
    print(table(rows))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(head + table(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
