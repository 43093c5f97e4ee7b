"""How much there is to read, and getting ready for it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["get_ready", "size_of"]

# By name: importing them here is what the server's head start is to save.
_MODULES: Final = ("geo.pipeline", "geo.reading", "geo.scale.locate", "layers.large.partition")


def size_of(inputs: Sequence[str]) -> int:
    """Return about how many bytes there are to read; addresses count nothing."""
    total = 0
    for given in inputs:
        path = Path(given)
        with suppress(OSError, ValueError):
            files = path.rglob("*") if path.is_dir() else [path]
            total += sum(file.stat().st_size for file in files if file.is_file())
    return total


def get_ready(inputs: Sequence[str], jobs: int | None) -> None:
    """Let what processes need be imported beside this process, if there is much to read."""
    from geo.scale.locate import FEW_BYTES, cores
    from geo.scale.pool import start_server

    if (jobs or cores()) > 1 and size_of(inputs) > 2 * FEW_BYTES:
        start_server(_MODULES)
