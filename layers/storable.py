"""Text that any store can hold, at the same length.

SQLite, PostgreSQL and Arrow keep UTF-8, so they refuse a lone surrogate; C strings end at a NUL.
Both occur in texts, and offsets count code points, so neither may vanish or grow. Each of these
characters therefore stands for itself in Unicode's second private plane: U+D800 as U+10E800, and
so on, NUL as U+10F000. A text that already holds one of those gets U+10F001 before it, which is
the one case where the stored text is longer.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["is_storable", "loaded", "restored", "storable", "storable_all", "stored", "visible"]

_SHIFT = 0x10E800 - 0xD800
_NUL = chr(0x10F000)
_ESCAPE = chr(0x10F001)
_UNSTORABLE = re.compile("[\\x00\ud800-\udfff\U0010e800-\U0010f001]")
_STORED = re.compile("\U0010f001([\U0010e800-\U0010f001])|([\U0010e800-\U0010f000])", re.DOTALL)
_UNREADABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ud800-\udfff\ufffe\uffff]")


@overload
def storable(text: str) -> str: ...
@overload
def storable(text: None) -> None: ...
def storable(text: str | None) -> str | None:
    r"""Return a text as stores can hold it; nearly always the text itself.

    Examples
    --------
    >>> restored(storable("a\ud800b\x00")) == "a\ud800b\x00"
    True
    """
    if text is None or text.isascii():
        return text.replace("\0", _NUL) if text else text
    return _UNSTORABLE.sub(_outward, text)


def storable_all(values: Sequence[str | None]) -> list[str | None]:
    """Return many texts as stores can hold them; texts that need nothing cost next to nothing."""
    try:
        whole = "".join(value for value in values if value).encode("utf-8")
    except UnicodeEncodeError:
        return [storable(value) for value in values]
    return list(values) if is_storable(whole) else [storable(value) for value in values]


def is_storable(encoded: bytes) -> bool:
    """Whether UTF-8 holds neither a NUL nor a character near the stand-ins."""
    return not (b"\0" in encoded or b"\xf4\x8e" in encoded or b"\xf4\x8f" in encoded)


@overload
def restored(text: str) -> str: ...
@overload
def restored(text: None) -> None: ...
def restored(text: str | None) -> str | None:
    """Return the text that `storable` was given."""
    if text is None or text.isascii():
        return text
    return _STORED.sub(_inward, text)


def stored(values: Sequence[Any], kind: str) -> Sequence[Any]:
    """Return plain values of a kind as databases hold them: lists and mappings as JSON."""
    if kind == "json":
        values = [None if value is None else _dumped(value) for value in values]
    return storable_all(values) if kind in {"text", "json"} else values


def loaded(text: str | None) -> Any:
    """Return the value of JSON that was stored."""
    if text is None:
        return None
    return [] if text == "[]" else json.loads(restored(text))


def visible(text: str) -> str:
    r"""Return a text for readers that take neither surrogates nor control characters (XML): U+FFFD for each.

    Examples
    --------
    >>> visible("a\x0cb")
    'a�b'
    """
    return _UNREADABLE.sub("�", text)


def _dumped(value: Any) -> str:
    # Most mentions have no rivals.
    return "[]" if value == [] else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _outward(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code == 0:
        return _NUL
    return chr(code + _SHIFT) if code < 0x10000 else _ESCAPE + match.group()


def _inward(match: re.Match[str]) -> str:
    if match.group(1):
        return match.group(1)
    return "\0" if match.group(2) == _NUL else chr(ord(match.group(2)) - _SHIFT)
