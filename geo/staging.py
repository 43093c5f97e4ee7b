"""Files of one folder that change together: the old ones stay until all the new ones are whole."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import OutputError
from geo.lock import LOCK_NAME, exclusive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["staged"]

_PREFIX: Final = ".corridors-"
_SUFFIX: Final = ".part"


@contextmanager
def staged(
    folder: Path, *, patience: float = 600.0, on_wait: Callable[[str], None] | None = None
) -> Iterator[Path]:
    """Give an empty folder to write files into; at the end they replace those of the same name in ``folder``.

    If the block fails or is killed, ``folder`` keeps what it had. The replacing itself is one rename a file,
    one right after the other. Two runs into one folder come one after the other.

    Parameters
    ----------
    folder
        Where the files go; it is made if need be.
    patience, on_wait
        As in `geo.lock.exclusive`.

    Raises
    ------
    OutputError
        If the folder cannot be written to, the disk is full, or another run does not end in time.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    with exclusive(folder / LOCK_NAME, patience=patience, on_wait=on_wait):
        _clear_remains(folder)
        try:
            stage = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=folder))
        except OSError as error:
            raise _cannot_write(folder, error) from error
        try:
            yield stage
            _publish(stage, folder)
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def _publish(stage: Path, folder: Path) -> None:
    try:
        for path in sorted(stage.iterdir()):
            path.replace(folder / path.name)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _clear_remains(folder: Path) -> None:
    """Delete what killed runs left; the lock tells that none is running."""
    for remains in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        shutil.rmtree(remains, ignore_errors=True)


def _cannot_write(folder: Path, error: OSError) -> OutputError:
    if isinstance(error, OutputError):
        return error
    return OutputError(
        f"Cannot write into '{folder}': {error.strerror or error}. "
        "Choose another folder with --out, or free some space."
    )
