"""The engine of a cluster: the same work as on one machine, given to the workers of Dask.

Batches go out as far ahead as the workers need and come back in order, so the outputs are those of one
machine. Dask gives the work of a worker that died to another; a batch that ends `MOST_TRIES` workers is taken
apart, and a text that still does is set aside with its name.
"""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from geo.errors import UsageError
from geo.scale.locate import batches, outcomes_of, work_of
from geo.scale.pool import MOST_TRIES, ProcessError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Client, Future

    from geo.model import Unreadable
    from geo.reading import Raw
    from geo.scale import Parsing
    from geo.scale.locate import Batch, Results
    from maps.engine.local import Engine, Outcome, Product

__all__ = ["dask_engine"]

_AHEAD_EACH: Final = 3  # batches a worker
_WAIT_SECONDS: Final = 60.0


def dask_engine(jobs: int, scheduler: str | None) -> Engine:
    """Return the engine of a Dask cluster.

    Parameters
    ----------
    jobs
        Workers of the cluster on this machine, if no scheduler is named.
    scheduler
        Address of a running scheduler. Its workers need this version of the project, and the scheduler the
        setting ``distributed.scheduler.allowed-failures: 2``, or a text that ends workers ends more of them.

    Raises
    ------
    UsageError
        If Dask is not installed, or there is no such scheduler.
    ProcessError
        While it runs, if the cluster has lost all of its workers.
    """
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise UsageError(
            "--engine dask needs Dask. Install it: pip install 'corridor-atlas[cluster]'."
        ) from None

    def run(rows: Iterable[Raw | Unreadable], parsing: Parsing, product: Product) -> Iterator[Outcome]:
        work = work_of(parsing, product)
        with _client(jobs, scheduler) as client:
            for batch, results in _in_order(work, batches(rows), client):
                yield from outcomes_of(batch, results)

    return run


def _in_order(
    work: Callable[[Batch], list[Any]], every: Iterable[Batch], client: Client
) -> Iterator[tuple[Batch, Results]]:
    flying: deque[tuple[Batch, Future[Any]]] = deque()
    for batch in every:
        flying.append((batch, _submitted(client, work, batch)))
        workers: dict[str, int] = client.ncores()  # type: ignore[no-untyped-call]
        if len(flying) >= _AHEAD_EACH * max(len(workers), 1):
            yield _landed(client, work, *flying.popleft())
    while flying:
        yield _landed(client, work, *flying.popleft())


def _submitted(client: Client, work: Callable[[Batch], list[Any]], batch: Batch) -> Future[Any]:
    # Not pure: two equal batches are two pieces of work, and nothing is remembered on the workers.
    return client.submit(work, batch, pure=False)


def _landed(
    client: Client, work: Callable[[Batch], list[Any]], batch: Batch, future: Future[Any]
) -> tuple[Batch, Results]:
    from distributed import KilledWorker

    try:
        return batch, list(_waited(client, future))
    except KilledWorker:
        if len(batch) == 1:
            return batch, [None]
    # One after the other: beside a text that ends workers, others would be suspected too.
    alone = partial(_landed, client, work)
    return batch, [alone([item], _submitted(client, work, [item]))[1][0] for item in batch]


def _waited(client: Client, future: Future[Any]) -> Any:
    """Return a result, however long the work takes, as long as there are workers to do it."""
    alone = 0
    while True:
        try:
            return future.result(timeout=_WAIT_SECONDS)
        except TimeoutError:
            workers: dict[str, int] = client.ncores()  # type: ignore[no-untyped-call]
            alone = 0 if workers else alone + 1
            if alone > 1:
                raise ProcessError(
                    f"The cluster has had no workers for {_WAIT_SECONDS:.0f} s. Start some, and run again."
                ) from None


@contextmanager
def _client(jobs: int, scheduler: str | None) -> Iterator[Client]:
    import dask
    from distributed import Client, LocalCluster

    with ExitStack() as stack:
        if scheduler is None:
            settings: dict[str, Any] = {"distributed.scheduler.allowed-failures": MOST_TRIES - 1}
            stack.enter_context(dask.config.set(settings))
            cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None
            )
            stack.enter_context(cluster)
            yield stack.enter_context(Client(cluster))  # type: ignore[no-untyped-call]
            return
        try:
            client = Client(scheduler, timeout=_WAIT_SECONDS)  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(
                f"There is no Dask scheduler at '{scheduler}': {error}. Start one with: dask scheduler"
            ) from error
        yield stack.enter_context(client)
