"""Files, folders, archives, collections and addresses to documents with their bibliography."""

from __future__ import annotations

from geo.reading.duplicates import merged
from geo.reading.formats import READERS, Format
from geo.reading.limits import Limits
from geo.reading.read import read

__all__ = ["READERS", "Format", "Limits", "merged", "read"]
