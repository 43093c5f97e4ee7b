"""What processes make of documents in tests."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from layers.large import document_rows

POISON = "Poisonville"


def deadly(document, found):
    """Kill the process that is given the poison."""
    if POISON in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return document_rows(document, found)


def deadly_twice(document, found):
    """Kill the first two processes that are given a text with a path in its title."""
    counter = Path(document.title or "-")
    if counter.suffix == ".twice":
        deaths = len(counter.read_text(encoding="ascii"))
        if deaths < 2:
            counter.write_text("x" * (deaths + 1), encoding="ascii")
            os.kill(os.getpid(), signal.SIGKILL)
    return document_rows(document, found)
