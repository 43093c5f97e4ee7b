"""Outlines of countries, and of the wider regions, seas and lakes of the gazetteer.

Read from ``seeds/areas.geojson`` at the first question, not at import. Outlines are coarse: they tint a map
and tell roughly what lies inside; lengths and areas are not to be measured on them.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import seeds
from geo.errors import GazetteerError

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

__all__ = ["area_of", "is_disputed", "is_fuzzy"]

_FILE: Final = "areas.geojson"


def area_of(place_id: str) -> BaseGeometry | None:
    """Return the outline of a place, or None where none is known.

    Parameters
    ----------
    place_id
        An id of the gazetteer: ``iso:AZ``, ``south-caucasus``.

    Returns
    -------
    shapely geometry or None
        Polygon or MultiPolygon, in degrees WGS 84 (EPSG:4326), longitude first; rings right-handed, nothing
        over the antimeridian. Countries: Natural Earth 1:50m, simplified.

    Raises
    ------
    GazetteerError
        If the shipped file is broken.
    """
    feature = _features(seeds.path(_FILE)).get(place_id)
    return None if feature is None else _geometry(place_id)


def is_fuzzy(place_id: str) -> bool:
    """Tell whether a place has no border: its outline is a convention, drawn by hand, or not known.

    Raises
    ------
    GazetteerError
        If the shipped file is broken.
    """
    feature = _features(seeds.path(_FILE)).get(place_id)
    return feature is None or bool(feature["properties"]["fuzzy"])


def is_disputed(place_id: str) -> bool:
    """Tell whether states disagree about whose area this is.

    Raises
    ------
    GazetteerError
        If the shipped file is broken.
    """
    feature = _features(seeds.path(_FILE)).get(place_id)
    return feature is not None and bool(feature["properties"]["disputed"])


@cache
def _features(path: Path) -> dict[str, dict[str, Any]]:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return {feature["properties"]["id"]: feature for feature in features}
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path} cannot be read as outlines ({error!r}). Reinstall the package."
        raise GazetteerError(message) from error


@cache
def _geometry(place_id: str) -> BaseGeometry:
    from shapely.geometry import shape  # noqa: PLC0415 - most runs of the command never ask for an outline

    return shape(_features(seeds.path(_FILE))[place_id]["geometry"])
