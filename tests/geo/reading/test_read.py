from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from geo.model import Document, Unreadable
from geo.reading import READERS, Limits, read

from .languages import PARAGRAPHS

SAMPLES = Path(__file__).parents[3] / "seeds" / "documents"


def documents(*inputs: Path, limits: Limits | None = None) -> dict[str, Document]:
    return {row.name: row for row in read(inputs, limits=limits) if isinstance(row, Document)}


def reasons(*inputs: Path, limits: Limits | None = None) -> dict[str, str]:
    return {row.source: row.reason for row in read(inputs, limits=limits) if isinstance(row, Unreadable)}


def jsonl(path: Path, *rows: object) -> Path:
    path.write_text(
        "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8"
    )
    return path


def test_a_folder_is_read_to_its_depth_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.md", "C.TXT"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"Text of {name}.", encoding="utf-8")
    rows = list(read([tmp_path]))
    assert [row.name for row in rows if isinstance(row, Document)] == ["C", "b", "z", "c"]
    assert rows == list(read([str(tmp_path)]))


def test_names_that_collide_are_told_apart_by_folder_then_suffix(tmp_path: Path) -> None:
    for name in ("x/a.txt", "y/a.txt", "y/a.md", "y/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"Text of {name}.", encoding="utf-8")
    assert sorted(documents(tmp_path)) == ["b", "x/a", "y/a.md", "y/a.txt"]
    given_apart = documents(tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt")
    assert len(given_apart) == 2
    assert all(name.endswith("a.txt") for name in given_apart)


def test_the_text_is_the_file_in_text_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Баку\r\nи Решт\rи Казвин".encode())
    assert documents(path)["a"].text == path.read_text(encoding="utf-8")


def test_a_markdown_text_begins_after_its_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text('---\ntitle: "One: two"\ndate: 5 May 2024\n---\n\n# Heading\n\nText.\n', encoding="utf-8")
    document = documents(path)["a"]
    assert (document.title, document.date, document.text) == (
        "One: two",
        "2024-05-05",
        "# Heading\n\nText.\n",
    )
    path.write_text("Intro.\n\n# Heading\n\nText.\n", encoding="utf-8")
    assert documents(path)["a"].title == "Heading"


def test_every_bad_input_is_one_clear_row_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "zero.txt").touch()
    (tmp_path / "binary.txt").write_bytes(os.urandom(4096) + b"\0\1\2")
    (tmp_path / "pdf.txt").write_bytes(b"%PDF-1.4 and so on")
    (tmp_path / "letter.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "noname").write_text("Text without a suffix", encoding="utf-8")
    (tmp_path / "only.md").write_text("---\ntitle: x\n---\n\n", encoding="utf-8")
    (tmp_path / "broken.md").write_text("---\ntitle: {\n---\nText.", encoding="utf-8")
    (tmp_path / "windows.txt").write_bytes(PARAGRAPHS["ru"].encode("cp1251"))
    (tmp_path / "utf16.txt").write_bytes(PARAGRAPHS["ru"].encode("utf-16"))
    (tmp_path / ".hidden").touch()
    jsonl(
        tmp_path / "rows.jsonl", {"id": "one", "text": "Text."}, "{broken", {"id": "two", "text": "Text two."}
    )
    found = {
        Path(source).name: reason for source, reason in reasons(tmp_path, tmp_path / "missing.txt").items()
    }
    assert set(found) == {
        "zero.txt", "binary.txt", "pdf.txt", "letter.docx", "noname", "only.md", "broken.md",
        "rows.jsonl, line 2", tmp_path.name, "missing.txt",
    }  # fmt: skip
    assert "0 bytes" in found["zero.txt"]
    assert "binary" in found["binary.txt"]
    assert "directory is missing" in found["letter.docx"]
    assert "column 2" in found["rows.jsonl, line 2"]
    assert "1 hidden entry" in found[tmp_path.name]
    assert "no such file" in found["missing.txt"]
    assert all("\n" not in reason and len(reason) < 250 for reason in found.values())
    read_anyway = documents(tmp_path)
    assert sorted(read_anyway) == ["one", "two", "utf16", "windows"]
    assert read_anyway["windows"].text == read_anyway["utf16"].text == PARAGRAPHS["ru"]
    assert read_anyway["windows"].language == "ru"
    assert "holds no documents" in reasons(tmp_path / "empty")[str(tmp_path / "empty")]


def test_large_files_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(2 * 2**30)
    assert "2,147,483,648 bytes, the limit is 67,108,864" in reasons(path)[str(path)]
    (tmp_path / "small.txt").write_text("Ten bytes!", encoding="utf-8")
    assert "small" in documents(tmp_path / "small.txt", limits=Limits(max_bytes=10))
    assert (
        "the limit is 9"
        in reasons(tmp_path / "small.txt", limits=Limits(max_bytes=9))[str(tmp_path / "small.txt")]
    )


def test_a_long_line_of_a_collection_costs_itself_only(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", {"id": "long", "text": "x" * 500}, {"id": "short", "text": "x"})
    assert list(documents(path, limits=Limits(max_bytes=100))) == ["short"]
    assert "more than 100 bytes" in reasons(path, limits=Limits(max_bytes=100))[f"{path}, line 1"]


def test_links_do_not_run_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_text("Text.", encoding="utf-8")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "again.txt").symlink_to(tmp_path / "a" / "one.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert len(documents(tmp_path)) == 1
    found = {Path(source).name: reason for source, reason in reasons(tmp_path).items()}
    assert "is the same as" in found["loop"]
    assert "is the same as" in found["one.txt"]
    assert "cannot be opened" in found["dangling.txt"]
    assert "cannot be opened" in found["self.txt"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "no regular file" in reasons(tmp_path / "pipe.txt")[str(tmp_path / "pipe.txt")]


def test_the_rows_of_a_collection(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path / "a.jsonl",
        {
            "id": "one",
            "text": "Line\r\ntwo \ud800\0.",
            "title": " A \n title",
            "author": ["Jane", "John"],
            "date": 2023,
        },
        "",
        {"id": 7, "text": "Text.", "language": "tr", "url": "https://example.org", "publisher": None},
        {"id": "one", "text": "Again."},
        {"text": "No id."},
        {"id": "no text"},
        {"id": "blank", "text": " \n"},
        {"id": True, "text": "x"},
        ["a list"],
        "[" * 100_000,
        '{"id": "n", "text": "x", "size": ' + "9" * 10_000 + "}",
    )
    rows = documents(path)
    assert list(rows) == ["one", "7"]
    assert rows["one"].text == "Line\r\ntwo \ufffd\ufffd."
    assert (rows["one"].title, rows["one"].author, rows["one"].date) == ("A title", "Jane, John", "2023")
    assert (rows["7"].language, rows["7"].url, rows["7"].source) == (
        "tr",
        "https://example.org",
        f"{path}, line 3",
    )
    found = {int(source.rpartition(" ")[2]): reason for source, reason in reasons(path).items()}
    assert set(found) == {4, 5, 6, 7, 8, 9, 10, 11}
    assert f'"one" was used before ({path}, line 1)' in found[4]
    assert 'no "id"' in found[5]
    assert 'no "text"' in found[6]
    assert "nests too deep" in found[10]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_collections_with_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "а", "text": "Баку"}\n{"id": "б", "text": "Решт"}\n', encoding=encoding)
    assert [row.text for row in documents(path).values()] == ["Баку", "Решт"]


def test_a_line_that_is_not_utf8_is_one_row(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"id": "a", "text": "Баку"}\n'.encode("cp1251") + b'{"id": "b", "text": "Baku"}\n')
    assert list(documents(path)) == ["b"]
    assert "not UTF-8" in reasons(path)[f"{path}, line 1"]


def test_rows_and_files_do_not_share_names(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Text.", encoding="utf-8")
    jsonl(tmp_path / "a.jsonl", {"id": "one", "text": "Row."})
    assert documents(tmp_path)["one"].text == "Text."
    assert len(reasons(tmp_path)) == 1


def test_unreadable_rows_can_go_elsewhere(tmp_path: Path) -> None:
    missed: list[Unreadable] = []
    assert list(read([tmp_path / "no.txt"], on_unreadable=missed.append)) == []
    assert len(missed) == 1


def test_a_name_that_is_no_text_is_made_one(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9\xff.txt"
    Path(os.fsdecode(name)).write_text("Text.", encoding="utf-8")
    (only,) = documents(tmp_path).values()
    only.name.encode("utf-8")


def test_readers_are_listed_by_suffix() -> None:
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in READERS)


def test_hostile_texts_are_read(tmp_path: Path) -> None:
    units = {
        "line": "x",
        "dots": ". ",
        "joiners": "a\u200d",
        "rtl": "\u202eא ",
        "digits": "1 ",
        "months": "may 1 ",
        "nl": "\n\na",
    }
    for name, unit in units.items():
        (tmp_path / f"{name}.txt").write_text(unit * (2_000_000 // len(unit)), encoding="utf-8")
    assert sorted(documents(tmp_path)) == sorted(units)


def test_the_sample_documents_state_their_bibliography() -> None:
    rows = list(read([SAMPLES]))
    assert len(rows) == 8
    assert sorted(row.language or "" for row in rows if isinstance(row, Document)) == [
        "az",
        *["en"] * 6,
        "ru",
    ]
    for row in rows:
        assert isinstance(row, Document), row
        assert all((row.title, row.author, row.publisher, row.date, row.url))
        assert 200 <= len(row.text.split()) <= 500
        assert row.not_before is None or row.date is None or row.not_before <= row.date
