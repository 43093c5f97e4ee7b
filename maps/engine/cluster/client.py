"""A client of a Dask cluster: of one that runs, or of one made on this machine for the run."""

from __future__ import annotations

import logging
import multiprocessing
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from geo.errors import UsageError
from geo.scale.pool import ProcessError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client, LocalCluster

__all__ = ["check_dask", "opened_client"]

_CONNECT_SECONDS: Final = 60.0

_SETTINGS: Final = {
    # Who ended a worker is found out by trying suspects alone (`maps.engine.cluster.flights`).
    "distributed.scheduler.allowed-failures": 0,
    # So long after the loss of a worker, Dask looks whether its successor is there, and if not, ends the
    # process that starts successors, for good. A worker that is killed again and happens to be starting at
    # that moment is thus never replaced, and a run on the last of them waits for ever. We look after lost
    # workers ourselves.
    "distributed.deploy.lost-worker-timeout": "1000 days",
}

_PRELOADED: Final = ("distributed", "layers.large", "maps.engine.cluster.warm")


def check_dask() -> None:
    """See that Dask and pyarrow are installed.

    Raises
    ------
    UsageError
        If they are not.
    """
    try:
        import distributed  # noqa: F401
        import pyarrow as pa  # noqa: F401
    except ImportError:
        raise UsageError(
            "--engine dask needs Dask and pyarrow. Install them: pip install 'corridor-atlas[cluster]'."
        ) from None


@contextmanager
def opened_client(jobs: int, scheduler: str | None) -> Iterator[Client]:
    """Open a client for the time of a block.

    Parameters
    ----------
    jobs
        Workers of the cluster on this machine, if no scheduler is named.
    scheduler
        Address of a running scheduler; None for a cluster of its own.

    Raises
    ------
    ProcessError
        If the workers of a cluster of its own cannot be started.
    UsageError
        If there is no such scheduler.
    """
    import dask
    from distributed import Client

    with ExitStack() as stack:
        if scheduler is None:
            stack.enter_context(dask.config.set(_SETTINGS))
            stack.enter_context(dask.config.set(_prepared()))
            stack.enter_context(cluster := _own_cluster(jobs))
            yield stack.enter_context(Client(cluster))  # type: ignore[no-untyped-call]
            return
        try:
            client = Client(scheduler, timeout=_CONNECT_SECONDS)  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(
                f"There is no Dask scheduler at '{scheduler}': {error}. Start one with: dask scheduler"
            ) from error
        yield stack.enter_context(client)


def _own_cluster(jobs: int) -> LocalCluster:
    from distributed import LocalCluster

    try:
        return LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,  # of workers that die: whoever runs us is told what that means
        )
    except (OSError, RuntimeError) as error:
        raise ProcessError(
            f"The workers of the cluster could not be started: {error}. Free some memory, or give --jobs 1."
        ) from error


def _prepared() -> dict[str, str]:
    """Return how workers start: where that is possible, as copies of a process that has imported much."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return {}
    from multiprocessing import forkserver

    # Dask names modules of its own when it starts its first worker; by then the server runs.
    forkserver.set_forkserver_preload(list(_PRELOADED))
    forkserver.ensure_running()
    return {"distributed.worker.multiprocessing-method": "forkserver"}
