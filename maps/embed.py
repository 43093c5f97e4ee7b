"""Text into HTML and JavaScript: the only place where that happens.

Document text is hostile. It travels as compressed JSON in an inert block, which the browser neither
renders nor runs, and reaches the page through ``textContent``. Short texts that Folium's own script
must hold (a layer's title) become JavaScript literals in which every character that could end the
literal, the script or the line is an escape.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from typing import TYPE_CHECKING, Any

from geo.atomic import utf8

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "content_hash",
    "data_block",
    "frame",
    "html_text",
    "packed_block",
    "policy",
    "script_literal",
    "script_tag",
    "style_tag",
]

_LEVEL = 6  # level 9 takes three times as long for a hundredth
# What could leave a script element, a string literal, a template literal or a line.
_UNSAFE = re.compile(r"[^ \w.,:;()\[\]{}\"\\/+*=|!?#%@~^-]", re.ASCII)
_CLOSING_SCRIPT = re.compile(r"</(script)", re.IGNORECASE)
_CLOSING_STYLE = re.compile(r"</(style)", re.IGNORECASE)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def script_literal(value: object) -> str:
    r"""Return plain data as a JavaScript expression in ASCII that is safe inside ``<script>``.

    ``<``, ``>``, ``&``, ``'``, ``\```, ``$`` and every character outside ASCII are written as
    ``\uXXXX``, so neither ``</script>`` nor ``${...}`` can arise.
    """
    return _UNSAFE.sub(
        lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=True, allow_nan=False)
    )


def html_text(text: str) -> str:
    """Return text for an HTML element or a quoted attribute; what HTML cannot hold becomes U+FFFD."""
    return html.escape(_NOT_IN_XML.sub("\ufffd", text), quote=True)


def frame(page: str, *, title: str, height: int) -> str:
    """Return a whole page in a frame that has no part in the page around it; ``height`` in pixels."""
    return (
        f'<iframe title="{html_text(title)}" srcdoc="{html.escape(page, quote=True)}" '
        'sandbox="allow-scripts allow-popups allow-downloads" referrerpolicy="no-referrer" '
        f'style="width: 100%; height: {int(height)}px; border: 0"></iframe>'
    )


def data_block(block_id: str, value: Any) -> str:
    """Return an inert block of compressed JSON, read in the page by the id ``block_id``."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return packed_block(block_id, gzip.compress(utf8(text), _LEVEL, mtime=0))


def packed_block(block_id: str, packed: bytes) -> str:
    """Return an inert block of JSON that is compressed with gzip already."""
    return (
        f'<script type="application/gzip" id="{html_text(block_id)}">'
        f"{base64.b64encode(packed).decode('ascii')}</script>"
    )


def script_tag(code: str) -> str:
    """Return trusted code as an inline script; its strings cannot close the element."""
    code = _CLOSING_SCRIPT.sub(r"<\\/\1", _lf(code)).replace("<!--", r"<\!--")
    return f"<script>{code}</script>"


def style_tag(css: str) -> str:
    """Return a trusted style sheet as an inline style."""
    css = _CLOSING_STYLE.sub(r"<\\/\1", _lf(css))
    return f"<style>{css}</style>"


def content_hash(content: str) -> str:
    """Return the source expression that allows exactly this inline content."""
    digest = hashlib.sha256(_lf(content).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def policy(scripts: Iterable[str], styles: Iterable[str], images: Iterable[str] = ()) -> str:
    """Return the Content-Security-Policy of the page as a meta element.

    Parameters
    ----------
    scripts, styles
        Source expressions of what may run and style, such as `content_hash` gives.
    images
        Origins of online tiles that the page offers.
    """
    rules = {
        "default-src": ["'none'"],
        "script-src": sorted(set(scripts)),
        "style-src": sorted(set(styles)),
        "img-src": ["data:", "blob:", *sorted(set(images))],
        "font-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    text = "; ".join(
        f"{name} {' '.join(sources or [chr(39) + 'none' + chr(39)])}" for name, sources in rules.items()
    )
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{html_text(text).replace("&#x27;", chr(39))}">'
    )


def _lf(text: str) -> str:
    """Return text with the line ends that an HTML parser would make of them, so that hashes agree."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
