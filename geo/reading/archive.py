"""Zip archives: their members are files like others, and nothing is unpacked to the disk.

What an archive says of itself is checked before a byte of it is unpacked: Python's ``zipfile`` never
gives more of a member than the size it declares, so declared sizes are upper bounds.
"""

from __future__ import annotations

import stat
import struct
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading.files import File
from geo.reading.formats import ARCHIVES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from geo.reading.limits import Limits

__all__ = ["check_packed", "members"]

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_SMALL = 2**20  # bytes; blanks pack a thousand times, and a megabyte of them harms nobody
_END = struct.Struct("<4s4H2LH")
_ENTRY = 1_000  # bytes that an entry of the directory may take on average


def members(path: Path, relative: PurePosixPath, source: str, limits: Limits) -> Iterator[File | Unreadable]:
    """Yield the members of a zip archive in sorted order; what is left out or refused is said.

    Parameters
    ----------
    path
        The archive.
    relative
        Its path in the folder that was given; empty if it was given itself.
    source
        What reports call it.
    limits
        Sizes, ratio and number of entries.
    """
    try:
        with path.open("rb") as file:
            entries = sorted(_entries(file, limits), key=lambda entry: entry.filename)
    except InputError as error:
        yield Unreadable(source, str(error))
        return
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        yield Unreadable(source, f"The archive is broken: {error}. Pack it again.")
        return
    named = [(_readable(entry), entry) for entry in entries if not entry.is_dir()]
    shown = [(name, entry) for name, entry in named if not _is_hidden(name)]
    unpacked = 0
    seen: set[str] = set()
    for name, entry in shown:
        reason = _refusal(entry, name, limits) or ("The name occurs twice." if name in seen else None)
        seen.add(name)
        unpacked += 0 if reason else entry.file_size
        if unpacked > limits.max_unpacked:
            reason = reason or f"The archive unpacks to more than {limits.max_unpacked:,} bytes. Split it."
        if reason:
            yield Unreadable(f"{source}/{name}", reason)
        else:
            yield File(path, relative / name, f"{source}/{name}", member=entry.filename, root=source)
    if hidden := len(named) - len(shown):
        what = "1 hidden entry was" if hidden == 1 else f"{hidden} hidden entries were"
        yield Unreadable(source, f"{what} skipped (the name begins with a dot).")
    if not shown:
        yield Unreadable(source, "The archive holds no documents.")


def check_packed(file: BinaryIO, limits: Limits) -> None:
    """Refuse a document that is a zip container (docx, odt, epub) and unpacks to more than it should.

    Raises
    ------
    InputError
        If it has too many entries, or unpacks to too much, in all or for its size.
    zipfile.BadZipFile
        If it is no zip container.
    """
    entries = _entries(file, limits)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.max_unpacked:
        raise InputError(
            f"It unpacks to {unpacked:,} bytes, the limit is {limits.max_unpacked:,}. "
            "Split it, or raise the limit."
        )
    if unpacked > _SMALL and unpacked > limits.max_ratio * max(packed, 1):
        raise InputError(
            f"It unpacks to {unpacked // max(packed, 1):,} times its size, the limit is {limits.max_ratio}: "
            "this is how a zip bomb looks. Raise the limit if it is none."
        )


def _entries(file: BinaryIO, limits: Limits) -> list[zipfile.ZipInfo]:
    _check_directory(file, limits)
    entries = zipfile.ZipFile(file).infolist()
    if len(entries) > limits.max_entries:
        raise InputError(f"It has {len(entries):,} entries, the limit is {limits.max_entries:,}. Split it.")
    return entries


def _check_directory(file: BinaryIO, limits: Limits) -> None:
    """Look at the end record first: a directory of millions of entries fills the memory by itself."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    file.seek(0)
    if at < 0 or len(tail) - at < _END.size:
        raise zipfile.BadZipFile("its directory is missing")
    directory = _END.unpack_from(tail, at)[5]
    if directory > min(size, limits.max_entries * _ENTRY) and directory != 0xFFFFFFFF:
        raise zipfile.BadZipFile(f"its directory takes {directory:,} bytes")


def _refusal(entry: zipfile.ZipInfo, name: str, limits: Limits) -> str | None:  # noqa: PLR0911  a list
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name.partition("/")[0]:
        return "The path leads out of the archive. Pack it again without '..', drives and leading slashes."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "This is a link, and links in archives are not followed."
    if entry.flag_bits & _ENCRYPTED:
        return "It is encrypted. Unpack it with its password, and give what was in it."
    if path.suffix.lower() in ARCHIVES:
        return "An archive in an archive is not read. Unpack it first."
    if entry.file_size > limits.max_bytes:
        return f"It unpacks to {entry.file_size:,} bytes, the limit is {limits.max_bytes:,}. Raise the limit."
    if entry.file_size > _SMALL and entry.file_size > limits.max_ratio * max(entry.compress_size, 1):
        times = entry.file_size // max(entry.compress_size, 1)
        return f"It unpacks to {times:,} times its size, the limit is {limits.max_ratio}. Raise the limit."
    return None


def _readable(entry: zipfile.ZipInfo) -> str:
    """Return a member's name as it was meant: old archives name files in the code page of their maker."""
    if entry.flag_bits & _UTF8_NAME or entry.filename.isascii():
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp866", errors="replace")


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return parts[:1] == ("__MACOSX",) or any(part.startswith(".") and part != ".." for part in parts)
