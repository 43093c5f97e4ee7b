"""Which place a span means."""

from __future__ import annotations

from geo.resolve.engine import resolve

__all__ = ["resolve"]
