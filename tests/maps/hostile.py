"""Strings that have broken pages, and the atlas that carries them through every field."""

from __future__ import annotations

import shapely
from atlases import NORTH, make_layer, small_atlas

from geo.model import Candidate, Document, Mention, Place, Span, Unreadable, Unresolved
from layers import Atlas

HOSTILE = (
    "${alert(1)}",
    "${window.hacked=1}",
    "`${window.hacked=1}`",
    "`",
    "``",
    "\\`",
    "\\${window.hacked=1}",
    "$(window.hacked=1)",
    "</script><script>window.hacked=1</script>",
    "</SCRIPT ><script>window.hacked=1//",
    "<script>window.hacked=1</script>",
    "<script src=//example.org/x.js></script>",
    "<!--",
    "-->",
    "<!--<script>",
    "--!>",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE html>",
    "<img src=x onerror=window.hacked=1>",
    "<img src=https://example.org/pixel.gif>",
    "<svg onload=window.hacked=1>",
    "<svg><script>window.hacked=1</script></svg>",
    '<math><mi//xlink:href="javascript:window.hacked=1">',
    "<iframe srcdoc='<script>parent.hacked=1</script>'>",
    "<iframe src=javascript:parent.hacked=1>",
    "<body onload=window.hacked=1>",
    "<details open ontoggle=window.hacked=1>",
    "<video><source onerror=window.hacked=1>",
    "<style>*{display:none}</style>",
    "<style>@import 'https://example.org/x.css';</style>",
    "</style>",
    "</title>",
    "</textarea>",
    "<base href=https://example.org/>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<link rel=stylesheet href=https://example.org/x.css>",
    "<form action=https://example.org><button>x</button></form>",
    "<a href=javascript:window.hacked=1>x</a>",
    "javascript:window.hacked=1",
    "JaVaScRiPt:window.hacked=1",
    " javascript:window.hacked=1",
    "java\tscript:window.hacked=1",
    "data:text/html,<script>parent.hacked=1</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "//example.org/x",
    'https://example.org/"onclick="window.hacked=1',
    '"',
    "'",
    "\"'><img src=x onerror=window.hacked=1>",
    "' onmouseover='window.hacked=1",
    "\\",
    "\\\\",
    '\\"',
    "C:\\2024\\new\\u0041",
    "\\u003cscript\\u003e",
    "%3Cscript%3E",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "&",
    "&amp;&amp",
    "{{7*7}}",
    "{% raw %}",
    "{{ this }}",
    "{{constructor.constructor('window.hacked=1')()}}",
    "#{7*7}",
    "<%= 7*7 %>",
    "\u2028window.hacked=1\u2029",
    "\u202egnp.exe",
    "\u2066\u2067RTL\u2069",
    "\u200b\u200d\ufeff",
    "e\u0301\u0302\u0303\u0304\u0305" * 20,
    "\ud800",
    "\udfff\ud800",
    "a\ud83d",
    "\ud83d\ude00",
    "\U0001f600",
    "\x00",
    "a\x00b",
    "\x01\x02\x1b[31m",
    "\x7f\x85\xa0",
    "\r\n\r\nHTTP/1.1 200 OK",
    "\n\n\n",
    "\t",
    " ",
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "__defineGetter__",
    "null",
    "undefined",
    "NaN",
    "-1e999",
    "[object Object]",
    "0",
    "true",
    "\u0130\u0131\u017f",
    "\ufdfa" * 40,
    "مرز آستارا",
    "קו הגבול",
    "Астара",
    "阿斯塔拉",
    "𐐷",
    "a" * 2000,
    "<" * 500,
    "<b>" * 300,
    "\\" * 301,
    "`${" * 100,
)

BIG = "<img src=x onerror=window.hacked=1>${window.hacked=1}`</script>" * 16_000  # 1 MB


def hostile_document(text, number):
    """A document in which every field is the text, and whose own text holds it between two names."""
    body = f"Baku {text} Astara. A second sentence about Ganzak."
    return Document(
        f"{text}#{number}",
        body,
        title=text,
        author=text,
        publisher=text,
        series=text,
        date=text,
        not_before=text,
        language=text,
        url=text,
        source=text,
    )


