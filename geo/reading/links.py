"""Addresses among the inputs: one by itself, or a text file that holds nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.reading.encoding import load_text

if TYPE_CHECKING:
    from geo.reading.limits import Limits

__all__ = ["addresses_in", "is_address", "links_in"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,20}://\S+\Z", re.IGNORECASE)
_BEGINS = re.compile(r"\s*(?:#|[a-z][a-z0-9+.-]{0,20}://)", re.IGNORECASE)
_SUFFIXES = frozenset({".txt", ".urls", ".list"})
_LONGEST = 2**20  # bytes; a list of ten thousand addresses


def is_address(value: str) -> bool:
    """Whether a value is an address (of any scheme: what is not fetched has its own reason)."""
    return bool(_ADDRESS.match(value))


def links_in(given: str, limits: Limits) -> list[str]:
    """Return the addresses that an input stands for, each once; none where it is a file of its own.

    A list of addresses is one only where it is itself given: a file in a folder never makes a run use the
    network. Blank lines and lines that begin with ``#`` do not count.
    """
    if is_address(given):
        return [given]
    path = Path(given)
    try:
        if path.suffix.lower() not in _SUFFIXES or not 0 < path.stat().st_size <= _LONGEST:
            return []
        with path.open("rb") as file:
            text = load_text(file, limits.max_bytes)
    except (OSError, ValueError, InputError):
        return []  # reported when it is read as what it is
    return addresses_in(text)


def addresses_in(text: str) -> list[str]:
    """Return the addresses of a text that holds nothing else, each once."""
    if not _BEGINS.match(text):
        return []
    lines = [line.strip() for line in text.splitlines()]
    links = [line for line in lines if line and not line.startswith("#")]
    return list(dict.fromkeys(links)) if links and all(map(is_address, links)) else []
