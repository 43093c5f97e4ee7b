"""Files of this machine and of others, opened by path or address."""

# ruff: noqa: PLC0415  (fsspec is an extra)
from __future__ import annotations

import io
import re
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from geo.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["matching", "opened", "size_of"]

_GLOB: Final = re.compile(r"[*?\[]")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.:-]*://")
_PIECE: Final = 1 << 20  # bytes read at once


def matching(url: str) -> list[str]:
    """Return the files that an address stands for: itself, or in order those that fit its wildcards.

    Raises
    ------
    InputError
        If it cannot be looked up, or nothing fits.
    UsageError
        If what opens it is not installed.
    """
    if not _is_elsewhere(url) or not _GLOB.search(url.partition("://")[2]):
        return [url]
    system, place = _system(url)
    with _told(url), _asked(url):
        found = sorted(map(str, system.glob(place)))
    if not found:
        raise InputError(f"Nothing fits '{url}'. Check the address.")
    return [str(system.unstrip_protocol(one)) for one in found]


def size_of(url: str) -> int:
    """Return how many bytes a file has.

    Raises
    ------
    InputError
        If there is no such file, or it cannot be opened.
    UsageError
        If what opens it is not installed.
    """
    with _told(url):
        if not _is_elsewhere(url):
            return Path(url).stat().st_size
        system, place = _system(url)
        with _asked(url):
            about = system.info(place)
    if about.get("type") == "directory":
        files = url.rstrip("/") + "/*.jsonl"
        raise InputError(f"'{url}' is a folder. Name its files; wildcards will do: '{files}'.")
    return int(about["size"] or 0)


@contextmanager
def opened(url: str) -> Iterator[BinaryIO]:
    """Open a file to read bytes from any place of it.

    Raises
    ------
    InputError
        If it cannot be opened, or what is read inside the block fails.
    UsageError
        If what opens it is not installed.
    """
    with _told(url), ExitStack() as stack:
        if not _is_elsewhere(url):
            yield stack.enter_context(Path(url).open("rb"))
            return
        system, place = _system(url)
        with _asked(url):
            stream = stack.enter_context(system.open(place, "rb"))
        # Files of other systems find the end of a line byte by byte, or whatever its length.
        known = isinstance(stream, io.BufferedIOBase)
        yield cast("BinaryIO", stream if known else io.BufferedReader(stream, _PIECE))


def _is_elsewhere(url: str) -> bool:
    return bool(_SCHEME.match(url))


def _system(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UsageError(
            f"Reading '{url}' in blocks needs fsspec. Install it: pip install 'corridor-atlas[cluster]'."
        ) from None
    try:
        system, place = url_to_fs(url)
    except ImportError as error:
        raise UsageError(f"'{url}' cannot be opened: {error}. Install what it names with pip.") from error
    except ValueError as error:
        raise UsageError(f"'{url}' cannot be opened: {error}. Check the address.") from error
    return system, str(place)


@contextmanager
def _asked(url: str) -> Iterator[None]:
    """Tell what only a file system of its own kind raises, such as that there are no credentials."""
    try:
        yield
    except (OSError, InputError):
        raise
    except Exception as error:  # any library may stand behind an address
        message = f"'{url}' cannot be opened: {error}. Check the address, and the credentials it needs."
        raise InputError(message) from error


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Tell failures of any file system as what they mean here."""
    try:
        yield
    except InputError:
        raise
    except FileNotFoundError as error:
        raise InputError(f"There is no file '{url}'. Check the address.") from error
    except OSError as error:
        raise InputError(f"'{url}' cannot be read: {error.strerror or error}.") from error
