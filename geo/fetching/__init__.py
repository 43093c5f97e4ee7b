"""Addresses to files: fetched politely, within limits, and never from inside the user's own network.

`geo.fetching.documents` fetches; its libraries take half a second to load, so it is imported by whoever
has an address to fetch. How to fetch is plain data and costs nothing.
"""

from __future__ import annotations

from geo.fetching.policy import Policy

__all__ = ["Policy"]
