"""Mentions as W3C Web Annotations, for Recogito and other annotation tools.

Each annotation points to its document with a text position selector (code points, as the
recommendation counts) and a text quote selector: https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from geo.atomic import replacing, utf8
from geo.model import Mention
from layers.linked_places import place_iri
from layers.routes import drawn_point

if TYPE_CHECKING:
    from pathlib import Path

    from geo.model import Document, Span, Unresolved
    from layers.atlas import Atlas

__all__ = ["annotation", "write_web_annotations"]

_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_AROUND: Final = 32


def write_web_annotations(atlas: Atlas, path: Path) -> None:
    """Write every mention of an atlas, located or not, as one annotation page.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    with replacing(path) as file:
        head = {"@context": _CONTEXT, "id": "urn:corridor-atlas:annotations", "type": "AnnotationPage"}
        file.write(utf8(json.dumps(head)[:-1] + ', "items": ['))
        separator = "\n"
        every: list[Mention | Unresolved] = [*atlas.mentions, *atlas.unresolved]
        for one in every:
            file.write(utf8(separator + json.dumps(annotation(one), ensure_ascii=False)))
            separator = ",\n"
        file.write(b"\n]}\n")


def annotation(one: Mention | Unresolved) -> dict[str, Any]:
    """Return a span as an annotation; what was not located carries its reason as a comment."""
    span = one.span
    body = _place_body(one) if isinstance(one, Mention) else _comment(one.reason)
    return {
        "id": f"{_iri(span.document)}:{span.start}-{span.end}:{span.kind}",
        "type": "Annotation",
        "motivation": "identifying" if isinstance(one, Mention) else "commenting",
        "body": body,
        "target": {"source": span.document.url or _iri(span.document), "selector": _selectors(span)},
    }


def _place_body(mention: Mention) -> list[dict[str, Any]]:
    lon, lat = drawn_point(mention)
    place = {
        "type": "SpecificResource",
        "purpose": "identifying",
        "source": {
            "id": place_iri(mention.target.id),
            "type": "Feature",
            "label": mention.target.name,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        },
    }
    tag = {"type": "TextualBody", "purpose": "tagging", "value": mention.target.kind}
    return [place, tag]


def _comment(reason: str) -> list[dict[str, Any]]:
    return [{"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": reason}]


def _selectors(span: Span) -> list[dict[str, Any]]:
    text = span.document.text
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": span.surface,
            "prefix": text[max(span.start - _AROUND, 0) : span.start],
            "suffix": text[span.end : span.end + _AROUND],
        },
    ]


def _iri(document: Document) -> str:
    name = quote(document.name, safe="", errors="surrogatepass")
    return f"urn:corridor-atlas:document:{document.id}:{name}"
