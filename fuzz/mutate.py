"""Inputs that are almost right: valid samples with a few things wrong, the same ones for the same seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["mutants"]

_NASTY: Final = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", "\u202e".encode(), "\u200d".encode(), b"\xed\xa0\x80", b"\r",
    b"\n" * 40, b"<" * 200, b"(" * 300, b"[" * 300, b"{" * 300, b"${x}", b"</script>", b"&lt;" * 50,
    b"\\" * 100, b"'\"" * 50, b"- " * 200, b"A" * 5000, b"A " * 3000, b"Baku-" * 500, b"St. " * 500,
    "–".join(["Baku"] * 400).encode(),
    b"of the " * 500, b"1" * 400, b"-1e999", b"nan", b"1900-02-31", b"%" * 300, b"=" * 300, b"\t" * 300,
    "İ".encode() * 300, "ﷺ".encode() * 300, "ʼ".encode() * 300, "\u0301".encode() * 2000, b"U.S." * 300,
)  # fmt: skip


def mutants(samples: Sequence[bytes], count: int, seed: int = 1) -> Iterator[bytes]:
    """Yield ``count`` inputs: the samples, then the samples with one to eight things wrong."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for number in range(count):
        data = bytearray(samples[number % len(samples)])
        if number >= len(samples):
            for _ in range(chance.randint(1, 8)):
                _wrong(data, samples, chance)
        yield bytes(data)


def _wrong(data: bytearray, samples: Sequence[bytes], chance: random.Random) -> None:
    """Change one thing in place."""
    start = chance.randint(0, len(data))
    end = min(len(data), start + chance.choice((0, 1, 4, 16, 256)))
    what = chance.randrange(6)
    if what == 0:
        data[start:end] = chance.choice(_NASTY)
    elif what == 1:
        data[start:end] = chance.randbytes(chance.choice((1, 2, 8, 64)))
    elif what == 2:
        del data[start:end]
    elif what == 3:
        data[start:start] = data[start:end] * chance.choice((1, 2, 20))
    elif what == 4 and data:
        data[min(start, len(data) - 1)] ^= 1 << chance.randrange(8)
    else:
        other = chance.choice(samples)
        begin = chance.randint(0, len(other))
        data[start:end] = other[begin : begin + chance.choice((8, 64, 512))]
