from __future__ import annotations

import io
import json
import zipfile

import pytest
from typer.testing import CliRunner

from geo.model import Document, Unreadable
from geo.reading import read

ARTICLE = (
    "The railway between Qazvin and Rasht was opened. It goes on to Astara on the border of Azerbaijan. " * 12
)
RUSSIAN = (
    "Грузовые поезда из порта Алят теперь отправляются каждый день, сообщили на дороге. По их словам, "
    "путь до границы занимает восемь часов, а оформление документов не дольше двух. Прежде вагоны "
    "стояли там по трое суток, и грузоотправители предпочитали автомобильный путь через перевал."
)
FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Corridor Wire</title><language>en-gb</language>
<item><title>In full</title><link>{full}</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>
<content:encoded><![CDATA[<p>{article}</p>]]></content:encoded></item>
<item><title>Teaser</title><link>{teaser}</link><description>Only a line.</description></item>
<item><title>Gone</title><link>{gone}</link><description>Only a line.</description></item>
</channel></rss>"""


def page(title, text=ARTICLE):
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


@pytest.fixture
def rows(policy):
    def read_rows(*inputs):
        found = list(read(inputs, policy=policy))
        return (
            [row for row in found if isinstance(row, Document)],
            {row.source: row.reason for row in found if isinstance(row, Unreadable)},
        )

    return read_rows


def test_a_page_is_a_document_with_its_address(site, rows):
    site.page("/2024/rail-reaches-rasht?id=7", page("Rail reaches Rasht"))
    url = site.url("/2024/rail-reaches-rasht?id=7")
    ((document,), problems) = rows(url)
    assert problems == {}
    assert (document.name, document.title, document.url, document.source) == (
        "rail-reaches-rasht-id-7",
        "Rail reaches Rasht",
        url,
        url,
    )
    assert "Qazvin" in document.text


def test_the_server_states_the_encoding(site, rows):
    site.page(
        "/a",
        page("Порт Алят", RUSSIAN).encode("koi8-r"),
        kind="text/html; charset=KOI8-R",
    )
    site.page(
        "/b",
        page("Порт Алят", RUSSIAN).encode("cp1251"),
        kind="text/html; charset=KOI8-X",
    )
    documents, problems = rows(site.url("/a"), site.url("/b"))
    assert problems == {}
    assert [document.title for document in documents] == ["Порт Алят", "Порт Алят"]
    assert {document.language for document in documents} == {"ru"}


def test_a_list_of_addresses(site, rows, tmp_path):
    site.page("/one", page("One"))
    site.page("/two", page("Two"))
    listed = tmp_path / "list.txt"
    listed.write_text(
        f"# to read\n{site.url('/one')}\n\n{site.url('/two')}\n{site.url('/three')}\n", encoding="utf-8"
    )
    documents, problems = rows(listed)
    assert [document.title for document in documents] == ["One", "Two"]
    assert list(problems) == [site.url("/three")]
    assert "404" in problems[site.url("/three")]


def test_a_list_in_a_folder_is_not_fetched(site, rows, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "list.txt").write_text(site.url("/one"), encoding="utf-8")
    documents, problems = rows(tmp_path / "folder")
    assert documents == []
    assert "Give it itself" in problems[str(tmp_path / "folder" / "list.txt")]
    assert site.asked == []


def test_a_feed_stands_for_its_articles(site, rows):
    site.page("/teaser", page("The whole article"))
    feed = FEED.format(
        full=site.url("/full"), teaser=site.url("/teaser"), gone=site.url("/gone"), article=ARTICLE
    )
    site.page("/feed", feed, kind="application/rss+xml")
    documents, problems = rows(site.url("/feed"))
    assert [(row.title, row.publisher, row.url) for row in documents] == [
        ("In full", "The Corridor Wire", site.url("/full")),
        ("Teaser", "The Corridor Wire", site.url("/teaser")),
    ]
    assert documents[0].date == "2024-03-05"
    assert "/full" not in site.asked
    assert documents[1].text.count("Qazvin") == 12
    assert list(problems) == [site.url("/gone")]


def test_servers_that_lie_about_the_kind(site, rows):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("one.txt", "Trains from Baku.")
    site.page("/page", page("A page"), kind=None)
    site.page("/text.txt", "Plain text of Baku.", kind="application/octet-stream")
    site.page("/picture", b"\x89PNG\r\n\x1a\n" + bytes(100), kind="text/html")
    site.page("/archive", archive.getvalue(), kind="text/html")
    site.page("/nopdf", "no such thing", kind="application/pdf")
    site.page("/brokenpdf", b"%PDF-1.7 broken", kind="text/html")
    documents, problems = rows(*map(site.url, list(site.routes)))
    assert sorted(document.name for document in documents) == ["one", "page", "text"]
    assert "a PNG picture" in problems[site.url("/picture")]
    assert "no such thing" in problems[site.url("/nopdf")]
    assert "PDF is broken" in problems[site.url("/brokenpdf")]


def test_addresses_and_files_keep_their_order(site, rows, tmp_path):
    site.page("/b", page("Page"))
    for name in "ac":
        (tmp_path / f"{name}.txt").write_text(f"Text of {name}.", encoding="utf-8")
    documents, problems = rows(tmp_path / "a.txt", site.url("/b"), tmp_path / "c.txt", tmp_path / "a.txt")
    assert [document.name for document in documents] == ["a", "b", "c"]
    assert "is the same as" in problems[str(tmp_path / "a.txt")]


def test_the_command_asks_for_leave(site, tmp_path, monkeypatch):
    from maps.cli import app

    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.01\n")
    site.page("/a", page("Page"))
    refused = CliRunner().invoke(app, ["documents", site.url("/a"), "--json"])
    assert refused.exit_code == 1
    assert "--allow-private" in str(refused.exception)
    allowed = CliRunner().invoke(app, ["documents", site.url("/a"), "--json", "--allow-private"])
    assert [row["title"] for row in json.loads(allowed.stdout)["documents"]] == ["Page"]
