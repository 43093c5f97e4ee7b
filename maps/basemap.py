"""The plain map beneath the data: land, borders, lakes, rivers and city names, from the file that ships.

``seeds/basemap.json.gz`` (Natural Earth, public domain) goes into the page as it is: it is compressed
already, and the page's script decodes it. `read` decodes it in Python, for the static figure and tests.
"""

from __future__ import annotations

import gzip
import json
from importlib.resources import files
from typing import Any

from geo.errors import InputError

__all__ = ["packed", "read"]

_FILE = "basemap.json.gz"


def packed() -> bytes:
    """Return the compressed basemap.

    Raises
    ------
    InputError
        If the installation lacks it.
    """
    try:
        return (files("seeds") / _FILE).read_bytes()
    except OSError as error:
        raise InputError(
            f"The offline basemap 'seeds/{_FILE}' is missing. Install the package again."
        ) from error


def read() -> dict[str, Any]:
    """Return the basemap as the build script made it."""
    data: dict[str, Any] = json.loads(gzip.decompress(packed()))
    return data
