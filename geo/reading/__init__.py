"""Files, folders and collections to documents with their bibliography."""

from __future__ import annotations

from geo.reading.read import DEFAULT_MAX_BYTES, READERS, read

__all__ = ["DEFAULT_MAX_BYTES", "READERS", "read"]
