"""``corridors documents``, and the options of reading, as users meet them."""

from __future__ import annotations

import json
import zipfile

import pytest

BRIEF = (
    "The Astara–Rasht railway is unbuilt, and trains from Baku end at Astara. Lorries take the goods on to "
    "Rasht, where the rails begin again, and from there they go by Qazvin to Tehran and the Gulf ports. "
    "A loan for the missing stretch was agreed in May, and surveyors have been seen on the coast since then."
)


@pytest.fixture
def pile(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "brief.txt").write_text(BRIEF, encoding="utf-8")
    (folder / "page.html").write_text(
        f"<html><head><title>Rails</title><meta property='og:site_name' content='The Wire'></head>"
        f"<body><article><h1>Rails</h1><p>{BRIEF}</p></article></body></html>",
        encoding="utf-8",
    )
    (folder / "other.md").write_text(
        "---\ntitle: Other [bold]\n---\nGuba and Samur.\n\nRelated Posts\n", encoding="utf-8"
    )
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7")
    return folder


def test_a_table_of_what_would_be_read(corridors, pile):
    code, printed, _ = corridors("documents", pile)
    assert code == 0
    assert "Other [bold]" in printed
    assert "The Wire" in printed
    assert "= page" in printed
    assert "broken.pdf: The PDF is broken" in printed


def test_the_same_as_json(corridors, pile):
    code, printed, _ = corridors("documents", pile, "--json")
    listed = json.loads(printed)
    assert code == 0
    assert [row["name"] for row in listed["documents"]] == ["brief", "other"]
    assert [copy["publisher"] for copy in listed["documents"][0]["copies"]] == ["The Wire"]
    assert listed["documents"][1]["furniture"] == len("Related Posts")
    assert [row["source"] for row in listed["unreadable"]] == [str(pile / "broken.pdf")]
    apart = json.loads(corridors("documents", pile, "--json", "--keep-copies")[1])
    assert [row["name"] for row in apart["documents"]] == ["brief", "other", "page"]


def test_limits_are_options(corridors, pile, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "Baku. " * 200_000)
    code, _, told = corridors("documents", tmp_path / "a.zip", "--max-ratio", "50")
    assert code == 1
    assert "times its size, the limit is 50" in told
    code, _, told = corridors(
        "documents", pile, "--max-megabytes", "0.001", "--max-pages", "1", "--max-seconds", "9"
    )
    assert code == 0
    assert corridors("documents", pile, "--max-pages", "0")[0] == 2


def test_nothing_readable_is_exit_code_1(corridors, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"no")
    code, printed, told = corridors("documents", tmp_path, "--json")
    assert (code, printed) == (1, "")
    assert "The content is not a PDF" in told


def test_a_map_counts_a_text_once_and_says_so(corridors, pile, tmp_path):
    out = tmp_path / "out"
    code, printed, _ = corridors("map", pile, "--out", out, "--recogniser", "gazetteer")
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert code == 0
    assert report["documents"] == 2
    assert report["copies"] == [{"source": str(pile / "page.html"), "document": "brief"}]
    assert "the same text as 'brief', counted once" in printed
    rows = [json.loads(line) for line in (out / "mentions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["doc"] for row in rows} == {"brief", "other"}


def test_mentions_keeps_the_rows_of_every_document(corridors, pile, tmp_path):
    corridors("mentions", pile, "-o", tmp_path / "m.jsonl", "--recogniser", "gazetteer", "--quiet")
    rows = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["doc"] for row in rows} == {"brief", "other", "page"}
