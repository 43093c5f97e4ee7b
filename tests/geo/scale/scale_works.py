"""Work for processes: functions of a module, since processes import what they run."""

from __future__ import annotations

import os
import signal
from pathlib import Path

POISON = "\N{SKULL AND CROSSBONES}"


def doubled(batch):
    return [2 * item for item in batch]


def deadly(batch):
    """Kill the process that is given the poison."""
    for item in batch:
        if POISON in str(item):
            os.kill(os.getpid(), signal.SIGKILL)
    return [f"{item}!" for item in batch]


def deadly_twice(batch):
    """Kill the first two processes that are given a path with an item."""
    for item in batch:
        counter = Path(item)
        if counter.suffix == ".twice":
            deaths = len(counter.read_text(encoding="ascii"))
            if deaths < 2:
                counter.write_text("x" * (deaths + 1), encoding="ascii")
                os.kill(os.getpid(), signal.SIGKILL)
    return [item.upper() for item in batch]


def refusing(batch):
    raise ValueError(f"no {batch[0]}")


def surfaces(located):
    return [(document.name, [one.span.surface for one in found]) for document, found in located]


def never_living(batch):
    os.kill(os.getpid(), signal.SIGKILL)
