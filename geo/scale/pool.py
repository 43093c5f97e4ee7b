"""Batches through processes, results in the order of the batches, whatever happens to a process.

A process that dies takes nothing with it but its own work, and that is done again: what was in flight goes
through a process of its own, and a batch that kills that one too is taken apart. An item that has killed
`MOST_TRIES` processes is set aside.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from geo.errors import ProcessError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

__all__ = ["MOST_TRIES", "ProcessError", "in_processes", "start_server"]

MOST_TRIES: Final = 3
"""How many processes an item may kill."""

_WAITING_EACH: Final = 3  # batches a process: one at work, the others so that it never waits

T = TypeVar("T")
R = TypeVar("R")


def in_processes(
    work: Callable[[Sequence[T]], list[R]], batches: Iterable[Sequence[T]], jobs: int
) -> Iterator[tuple[Sequence[T], list[R | None]]]:
    """Yield each batch with its results, in order.

    Parameters
    ----------
    work
        Takes a batch and returns its results, in order; it is pickled, as are items and results.
    batches
        Read only as far as the processes are ahead, so memory does not grow with their number.
    jobs
        How many processes.

    Yields
    ------
    tuple
        The batch, and its results; None for an item that killed every process it was given to. If one did,
        the others' results are those of batches of one.

    Raises
    ------
    ProcessError
        If processes end even without anything to do.
    Exception
        Whatever ``work`` raises.
    """
    crew = _Crew(jobs)
    flying: deque[_Flight[T, R]] = deque()
    try:
        for batch in batches:
            flying.append(_Flight(batch, crew.submit(work, batch)))
            if len(flying) >= jobs * _WAITING_EACH:
                yield _landed(flying, crew, work)
        while flying:
            yield _landed(flying, crew, work)
    finally:
        crew.dismiss()


class _Flight(NamedTuple, Generic[T, R]):
    """A batch that was submitted; without a future it is suspected of having killed a process."""

    batch: Sequence[T]
    future: Future[list[R]] | None


class _Crew:
    """A pool of processes that can be replaced."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, work: Callable[[Sequence[T]], list[R]], batch: Sequence[T]) -> Future[list[R]] | None:
        if self._pool is None:
            self._pool = _pool(self._jobs)
        try:
            return self._pool.submit(work, batch)
        except BrokenProcessPool:
            return None

    def dismiss(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _landed(
    flying: deque[_Flight[T, R]], crew: _Crew, work: Callable[[Sequence[T]], list[R]]
) -> tuple[Sequence[T], list[R | None]]:
    """Return the first batch in flight with its results."""
    batch, future = flying.popleft()
    if future is not None:
        try:
            return batch, list(future.result())
        except BrokenProcessPool:
            crew.dismiss()
            # Who killed the process cannot be told: every batch that was in flight is suspected, and is
            # tried by itself when its turn comes. Those that were done in time are kept.
            flying.extend([one if _is_done(one) else one._replace(future=None) for one in _emptied(flying)])
    return batch, _alone(work, batch, tries=1)


def _emptied(flying: deque[_Flight[T, R]]) -> list[_Flight[T, R]]:
    every = list(flying)
    flying.clear()
    return every


def _is_done(flight: _Flight[Any, Any]) -> bool:
    future = flight.future
    return future is not None and future.done() and not future.cancelled() and future.exception() is None


def _alone(work: Callable[[Sequence[T]], list[R]], batch: Sequence[T], tries: int) -> list[R | None]:
    """Return the results of a batch that may have killed ``tries`` processes."""
    while tries < MOST_TRIES:
        with _pool(1) as pool:
            try:
                return list(pool.submit(work, batch).result())
            except BrokenProcessPool:
                tries += 1
        if len(batch) > 1:
            return [result for item in batch for result in _alone(work, [item], tries=1)]
    _check_start(work)
    return [None] * len(batch)


def _check_start(work: Callable[[Sequence[T]], list[R]]) -> None:
    """See that it is the item that ends processes, and that one without work lives."""
    with _pool(1) as pool:
        try:
            pool.submit(work, []).result()
        except BrokenProcessPool as error:
            raise ProcessError(
                "A process for --jobs ends as soon as it starts. Free some memory, or run with --jobs 1."
            ) from error


def start_server(modules: Sequence[str]) -> None:
    """Start the server that processes are forked from; it imports while this process does something else.

    Parameters
    ----------
    modules
        Names of the modules that the work needs: every process then has them, and shares their memory.
    """
    if "forkserver" in multiprocessing.get_all_start_methods():
        multiprocessing.set_forkserver_preload(list(modules))
        forkserver.ensure_running()


def _pool(jobs: int) -> ProcessPoolExecutor:
    # A fork of a process with threads (a progress bar has one) may hang; a fork server has none.
    methods = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def _begin() -> None:
    # The terminal sends an interrupt to every process; the first one tells the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
