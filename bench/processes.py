"""What a process and all that it started have used: memory of the largest, time of all together.

The kernel's own sums leave out processes that someone else waits for, such as the workers of a fork server,
so the tree is looked at while it lives. Linux only.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import subprocess

__all__ = ["Used", "children", "cpu_seconds", "watched"]

_EVERY: Final = 0.2  # seconds
_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Used(NamedTuple):
    """What a run used."""

    status: int
    seconds: float
    cpu: float
    """Seconds of all processes together."""
    peak: float
    """Memory of the largest process, in GB, pages that processes share counted in each."""


def watched(process: subprocess.Popen[bytes]) -> Used:
    """Wait for a process that has just begun, and return what it and all below it used."""
    begin = time.perf_counter()
    cpu: dict[int, float] = {}
    peak: dict[int, float] = {}
    done = threading.Event()

    def look() -> None:
        while not done.wait(_EVERY):
            for pid in _tree(process.pid):
                cpu[pid] = max(cpu.get(pid, 0.0), cpu_seconds(pid))
                peak[pid] = max(peak.get(pid, 0.0), _peak(pid))

    watcher = threading.Thread(target=look)
    watcher.start()
    status = process.wait()
    seconds = time.perf_counter() - begin
    done.set()
    watcher.join()
    return Used(status, seconds, sum(cpu.values()), max(peak.values(), default=0.0))


def children() -> dict[int, list[int]]:
    """Return the processes that each process has started."""
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            found.setdefault(int(_fields(int(entry.name))[1]), []).append(int(entry.name))
    return found


def cpu_seconds(pid: int) -> float:
    """Return how long a process has computed; 0 if it has ended."""
    with suppress(OSError, IndexError):
        fields = _fields(pid)
        return (int(fields[11]) + int(fields[12])) / _TICKS
    return 0.0


def _tree(root: int) -> list[int]:
    known = children()
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += known.get(pid, [])
    return found


def _fields(pid: int) -> list[str]:
    """Return what the kernel tells of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


def _peak(pid: int) -> float:
    with suppress(OSError, IndexError, ValueError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1e6
    return 0.0
