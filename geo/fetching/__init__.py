"""Addresses to files: fetched politely, within limits, and never from inside the user's own network."""

from __future__ import annotations

from geo.fetching.documents import fetched
from geo.fetching.policy import Policy

__all__ = ["Policy", "fetched"]
