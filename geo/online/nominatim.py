"""Nominatim: what it is asked, and what its answer says.

API: https://nominatim.org/release-docs/latest/api/Search/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geopy.geocoders import Nominatim

from geo.online.osm import kind_of_tag, osm_id
from geo.online.reading import country_code, degrees, items_of, names_of, place_of, text_of

if TYPE_CHECKING:
    from geo.model import Place

__all__ = ["Client", "places"]

_MOST: int = 10
_NAME_KEYS = ("name", "alt_name", "old_name", "int_name", "official_name", "short_name", "loc_name")


class Client(Nominatim):  # type: ignore[misc]  # geopy has no types
    """geopy's Nominatim, which gives the answer as it came: geopy's own reading loses details."""

    def search(self, name: str) -> Any:
        """Return the answer for a name."""
        return self.geocode(
            name, exactly_one=False, limit=_MOST, language="en", addressdetails=True, namedetails=True
        )

    def _parse_json(self, places: Any, exactly_one: bool) -> Any:  # noqa: ARG002, FBT001 - geopy's signature
        return places


def places(answer: Any, source: str) -> list[Place]:
    """Return the places in an answer, in its order; what is no place is passed over."""
    return [place for item in items_of(answer) if (place := _place(item, source)) is not None]


def _place(item: dict[str, Any], source: str) -> Place | None:
    place_id = osm_id(item.get("osm_type"), item.get("osm_id"))
    details = item.get("namedetails")
    named = details if isinstance(details, dict) else {}
    address = item.get("address")
    name = text_of(item.get("name")) or text_of(str(item.get("display_name", "")).partition(",")[0])
    key = item.get("class", item.get("category"))
    if place_id is None:
        return None
    return place_of(
        place_id,
        name,
        kind_of_tag(key, item.get("type"), item.get("addresstype")),
        degrees(item.get("lon"), item.get("lat")),
        source=source,
        country=country_code(address.get("country_code")) if isinstance(address, dict) else None,
        extent=_box(item.get("boundingbox")),
        names=names_of((_language(str(key)), value) for key, value in named.items() if _is_name(str(key))),
    )


def _is_name(key: str) -> bool:
    return key.partition(":")[0] in _NAME_KEYS


def _language(key: str) -> str:
    return key.partition(":")[2] or "und"


def _box(bounds: Any) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north from Nominatim's south, north, west, east."""
    if not isinstance(bounds, list) or len(bounds) != 4:
        return None
    south, north, west, east = bounds
    lower, upper = degrees(west, south), degrees(east, north)
    return None if lower is None or upper is None else (*lower, *upper)
