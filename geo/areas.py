"""Outlines of countries, and of the wider regions, seas and lakes of the gazetteer.

Read from ``seeds/areas.geojson`` at the first question, not at import. Outlines are coarse: they tint a map and tell
roughly what lies inside; lengths and areas are not to be measured on them.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import seeds
from geo.errors import GazetteerError

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

__all__ = ["area_of", "is_disputed", "is_fuzzy"]

_FILE: Final = "areas.geojson"


class _Area(NamedTuple):
    geometry: BaseGeometry
    fuzzy: bool
    disputed: bool


def area_of(place_id: str) -> BaseGeometry | None:
    """Return the outline of a place, or None where none is known.

    Parameters
    ----------
    place_id
        An id of the gazetteer: ``iso:AZ``, ``south-caucasus``.

    Returns
    -------
    shapely geometry or None
        Polygon or MultiPolygon, in degrees WGS 84 (EPSG:4326), longitude first; rings right-handed, nothing over the
        antimeridian. Countries: Natural Earth 1:50m, simplified.

    Raises
    ------
    GazetteerError
        If the shipped file is broken.
    """
    area = _areas(seeds.path(_FILE)).get(place_id)
    return None if area is None else area.geometry


def is_fuzzy(place_id: str) -> bool:
    """Tell whether a place has no border: its outline is a convention, drawn by hand, or not known.

    Raises
    ------
    GazetteerError
        If the shipped file is broken.
    """
    area = _areas(seeds.path(_FILE)).get(place_id)
    return area is None or area.fuzzy


def is_disputed(place_id: str) -> bool:
    """Tell whether states disagree about whose area this is.

    Raises
    ------
    GazetteerError
        If the shipped file is broken.
    """
    area = _areas(seeds.path(_FILE)).get(place_id)
    return area is not None and area.disputed


@cache
def _areas(path: Path) -> dict[str, _Area]:
    from shapely.geometry import shape  # noqa: PLC0415 - most runs of the command never ask for an outline

    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        found = {}
        for feature in features:
            properties = feature["properties"]
            geometry = shape(feature["geometry"])
            found[properties["id"]] = _Area(geometry, bool(properties["fuzzy"]), bool(properties["disputed"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path} cannot be read as outlines ({error!r}). Reinstall the package."
        raise GazetteerError(message) from error
    return found
