"""The data that ships: places, corridors, basemap, networks, sample documents.

Imports nothing of the other packages. ``SOURCES.md`` names origin and licence of each file.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["path"]


def path(name: str = "") -> Path:
    """Return the path of a shipped data file or folder, such as ``places.csv``.

    Raises
    ------
    FileNotFoundError
        If the file does not ship.
    """
    found = Path(str(files(__name__))) / name
    if not found.exists():
        raise FileNotFoundError(f"No shipped data named '{name}' in {found.parent}. Reinstall the package.")
    return found
