"""Documents that are zip containers (docx, odt, epub): opened within limits, their parts read by name."""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.reading.archive import check_packed
from geo.reading.encoding import load
from geo.reading.signature import ZIP, refuse_other

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from geo.reading.limits import Limits

__all__ = ["opened", "part"]

_ENCRYPTED = 0x1


@contextmanager
def opened(stream: BinaryIO, what: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open a container after a look at what it would unpack to.

    Raises
    ------
    InputError
        If it is something else, broken, or too large when unpacked; also for faults found later in the block.
    """
    data = load(stream, limits.max_bytes)
    refuse_other(data[:16], ZIP, what)
    file = io.BytesIO(data)
    try:
        check_packed(file, limits)
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise InputError(f"The file is broken: {error}. Save it anew.") from error


def part(archive: zipfile.ZipFile, name: str, what: str) -> bytes:
    """Return a part of a container.

    Raises
    ------
    InputError
        If it is not there, or encrypted.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError as error:
        raise InputError(f"The content is not {what}: its part '{name}' is missing. Save it anew.") from error
    if entry.flag_bits & _ENCRYPTED:
        raise InputError("It is encrypted. Save it without its password.")
    return archive.read(entry)
