"""What things look like: colours of modes, dashes of statuses, shapes of kinds.

One table for the page and the static figure. Colours come in pairs (light, dark); each stands at
3:1 or better against the land it is drawn on.
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "CELLS",
    "DASHED_METHODS",
    "DASHED_STATUSES",
    "KINDS",
    "METHODS",
    "MODES",
    "STATUSES",
    "page_style",
]

# mode -> (label, colour on light land, colour on dark land)
MODES: dict[str, tuple[str, str, str]] = {
    "rail": ("Railway", "#b3261e", "#ff8a75"),
    "road": ("Road", "#8a5a00", "#f2b84b"),
    "sea": ("Sea route", "#1261a6", "#6db7ff"),
    "ferry": ("Ferry", "#007a87", "#4fd0dc"),
    "pipeline": ("Pipeline", "#6b3fa0", "#c49bff"),
    "multimodal": ("Several modes", "#a8185f", "#ff85bd"),
    "other": ("Other", "#4b5563", "#aab4c2"),
}

STATUSES: dict[str, str] = {
    "operational": "Operational",
    "under_construction": "Under construction",
    "planned": "Planned",
    "suspended": "Suspended",
    "disputed": "Disputed",
    "unknown": "Status unknown",
}

METHODS: dict[str, str] = {
    "surveyed": "surveyed line",
    "network": "shortest path on the mapped network",
    "sea": "shipping lanes",
    "waypoints": "straight between known waypoints",
    "straight": "straight between its ends",
}

# Drawn is not known: a line that is not in use, or whose course is inferred, is dashed.
DASHED_STATUSES = frozenset({"under_construction", "planned", "suspended", "disputed", "unknown"})
DASHED_METHODS = frozenset({"waypoints", "straight"})

# kind -> (label, shape of its mark)
KINDS: dict[str, tuple[str, str]] = {
    "city": ("City or town", "circle"),
    "port": ("Port", "square"),
    "border_crossing": ("Border crossing", "diamond"),
    "station": ("Station", "triangle"),
    "terminal": ("Terminal", "square"),
    "airport": ("Airport", "triangle"),
    "island": ("Island", "ring"),
    "mountain": ("Mountain", "triangle"),
    "river": ("River", "ring"),
    "lake": ("Lake", "ring"),
    "sea": ("Sea", "ring"),
    "country": ("Country", "ring"),
    "region": ("Region", "ring"),
    "admin1": ("Province", "ring"),
    "admin2": ("District", "ring"),
    "spot": ("Place", "circle"),
}

# Kinds that are cells of a grid: shown by their tint, not listed among places.
CELLS = frozenset({"hexagon"})


def page_style() -> dict[str, Any]:
    """Return the tables as plain data for the page."""
    return {
        "modes": {mode: {"label": row[0], "light": row[1], "dark": row[2]} for mode, row in MODES.items()},
        "statuses": {
            status: {"label": label, "dashed": status in DASHED_STATUSES}
            for status, label in STATUSES.items()
        },
        "methods": {
            method: {"label": label, "dashed": method in DASHED_METHODS} for method, label in METHODS.items()
        },
        "cells": sorted(CELLS),
        "kinds": {kind: {"label": row[0], "shape": row[1]} for kind, row in KINDS.items()},
    }
