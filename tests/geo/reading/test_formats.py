from __future__ import annotations

import json
import subprocess
import sys
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Document, Unreadable
from geo.reading import Limits, read
from geo.reading.files import File
from geo.reading.worker import read_here

from . import samples

STORY = [
    "The railway between Qazvin and Rasht was opened to freight, the ministry said in its yearly report.",
    "It is to go on to Astara, where the line from Baku ends at the bridge over the border river.",
    "Until then the wagons are unloaded at Rasht, and lorries take the goods to Anzali or the border.",
]


def both(path, **limits):
    rows = list(read([path], limits=Limits(**limits) if limits else None))
    documents = [row for row in rows if isinstance(row, Document)]
    return documents, {row.source: row.reason for row in rows if isinstance(row, Unreadable)}


@pytest.fixture
def one(tmp_path):
    """Read a single file of given bytes that has to be one document."""

    def read_one(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        (document,), problems = both(path)
        assert problems == {}
        return document

    return read_one


@pytest.fixture
def refused(tmp_path):
    """Read a single file of given bytes that has to be refused."""

    def reason_of(name, content, **limits):
        path = tmp_path / name
        path.write_bytes(content)
        documents, problems = both(path, **limits)
        assert documents == []
        (reason,) = problems.values()
        assert "\n" not in reason
        return reason

    return reason_of


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", samples.docx(STORY, title="Rail reaches Rasht", author="Jane Doe")),
        ("a.odt", samples.odt(STORY, title="Rail reaches Rasht", author="Jane Doe")),
        ("a.epub", samples.epub(STORY, title="Rail reaches Rasht", author="Jane Doe")),
        ("a.eml", samples.eml("\n\n".join(STORY), subject="Re: FW: Rail reaches Rasht")),
        ("a.PDF", samples.pdf([STORY], info={"Title": "Rail reaches Rasht", "Author": "Jane Doe"})),
    ],
)
def test_every_format_gives_its_text_and_bibliography(one, name, content):
    document = one(name, content)
    assert (document.title, document.author, document.language) == ("Rail reaches Rasht", "Jane Doe", "en")
    for paragraph in STORY:
        assert paragraph in document.text
    assert one(name, content) == document


def test_a_page_without_its_furniture(one):
    head = """<meta property="og:site_name" content="The Wire"><link rel="canonical" href="https://x.org/a">
      <script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "No"},
      {"@type": ["NewsArticle"], "headline": "Rail reaches Rasht",
      "datePublished": "2024-03-02T10:00:00+04:00",
      "author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Ray"}],
      "publisher": {"name": "Wire Press"}}]}</script>"""
    extra = [
        '<div class="share-buttons">Share this in Paris</div>',
        '<div id="poll"><p>Which city is best, Berlin or Madrid? Vote for one, and now.</p></div>',
        '<section class="related-posts"><h3>Related Posts</h3><p>London calling: how it woke.</p></section>',
        '<div class="rating">Rate this article (votes: 4)</div>',
    ]
    content = samples.html(STORY, title="Rail reaches Rasht", head=head).replace(
        b"</article>", "".join(extra).encode() + b"</article>"
    )
    document = one("a.html", content)
    assert (document.title, document.author, document.publisher, document.date, document.url) == (
        "Rail reaches Rasht",
        "Ann Lee, Bo Ray",
        "Wire Press",
        "2024-03-02",
        "https://x.org/a",
    )
    for paragraph in STORY:
        assert paragraph in document.text
    for elsewhere in ("Moscow", "Vienna", "Paris", "Berlin", "London", "Rate this"):
        assert elsewhere not in document.text


def test_a_page_that_calls_itself_furniture_is_read(one):
    content = samples.html(STORY, title="Rail").replace(
        b"<body>", b'<body class="social"><div class="share">'
    )
    assert STORY[1] in one("a.html", content).text


def test_meta_elements_state_what_json_does_not(one):
    head = """<meta name="citation_author" content="Doe, Jane">
      <meta name="citation_author" content="Roe, John"><meta property="og:site_name" content="Journal">
      <meta name="citation_publication_date" content="2021/6/03">
      <script type="application/ld+json">{broken</script>"""
    document = one("a.htm", samples.html(STORY, title="Rail", head=head))
    assert (document.author, document.publisher, document.title) == (
        "Doe, Jane, Roe, John",
        "Journal",
        "Rail",
    )


def test_dates_as_highwire_writes_them(one):
    head = '<meta name="citation_publication_date" content="2021/6/03">'
    assert one("a.html", samples.html(STORY, title="Rail", head=head)).date == "2021-06-03"


