from __future__ import annotations

from geo.model import Document, Unreadable
from geo.reading import read

from . import samples


def both(path):
    rows = list(read([path]))
    problems = {row.source: row.reason for row in rows if isinstance(row, Unreadable)}
    return {row.name: row for row in rows if isinstance(row, Document)}, problems


TABLE = "file,title,author,publisher,date,language,url\n"


def test_the_table_overrules_the_files(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.md").write_text(
        "---\ntitle: Own\nauthor: Own Author\n---\nText of Baku.", encoding="utf-8"
    )
    (tmp_path / "sub" / "b.docx").write_bytes(samples.docx(["Text of Rasht."], title="Own"))
    rows = "a.md,Given,,House,2024-03,,\nsub\\b.docx,Other,Ann Lee,,5 March 2024,tr,https://x.org/b\n"
    (tmp_path / "documents.csv").write_text(TABLE + rows, encoding="utf-8-sig")
    documents, problems = both(tmp_path)
    assert problems == {}
    first, second = documents["a"], documents["b"]
    assert (first.title, first.author, first.publisher, first.date) == (
        "Given",
        "Own Author",
        "House",
        "2024-03",
    )
    assert (second.title, second.author, second.date, second.language, second.url) == (
        "Other", "Ann Lee", "2024-03-05", "tr", "https://x.org/b",
    )  # fmt: skip


def test_a_table_in_an_archive_and_one_in_a_folder_below(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Text of Baku.", encoding="utf-8")
    (tmp_path / "in" / "documents.csv").write_text("file;title\na.txt;Below\n", encoding="utf-8")
    members = {"x/a.txt": "Text of Rasht.", "documents.csv": "file,title\nx/a.txt,Packed\n"}
    (tmp_path / "pile.zip").write_bytes(samples.zipped(members))
    documents, problems = both(tmp_path)
    assert problems == {}
    assert {row.text: row.title for row in documents.values()} == {
        "Text of Baku.": "Below",
        "Text of Rasht.": "Packed",
    }


def test_what_is_wrong_with_a_table_is_said(tmp_path):
    (tmp_path / "a.txt").write_text("Text of Baku.", encoding="utf-8")
    table = tmp_path / "documents.csv"
    table.write_text(TABLE + "a.txt,Title\nmissing.txt,x\n,y\n../a.txt,z\n", encoding="utf-8")
    documents, problems = both(tmp_path)
    assert documents["a"].title == "Title"
    assert {source.rpartition(" ")[2] for source in problems} == {"3", "4", "5"}
    assert "no file 'missing.txt'" in problems[f"{table}, line 3"]
    table.write_text("name,title\na.txt,x\n", encoding="utf-8")
    assert "no column 'file'" in both(tmp_path)[1][str(table)]
    table.write_bytes(b"")
    assert "0 bytes" in both(tmp_path)[1][str(table)]


def test_a_table_with_texts_is_a_collection(tmp_path):
    (tmp_path / "documents.csv").write_text("id,text\none,Text of Baku.\n", encoding="utf-8")
    assert list(both(tmp_path)[0]) == ["one"]
