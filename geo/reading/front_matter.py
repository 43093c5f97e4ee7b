r"""Front matter: the few lines between two ``---`` that say what a text file is.

A strict subset of YAML, read here rather than by a YAML library: the bibliography needs plain
values, and a full YAML reader turns ``date: 2024-01-05`` into an object, ``language: no`` into
``False`` and lets ten lines of aliases fill the memory. Read are

- ``key: value``, ``key: "quoted"``, ``key: 'quoted'``, with ``# comment`` after a blank
- ``key: [one, two]`` and ``key:`` followed by lines ``- one``, joined by commas
- ``key: >`` and ``key: |`` followed by indented lines, joined by blanks

Keys that are not in the bibliography may hold whatever they like.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.reading.rows import FIELDS, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["split"]

_FENCE = re.compile(r"\A---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(?P<value>.*))?\Z")
_ALIASES = {
    "authors": "author",
    "lang": "language",
    "source": "publisher",
    "link": "url",
    "published": "date",
}
_ESCAPES = {"\\n": " ", "\\t": " ", '\\"': '"', "\\\\": "\\", "\\/": "/"}


def split(text: str) -> tuple[dict[str, str], str]:
    """Return the bibliography of a front matter and the body after it.

    Parameters
    ----------
    text
        A whole file. Without a front matter (two fences with a ``key:`` line between) all of it is
        body: a rule of three dashes is Markdown too.

    Raises
    ------
    InputError
        If a key of the bibliography has a value outside the subset; the message names the line.
    """
    opening = _FENCE.match(text)
    closing = _END.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return {}, text
    lines = text[opening.end() : closing.start()].split("\n")
    if not any(_KEY.match(line) for line in lines):
        return {}, text
    stated: dict[str, str] = {}
    for number, key, parts in _entries(lines):
        name = _ALIASES.get(key.lower(), key.lower())
        value = _value(parts, number, key) if name in FIELDS else ""
        if value and (name not in stated or name == key.lower()):
            stated[name] = value
    return stated, text[closing.end() :].lstrip("\n")


def _entries(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Yield each top-level key with the lines that belong to it; lines count from 2, after the fence."""
    number, key, parts = 0, "", list[str]()
    for at, line in enumerate(lines, start=2):
        match = _KEY.match(line)
        if match:
            if key:
                yield number, key, parts
            number, key, parts = at, match["key"], [match["value"] or ""]
        elif line.strip() and not line.lstrip().startswith("#"):
            if not key or (not line[0].isspace() and line[0] != "-"):
                raise InputError(
                    f"Front matter, line {at}: '{line[:80]}' is no 'key: value'. Write it so, or indent it."
                )
            parts.append(line.strip())
    if key:
        yield number, key, parts


def _value(parts: list[str], number: int, key: str) -> str:
    first, rest = parts[0].strip(), parts[1:]
    if not rest:
        return one_line(_inline(first, number, key))
    if first in {">", "|", ">-", "|-", ">+", "|+"}:
        return one_line(" ".join(rest))
    if not first and all(part.startswith("- ") for part in rest):
        return one_line(", ".join(_inline(part[2:].strip(), number, key) for part in rest))
    raise InputError(
        f"Front matter, line {number}: the value of '{key}' goes over several lines. "
        f'Write it on one line: {key}: "..."'
    )


def _inline(value: str, number: int, key: str) -> str:
    """Return a value on one line, out of its quotes, brackets and comment."""
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(
            _inline(part.strip(), number, key) for part in value[1:-1].split(",") if part.strip()
        )
    if value[:1] in {'"', "'"}:
        return _quoted(value, number, key)
    if value[:1] in {"{", "&", "*", "!", "[", "%", "@", "`"}:
        raise InputError(
            f"Front matter, line {number}: the value of '{key}' begins with '{value[0]}'. "
            f'Put it into quotes: {key}: "..."'
        )
    plain = value.partition(" #")[0].strip() if not value.startswith("#") else ""
    return "" if plain in {"null", "~"} else plain


def _quoted(value: str, number: int, key: str) -> str:
    quote = value[0]
    body = r'"((?:[^"\\]|\\.)*+)"' if quote == '"' else r"'((?:[^']|'')*+)'"
    match = re.fullmatch(body + r"[ \t]*(?:#.*)?", value)
    if not match:
        raise InputError(
            f"Front matter, line {number}: the quote of '{key}' is not closed. Add {quote} at its end."
        )
    if quote == "'":
        return match.group(1).replace("''", "'")
    return re.sub(r"\\.", lambda escape: _ESCAPES.get(escape.group(), escape.group()[1:]), match.group(1))
