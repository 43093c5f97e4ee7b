"""The same work as on one machine, given to the workers of Dask; outcomes come back in order.

Workers read collections themselves, block by block; what else there is to read is read here and sent to them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from geo.scale.locate import batches, outcomes_of, work_of
from maps.engine.cluster.client import check_dask, opened_client
from maps.engine.cluster.flights import Work, in_cluster
from maps.engine.source import Names, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from distributed import Client

    from geo.model import Unreadable
    from geo.reading import Raw
    from geo.scale import Parsing
    from geo.scale.locate import Batch, Results
    from maps.engine.local import Engine, Outcome, Product

__all__ = ["dask_engine"]


def dask_engine(jobs: int, scheduler: str | None, partitions: str | None = None) -> Engine:
    """Return the engine of a Dask cluster.

    Parameters
    ----------
    jobs
        Workers of the cluster on this machine, if no scheduler is named.
    scheduler
        Address of a running scheduler. Its workers need this version of the project, and must be able to
        open the collections.
    partitions
        Folder or address where what is found in each block of a collection is kept as Parquet, and read by
        a run that is restarted; None keeps nothing.

    Raises
    ------
    UsageError
        If Dask is not installed, or there is no such scheduler.
    ProcessError
        While it runs, if the cluster has lost all of its workers.
    """
    check_dask()
    from maps.engine.cluster.blocks import How, found_in_block
    from maps.engine.cluster.collected import collected
    from maps.engine.cluster.kept import kept_at, kept_in_block

    def run(rows: Iterable[Raw | Unreadable], parsing: Parsing, product: Product) -> Iterator[Outcome]:
        with opened_client(jobs, scheduler) as client:
            if isinstance(rows, Source):
                names = Names()
                how = How(parsing, product, rows.limits)
                find = partial(kept_in_block, kept_at(partitions, how)) if partitions else found_in_block
                yield from collected(rows, how, names, client, find)
                rows = (names.checked(row) for row in rows.others())
            yield from _sent(rows, work_of(parsing, product), client)

    return run


def _sent(rows: Iterable[Raw | Unreadable], call: Any, client: Client) -> Iterator[Outcome]:
    """Yield what is found in texts that are read here."""
    work: Work[Batch, Results] = Work(call, _apart, _joined, _lost)
    for batch, results in in_cluster(work, batches(rows), client):
        yield from outcomes_of(batch, results)


def _apart(batch: Batch) -> list[Batch]:
    return [[item] for item in batch] if len(batch) > 1 else []


def _joined(_batch: Batch, parts: Sequence[Results]) -> Results:
    return [result for results in parts for result in results]


def _lost(_batch: Batch) -> list[Any]:
    return [None]