def test_a_page_in_another_encoding(one):
    head = "<html><head><meta charset=windows-1251></head>"
    russian = f"{head}<body><p>Поезда идут из Баку в Тбилиси.</p></body></html>"
    assert "из Баку в Тбилиси" in one("a.html", russian.encode("cp1251")).text
    lying = russian.replace("windows-1251", "utf-8")
    assert "из Баку в Тбилиси" in one("b.html", lying.encode("cp1251")).text


def test_a_word_document_as_it_reads_with_its_changes(one):
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:p><w:r><w:t>From Baku</w:t><w:tab/><w:t>to</w:t></w:r><w:ins>{run.format(' Tbilisi')}</w:ins>"
        "<w:del><w:r><w:delText> Kars</w:delText></w:r></w:del></w:p>"
        f"<w:sdt><w:sdtContent><w:p>{run.format('In a control: Alat')}</w:p></w:sdtContent></w:sdt>"
        f"<w:tbl><w:tr><w:tc><w:p>{run.format('Astara')}</w:p></w:tc>"
        f"<w:tc><w:p>{run.format('162 km')}</w:p></w:tc></w:tr></w:tbl>"
        f"<w:p><w:hyperlink>{run.format('Rasht')}</w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    note = f"<w:footnote><w:p>{run.format('See Qazvin.')}</w:p></w:footnote>"
    text = one("a.docx", samples.docx([], body=body, notes=note)).text
    assert text == "From Baku\tto Tbilisi\n\nIn a control: Alat\n\nAstara\t162 km\n\nRasht\n\nSee Qazvin."


def test_an_opendocument_text_in_its_order(one):
    body = (
        "<text:tracked-changes><text:p>deleted Kars</text:p></text:tracked-changes>"
        "<text:h>Head</text:h>"
        '<text:p>From <text:span>Baku</text:span><text:s text:c="2"/>to<text:line-break/>Tbilisi</text:p>'
        "<text:list><text:list-item><text:p>Alat</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Astara</text:p></table:table-cell>"
        "<table:table-cell><text:p>162 km</text:p></table:table-cell></table:table-row></table:table>"
    )
    text = one("a.odt", samples.odt([], body=body)).text
    assert text == "Head\n\nFrom Baku  to\nTbilisi\n\nAlat\n\nAstara\t162 km"


def test_a_pdf_without_running_heads_and_cut_words(one):
    story = ["It runs from Baku to Tbil-", "isi and to the Black-", "Sea port."]

    def lines(number):
        first = [f"{word} of page {number}." for word in ("One", "Two", "Three")]
        filler = [f"Line {letter}." for letter in "abcdefgh"]
        return ["Corridor Review 7", *first, *story, *filler, f"{number}"]

    text = one("a.pdf", samples.pdf([lines(number) for number in range(1, 5)])).text
    assert "Corridor Review" not in text
    assert "from Baku to Tbilisi and to the Black-Sea port." in text
    assert "\n3\n" not in text
    assert text.count("Three of page") == 4


def test_properties_that_nobody_wrote_are_not_believed(one):
    info = {
        "Title": "Microsoft Word - draft7.docx",
        "Author": "Admin",
        "CreationDate": "D:20240305101500+04'00'",
    }
    document = one("a.pdf", samples.pdf([STORY], info=info))
    assert (document.title, document.author, document.date) == (None, None, "2024-03-05")


def test_what_the_text_states_counts_more_than_properties(one):
    lines = ["Rail reaches Rasht", "", "Author: Ann Lee", "Published: 2 March 2024", "", *STORY]
    document = one("a.docx", samples.docx(lines, title="Template", author="PC 7"))
    assert (document.title, document.author, document.date) == ("Rail reaches Rasht", "Ann Lee", "2024-03-02")


def test_an_email_in_html_with_attachments(tmp_path):
    (tmp_path / "a.eml").write_bytes(
        samples.eml("Plain body of Baku.", page="<p>No</p>", attached=["map.pdf"])
    )
    page = samples.eml("", page="<p>The crossing at <b>Samur</b> &amp; the bridge.</p><script>x()</script>")
    (tmp_path / "b.eml").write_bytes(page)
    documents, problems = both(tmp_path)
    assert [row.text.strip() for row in documents] == ["Plain body of Baku."]
    assert "Attachments are not read: map.pdf." in problems[f"{tmp_path}/a.eml"]
    head = b"Subject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    only_page = head + b"<p>The crossing at <b>Samur</b> &amp; on.</p>"
    (tmp_path / "b.eml").write_bytes(only_page)
    assert [row.text for row in both(tmp_path / "b.eml")[0]] == ["The crossing at Samur & on."]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_documents(tmp_path, delimiter):
    rows = [
        ["ID", "Text", "Author"],
        ["x", '"Baku,\n;and ""Rasht"""', "Jane"],
        ["", "Second", ""],
        ["z", "", ""],
    ]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8-sig")
    documents, problems = both(path)
    assert [(row.name, row.text, row.author) for row in documents] == [
        ("x", 'Baku,\n;and "Rasht"', "Jane"),
        ("a-4", "Second", None),
    ]
    assert list(problems) == [f"{path}, line 5"]


