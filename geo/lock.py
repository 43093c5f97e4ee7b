"""One writer at a time: a lock that ends with its process, however that ends."""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, Final

from geo.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["LOCK_NAME", "exclusive"]

LOCK_NAME: Final = ".corridors.lock"
_BUSY: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_STEP: Final = 0.2
_PROCESS_BYTES: Final = 20


@contextmanager
def exclusive(
    path: Path, *, patience: float = 600.0, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lock file ``path`` while the block runs; it is made, and removed at the end.

    The operating system lets the lock go when the process ends, so one that was killed blocks nobody. Where
    files cannot be locked (some network file systems), the block runs without a lock.

    Parameters
    ----------
    path
        The lock file; its folder must exist.
    patience
        How many seconds to wait for another run.
    on_wait
        Called once, with a sentence, when another run holds the lock.

    Raises
    ------
    OutputError
        If the other run does not end in time, or the file cannot be made.
    """
    file = _held(path, patience, on_wait)
    try:
        yield
    finally:
        # Removed while held: whoever waits for this file sees that it is gone, and makes a new one.
        with suppress(OSError):
            path.unlink()
        file.close()


def _held(path: Path, patience: float, on_wait: Callable[[str], None] | None) -> BinaryIO:
    end = time.monotonic() + patience
    told = False
    while True:
        file = _opened(path)
        if _locked(file):
            if _is_still(path, file):
                _sign(file)
                return file
            file.close()
            continue
        holder = _signature(file)
        file.close()
        if time.monotonic() >= end:
            raise OutputError(
                f"Another run{holder} is writing into '{path.parent}', and has not ended in {patience:g} s. "
                "Wait for it, or choose another folder with --out."
            )
        if not told and on_wait is not None:
            on_wait(f"Another run{holder} is writing into '{path.parent}'; waiting for it to end.")
        told = True
        time.sleep(_STEP)


def _opened(path: Path) -> BinaryIO:
    try:
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666), "r+b", 0)
    except OSError as error:
        raise OutputError(
            f"Cannot write into '{path.parent}': {error.strerror or error}. Choose another folder with --out."
        ) from error


def _locked(file: BinaryIO) -> bool:
    """Try to lock a file; True too where files cannot be locked at all."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only on this platform

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on every platform

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _BUSY
    return True


def _is_still(path: Path, file: BinaryIO) -> bool:
    """Tell whether the locked file is the one at ``path``, and not one that its holder has removed."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _sign(file: BinaryIO) -> None:
    with suppress(OSError):  # a full disk: the lock holds without its signature
        file.seek(1)  # Windows locks the first byte against reading too
        file.truncate()
        file.write(str(os.getpid()).encode("ascii"))


def _signature(file: BinaryIO) -> str:
    try:
        file.seek(1)
        number = file.read(_PROCESS_BYTES).decode("ascii", "replace")
    except OSError:
        return ""
    return f" (process {number})" if number.isdigit() else ""
