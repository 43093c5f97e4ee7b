"""Imported by the process that workers are forked from: what a first text loads is loaded once, and shared.

A worker that takes the place of another then begins at once, and workers share this memory.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from geo.reading import Raw, document_of
from geo.scale import Parsing

__all__: list[str] = []

_TEXT = "The road from Baku to Guba is 168 km long, officials in Azerbaijan said on 3 May 2024."

# A worker will say what is wrong; the server it is forked from must not end.
with suppress(Exception):
    Parsing("gazetteer").parser().locate(document_of(Raw("warm", _TEXT, "")))
gc.freeze()
