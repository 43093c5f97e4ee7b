"""Reading in other processes: a file that crashes, hangs or fills the memory costs its own process only."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import geo
from geo.model import Unreadable
from geo.reading.rows import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType
    from typing import Any, Self

    from geo.reading.files import File
    from geo.reading.limits import Limits

__all__ = ["Workers", "in_order"]

_MOST_WORKERS = 4
_KINDS: dict[str, type[Text | Unreadable]] = {"Text": Text, "Unreadable": Unreadable}


class Workers:
    """A few processes that read; each is started when first needed and replaced when it dies.

    A thread waits for each process, so ``submit`` returns at once.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._own = threading.local()
        self._started: list[subprocess.Popen[bytes]] = []
        self._threads = ThreadPoolExecutor(min(_MOST_WORKERS, os.cpu_count() or 1), "reading")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for process in self._started:
                process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._started:
            _end(process)

    def submit(self, file: File) -> Future[list[Text | Unreadable]]:
        """Have a file read; the answer comes in time, or a row that says why it did not."""
        return self._threads.submit(self._read, file)

    def _read(self, file: File) -> list[Text | Unreadable]:
        process = self._process()
        late = threading.Event()
        timer = threading.Timer(self._limits.seconds, _stop, (process, late))
        timer.daemon = True
        timer.start()
        try:
            line = _asked(process, _job(file, self._limits))
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            return [_row(*row) for row in json.loads(line)]
        code = _end(process)
        return [Unreadable(file.source, self._why(late=late.is_set(), code=code))]

    def _process(self) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] | None = getattr(self._own, "process", None)
        if process is None or process.poll() is not None:
            process = self._own.process = _start()
            self._started.append(process)
        return process

    def _why(self, *, late: bool, code: int) -> str:
        if late:
            return (
                f"Reading it took longer than {self._limits.seconds:g} seconds, the limit. Raise the limit."
            )
        return (
            f"The reader broke down on it (exit code {code}): it is broken, or takes more than "
            f"{self._limits.memory // 2**20:,} MiB of memory."
        )


def in_order(
    files: Iterable[File], apart: Callable[[File], bool], here: Callable[[File], Any], limits: Limits
) -> Iterator[tuple[File, Iterable[Text | Unreadable]]]:
    """Yield every file with its rows, in order, the isolated ones read ahead.

    Parameters
    ----------
    files
        The files.
    apart
        Whether a file is to be read in a process of its own.
    here
        Reads a file in this process; called when its turn comes, so that large collections stay streams.
    limits
        Time and memory for one file.
    """
    with Workers(limits) as workers:
        ahead: deque[tuple[File, Future[list[Text | Unreadable]] | None]] = deque()
        waiting = iter(files)
        while True:
            while len(ahead) < 4 * _MOST_WORKERS and (file := next(waiting, None)) is not None:
                ahead.append((file, workers.submit(file) if apart(file) else None))
            if not ahead:
                return
            file, future = ahead.popleft()
            yield file, (here(file) if future is None else future.result())


def _start() -> subprocess.Popen[bytes]:
    folder = str(Path(geo.__file__).resolve().parents[1])
    paths = [folder, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "geo.reading.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def _asked(process: subprocess.Popen[bytes], job: bytes) -> bytes:
    """Return the answer to a job, or what there is of it if the process died over it."""
    if process.stdin is None or process.stdout is None:
        return b""
    try:
        process.stdin.write(job)
        process.stdin.flush()
        return process.stdout.readline()
    except OSError:
        return b""


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _end(process: subprocess.Popen[bytes]) -> int:
    """Close a process's pipes, which ends it, and return its exit code."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    try:
        return process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _job(file: File, limits: Limits) -> bytes:
    job = {
        "path": str(file.path),
        "relative": str(file.relative),
        "source": file.source,
        "member": file.member,
        "limits": asdict(limits),
    }
    return json.dumps(job).encode("ascii") + b"\n"


def _row(kind: str, values: dict[str, Any]) -> Text | Unreadable:
    return _KINDS[kind](**values)
