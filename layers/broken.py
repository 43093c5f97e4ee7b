"""What a broken or hostile atlas does while it is read becomes one message."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo.errors import CoordinateError, InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["told_if_broken"]


@contextmanager
def told_if_broken(what: str) -> Iterator[None]:
    """Turn whatever reading raises into an InputError; the file is a stranger's, and may hold anything.

    Parameters
    ----------
    what
        What is being read, as the message begins: ``the atlas 'a.gpkg'``.

    Raises
    ------
    InputError
        If the block raises anything but a lack of memory or wrong usage.
    """
    try:
        yield
    except (InputError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, UsageError) and not isinstance(error, CoordinateError):
            raise  # a format that is not installed is no fault of the file
        why = " ".join(str(error).split())[:200]
        raise InputError(
            f"Cannot read {what}: it is broken ({type(error).__name__}: {why}). "
            "Make it anew, or use a backup."
        ) from error