def _mention(feature_id, document, start, end):
    text = document.text
    return (
        feature_id,
        document.name,
        start,
        end,
        text[start:end],
        text,
        0,
        0.9,
        "place",
        False,
        document.language,
    )


def hostile_layer(strings, documents):
    """A scripted layer named __proto__: each feature and each extra column is hostile."""
    rows, references = [], []
    for number, (text, document) in enumerate(zip(strings, documents, strict=True)):
        feature_id = f"{text}~{number}"
        rows.append(
            {
                "feature_id": feature_id,
                "name": text,
                "kind": text,
                "country": text,
                "source": text,
                "names": text,
                "certainty": text,
                "population": 1,
                "__proto__": text,
                "constructor": text,
                text: text,
            }
        )
        references.append(_mention(feature_id, document, 0, 4))
    columns = sorted({name for row in rows for name in row})
    rows = [{name: row.get(name) for name in columns} for row in rows]
    points = [shapely.Point(30 + (n % 30), 30 + n // 30) for n in range(len(rows))]
    return make_layer("__proto__", "__proto__", rows, points, references)


def hostile_routes(strings, documents):
    rows, references = [], []
    for number, (text, document) in enumerate(zip(strings, documents, strict=True)):
        feature_id = f"{text}~{number}"
        rows.append(
            {
                "feature_id": feature_id,
                "name": text,
                "kind": text,
                "route": text,
                "route_name": text,
                "leg": text,
                "mode": text,
                "status": text,
                "as_of": text,
                "dates": text,
                "method": text,
                "method_note": text,
                "length_km": float("nan"),
                "published_km": None,
                "published_note": text,
                "sources": [{"title": text, "url": text}],
                "notes": text,
                "names": text,
                "composed": True,
            }
        )
        start = document.text.rindex("Ganzak")
        references.append(_mention(feature_id, document, start, start + 6))
    lines = [shapely.LineString([(60, 20 + n / 5), (70, 21 + n / 5)]) for n in range(len(rows))]
    return make_layer(
        "routes </script>", "${window.hacked=1}<img src=x onerror=window.hacked=1>", rows, lines, references
    )


def hostile_places(text):
    return tuple(Place(f"{text}{n}", text, text, 1.0, n, text, text, source=text) for n in range(2))


def hostile_correction(text, document):
    """A correction as no export writes it, but as a stored atlas may hold it."""
    return {
        "document": document.id,
        "start": 0,
        "end": 4,
        "surface": text,
        "kind": "place",
        "action": "choose",
        "target": text,
        "__proto__": text,
    }


def hostile_claims(strings, documents):
    return tuple(
        {
            "doc": document.name,
            "route_id": text,
            "attribute": text,
            "value": text,
            "unit": text,
            "start": 0,
            "end": 4,
            "quote": "Baku",
        }
        for document, text in zip(documents, strings, strict=True)
    )


def hostile_atlas(strings=HOSTILE):
    """An atlas with every string in every field that a document, a script or a gazetteer can fill."""
    documents = [hostile_document(text, number) for number, text in enumerate(strings)]
    unresolved = [
        Unresolved(Span(one, 0, 4, "place"), text) for one, text in zip(documents, strings, strict=True)
    ]
    located = [
        Mention(
            Span(one, 0, 4, "place"), place, 0.9, candidates=(Candidate(place, 0.9), Candidate(other, 0.1))
        )
        for one, (place, other) in zip(documents, map(hostile_places, strings), strict=True)
    ]
    unreadable = [Unreadable(text, text) for text in strings]
    layers = [
        hostile_layer(strings, documents),
        hostile_routes(strings, documents),
        *small_atlas().layers.values(),
    ]
    return Atlas(
        (*documents, NORTH),
        tuple(located),
        tuple(unresolved),
        tuple(unreadable),
        {layer.name: layer for layer in layers},
        hostile_claims(strings, documents),
        [hostile_correction(text, one) for one, text in zip(documents, strings, strict=True)],
    )
