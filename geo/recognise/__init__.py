"""Spans that name places, before anyone asks which."""

from __future__ import annotations

from geo.recognise.found import Found, Recogniser

__all__ = ["Found", "Recogniser"]
