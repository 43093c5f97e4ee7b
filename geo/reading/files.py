"""A file to be read: where its bytes are, and what it is called."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, cast

from geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path, PurePosixPath

__all__ = ["File", "open_file"]

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class File:
    """A regular file, a member of an archive, or a page that was fetched.

    ``relative`` is its path in the folder or archive that was given (its name, if it was itself), and
    tells its format; ``source`` is what reports call it. ``stated`` is what is known of it from elsewhere
    and overrules the file; ``root`` is the folder or archive that ``relative`` starts from.
    """

    path: Path
    relative: PurePosixPath
    source: str
    member: str | None = None
    root: str = ""
    stated: Mapping[str, str] = field(default_factory=lambda: _NONE, hash=False)


@lru_cache(maxsize=1)
def _archive(path: Path, _changed: int) -> zipfile.ZipFile:
    """Open an archive and keep it open: its directory of thousands is read once, not once a member."""
    return zipfile.ZipFile(path)


@contextmanager
def open_file(file: File) -> Iterator[BinaryIO]:
    """Open a file, or a member of an archive, as a binary stream.

    Raises
    ------
    InputError
        If it cannot be opened, or the archive is broken.
    """
    try:
        if file.member is None:
            with file.path.open("rb") as stream:
                yield stream
        else:
            archive = _archive(file.path, file.path.stat().st_mtime_ns)
            with archive.open(file.member) as member:
                yield cast("BinaryIO", member)
    except InputError:
        raise
    except OSError as error:
        raise InputError(f"The file cannot be opened: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise InputError(f"The archive is broken: {error}. Pack it again.") from error
