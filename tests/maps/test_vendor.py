from __future__ import annotations

import folium
import pytest

from geo.errors import UsageError
from maps.assets import asset_sizes
from maps.vendor import asset


def test_every_default_asset_of_the_installed_folium_is_kept_offline():
    for _, url in [*folium.Map.default_js, *folium.Map.default_css]:
        assert asset(url), url


def test_leaflet_is_the_one_that_folium_asks_for():
    url = dict(folium.Map.default_js)["leaflet"]
    version = url.split("@")[1].split("/")[0]
    assert f"Leaflet {version}" in asset(url)[:200]
    assert "sourceMappingURL" not in asset(url)


def test_plugins_are_kept_too():
    from folium import plugins

    for name, url in [*plugins.MarkerCluster.default_js, *plugins.Fullscreen.default_css]:
        assert asset(url), name


def test_an_unknown_address_is_refused_with_the_repair():
    with pytest.raises(UsageError, match=r"'https://example\.org/x\.js'.*assets="):
        asset("https://example.org/x.js")


def test_the_doctor_sees_every_asset():
    sizes = asset_sizes()
    assert set(sizes) == {"leaflet", "leaflet_css", "page script", "page style", "basemap"}
    assert sizes["leaflet"] > 100_000
    assert sizes["basemap"] < 650_000 * 3 / 4, "at most 0.65 MB once it is base64 in the page"
