"""The same run on a Dask cluster, whatever happens to its workers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import engine_works as works
import pytest

pytest.importorskip("distributed", reason="needs the extra [cluster]")

from distributed import LocalCluster
from object_store import object_store
from typer.testing import CliRunner

from geo.errors import InputError, UsageError
from geo.model import Unreadable
from geo.reading import Limits, Raw, read_raw
from geo.reading.blocks import block, blocks_of, columns, numbered, surveyed
from geo.scale import Lost, Parsing, locate, located
from geo.scale.pool import ProcessError
from layers.large import partition_of
from layers.partitions import TABLES
from maps.cli import app
from maps.engine.cluster import blocks as cluster_blocks
from maps.engine.cluster import client, dask_engine, flights
from maps.engine.cluster.blocks import How
from maps.engine.cluster.kept import kept_at, kept_in_block
from maps.engine.source import source_of

pytestmark = [
    pytest.mark.enable_socket,  # a cluster talks over sockets of this machine
    pytest.mark.filterwarnings("ignore"),  # Dask's own, of killed workers and of sockets closing
]

SAMPLES = Path(__file__).parents[3] / "seeds" / "documents"
PARSING = Parsing("gazetteer")


@pytest.fixture(scope="module")
def texts() -> list[Raw]:
    return [raw for raw in read_raw([SAMPLES]) if isinstance(raw, Raw)]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(locate, "_BATCH_ITEMS", 3)


def test_a_cluster_finds_what_one_machine_finds(texts):
    assert list(dask_engine(2, None)(texts, PARSING, partition_of)) == list(
        located(texts, PARSING, partition_of)
    )


def test_a_worker_killed_twice_loses_and_doubles_nothing(texts, tmp_path):
    counter = tmp_path / "text.twice"
    counter.write_text("", encoding="ascii")
    deadly = Raw("deadly", "Baku and Tbilisi.", "here", {"title": str(counter)})
    rows = [texts[0], deadly, *texts[1:]]
    done = list(dask_engine(2, None)(rows, PARSING, works.deadly_twice))
    assert counter.read_text(encoding="ascii") == "xx"
    assert done == list(located(rows, PARSING, partition_of))


def test_a_text_that_ends_every_worker_is_set_aside_with_its_name(texts):
    rows = [texts[0], Raw("poison", f"A road from Baku to {works.POISON}.", "bottle"), *texts[1:]]
    done = list(dask_engine(2, None)(rows, PARSING, works.deadly))
    (lost,) = [one for one in done if isinstance(one, Lost)]
    assert "'poison'" in lost.unreadable.reason
    found = [pair for one in done if one is not lost for pair in one.opened(PARSING)]
    assert found == [pair for one in located(texts, PARSING, partition_of) for pair in one.opened(PARSING)]


def test_a_scheduler_that_is_not_there_is_told(monkeypatch, texts):
    monkeypatch.setattr(client, "_CONNECT_SECONDS", 0.5)
    with pytest.raises(UsageError, match="dask scheduler"):
        list(dask_engine(2, "tcp://127.0.0.1:9")(texts, PARSING, partition_of))


@pytest.fixture
def empty_cluster():
    """Give a scheduler without workers."""
    with LocalCluster(n_workers=0, processes=False, dashboard_address=None) as cluster:
        yield cluster


def test_a_cluster_without_workers_is_told_not_waited_for(monkeypatch, empty_cluster, texts):
    monkeypatch.setattr(flights, "_ALONE_SECONDS", 0.5)
    monkeypatch.setattr(flights, "_POLL_SECONDS", 0.2)
    with pytest.raises(ProcessError, match="no workers"):
        list(dask_engine(2, empty_cluster.scheduler_address)(texts, PARSING, partition_of))


def test_a_scheduler_that_goes_away_is_told_not_waited_for(monkeypatch, texts):
    monkeypatch.setattr(flights, "_POLL_SECONDS", 0.2)
    with LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster:
        found = dask_engine(2, cluster.scheduler_address)(texts * 4, PARSING, partition_of)
        next(found)
        cluster.close()
        with pytest.raises(ProcessError, match="scheduler"):
            list(found)


def told(outcomes):
    """Return the texts in order, what was found in them, and what could not be read."""
    outcomes = list(outcomes)
    rows = [row for one in outcomes for row in ([one.unreadable] if isinstance(one, Lost) else one.rows)]
    pairs = [pair for one in outcomes if not isinstance(one, Lost) for pair in one.opened(PARSING)]
    lines = [line for one in outcomes if not isinstance(one, Lost) for line in one.product.documents["lines"]]
    return rows, pairs, lines


@pytest.fixture
def corpus(texts, tmp_path, monkeypatch):
    """Give a folder of JSON Lines, with all that may be wrong with such files."""
    monkeypatch.setattr(block, "BLOCK_BYTES", 4000)
    folder = tmp_path / "corpus"
    folder.mkdir()
    rows = [json.dumps({"id": f"{raw.name}-{at}", "text": raw.text}) for at in range(3) for raw in texts]
    rows[3:3] = ["", "no json", '{"id": "x"}', rows[1]]
    (folder / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (folder / "b.jsonl").write_text("\n\n", encoding="utf-8")
    (folder / "c.jsonl").write_text(
        rows[0] + "\n" + rows[0].replace('id": "', 'id": "c') + "\n", encoding="utf-8"
    )
    (folder / ".hidden").write_text("", encoding="utf-8")
    return folder


def test_collections_are_read_by_the_workers(corpus):
    source = source_of([str(corpus)], limits=Limits())
    assert source.lines
    rows, pairs, lines = told(dask_engine(2, None)(source, PARSING, partition_of))
    assert (rows, pairs, lines) == told(located(source, PARSING, partition_of))
    reasons = " ".join(row.reason for row in rows if isinstance(row, Unreadable))
    for part in ("no JSON", "no rows", "was used before", "hidden"):
        assert part in reasons


def test_a_block_that_ends_workers_costs_its_text_only(corpus):
    path = corpus / "a.jsonl"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines.insert(9, json.dumps({"id": "poison", "text": f"From Baku to {works.POISON}."}))
    path.write_text("\n".join(lines), encoding="utf-8")
    source = source_of([str(corpus)], limits=Limits())
    rows, pairs, _ = told(dask_engine(2, None)(source, PARSING, works.deadly))
    (lost,) = [row for row in rows if isinstance(row, Unreadable) and "ended" in row.reason]
    assert "'poison'" in lost.reason
    assert lost.source.endswith("a.jsonl, line 10")
    without = [row for row in source if isinstance(row, Unreadable) or row.name != "poison"]
    expected = told(located(without, PARSING, partition_of))
    assert ([row for row in rows if row is not lost], pairs) == expected[:2]


def test_other_inputs_come_after_collections(texts, corpus, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    pa = pytest.importorskip("pyarrow")
    path = tmp_path / "docs.parquet"
    taken = texts[2].name
    pq.write_table(
        pa.table({"id": [raw.name for raw in texts[:3]], "text": [raw.text for raw in texts[:3]]}), path
    )
    source = source_of([str(SAMPLES), str(path), str(corpus / "c.jsonl")], limits=Limits())
    rows, pairs, lines = told(dask_engine(2, None)(source, PARSING, partition_of))
    assert (rows, pairs, lines) == told(located(source, PARSING, partition_of))
    assert rows[0].source == f"{path}, row 1"
    assert any(isinstance(row, Unreadable) and f'"{taken}" was used before' in row.reason for row in rows)


def test_partitions_are_kept_and_read_by_the_next_run(corpus, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    folder = tmp_path / "partitions"
    source = source_of([str(corpus)], limits=Limits())
    expected = told(located(source, PARSING, partition_of))
    first = dask_engine(2, None, str(folder))(source, PARSING, partition_of)
    assert told(first)[1:] == expected[1:]
    states = {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*.parquet"))}
    assert len(states) == 6 * len(list((folder / "documents").iterdir()))
    assert pq.read_table(folder / "mentions").num_rows > 100
    some = sorted((folder / "documents").iterdir())
    some[0].unlink()
    some[1].write_bytes(b"broken")
    rows, pairs, lines = told(dask_engine(2, None, str(folder))(source, PARSING, partition_of))
    assert (pairs, lines) == expected[1:]
    assert [getattr(row, "reason", row) for row in rows if isinstance(row, Unreadable)] == [
        row.reason for row in expected[0] if isinstance(row, Unreadable)
    ]
    again = {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*.parquet"))}
    assert again.keys() == states.keys()
    assert sum(again[path] != states[path] for path in states) == 2 * 6


def test_a_block_that_was_read_in_part_is_not_kept(tmp_path, monkeypatch):
    collection = tmp_path / "news.jsonl"
    rows = [{"id": str(at), "text": "Trains run from Baku to Ganja."} for at in range(9)]
    collection.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    how = How(PARSING, partition_of, Limits())
    kept = kept_at(str(tmp_path / "found"), how)
    (one,) = blocks_of(str(collection))
    (one,) = numbered([one], [surveyed(one)])
    whole = block.lines.lines_of

    def broken(*args):
        yield from list(whole(*args))[:3]
        raise InputError("The connection was reset.")

    monkeypatch.setattr(block.lines, "lines_of", broken)
    assert len(kept_in_block(kept, how, one)[0].product.documents["name"]) == 3
    monkeypatch.undo()
    assert len(kept_in_block(kept, how, one)[0].product.documents["name"]) == 9


@pytest.fixture
def own_cluster():
    """Give a scheduler whose only worker is this process."""
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def failing(corpus, monkeypatch):
    """Let so many surveys of the second block of a file fail."""

    def fail(times):
        left = [times]

        def survey(one):
            if one.url.endswith("a.jsonl") and one.begin == 4000 and left[0]:
                left[0] -= 1
                raise InputError("The connection was reset.")
            return surveyed(one)

        monkeypatch.setattr(cluster_blocks, "surveyed", survey)
        return left

    return fail


def test_a_survey_that_fails_once_is_made_again(corpus, own_cluster, failing):
    left = failing(1)
    source = source_of([str(corpus)], limits=Limits())
    assert told(dask_engine(1, own_cluster)(source, PARSING, partition_of)) == told(
        located(source, PARSING, partition_of)
    )
    assert left == [0]


def test_blocks_after_one_that_cannot_be_surveyed_claim_no_lines_and_are_not_kept(
    corpus, own_cluster, failing, tmp_path
):
    pytest.importorskip("pyarrow")
    left = failing(2)
    folder = tmp_path / "partitions"
    source = source_of([str(corpus)], limits=Limits())
    count, *others = (len(blocks_of(str(path))) for path in sorted(corpus.glob("*.jsonl")))
    assert count > 3
    rows, pairs, _ = told(dask_engine(1, own_cluster, str(folder))(source, PARSING, partition_of))
    right, expected, _ = told(located(source, PARSING, partition_of))
    assert left == [0]
    # Spans know their document, and so its source; what they show of themselves does not name it.
    assert [repr(found) for _, found in pairs] == [repr(found) for _, found in expected]
    assert [getattr(row, "text", None) for row in rows] == [getattr(row, "text", None) for row in right]
    known = {row.source for row in right}
    claimed = [row for row in rows if row.source in known]
    assert len(claimed) < len(rows)
    assert all(
        right[at].source == row.source or ", block at byte " in row.source for at, row in enumerate(rows)
    )
    assert len(list((folder / "documents").iterdir())) == 1 + sum(others)  # its first block, and other files
    told(dask_engine(1, own_cluster, str(folder))(source, PARSING, partition_of))
    assert len(list((folder / "documents").iterdir())) == count + sum(others)


def test_a_row_group_is_digested_once(texts, own_cluster, tmp_path, monkeypatch):
    pq = pytest.importorskip("pyarrow.parquet")
    pa = pytest.importorskip("pyarrow")
    monkeypatch.setattr(block, "BLOCK_ROWS", 1)
    path = tmp_path / "docs.parquet"
    some = texts[:6]
    table = pa.table({"id": [raw.name for raw in some], "text": [raw.text for raw in some]})
    pq.write_table(table, path, row_group_size=3)
    digest, groups = columns.group_digest, []

    def counted(stream, group):
        groups.append(group)
        return digest(stream, group)

    monkeypatch.setattr(columns, "group_digest", counted)
    source = source_of([str(path)], limits=Limits())
    folder = tmp_path / "partitions"
    found = told(dask_engine(1, own_cluster, str(folder))(source, PARSING, partition_of))
    assert found == told(located(source, PARSING, partition_of))
    assert sorted(groups) == [0, 1]
    assert len(list((folder / "documents").iterdir())) == 6


def test_partitions_are_kept_on_other_file_systems(corpus):
    pytest.importorskip("pyarrow")
    how = How(PARSING, partition_of, Limits())
    blocks = blocks_of(str(corpus / "a.jsonl"))
    kept = kept_at("memory://kept", how)
    (block, *_) = numbered(blocks, [surveyed(one) for one in blocks])
    made, read = kept_in_block(kept, how, block), kept_in_block(kept, how, block)
    assert made[0].product == read[0].product
    assert made[0].packets == read[0].packets
    assert made[0].opened(PARSING) == read[0].opened(PARSING)


def test_the_command_maps_collections_on_a_cluster(corpus, tmp_path, monkeypatch):
    gpd = pytest.importorskip("geopandas")
    own, other = tmp_path / "own", tmp_path / "other"
    runner = CliRunner()
    for out, options in ((own, ["--jobs", "1"]), (other, ["--engine", "dask", "--jobs", "2"])):
        found = runner.invoke(app, ["map", str(corpus), "--out", str(out), "--quiet", *options])
        assert found.exit_code == 0, found.output
    for path in own.iterdir():
        if path.is_file() and path.suffix != ".gpkg":
            assert (other / path.name).read_bytes() == path.read_bytes(), path.name
    places = gpd.read_parquet(other / "places.parquet")
    assert len(places) == len(gpd.read_file(own / "places.geojson"))
    found = runner.invoke(app, ["map", str(corpus), "--out", str(own), "--partitions", str(tmp_path)])
    assert "--engine dask" in str(found.exception)


def test_a_cluster_reads_and_keeps_objects_of_a_store(corpus):
    with object_store() as objects, LocalCluster(n_workers=1, processes=False, dashboard_address=None) as own:
        for path in sorted(corpus.glob("*.jsonl")):
            objects[f"/corpus/{path.name}"] = path.read_bytes()
        source = source_of(["objects://corpus/*.jsonl"], limits=Limits())
        engine = dask_engine(1, own.scheduler_address, "objects://kept/here")
        made, read = (told(engine(source, PARSING, partition_of)) for _ in range(2))
        expected = told(located(source, PARSING, partition_of))
        assert made == expected
        assert read[1:] == expected[1:]
        assert [getattr(row, "reason", row) for row in read[0] if isinstance(row, Unreadable)] == [
            row.reason for row in expected[0] if isinstance(row, Unreadable)
        ]
        tables = {name.split("/")[3] for name in objects if name.startswith("/kept/here/")}
        assert tables == set(TABLES)


def test_a_run_on_one_machine_does_not_stand_for_one_on_a_cluster(tmp_path, monkeypatch):
    monkeypatch.setattr("maps.engine.stamp.cache_folder", lambda: tmp_path / "cache")
    (tmp_path / "a.txt").write_text("From Baku to Tbilisi.", encoding="utf-8")
    arguments = ["map", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--quiet"]
    for options in ([], ["--engine", "dask", "--jobs", "1"]):
        assert CliRunner().invoke(app, [*arguments, *options]).exit_code == 0
    assert (tmp_path / "out" / "places.parquet" / "_metadata").is_file()
    shutil.rmtree(tmp_path / "out" / "places.parquet")
    assert CliRunner().invoke(app, [*arguments, "--engine", "dask", "--jobs", "1"]).exit_code == 0
    assert (tmp_path / "out" / "places.parquet" / "_metadata").is_file()
