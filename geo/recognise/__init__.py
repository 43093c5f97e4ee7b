"""Spans that name places, before anyone asks which."""

from __future__ import annotations

from geo.recognise.english import SpacyRecogniser
from geo.recognise.found import Found, Recogniser
from geo.recognise.gazetteer import GazetteerRecogniser

__all__ = ["Found", "GazetteerRecogniser", "Recogniser", "SpacyRecogniser"]