def test_a_feed_that_carries_its_texts(tmp_path):
    path = tmp_path / "wire.atom"
    path.write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Wire</title>'
        '<entry><title>One</title><link href="https://x.org/1"/><author><name>Jane</name></author>'
        "<updated>2024-03-05T10:00:00Z</updated>"
        '<content type="html">&lt;p&gt;Baku &amp;amp; Rasht&lt;/p&gt;</content></entry>'
        '<entry><title>Two</title><link href="https://x.org/2"/></entry></feed>',
        encoding="utf-8",
    )
    (document,), problems = both(path)
    assert (document.name, document.text, document.title) == ("wire-1", "Baku & Rasht", "One")
    assert (document.publisher, document.date, document.url) == ("The Wire", "2024-03-05", "https://x.org/1")
    assert "https://x.org/2" in problems[f"{path}, entry 2"]


BOMB = {"[Content_Types].xml": "<x/>", "word/document.xml": b"A" * 30_000_000}
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", samples.pdf([["Secret of Baku"]], encrypted=True), "encrypted"),
        ("a.pdf", samples.pdf([None, None]), "no text on its 2 pages: it is scanned"),
        ("a.pdf", b"%PDF-1.7\nbroken", "PDF is broken"),
        ("a.pdf", samples.docx(STORY), "zip archive (docx, odt and epub are such), not a PDF"),
        ("a.docx", samples.pdf([STORY]), "a PDF, not a Word document"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "encrypted Word"),
        ("a.docx", samples.zipped(BOMB), "times its size"),
        ("a.docx", samples.odt(STORY), "not a Word document"),
        ("a.docx", samples.docx(STORY)[:-300], "broken"),
        ("a.docx", samples.docx([]), "no text"),
        ("a.odt", samples.docx(STORY), "'content.xml' is missing"),
        ("a.odt", samples.odt(STORY, manifest="<m><encryption-data/></m>"), "encrypted"),
        ("a.odt", samples.zipped({"content.xml": LAUGHS + "<a>&d;</a>"}), "entities"),
        ("a.odt", samples.zipped({"content.xml": "<a><b></a>"}), "broken"),
        ("a.epub", samples.zipped({"a": "b"}), "container.xml' is missing"),
        ("a.epub", samples.epub([]), "no text"),
        ("a.eml", b"\x89PNG\r\n", "PNG"),
        ("a.eml", b"Just a text of Baku.", "no header"),
        ("a.html", b"Plain words without an element", "not HTML"),
        ("a.html", b"<html><body><script>x</script></body></html>", "no text"),
        ("a.html", b"%PDF-1.7", "a PDF"),
        ("a.csv", b"id,title\n1,x\n", "no column 'text'. Columns here: id, title"),
        ("a.csv", b"text\n", "no rows"),
        ("a.rss", b"<html></html>", "no RSS or Atom"),
        ("a.xml", b"<rss><channel></channel></rss>", "no entries"),
        ("a.rss", (LAUGHS + "<rss><channel><title>&d;</title></channel></rss>").encode(), "entities"),
        ("a.zip", b"PK\x03\x04 and then nothing", "broken"),
        ("a.zip", samples.zipped({}), "no documents"),
        ("a.txt", b"\n<!DOCTYPE html><html><p>Baku</p></html>", "is HTML, not plain text"),
        ("a.xyz", b"x", "not read. Read are .txt, .md"),
    ],
)
def test_what_cannot_be_read_says_why(refused, name, content, reason):
    assert reason in refused(name, content)


def test_limits_are_limits(refused):
    assert "5 pages, the limit is 4" in refused("a.pdf", samples.pdf([STORY] * 5), max_pages=4)
    assert "the limit is 500" in refused("a.docx", samples.docx(STORY), max_bytes=500)
    assert "the limit is 1,000" in refused("a.docx", samples.docx(STORY), max_unpacked=1000)
    assert "entries, the limit is 2" in refused(
        "a.zip", samples.zipped(dict.fromkeys("abc", "x")), max_entries=2
    )


