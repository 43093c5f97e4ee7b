"""A small valid input of every kind, from which the fuzzers begin; all of it is made here."""

from __future__ import annotations

import io
import json
import zipfile

__all__ = ["CORRIDOR", "PACKED", "PLAIN", "SENTENCES", "packed"]

SENTENCES = (
    "Trains of the Baku–Tbilisi–Kars railway left Baku on 3 May 2023.",
    "The Astara–Rasht railway is unbuilt; lorries wait at Astara on the Iranian side.",
    "Поезд из Баку прибыл в Астару. Зангезурский коридор обсуждают в Ереване.",
    "Zəngəzur dəhlizi Naxçıvana gedir; Bakıdan Gəncəyə yol var.",
    "قطار از باکو به رشت رفت.",
    "The highway from Baku to Guba, the R-217, and the road Tbilisi – Gori – Poti.",
    "Georgia (the country), Paris, Texas, and St. Petersburg, Fla.",
)
_TEXT = "\n\n".join(SENTENCES)

_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R
/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 52>>stream
BT /F 12 Tf 20 200 Td (Trains left Baku for Guba.) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R/Info<</Title(A line)/CreationDate(D:20230503)>>>>
%%EOF"""

PLAIN = {
    ".txt": f"Publication: Corridor Notes Volume: 1 Issue: 2\nA Line\nBy: A. Writer\n\n{_TEXT}".encode(),
    ".md": f"---\ntitle: A line\ndate: 2023-05-03\nlanguage: en\n---\n# A line\n\n{_TEXT}".encode(),
    ".html": (
        "<html lang=en><head><title>A line</title><meta name=author content='A. Writer'>"
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2023-05-03"}'
        "</script></head>"
        f"<body><article><h1>A line</h1><p>{'</p><p>'.join(SENTENCES)}</p></article></body></html>"
    ).encode(),
    ".pdf": _PDF,
    ".eml": (
        "From: a@example.org\nTo: b@example.org\nSubject: =?utf-8?b?QSBsaW5l?=\n"
        "Date: Wed, 3 May 2023 10:00:00 +0400\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{_TEXT}"
    ).encode(),
    ".csv": f'id,title,date,text\n1,A line,2023-05-03,"{SENTENCES[0]}"\n2,Two,,"{SENTENCES[2]}"\n'.encode(),
    ".jsonl": "\n".join(json.dumps({"id": one[:9], "text": one}) for one in SENTENCES).encode(),
    ".rss": (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Notes</title><item><title>A line</title>"
        f"<link>https://example.org/1</link><description>{SENTENCES[0]}</description></item></channel></rss>"
    ).encode(),
}
"""Formats that are one stream of bytes, by suffix."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>A line</dc:title></metadata><manifest>"
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    '</manifest><spine><itemref idref="a"/></spine></package>'
)
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_OFFICE_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"

# Suffix: the member that is fuzzed, its valid content, and the other members.
PACKED = {
    ".docx": (
        "word/document.xml",
        f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>{_TEXT}</w:t></w:r></w:p></w:body>'
        "</w:document>".encode(),
        {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS},
    ),
    ".odt": (
        "content.xml",
        f'<o:document-content xmlns:o="{_OFFICE}" xmlns:t="{_OFFICE_TEXT}"><o:body><o:text><t:p>{_TEXT}'
        "</t:p></o:text></o:body></o:document-content>".encode(),
        {"mimetype": "application/vnd.oasis.opendocument.text"},
    ),
    ".epub": (
        "a.xhtml",
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{_TEXT}</p></body></html>'.encode(),
        {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER, "content.opf": _PACKAGE},
    ),
}
"""Formats that are zip archives, by suffix."""

CORRIDOR = """id = "proba-line"
name = "Proba line"
kind = "railway"
mode = "rail"
status = "planned"
countries = ["AZ"]
[names]
en = ["Proba line"]
ru = ["Линия Проба"]
[[legs]]
id = "one"
name = "Baku – Guba"
mode = "rail"
status = "planned"
waypoints = [
  { name = "Baku", lon = 49.89, lat = 40.38, source = "a test" },
  { name = "Guba", lon = 48.51, lat = 41.36, source = "a test" },
]
[[sources]]
title = "A test"
url = "https://example.org"
""".encode()
"""A corridor file of the registry."""


def packed(suffix: str, content: bytes) -> bytes:
    """Return a whole archive of a format whose main member holds ``content``."""
    name, _, others = PACKED[suffix]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, text in others.items():
            archive.writestr(zipfile.ZipInfo(other), text)
        archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()
