r"""Bytes to text: BOM, then UTF-8, then a guess that is checked; binary data is refused.

Newlines become ``\\n``, as Python's text mode has it, so that offsets counted on
``open(path).read()`` hold here. A byte order mark is not text and is dropped.
"""

from __future__ import annotations

import codecs
import os
import re
import zipfile
import zlib
from typing import BinaryIO

from charset_normalizer import from_bytes

from geo.errors import InputError
from geo.reading.rows import clean
from geo.reading.signature import signature_of

__all__ = ["decode", "load", "load_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.002  # stray control characters happen in real texts, in a page of data they abound
_SAMPLE = 1 << 16
# Code pages that texts about the region and its neighbours were written in. A guess among all of
# the hundred that Python knows is worse on short texts, where Hebrew or EBCDIC fits as well.
_CODE_PAGES = [
    "cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic", "cp1252", "cp1254", "cp1250",
    "cp1256", "iso8859_9", "gb18030", "shift_jis", "euc_jp", "euc_kr", "big5",
]  # fmt: skip
_SMALL_CYRILLIC = re.compile("[а-яёіїєґ]")
_NEWLINE = re.compile(r"\r\n?")


def load(stream: BinaryIO, max_bytes: int, *, begun: int = 0) -> bytes:
    """Return what is left of a stream.

    Parameters
    ----------
    stream
        Of a real file, the size is asked first and nothing is read if it is too large.
    max_bytes
        The most that is read.
    begun
        How many bytes were read before; with some, an empty rest is no fault.

    Raises
    ------
    InputError
        If the stream cannot be read, is empty, or holds more than ``max_bytes``.
    """
    try:
        size = _size(stream)
        data = stream.read(max_bytes - begun + 1) if size <= max_bytes else b""
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise InputError(f"The file cannot be read: {why or error}.") from error
    if max(size, len(data) + begun) > max_bytes:
        has = f"{size:,}" if size > max_bytes else f"more than {max_bytes:,}"
        raise InputError(
            f"The file has {has} bytes, the limit is {max_bytes:,}. Split it, or raise the size limit."
        )
    if not data and not begun:
        raise InputError("The file is empty (0 bytes).")
    return data


def _size(stream: BinaryIO) -> int:
    """Return the size of a real file in bytes; 0 for a stream that only reading measures."""
    try:
        return os.fstat(stream.fileno()).st_size
    except (OSError, AttributeError, ValueError):
        return 0


def load_text(stream: BinaryIO, max_bytes: int) -> str:
    """Return a stream's text; see `load` and `decode`."""
    return decode(load(stream, max_bytes))


def decode(data: bytes) -> str:
    r"""Return bytes as text with ``\\n`` newlines.

    Raises
    ------
    InputError
        If the bytes are not text, or in an encoding that cannot be told.
    """
    if kind := signature_of(data):
        raise InputError(
            f"The content is {kind}, not text. Give it the suffix of its format, or save it as text."
        )
    text = _NEWLINE.sub("\n", _decoded(data))
    if not text.strip():
        raise InputError("The file holds blanks only.")
    _refuse_binary(text)
    return clean(text)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    encoding = _unmarked_utf16(data) or "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return _guessed(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"The file begins as {encoding.upper()} but byte {error.start} does not fit it. Save it as UTF-8."
        ) from error


def _unmarked_utf16(data: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zero bytes of its Latin letters, blanks and digits."""
    sample = data[:4096]
    if len(data) % 2 or len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    threshold = len(sample) // 20
    if odd > threshold and not even:
        return "utf-16-le"
    if even > threshold and not odd:
        return "utf-16-be"
    return None


def _guessed(data: bytes) -> str:
    if data[:_SAMPLE].count(0):
        raise InputError("The content is binary data, not text. Remove it, or save it as UTF-8 text.")
    sample = data[:_SAMPLE]
    encoding = _cyrillic(sample) or _turkish(sample)
    if encoding is None:
        best = from_bytes(sample, cp_isolation=_CODE_PAGES).best()
        if best is None:
            raise InputError("The encoding of the text cannot be told. Save it as UTF-8.")
        encoding = best.encoding
    return data.decode(encoding, errors="replace")


def _cyrillic(sample: bytes) -> str | None:
    """Tell the Cyrillic code pages apart: read in the wrong one, a text is capitals or no letters at all.

    The general detector needs some eighty characters for what this tells in twenty.
    """
    high = sum(byte >= 0x80 for byte in sample)
    if high < sum(byte < 0x80 and chr(byte).isalpha() for byte in sample):
        return None
    share = {
        encoding: len(_SMALL_CYRILLIC.findall(sample.decode(encoding, errors="replace"))) / high
        for encoding in ("cp1251", "koi8_r", "cp866")
    }
    best = max(share, key=share.__getitem__)
    return best if share[best] >= 0.7 else None


def _turkish(sample: bytes) -> str | None:
    """Tell Turkish from Western texts by the bytes of its i, s and g, which are Icelandic elsewhere."""
    high = sum(byte >= 0x80 for byte in sample)
    if high * 3 < len(sample) and 0xFD in sample and (0xFE in sample or 0xF0 in sample):
        return "cp1254"
    return None


def _refuse_binary(text: str) -> None:
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > max(2, _CONTROL_SHARE * len(sample)):
        raise InputError("The content is binary data, not text. Remove it, or save it as UTF-8 text.")
