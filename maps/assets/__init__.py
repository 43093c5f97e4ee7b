"""What is inlined into every page: the page's own modules lie in this folder, Leaflet comes installed."""

from __future__ import annotations

import folium

from maps import basemap, bundle, vendor

__all__ = ["asset_sizes"]


def asset_sizes() -> dict[str, int]:
    """Return the size in bytes of each asset that every page carries; proves that they are all there.

    Raises
    ------
    UsageError
        If the distribution folium-offline is missing or lacks Leaflet.
    InputError
        If the offline basemap is missing.
    """
    leaflet = [*folium.Map.default_js, *folium.Map.default_css]
    sizes = {
        name: len(vendor.asset(url).encode()) for name, url in leaflet if name in {"leaflet", "leaflet_css"}
    }
    return sizes | {
        "page script": len(bundle.page_script().encode()),
        "page style": len(bundle.page_style_sheet().encode()),
        "basemap": len(basemap.packed()),
    }
