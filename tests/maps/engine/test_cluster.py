"""The same run on a Dask cluster, whatever happens to its workers."""

from __future__ import annotations

import os
from pathlib import Path

import engine_works as works
import pytest

pytest.importorskip("distributed", reason="needs the extra [cluster]")

from geo.errors import UsageError
from geo.reading import Raw, read_raw
from geo.scale import Lost, Parsing, locate, located
from layers.large import document_rows
from maps.engine import cluster
from maps.engine.cluster import dask_engine

pytestmark = [
    pytest.mark.enable_socket,  # a cluster talks over sockets of this machine
    pytest.mark.filterwarnings("ignore"),  # Dask's own, of killed workers and of sockets closing
]

# Dask restarts a worker in 5 to 20 s, and on a busy machine the run has been seen to wait for ever.
KILLING = pytest.mark.skipif(
    "CORRIDORS_KILL_WORKERS" not in os.environ,
    reason="takes minutes; set CORRIDORS_KILL_WORKERS=1 to run it",
)

SAMPLES = Path(__file__).parents[3] / "seeds" / "documents"
PARSING = Parsing("gazetteer")


@pytest.fixture(scope="module")
def texts() -> list[Raw]:
    return [raw for raw in read_raw([SAMPLES]) if isinstance(raw, Raw)]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(locate, "_BATCH_ITEMS", 3)


def test_a_cluster_finds_what_one_machine_finds(texts):
    assert list(dask_engine(2, None)(texts, PARSING, document_rows)) == list(
        located(texts, PARSING, document_rows)
    )


@KILLING
def test_a_worker_killed_twice_loses_and_doubles_nothing(texts, tmp_path):
    counter = tmp_path / "text.twice"
    counter.write_text("", encoding="ascii")
    deadly = Raw("deadly", "Baku and Tbilisi.", "here", {"title": str(counter)})
    rows = [texts[0], deadly, *texts[1:]]
    done = list(dask_engine(2, None)(rows, PARSING, works.deadly_twice))
    assert counter.read_text(encoding="ascii") == "xx"
    assert done == list(located(rows, PARSING, document_rows))


@KILLING
def test_a_text_that_ends_every_worker_is_set_aside_with_its_name(texts):
    rows = [texts[0], Raw("poison", f"A road from Baku to {works.POISON}.", "bottle"), *texts[1:]]
    done = list(dask_engine(2, None)(rows, PARSING, works.deadly))
    lost = done.pop(1)
    assert isinstance(lost, Lost)
    assert "'poison'" in lost.unreadable.reason
    assert done == list(located(texts, PARSING, document_rows))


def test_a_scheduler_that_is_not_there_is_told(monkeypatch, texts):
    monkeypatch.setattr(cluster, "_WAIT_SECONDS", 0.5)
    with pytest.raises(UsageError, match="dask scheduler"):
        list(dask_engine(2, "tcp://127.0.0.1:9")(texts, PARSING, document_rows))
