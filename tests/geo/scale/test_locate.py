from __future__ import annotations

import zlib
from importlib.metadata import version
from pathlib import Path

import pytest
import scale_works as works

from geo.model import Unreadable
from geo.reading import Raw, document_of, read_raw
from geo.scale import Lost, Parsing, Store, code_mark, locate
from geo.scale.mark import drawing_mark
from geo.scale.packing import packed, unpacked

pytestmark = pytest.mark.enable_socket  # the fork server listens on a socket of this machine

SAMPLES = Path(__file__).parents[3] / "seeds" / "documents"
PARSING = Parsing("gazetteer")


@pytest.fixture(scope="module")
def texts() -> list[Raw]:
    return [raw for raw in read_raw([SAMPLES]) if isinstance(raw, Raw)]


@pytest.fixture(scope="module")
def expected(texts):
    parser = PARSING.parser()
    documents = [document_of(raw) for raw in texts]
    return [(document, parser.locate(document)) for document in documents]


def test_a_packet_holds_all_that_was_found(texts, expected):
    for raw, (document, found) in zip(texts, expected, strict=True):
        assert unpacked(packed(document, found), raw, PARSING.parser()) == (document, found)


def test_what_is_no_packet_is_refused(texts):
    nowhere = b'[[null,null,null,null,null,null,null,null],[],[["p","nowhere"]],[],[]]'
    faults = (b"", b"{}", b"[1,2]", b"[[],[],[],[],[]]", b"\xff", nowhere)
    for data in (b"", b"no such thing", *map(zlib.compress, faults)):
        with pytest.raises(ValueError, match=r"."):
            unpacked(data, texts[0], PARSING.parser())


@pytest.mark.parametrize("jobs", [1, 2])
def test_processes_and_store_change_nothing_in_what_is_found(texts, expected, tmp_path, jobs, monkeypatch):
    monkeypatch.setattr(locate, "FEW_BYTES", 0)
    monkeypatch.setattr(locate, "_BATCH_ITEMS", 3)
    gone = Unreadable("somewhere", "because")
    rows = [texts[0], gone, *texts[1:]]
    for hits in (0, len(texts)):
        with Store(code_mark(), tmp_path) as store:
            done = list(locate.located(rows, PARSING, works.surfaces, jobs=jobs, store=store))
            assert store.hits == hits
        assert [row for one in done for row in one.rows] == rows
        assert [pair for one in done for pair in one.opened(PARSING)] == expected
        assert [row for one in done for row in one.product] == works.surfaces(expected)


def test_a_stored_result_that_cannot_be_read_is_made_anew(texts, expected, tmp_path):
    with Store("mark", tmp_path) as store:
        data = [b"no such thing", zlib.compress(b"[[],[],[],[]]")] * len(texts)
        store.put([(store.key(raw), packet) for raw, packet in zip(texts, data, strict=False)])
        done = list(locate.located(texts, PARSING, works.surfaces, store=store))
        assert [pair for one in done for pair in one.opened(PARSING)] == expected
    with Store("mark", tmp_path) as store:
        assert set(store.get([store.key(raw) for raw in texts]).values()) == {
            packet for one in done for packet in one.packets
        }


def test_a_lost_text_is_told_with_its_name():
    row = Lost(Raw("the-name", "text", "a/path.txt")).unreadable
    assert row.source == "a/path.txt"
    assert "the-name" in row.reason


def test_what_lines_are_drawn_with_changes_their_mark(monkeypatch):
    before = drawing_mark()
    assert drawing_mark() == before
    monkeypatch.setattr("geo.scale.mark.version", lambda name: "99" if name == "pyproj" else version(name))
    assert drawing_mark() != before


def test_options_change_the_mark():
    assert code_mark("gazetteer") == code_mark("gazetteer") != code_mark("spacy")
