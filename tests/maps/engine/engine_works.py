"""What processes make of documents in tests."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from layers.large import partition_of

POISON = "Poisonville"


def deadly(located):
    """Kill the process that is given the poison."""
    if any(POISON in document.text for document, _ in located):
        os.kill(os.getpid(), signal.SIGKILL)
    return partition_of(located)


def deadly_twice(located):
    """Kill the first two processes that are given a text with a path in its title."""
    for document, _ in located:
        counter = Path(document.title or "-")
        if counter.suffix == ".twice":
            deaths = len(counter.read_text(encoding="ascii"))
            if deaths < 2:
                counter.write_text("x" * (deaths + 1), encoding="ascii")
                os.kill(os.getpid(), signal.SIGKILL)
    return partition_of(located)
