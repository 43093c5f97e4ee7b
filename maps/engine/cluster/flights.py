"""Work on the workers of a cluster, results in order, whatever happens to a worker.

A piece of work that was on a worker when it died is suspected, and so is what waited there beside it. Each
suspect is tried again by itself, with nothing else under way, so that its next death is its own. One that has
ended `MOST_TRIES` workers is taken apart; what cannot be taken apart any more is set aside.
"""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from geo.scale.pool import MOST_TRIES, ProcessError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from distributed import Client, Future

__all__ = ["Work", "asked", "in_cluster"]

_AHEAD_EACH: Final = 3  # pieces a worker: one at work, the others so that it never waits
_POLL_SECONDS: Final = 2.0
_ALONE_SECONDS: Final = 60.0  # how long a cluster may be without workers; starting one takes 2 to 20 s

T = TypeVar("T")
R = TypeVar("R")


class Work(NamedTuple, Generic[T, R]):
    """What is done with each piece, and what becomes of one that ends workers."""

    call: Callable[[T], R]
    """Runs on a worker: it is pickled, as are pieces and results."""
    apart: Callable[[T], Sequence[T]]
    """Smaller pieces of a piece; none if it is the smallest."""
    joined: Callable[[T, Sequence[R]], R]
    """The result of a piece from those of its smaller pieces."""
    lost: Callable[[T], R]
    """The result of a smallest piece that ends every worker."""


class _Flight(NamedTuple, Generic[T]):
    piece: T
    future: Future[Any]


def in_cluster(work: Work[T, R], pieces: Iterable[T], client: Client) -> Iterator[tuple[T, R]]:
    """Yield each piece with its result, in order.

    Parameters
    ----------
    work
        What is done.
    pieces
        Read only as far as the workers need, so memory does not grow with their number.
    client
        Of the cluster.

    Raises
    ------
    ProcessError
        If the cluster has lost its scheduler, or all of its workers.
    Exception
        Whatever the work raises.
    """
    flying: deque[_Flight[T]] = deque()
    ahead = _ahead(client)
    for count, piece in enumerate(pieces):
        flying.append(_Flight(piece, _submitted(client, work, piece)))
        if count % 64 == 0:
            ahead = _ahead(client)
        if len(flying) >= ahead:
            yield _landed(client, work, flying)
    while flying:
        yield _landed(client, work, flying)


def asked(client: Client, call: Callable[[T], R], piece: T) -> R | None:
    """Return what a worker makes of a piece; None if that ends workers."""
    from distributed import KilledWorker

    try:
        result: R = _waited(client, client.submit(call, piece, pure=False))
    except KilledWorker:
        return None
    return result


def _ahead(client: Client) -> int:
    return _AHEAD_EACH * max(_workers(client), 1)


def _submitted(client: Client, work: Work[T, R], piece: T) -> Future[Any]:
    # Not pure: two equal pieces are two pieces of work, and nothing is remembered on the workers.
    return client.submit(work.call, piece, pure=False)


def _landed(client: Client, work: Work[T, R], flying: deque[_Flight[T]]) -> tuple[T, R]:
    from distributed import KilledWorker

    piece, future = flying.popleft()
    try:
        return piece, _waited(client, future)
    except KilledWorker:
        for other in flying:
            _settled(client, other.future)
    return piece, _alone(client, work, piece, tries=1)


def _alone(client: Client, work: Work[T, R], piece: T, tries: int) -> R:
    """Return the result of a piece that may have ended ``tries`` workers; nothing else is under way."""
    from distributed import KilledWorker

    while tries < MOST_TRIES:
        try:
            result: R = _waited(client, _submitted(client, work, piece))
        except KilledWorker as error:
            tries += error.allowed_failures + 1  # as often as the scheduler tried it
        else:
            return result
    smaller = work.apart(piece)
    if not smaller:
        return work.lost(piece)
    return work.joined(piece, [_alone(client, work, part, tries=1) for part in smaller])


def _waited(client: Client, future: Future[Any]) -> Any:
    """Return a result, however long the work takes, as long as there are workers to do it."""
    _settled(client, future)
    try:
        return future.result()
    except CancelledError as error:
        raise ProcessError(
            "The scheduler of the cluster ended the work, or is gone. See its log, and run again: "
            "finished partitions are kept with --partitions."
        ) from error


def _settled(client: Client, future: Future[Any]) -> None:
    """Wait until work is done, has failed, or has no cluster to run on any more."""
    from distributed import wait

    seen = time.monotonic()
    while not future.done():  # type: ignore[no-untyped-call]
        try:
            wait([future], timeout=_POLL_SECONDS)  # type: ignore[no-untyped-call]
        except CancelledError:
            return
        except TimeoutError:
            now = time.monotonic()
            if _workers(client):
                seen = now
            elif now - seen > _ALONE_SECONDS:
                raise ProcessError(
                    f"The cluster has had no workers for {_ALONE_SECONDS:.0f} s. Start some, and run again."
                ) from None


def _workers(client: Client) -> int:
    try:
        workers: dict[str, int] = client.ncores()  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError) as error:
        raise ProcessError(
            f"The scheduler of the cluster does not answer: {error}. Start it, and run again."
        ) from error
    return len(workers)
