"""JSON Lines in blocks: a block has the lines that begin between two bytes of the file."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from geo.errors import InputError
from geo.reading.json_lines import NoRowsError, json_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model import Unreadable
    from geo.reading.limits import Limits
    from geo.reading.rows import Text

__all__ = ["cuts", "lines_of", "survey_of", "unpacked_lines"]

_PIECE: Final = 1 << 20  # bytes


def cuts(stream: BinaryIO, size: int, block_bytes: int) -> list[tuple[int, int]]:
    """Return where the blocks of a file begin and end; they are cut at bytes, not yet at lines."""
    if stream.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return [(0, size)]  # its line ends are others
    edges = [*range(0, size, block_bytes), size] if size else [0, 0]
    return list(pairwise(edges))


def survey_of(stream: BinaryIO, begin: int, end: int) -> tuple[str, int]:
    """Return a digest of a block's lines, and how many there are."""
    digest = hashlib.sha256()
    count = 0
    start = _first_line(stream, begin, end)
    if start < end:
        stream.seek(start)
        count, last = 1, b""
        for piece in _pieces(stream, end - start):
            digest.update(piece)
            count += piece.count(b"\n")
            last = piece
        if last.endswith(b"\n"):
            count -= 1  # the line after it begins in the next block
        else:
            while rest := stream.readline(_PIECE):
                digest.update(rest)
                if rest.endswith(b"\n"):
                    break
    return digest.hexdigest(), count


def lines_of(
    stream: BinaryIO, edges: tuple[int, int], first: int, source: str, limits: Limits
) -> Iterator[Text | Unreadable]:
    """Read the lines that begin between two bytes; the first of them has the number ``first`` in the file."""
    begin, end = edges
    start = _first_line(stream, begin, end)
    if start < end:
        stream.seek(start)
        owned = _Owned(stream, end - start)
        try:
            yield from json_lines(cast("BinaryIO", owned), source, limits, first=first)
        except NoRowsError:
            return


def unpacked_lines(stream: BinaryIO, source: str, size: int, limits: Limits) -> Iterator[Text | Unreadable]:
    """Read the lines of a gzipped file.

    Raises
    ------
    InputError
        If it is no such file, is cut off, or unpacks to more than its size lets expect.
    """
    most = max(limits.max_unpacked, size * limits.max_ratio)
    with gzip.GzipFile(fileobj=stream) as unpacked:
        try:
            yield from json_lines(cast("BinaryIO", _Bounded(unpacked, most)), source, limits)
        except (EOFError, zlib.error) as error:
            raise InputError(f"The file is no whole gzip file: {error}. Pack it again.") from error


class _Owned:
    """Gives the lines that begin in the next so many bytes."""

    def __init__(self, stream: BinaryIO, left: int) -> None:
        self._stream = stream
        self._left = left
        self._begun = False

    def readline(self, most: int) -> bytes:
        if self._left <= 0 and not self._begun:
            return b""
        line = self._stream.readline(most)
        self._left -= len(line)
        self._begun = bool(line) and not line.endswith(b"\n")
        return line

    def read(self, most: int = -1) -> bytes:
        return self._stream.read(most)  # a file of UTF-16 is one block


class _Bounded:
    """Gives the lines of a stream as long as it has not given too much."""

    def __init__(self, stream: gzip.GzipFile, most: int) -> None:
        self._stream = stream
        self._most = self._left = most

    def readline(self, most: int) -> bytes:
        return self._counted(self._stream.readline(most))

    def read(self, most: int = -1) -> bytes:
        return self._counted(self._stream.read(most))

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise InputError(f"The file unpacks to more than {self._most:,} bytes. Cut it into parts.")
        return data


def _first_line(stream: BinaryIO, begin: int, end: int) -> int:
    """Return where the first line begins that begins in a block; its end if none does."""
    if begin == 0:
        return 0
    stream.seek(begin - 1)
    at = begin - 1
    for piece in _pieces(stream, end - at):
        found = piece.find(b"\n")
        if found >= 0:
            return min(at + found + 1, end)
        at += len(piece)
    return end


def _pieces(stream: BinaryIO, left: int) -> Iterator[bytes]:
    while left > 0 and (piece := stream.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece
