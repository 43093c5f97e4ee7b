"""Files of every format, made here byte by byte or with the standard library."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def pdf(pages, *, info=None, encrypted=False):
    """Return a PDF; a page is a list of lines, or None for a picture without text."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(
        stream(
            b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
            b"\x80",
        )
    )
    for lines in pages:
        if lines is None:
            content = b"q 500 0 0 700 50 50 cm /I Do Q"
        else:
            shown = b" T* ".join(b"(" + literal(line) + b") Tj" for line in lines)
            content = b"BT /F 11 Tf 14 TL 60 780 Td " + shown + b" ET"
        objects.append(stream(b"", content))
        resources = b"<< /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >>"
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>"
        objects.append(page % (resources, len(objects)))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    trailer = b"/Root 1 0 R"
    if info:
        objects.append(
            b"<< " + b" ".join(b"/%s (%s)" % (k.encode(), literal(v)) for k, v in info.items()) + b" >>"
        )
        trailer += b" /Info %d 0 R" % len(objects)
    if encrypted:
        objects.append(
            b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)
        )
        trailer += b" /Encrypt %d 0 R /ID [<%s> <%s>]" % (len(objects), b"43" * 16, b"43" * 16)
    return assembled(objects, trailer)


def stream(entries, data):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def literal(text):
    data = text.encode("cp1252")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def assembled(objects, trailer):
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(out)


def zipped(parts, *, stored=()):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            archive.writestr(info, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return file.getvalue()


def docx(paragraphs, *, title="", author="", created="2024-03-05T10:00:00Z", body=None, notes=None):
    """Return a Word document; ``body`` is the XML of the body in place of plain paragraphs."""
    if body is None:
        body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{types}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{types}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{types}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created></cp:coreProperties>',
    }
    if notes:
        parts["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>'
    return zipped(parts)


def odt(paragraphs, *, title="", author="", body=None, manifest="<manifest/>"):
    if body is None:
        body = "".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs)
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": manifest,
            "content.xml": f"<office:document-content {ODT}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {ODT}><office:meta><dc:title>{escape(title)}</dc:title>"
            f"<meta:initial-creator>{escape(author)}</meta:initial-creator>"
            "<meta:creation-date>2024-03-05T10:00:00</meta:creation-date></office:meta></office:document-meta>",
        },
        stored={"mimetype"},
    )


def epub(chapters, *, title="", author=""):
    items = "".join(
        f'<item id="c{at}" href="text/c%20{at}.xhtml" media-type="application/xhtml+xml"/>'
        for at in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{at}"/>' for at in range(len(chapters)))
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        "<rootfiles>"
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata><dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        "<dc:publisher>House of Books</dc:publisher><dc:date>2023-10</dc:date>"
        "<dc:language>en-GB</dc:language>"
        f"</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
    }
    for at, text in enumerate(chapters):
        parts[f"OEBPS/text/c {at}.xhtml"] = (
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
            f"<title>x</title></head><body><h2>Chapter {at + 1}</h2><p>{escape(text)}</p></body></html>"
        )
    return zipped(parts, stored={"mimetype"})


def html(paragraphs, *, title="", head="", around=True):
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    before = "<nav><a>Home</a> <a>Moscow office</a></nav>" if around else ""
    after = "<footer>Vienna office</footer>" if around else ""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>'
        f"<body>{before}"
        f"<article><h1>{escape(title)}</h1>{body}</article>{after}</body></html>"
    ).encode()


def eml(text, *, subject="", sender="Jane Doe <jane@example.org>", page=None, attached=()):
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = subject, sender, "Tue, 05 Mar 2024 10:00:00 +0400"
    message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html")
    for name in attached:
        message.add_attachment(b"data", maintype="application", subtype="pdf", filename=name)
    return bytes(message)
