"""Whether a place name stands for a government or its people, or for the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model import Role

__all__ = ["role_of"]


def role_of(text: str, start: int, end: int) -> Role:
    """Return ``actor`` when ``text[start:end]`` acts, wants or is dealt with, else ``place``."""
    del text, start, end
    return "place"
