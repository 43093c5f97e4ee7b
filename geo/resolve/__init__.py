"""Which place a span means."""

from __future__ import annotations

from geo.resolve.engine import resolve, resolve_many

__all__ = ["resolve", "resolve_many"]
