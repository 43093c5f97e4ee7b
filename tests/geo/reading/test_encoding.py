from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.reading.encoding import decode

from .languages import OTHERS, PARAGRAPHS

RUSSIAN = PARAGRAPHS["ru"]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866"])
@pytest.mark.parametrize("length", [12, 20, 40, 80, 160, len(RUSSIAN), 20 * len(RUSSIAN)])
def test_russian_code_pages(encoding: str, length: int) -> None:
    text = (RUSSIAN * 20)[:length]
    assert decode(text.encode(encoding)) == text


def test_windows_1251_from_every_start() -> None:
    for start in range(len(RUSSIAN) - 30):
        text = RUSSIAN[start : start + 30]
        assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("uk", "cp1251"), ("bg", "cp1251"), ("tr", "cp1254"), ("de", "cp1252"), ("fr", "cp1252"),
     ("es", "cp1252"), ("pl", "cp1250"), ("ar", "cp1256")],
)  # fmt: skip
def test_other_code_pages(language: str, encoding: str) -> None:
    text = (PARAGRAPHS | OTHERS)[language]
    text = text.encode(encoding, "ignore").decode(encoding)
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [RUSSIAN, PARAGRAPHS["en"], "𐐷 and 🚂 on the line"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
     (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (b"", "utf-8"),
     (b"", "utf-16-le"), (b"", "utf-16-be")],
)  # fmt: skip
def test_unicode_with_and_without_a_mark(text: str, mark: bytes, encoding: str) -> None:
    assert decode(mark + text.encode(encoding)) == text


def test_newlines_are_those_of_text_mode() -> None:
    assert decode(b"one\r\ntwo\rthree\nfour\r\r\n") == "one\ntwo\nthree\nfour\n\n"


def test_a_stray_nul_is_replaced_and_moves_nothing() -> None:
    text = decode(b"Baku\x00 is a port. " + b"It is a large one. " * 50)
    assert text.startswith("Baku\ufffd is a port.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bytes(range(256)) * 20, "binary data"),
        (b"text \x00\x01\x02\x03\x04\x05 and more", "binary data"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b" \n\t \r\n", "blanks only"),
        (codecs.BOM_UTF8, "blanks only"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "byte 2"),
        (codecs.BOM_UTF8 + b"abc\xff", "byte 3"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        decode(data)


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except InputError:
        return
    text.encode("utf-8")
    assert "\r" not in text
    assert "\0" not in text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_back_as_it_went(text: str) -> None:
    if (
        text.strip()
        and not text.startswith("\ufeff")
        and not text.startswith(("%PDF-", "GIF8", "{\\rtf", "SQLite"))
    ):
        assert decode(text.encode()) == text
