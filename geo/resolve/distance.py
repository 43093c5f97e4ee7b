"""Distances that need to be quick rather than exact."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model import Place

__all__ = ["rough_km"]

_KM_PER_DEGREE = 111.2


def rough_km(one: Place, other: Place) -> float:
    """Return the distance in kilometres on a sphere cut flat at the mean latitude.

    It is good to a few per cent up to a thousand kilometres, which is what choosing between
    namesakes needs; lengths that people read are taken on the ellipsoid elsewhere.
    """
    middle = math.radians((one.lat + other.lat) / 2)
    east = (one.lon - other.lon + 180) % 360 - 180
    return _KM_PER_DEGREE * math.hypot(east * math.cos(middle), one.lat - other.lat)
