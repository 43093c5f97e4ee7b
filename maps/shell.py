"""The one file around a Folium map: everything inline, nothing asked from the network.

Folium links its scripts and styles by address and names its objects at random. The shell puts the
assets in their place, leaves out those that nothing on the page uses, names objects in order of
appearance so that the same input gives the same bytes, and states in a Content-Security-Policy that
only these very scripts may run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.raster_layers import TileLayer

from maps import embed
from maps.bundle import page_script, page_style_sheet
from maps.vendor import asset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Shell"]

_RANDOM_ID = re.compile(r"[0-9a-f]{32}")
_VIEWPORT = re.compile(r"<meta name=\"viewport\"[^>]*>")
_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)

# Assets that a Folium map links by default, and what in a page's script tells that they are used.
_ON_DEMAND = (
    ("jquery", "$("),
    ("awesome_markers", "L.AwesomeMarkers"),
    ("awesome_markers_css", "L.AwesomeMarkers"),
    ("awesome_rotate_css", "L.AwesomeMarkers"),
    ("awesome_markers_font_css", '"prefix": "fa"'),
    ("glyphicons_css", '"prefix": "glyphicon"'),
)


class Shell(Figure):
    """The root of the page's elements, in place of branca's figure.

    Parameters
    ----------
    title
        Title of the page.
    blocks
        Inert blocks of data, as `maps.embed` makes them.
    defaults
        Folium's default assets by name: linked only when something on the map uses them.
    assets
        Scripts and styles by address, for objects whose assets are not kept offline.
    """

    def __init__(
        self, title: str, blocks: Iterable[str], defaults: Mapping[str, str], assets: Mapping[str, str]
    ) -> None:
        super().__init__(height="640px")
        self._title = title
        self._blocks = tuple(blocks)
        self._defaults = dict(defaults)
        self._assets = dict(assets)

    def render(self, **kwargs: Any) -> str:
        """Return the page.

        Raises
        ------
        UsageError
            If an object on the map needs an asset that is not kept offline.
        """
        parts = (self.header, self.html, self.script)
        # Folium's objects add to the figure as they render; a second rendering starts where the first did.
        before = [part._children.copy() for part in parts]  # noqa: SLF001  (branca has no public way)
        try:
            for child in self._children.values():
                child.render(**kwargs)
            return self._page(**kwargs)
        finally:
            for part, children in zip(parts, before, strict=True):
                part._children = children  # noqa: SLF001

    def _page(self, **kwargs: Any) -> str:
        script = self.script.render(**kwargs)
        head, links = self._head(script, **kwargs)
        own = [embed.style_tag(page_style_sheet()), embed.script_tag(page_script())]
        head = "\n".join([*links, *own, head])
        top = _TOP.format(title=embed.html_text(self._title), head=head, body=self.html.render(**kwargs))
        top, end = self._named_in_order(top, embed.script_tag(script))
        rules = self._policy(top + end)
        # The blocks go in last: what stands in them is never taken for markup of the page.
        return "\n".join([_OPENING, rules, top, *self._blocks, end, "</body>", "</html>", ""])

    def _head(self, script: str, **kwargs: Any) -> tuple[str, list[str]]:
        """Return what stands in the head as it is, and the assets that are linked, inlined."""
        children = list(self.header._children.values())  # noqa: SLF001  (branca has no public way)
        scripts = [child.url for child in children if isinstance(child, JavascriptLink)]
        styles = [child.url for child in children if isinstance(child, CssLink)]
        wanted = [(name, self._defaults[name]) for name, token in _ON_DEMAND if token in script]
        styles += [url for name, url in wanted if name.endswith("_css") and url not in styles]
        # After Leaflet, which the map links first, and before the plugins of what was added.
        scripts[1:1] = [url for name, url in wanted if not name.endswith("_css") and url not in scripts]
        plain = [child for child in children if not isinstance(child, JavascriptLink | CssLink)]
        head = "\n".join(_VIEWPORT.sub("", child.render(**kwargs)) for child in plain)
        tags = [embed.style_tag(self._asset(url)) for url in styles]
        return head, tags + [embed.script_tag(self._asset(url)) for url in scripts]

    def _asset(self, url: str) -> str:
        return self._assets.get(url) or asset(url)

    def _policy(self, page: str) -> str:
        scripts = [embed.content_hash(match[1]) for match in _SCRIPT.finditer(page)]
        styles = [embed.content_hash(match[1]) for match in _STYLE.finditer(page)]
        if _has_style_attributes(page):
            # A hash beside it would switch it off again.
            styles = ["'unsafe-inline'"]
        return embed.policy(scripts, styles, _tile_origins(self))

    def _named_in_order(self, *parts: str) -> list[str]:
        ids = {element._id for element in _walk(self)}  # noqa: SLF001
        names: dict[str, str] = {}

        def renamed(match: re.Match[str]) -> str:
            found = match[0]
            return names.setdefault(found, f"{len(names) + 1:04d}") if found in ids else found

        return [_RANDOM_ID.sub(renamed, part) for part in parts]


_OPENING = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">"""

_TOP = """<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="strict-origin-when-cross-origin">
<title>{title}</title>
{head}
</head>
<body>
<div class="ca-page">
<aside class="ca-panel" id="ca-panel" aria-label="Evidence"></aside>
<main class="ca-map" id="ca-map" aria-label="Map">
{body}
</main>
</div>
<noscript>This map is drawn by a script in this file. Allow scripts for it to see the map.</noscript>"""


def _has_style_attributes(page: str) -> bool:
    """Tell whether markup on the page styles itself; Leaflet and the page's own script do not."""
    markup = _SCRIPT.sub(lambda match: match[1] if "L.map(" in match[1] else "", _STYLE.sub("", page))
    return re.search(r"<[a-zA-Z][^<>]*\sstyle=", markup) is not None


def _tile_origins(root: Element) -> Iterator[str]:
    for element in _walk(root):
        if isinstance(element, TileLayer):
            parts = urlsplit(element.tiles.replace("{s}", "*"))
            if parts.scheme in {"http", "https"} and parts.netloc:
                yield f"{parts.scheme}://{parts.netloc}"


def _walk(element: Element) -> Iterator[Element]:
    """Yield an element and all below it; figures and popups hold some outside their children."""
    yield element
    parts = (getattr(element, name, None) for name in ("header", "html", "script"))
    below = [part for part in parts if isinstance(part, Element)]
    for child in [*below, *element._children.values()]:  # noqa: SLF001
        yield from _walk(child)
