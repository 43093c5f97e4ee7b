"""Files and folders that change together: the old ones stay until all the new ones are whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import OutputError
from geo.lock import LOCK_NAME, exclusive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["staged"]

_PREFIX: Final = ".corridors-"
_SUFFIX: Final = ".part"
_ASIDE: Final = ".aside"
"""In a stage: what its content replaces. It is there from when all content is whole."""


@contextmanager
def staged(
    folder: Path,
    *,
    stale: Callable[[Path], Iterable[Path]] | None = None,
    patience: float = 600.0,
    on_wait: Callable[[str], None] | None = None,
) -> Iterator[Path]:
    """Give an empty folder to write into; at the end it replaces what ``folder`` has of the same names.

    If the block fails or is killed, ``folder`` keeps what it had. The replacing itself is one rename a file
    and two a folder, one right after the other; if a kill cuts that off, the next run into ``folder`` ends
    it. Two runs into one folder come one after the other.

    Parameters
    ----------
    folder
        Where the files go; it is made if need be.
    stale
        Given ``folder`` when the block has ended, tells what in it goes unless it is replaced.
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
            _publish(stage, folder, stale(folder) if stale else ())
        except BaseException:
            with suppress(OSError):  # then the next run ends what was begun
                _give_up(stage, folder)
            raise
        shutil.rmtree(stage, ignore_errors=True)


def _publish(stage: Path, folder: Path, stale: Iterable[Path] = ()) -> None:
    """Rename what a stage holds into its folder; a second call goes on where the first was cut off."""
    aside = stage / _ASIDE
    try:
        new = sorted(path for path in stage.iterdir() if path != aside)
        gone = [path for path in stale if stage / path.name not in new]
        aside.mkdir(exist_ok=True)  # tells the next run that the stage is whole
        for path in gone:
            path.replace(aside / path.name)
        for path in new:
            place = folder / path.name
            if path.is_dir() and os.path.lexists(place):  # no rename replaces a folder that holds something
                shutil.rmtree(aside / path.name, ignore_errors=True)  # if somebody filled the place since
                place.replace(aside / path.name)
            path.replace(place)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _give_up(stage: Path, folder: Path) -> None:
    """Delete a stage, and put back first what it had put aside.

    Raises
    ------
    OSError
        If something cannot be put back; the stage stays, then.
    """
    aside = stage / _ASIDE
    if aside.is_dir():
        for old in aside.iterdir():
            if not os.path.lexists(folder / old.name):
                old.replace(folder / old.name)
        shutil.rmtree(aside)  # before the rest: nobody takes half a stage for a whole one
    shutil.rmtree(stage, ignore_errors=True)


def _clear_remains(folder: Path) -> None:
    """End what killed runs had begun to publish, and delete what else they left; the lock tells none runs."""
    for remains in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        if (remains / _ASIDE).is_dir():
            _publish(remains, folder)
        shutil.rmtree(remains, ignore_errors=True)


def _cannot_write(folder: Path, error: OSError) -> OutputError:
    if isinstance(error, OutputError):
        return error
    return OutputError(
        f"Cannot write into '{folder}': {error.strerror or error}. "
        "Choose another folder with --out, or free some space."
    )
