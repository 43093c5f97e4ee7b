from __future__ import annotations

import io
import zipfile

import pytest

from geo.model import Document, Unreadable
from geo.reading import Limits, read

from . import samples


def both(*paths, **limits):
    rows = list(read(paths, limits=Limits(**limits)))
    problems = {row.source: row.reason for row in rows if isinstance(row, Unreadable)}
    return [row for row in rows if isinstance(row, Document)], problems


def test_members_are_read_as_the_files_of_a_folder(tmp_path):
    path = tmp_path / "pile.zip"
    members = {
        "b/two.docx": samples.docx(["Second text of Rasht."]),
        "a/one.txt": "First text of Baku.",
        "c/one.txt": "Third text of Alat.",
        "rows.jsonl": '{"id": "r", "text": "Row of Astara."}',
        ".hidden": "x",
        "__MACOSX/a/one.txt": "x",
    }
    path.write_bytes(samples.zipped(members))
    documents, problems = both(path)
    assert [(row.name, row.source) for row in documents] == [
        ("a/one", f"{path}/a/one.txt"),
        ("two", f"{path}/b/two.docx"),
        ("c/one", f"{path}/c/one.txt"),
        ("r", f"{path}/rows.jsonl, line 1"),
    ]
    assert problems == {str(path): "2 hidden entries were skipped (the name begins with a dot)."}
    in_folder, _ = both(tmp_path)
    assert [row.text for row in in_folder] == [row.text for row in documents]


def test_one_bad_member_costs_itself_only(tmp_path):
    path = tmp_path / "pile.zip"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", "Text of Baku.")
        archive.writestr("../../escape.txt", "x")
        archive.writestr("/root.txt", "x")
        archive.writestr("C:/drive.txt", "x")
        archive.writestr("nested.zip", samples.zipped({"a.txt": "x"}))
        archive.writestr("bomb.txt", b"0" * 20_000_000)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("good.txt", "Another text.")
    path.write_bytes(file.getvalue())
    documents, problems = both(path)
    assert [row.name for row in documents] == ["good"]
    reasons = {source.removeprefix(f"{path}/"): reason for source, reason in problems.items()}
    assert set(reasons) == {
        "../../escape.txt", "/root.txt", "C:/drive.txt", "nested.zip", "bomb.txt", "link.txt", "good.txt",
    }  # fmt: skip
    for name in ("../../escape.txt", "/root.txt", "C:/drive.txt"):
        assert "leads out of the archive" in reasons[name]
    assert "times its size" in reasons["bomb.txt"]
    assert "links in archives" in reasons["link.txt"]
    assert "Unpack it first" in reasons["nested.zip"]


def test_encrypted_members(tmp_path):
    data = bytearray(samples.zipped({"a.txt": "Text of Baku.", "b.txt": "Other text."}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    documents, problems = both(path)
    assert [row.name for row in documents] == ["b"]
    assert "encrypted" in problems[f"{path}/a.txt"]


def test_a_member_that_lies_about_its_size(tmp_path):
    data = bytearray(samples.zipped({"a.txt": b"0123456789" * 3_000_000}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(signature) + at
        data[start : start + 4] = (1000).to_bytes(4, "little")
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    documents, problems = both(path)
    assert documents == []
    assert len(problems) == 1


def test_an_archive_that_is_too_much_in_all(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(samples.zipped({f"{at}.txt": f"Text {at} of Baku. " * 50 for at in range(10)}))
    documents, problems = both(path, max_unpacked=3000)
    assert documents
    assert len(documents) + len(problems) == 10
    assert all("unpacks to more than 3,000" in reason for reason in problems.values())


def test_names_in_an_old_code_page(tmp_path):
    data = samples.zipped({"XXXX.txt": "Text of Baku."}).replace(b"XXXX", "Баку".encode("cp866"))
    (tmp_path / "a.zip").write_bytes(data)
    ((document,), _) = both(tmp_path / "a.zip")
    assert document.name == "Баку"


def test_a_broken_archive_in_a_folder(tmp_path):
    good = samples.zipped({"a.txt": "Text of Baku."})
    (tmp_path / "cut.zip").write_bytes(good[:-10])
    (tmp_path / "crc.zip").write_bytes(good.replace(b"PK\x01\x02", b"PK\x01\x03"))
    (tmp_path / "text.zip").write_bytes(b"No archive at all, though it says so.")
    (tmp_path / "good.zip").write_bytes(good)
    documents, problems = both(tmp_path)
    assert [row.name for row in documents] == ["good/a"] or [row.name for row in documents] == ["a"]
    assert len(problems) == 3
    assert all("broken" in reason for reason in problems.values())
