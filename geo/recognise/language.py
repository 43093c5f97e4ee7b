"""Whether a document is in English, which decides what a capital letter means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.recognise.cues import words

if TYPE_CHECKING:
    from geo.model import Document

__all__ = ["is_english"]

_SAMPLE = 4000  # characters
_LEAST_SHARE = 0.06
_WORD = re.compile(r"[^\W\d_]+")
_FUNCTION = words("the of and to in a is that for on with as was by at from are has have it its be an")


def is_english(document: Document) -> bool:
    """Tell whether a document is in English, by its language code or, without one, by its commonest words."""
    if document.language:
        return document.language.casefold().split("-")[0].split("_")[0] in ("en", "eng")
    said = _WORD.findall(document.text[:_SAMPLE].casefold())
    if not said:
        return True
    ascii_share = sum(word.isascii() for word in said) / len(said)
    common = sum(word in _FUNCTION for word in said) / len(said)
    short = len(said) < 12  # too few to judge by function words
    return ascii_share > 0.8 and (common >= _LEAST_SHARE or short)
