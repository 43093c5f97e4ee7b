"""Files, folders, archives, collections and addresses to documents with their bibliography."""

from __future__ import annotations

from geo.reading.duplicates import merged
from geo.reading.formats import READERS, Format
from geo.reading.limits import Limits
from geo.reading.raw import Raw, document_of
from geo.reading.read import read, read_raw

__all__ = ["READERS", "Format", "Limits", "Raw", "document_of", "merged", "read", "read_raw"]
