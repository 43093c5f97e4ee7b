"""Files that a library writes by their path, replaced in one step."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import CorridorsError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cannot_write", "replaced"]


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give a path to write to; what is there replaces ``path`` when the block ends without an error.

    The path is in a new folder beside ``path`` and ends in its name, so that files which a library lays
    beside it go with it: only ``path`` itself is kept.

    Raises
    ------
    OutputError
        If the folder cannot be made or written to, the disk is full, or a library gives up.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part"))
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        yield folder / path.name
        _flush(folder / path.name)
        (folder / path.name).replace(path)
    except CorridorsError:
        raise
    except (OSError, sqlite3.Error, RuntimeError) as error:
        raise cannot_write(path, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def cannot_write(path: Path, error: Exception) -> OutputError:
    """Return the error of a file that could not be written."""
    reason = (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")
    return OutputError(f"Cannot write '{path}': {reason}. Choose another place, or free some space.")


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
