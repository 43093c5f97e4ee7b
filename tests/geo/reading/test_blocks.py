"""Collections in blocks: wherever they are cut, the rows are those of the whole file."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError, UsageError
from geo.model import Unreadable
from geo.reading import Limits
from geo.reading.blocks import block, blocks_of, columns, is_collection, numbered, rows_of, surveyed, whole_of
from geo.reading.blocks.lines import lines_of, survey_of
from geo.reading.json_lines import json_lines
from geo.reading.rows import Text

SMALL = Limits(max_bytes=60)
LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [b"", b" ", b"\xef\xbb\xbf", b"\xff", b"{}", b'{"id": "a"', b"\r", b"\x00", b"x" * 90]
        ),
        st.builds(
            lambda name, text: json.dumps({"id": name, "text": text}).encode(), st.integers(), st.text()
        ),
    ),
    max_size=12,
)


def document(number, **more):
    return {"id": f"d{number}", "text": f"Text {number} of Baku.\nAnd a line."} | more


def cut(data, step):
    edges = [*range(0, len(data), step), len(data)]
    return list(pairwise(edges))


def whole(data, source="f"):
    try:
        return list(json_lines(io.BytesIO(data), source, SMALL))
    except InputError:
        return []


@settings(deadline=None)
@given(LINES, st.booleans(), st.integers(1, 200))
def test_wherever_lines_are_cut_the_rows_are_those_of_the_file(lines, closed, step):
    data = b"\n".join(lines) + (b"\n" if closed else b"")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    found, first = [], 1
    for begin, end in cut(data, step):
        count = survey_of(io.BytesIO(data), begin, end)[1]
        found += lines_of(io.BytesIO(data), (begin, end), first, "f", SMALL)
        first += count
    assert found == whole(data)


def test_a_digest_tells_the_lines_of_a_block_apart():
    data = b'{"id": "a"}\n{"id": "b"}\n'
    digests = [survey_of(io.BytesIO(data), *edges)[0] for edges in [(0, 5), (5, 24), (0, 24)]]
    assert len(set(digests)) == 3
    longer = b'{"id": "a"}\n{"id": "b", "c": 1}\n'
    assert survey_of(io.BytesIO(longer), 0, 5)[0] == digests[0]
    assert survey_of(io.BytesIO(longer), 5, 24)[0] != digests[1]


def read(url):
    blocks = blocks_of(str(url))
    return [row for one in numbered(blocks, [surveyed(one) for one in blocks]) for row in rows_of(one)]


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "docs.jsonl"
    path.write_text("".join(json.dumps(document(at)) + "\n" for at in range(50)), encoding="utf-8")
    return path


def test_a_file_of_lines_in_many_blocks(lines, monkeypatch):
    monkeypatch.setattr(block, "BLOCK_BYTES", 300)
    assert len(blocks_of(str(lines))) > 5
    with lines.open("rb") as stream:
        assert read(lines) == list(json_lines(stream, str(lines), Limits()))


def test_a_file_of_utf_16_is_one_block(tmp_path, monkeypatch):
    monkeypatch.setattr(block, "BLOCK_BYTES", 30)
    path = tmp_path / "docs.jsonl"
    path.write_text("".join(json.dumps(document(at)) + "\n" for at in range(5)), encoding="utf-16")
    assert [row.name for row in read(path)] == ["d0", "d1", "d2", "d3", "d4"]


def test_a_gzipped_file_is_one_block(lines, tmp_path):
    path = tmp_path / "docs.jsonl.gz"
    path.write_bytes(gzip.compress(lines.read_bytes()))
    assert [row.text for row in read(path)] == [row.text for row in read(lines)]
    path.write_bytes(gzip.compress(lines.read_bytes())[:-20])
    *_, last = read(path)
    assert "no whole gzip file" in last.reason


def test_a_gzip_bomb_is_refused(tmp_path):
    path = tmp_path / "docs.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 1, "text": "a"}\n' + b" " * 3_000_000))
    (one,) = blocks_of(str(path))
    *_, last = rows_of(one, Limits(max_unpacked=1_000_000, max_ratio=2))
    assert "unpacks to more than" in last.reason


def test_files_of_other_file_systems(lines):
    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://corpus/docs.jsonl", "wb") as file:
        file.write(lines.read_bytes())
    assert [row.text for row in read("memory://corpus/*.jsonl")] == [row.text for row in read(lines)]
    assert [row.text for row in read(f"file://{lines}")] == [row.text for row in read(lines)]
    (lines.parent / "folder.jsonl").mkdir()
    with pytest.raises(InputError, match="wildcards will do"):
        blocks_of(f"file://{lines.parent / 'folder.jsonl'}")


def test_what_a_system_needs_is_told():
    pytest.importorskip("fsspec")
    with pytest.raises(UsageError, match="Protocol not known"):
        blocks_of("nowhere://x/docs.jsonl")
    with pytest.raises(InputError, match="no file"):
        blocks_of("memory://corpus/missing.jsonl")
    try:
        import s3fs  # noqa: F401
    except ImportError:
        with pytest.raises(UsageError, match="s3fs"):
            blocks_of("s3://bucket/docs.jsonl")


def test_names_of_collections():
    assert is_collection("s3://a/b.JSONL.gz")
    assert is_collection("a.parquet")
    assert not is_collection("a.pdf")


@pytest.fixture
def parquet(tmp_path):
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")

    def write(columns, **options):
        path = tmp_path / "docs.parquet"
        pq.write_table(pa.table(columns), path, **options)
        return path

    return write


def test_parquet_in_blocks(parquet, monkeypatch):
    monkeypatch.setattr(block, "BLOCK_ROWS", 3)
    rows = [document(at, date=dt.date(2024, 1, at + 1), author=["A", "B"], more=at) for at in range(10)]
    path = parquet({key: [row[key] for row in rows] for key in rows[0]}, row_group_size=4)
    assert len(blocks_of(str(path))) == 5
    found = read(path)
    assert [row.source for row in found] == [f"{path}, row {at}" for at in range(1, 11)]
    assert [row.text for row in found] == [row["text"] for row in rows]
    assert found[2].stated == {"date": "2024-01-03", "author": "A, B"}


def test_a_row_group_is_decoded_so_many_times_however_many_rows_it_has(parquet, monkeypatch):
    monkeypatch.setattr(block, "BLOCK_ROWS", 3)
    monkeypatch.setattr(columns, "_AT_ONCE", 4)
    pq = pytest.importorskip("pyarrow.parquet")
    batches, decoded = pq.ParquetFile.iter_batches, []

    def counted(*args, **options):
        for batch in batches(*args, **options):
            decoded.append(len(batch))
            yield batch

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", counted)
    rows = [document(at) for at in range(1001)]
    path = parquet({key: [row[key] for row in rows] for key in rows[0]}, row_group_size=990)
    blocks = blocks_of(str(path))
    assert [one.end - one.begin for one in blocks if one.group == 1] == [3, 3, 3, 2]
    found = [row for one in blocks for row in rows_of(one)]
    assert [row.source for row in found] == [f"{path}, row {at}" for at in range(1, 1002)]
    assert sum(decoded) <= 16 * 1001


def test_blocks_of_a_row_group_are_surveyed_as_one(parquet, monkeypatch):
    monkeypatch.setattr(block, "BLOCK_ROWS", 3)
    path = parquet({"id": list("abcdefgh"), "text": list("abcdefgh")}, row_group_size=4)
    blocks = blocks_of(str(path))
    assert len(blocks) == 4
    assert len({whole_of(one) for one in blocks}) == 2
    assert all(surveyed(whole_of(one)).digest == surveyed(one).digest for one in blocks)
    assert surveyed(blocks[0]).digest != surveyed(blocks[2]).digest


def test_lines_after_a_block_that_nobody_could_count_claim_no_number(lines, monkeypatch):
    monkeypatch.setattr(block, "BLOCK_BYTES", 300)
    blocks = blocks_of(str(lines))
    surveys = [surveyed(one) for one in blocks]
    right = numbered(blocks, surveys)
    found = numbered(blocks * 2, [*surveys[:2], None, *surveys[3:], *surveys])
    assert found[:2] == right[:2]
    assert found[2] == right[2]._replace(digest="")  # where it begins is known
    for one in found[3 : len(blocks)]:
        assert not one.digest
        assert [row.source for row in rows_of(one)] == [
            f"{lines}, block at byte {one.begin}, line {at}"
            for at in range(1, surveys[blocks.index(one._replace(source=str(lines)))].lines + 1)
        ]
    assert [row.text for one in found[: len(blocks)] for row in rows_of(one)] == [
        row.text for one in right for row in rows_of(one)
    ]
    assert found[len(blocks) :] == right  # the same file once more begins anew


def test_hostile_parquet_costs_rows_only(parquet):
    pa = pytest.importorskip("pyarrow")
    bad = pa.array([b"Baku", b"\xff\xfe", b"Ganja"]).cast(pa.large_binary()).view(pa.large_string())
    found = read(parquet({"id": pa.array(["a", "b", None]), "text": bad}))
    assert [isinstance(row, Text) for row in found] == [True, False, False]
    assert "not UTF-8" in found[1].reason
    assert 'no "id"' in found[2].reason
    found = read(parquet({"id": ["a", "b"], "text": [1.5, 2.5]}))
    assert all('has no "text"' in row.reason for row in found)
    with pytest.raises(InputError, match='no column "id"'):
        blocks_of(str(parquet({"name": ["a"], "text": ["b"]})))
    with pytest.raises(InputError, match="no rows"):
        blocks_of(str(parquet({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())})))


def test_a_file_that_is_no_parquet_is_told(tmp_path):
    pytest.importorskip("pyarrow")
    path = tmp_path / "docs.parquet"
    path.write_bytes(b"PAR1 not really PAR1")
    with pytest.raises(InputError, match="no Parquet file"):
        blocks_of(str(path))


def test_parquet_that_is_broken_inside_is_a_row(parquet):
    path = parquet(
        {"id": [f"d{at}" for at in range(500)], "text": ["Baku " * 50 + str(at) for at in range(500)]}
    )
    blocks = blocks_of(str(path))
    data = bytearray(path.read_bytes())
    data[200:900] = bytes(700)
    path.write_bytes(data)
    *_, last = rows_of(blocks[0])
    assert isinstance(last, Unreadable)
