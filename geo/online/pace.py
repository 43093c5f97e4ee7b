"""No more than one request a second, whatever runs at once on this machine."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import OutputError
from geo.lock import exclusive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Pace"]


@dataclass(slots=True)
class Pace:
    """The least time between the requests to a service.

    Runs that share a cache folder share the pace: the time of the last request is that of a file. A folder
    that cannot be written leaves each run with a pace of its own.

    Parameters
    ----------
    mark
        The file.
    pause
        Seconds; 0 asks without a pause.
    clock, sleep
        What tells the time, in seconds since 1970, and what waits.
    """

    mark: Path
    pause: float
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    _last: float = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this run's turn, and hold it while the block asks."""
        if self.pause <= 0:
            yield
            return
        with self._alone():
            self._wait()
            try:
                yield
            finally:
                self._note()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self.mark.parent.mkdir(parents=True, exist_ok=True)
            lock = exclusive(self.mark.with_suffix(".lock"), patience=3600)
            lock.__enter__()
        except (OSError, OutputError):
            yield
            return
        try:
            yield
        finally:
            lock.__exit__(None, None, None)

    def _wait(self) -> None:
        latest = self._last
        with suppress(OSError):
            latest = max(latest, self.mark.stat().st_mtime)
        # A clock that was set back must not make a run wait for hours.
        left = min(latest + self.pause - self.clock(), self.pause)
        if left > 0:
            self.sleep(left)

    def _note(self) -> None:
        self._last = self.clock()
        with suppress(OSError):
            self.mark.touch()
