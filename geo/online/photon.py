"""Photon: what it is asked, and what its answer says.

API: https://github.com/komoot/photon
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geopy.geocoders import Photon

from geo.online.osm import kind_of_tag, osm_id
from geo.online.reading import country_code, degrees, items_of, place_of, text_of

if TYPE_CHECKING:
    from geo.model import Place

__all__ = ["Client", "places"]

_MOST: int = 10


class Client(Photon):  # type: ignore[misc]  # geopy has no types
    """geopy's Photon, which gives the answer as it came: geopy's own reading falls over what lacks a part."""

    def search(self, name: str) -> Any:
        """Return the answer for a name."""
        return self.geocode(name, exactly_one=False, limit=_MOST, language="en")

    def _parse_json(self, resources: Any, exactly_one: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002 - geopy's
        return resources


def places(answer: Any, source: str) -> list[Place]:
    """Return the places in an answer, in its order; what is no place is passed over."""
    features = answer.get("features") if isinstance(answer, dict) else None
    return [place for item in items_of(features) if (place := _place(item, source)) is not None]


def _place(item: dict[str, Any], source: str) -> Place | None:
    facts, geometry = item.get("properties"), item.get("geometry")
    if not isinstance(facts, dict) or not isinstance(geometry, dict):
        return None
    place_id = osm_id(facts.get("osm_type"), facts.get("osm_id"))
    if place_id is None:
        return None
    return place_of(
        place_id,
        text_of(facts.get("name")),
        kind_of_tag(facts.get("osm_key"), facts.get("osm_value"), facts.get("type")),
        _point(geometry.get("coordinates")),
        source=source,
        country=country_code(facts.get("countrycode")),
        extent=_box(facts.get("extent")),
    )


def _point(pair: Any) -> tuple[float, float] | None:
    return degrees(pair[0], pair[1]) if isinstance(pair, list) and len(pair) >= 2 else None


def _box(bounds: Any) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north from Photon's west, north, east, south."""
    if not isinstance(bounds, list) or len(bounds) != 4:
        return None
    west, north, east, south = bounds
    lower, upper = degrees(west, south), degrees(east, north)
    return None if lower is None or upper is None else (*lower, *upper)
