"""What a text says about itself: title, author, publisher, series."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Bibliography", "bibliography"]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What the head and the tail of a text show; None for what they do not."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    series: str | None = None


def bibliography(text: str) -> Bibliography:
    """Return what a text shows of its own bibliography."""
    first = text.lstrip()[:300].partition("\n")[0].strip()
    return Bibliography(title=first if 0 < len(first) <= 200 and first[-1] not in ".;:," else None)
