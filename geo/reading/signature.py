"""What a file's first bytes say that it is, whatever its name says."""

from __future__ import annotations

from geo.errors import InputError

__all__ = ["PDF", "ZIP", "refuse_other", "signature_of"]

PDF = "a PDF"
ZIP = "a zip archive (docx, odt and epub are such)"
_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
)


def signature_of(data: bytes) -> str | None:
    """Return what the first bytes say that a file is, or None where they may be text."""
    return next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)


def refuse_other(data: bytes, expected: str, what: str) -> None:
    """Refuse a file whose content is not what its suffix promises.

    Raises
    ------
    InputError
        Naming what the content is, if that can be told.
    """
    found = signature_of(data)
    if found == expected:
        return
    is_what = f"The content is {found}, not {what}." if found else f"The content is not {what}."
    if found and "encrypted" in found:
        raise InputError(f"{is_what} Save it as .docx without a password.")
    raise InputError(f"{is_what} Give the file the suffix of its format, or save it anew.")