def test_a_page_that_is_a_picture_in_a_pdf_is_a_row(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(samples.pdf([STORY, None, None, STORY, None]))
    (document,), problems = both(path)
    assert document.text.count(STORY[0]) == 2
    assert "pages 2-3, 5" in problems[str(path)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("while True: pass", "longer than 1 seconds"),
        ("time.sleep(60)", "longer than 1 seconds"),
        ("import os; os.abort()", "broke down"),
        ("bytearray(8 * 2**30)", "MiB of memory"),
        ("print('noise'); import os; os.write(1, b'noise'); raise ValueError('odd')", "ValueError odd"),
        ("(lambda f: f(f))(lambda f: f(f))", "nests too deep"),
    ],
)
def test_a_reader_that_fails_costs_its_file_only(tmp_path, monkeypatch, body, reason):
    """A parser with a fault is put in the place of the one for EPUB, in the worker itself."""
    (tmp_path / "code").mkdir()
    faulty = str(tmp_path / "code" / "faulty.py")
    (tmp_path / "code" / "sitecustomize.py").write_text(
        "import importlib.util, sys\n"
        "class Faulty:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'geo.reading.epub':\n"
        f"            return importlib.util.spec_from_file_location(name, {faulty!r})\n"
        "sys.meta_path.insert(0, Faulty())\n"
    )
    (tmp_path / "code" / "faulty.py").write_text(
        f"import time\ndef epub(stream, source, limits):\n    {body}\n    yield\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "code"))
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.epub", "b.epub"):
        (folder / name).write_bytes(samples.epub(STORY))
    (folder / "c.docx").write_bytes(samples.docx(STORY))
    documents, problems = both(folder, seconds=1.0 if "seconds" in reason else 60.0)
    assert [row.name for row in documents] == ["c"]
    assert sorted(problems) == [str(folder / "a.epub"), str(folder / "b.epub")]
    assert all(reason in why for why in problems.values()), problems


def test_workers_end_with_the_run(tmp_path):
    (tmp_path / "a.docx").write_bytes(samples.docx(STORY))
    code = (
        "import sys, os\nfrom geo.reading import read\n"
        "rows = read([sys.argv[1]])\nnext(rows)\nrows.close()\n"
        "print(os.popen('ps --ppid %d -o args=' % os.getpid()).read().count('geo.reading.worker'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "0"


def test_the_worker_speaks_json_only(tmp_path):
    from geo.reading.worker import answer

    (tmp_path / "a.epub").write_bytes(samples.epub(["Baku \udcff"[:5]]))
    job = {
        "path": str(tmp_path / "a.epub"),
        "relative": "a.epub",
        "source": "s",
        "member": None,
        "limits": {},
    }
    ((kind, values),) = json.loads(answer(json.dumps(job)))
    assert (kind, values["source"]) == ("Text", "s")


HOSTILE = {
    "deep.html": "<html><body>" + "<div>" * 100_000 + "Baku",
    "marks.html": "<p>" + "<" * 1_000_000,
    "line.html": "<html><body><p>" + "Baku and Rasht " * 100_000,
    "book.html": "<html><body>" + "<p>Baku and Rasht.</p>" * 30_000,
    "bars.html": "<html><body>" + "<div class='share'><p>Baku</p>" * 3_000,
    "joiners.html": "<html><p>" + "a\u200d\u202e" * 300_000,
    "meta.html": "<html><meta " + "charset " * 200_000,
    "parts.eml": "Subject: x\n" + "Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 1_000,
    "words.eml": "Subject: " + "=?utf-8?q?a?= " * 100_000 + "\n\nBody",
    "signs.eml": "From: " + "<" * 300_000 + "\nDate: " + "(" * 100_000 + "\n\nBody",
    "deep.rss": "<rss><channel>" + "<a>" * 100_000,
    "quotes.csv": "text\n" + '"' * 1_000_001,
    "columns.csv": "text" + ",a" * 300_000 + "\nBaku",
    "address.txt": "http://" + "a" * 2_000_000,
}


def test_hostile_files_end_within_the_limits(tmp_path):
    for name, content in HOSTILE.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    documents, problems = both(tmp_path, seconds=30.0)
    assert not [reason for reason in problems.values() if "longer than" in reason or "broke down" in reason]
    assert {row.name for row in documents} >= {"marks", "line", "book", "joiners", "words", "signs"}


@settings(max_examples=40, deadline=None)
@given(
    data=st.data(), name=st.sampled_from(["a.docx", "a.odt", "a.epub", "a.eml", "a.pdf", "a.html", "a.rss"])
)
def test_damaged_files_give_rows_and_no_faults(tmp_path_factory, data, name):
    whole = {
        "a.docx": samples.docx(STORY),
        "a.odt": samples.odt(STORY),
        "a.epub": samples.epub(STORY),
        "a.eml": samples.eml(STORY[0], attached=["x"]),
        "a.pdf": samples.pdf([STORY]),
        "a.html": samples.html(STORY),
        "a.rss": b"<rss><channel><item><title>x</title><description>Baku</description></item></channel>",
    }[name]
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 12))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(damaged[: data.draw(st.integers(1, len(damaged)))])
    file = File(path, PurePosixPath(name), name)
    rows = read_here(file, Limits())
    assert rows
    for row in rows:
        assert isinstance(row, Unreadable) or row.text.encode("utf-8")
