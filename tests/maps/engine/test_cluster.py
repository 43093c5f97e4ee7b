"""The same run on a Dask cluster, whatever happens to its workers."""

from __future__ import annotations

from pathlib import Path

import engine_works as works
import pytest

pytest.importorskip("distributed", reason="needs the extra [cluster]")

from distributed import LocalCluster

from geo.errors import UsageError
from geo.reading import Raw, read_raw
from geo.scale import Lost, Parsing, locate, located
from geo.scale.pool import ProcessError
from layers.large import partition_of
from maps.engine.cluster import client, dask_engine, flights

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
