"""Spans that name places, before anyone asks which."""

from __future__ import annotations

from geo.recognise.english import SpacyRecogniser
from geo.recognise.found import Found, Recogniser
from geo.recognise.gazetteer import GazetteerRecogniser
from geo.recognise.russian import NatashaRecogniser

__all__ = ["Found", "GazetteerRecogniser", "NatashaRecogniser", "Recogniser", "SpacyRecogniser"]
