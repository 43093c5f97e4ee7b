"""Places of OpenStreetMap: what Nominatim and Photon have in common.

Keys and values: https://wiki.openstreetmap.org/wiki/Map_features
"""

from __future__ import annotations

from typing import Any, Final

from geo.online.reading import number_of

__all__ = ["kind_of_tag", "osm_id"]

_TYPES: Final = {"n": "node", "w": "way", "r": "relation"}
_BY_TAG: Final = {
    ("place", "island"): "island", ("place", "islet"): "island", ("place", "archipelago"): "island",
    ("place", "sea"): "sea", ("place", "ocean"): "sea", ("place", "region"): "region",
    ("place", "country"): "country", ("place", "state"): "admin1", ("place", "province"): "admin1",
    ("place", "county"): "admin2", ("place", "district"): "admin2", ("place", "locality"): "spot",
    ("natural", "peak"): "mountain", ("natural", "volcano"): "mountain", ("natural", "ridge"): "mountain",
    ("natural", "mountain_range"): "mountain", ("natural", "saddle"): "mountain",
    ("natural", "water"): "lake", ("natural", "bay"): "sea", ("natural", "strait"): "sea",
    ("natural", "peninsula"): "region", ("natural", "valley"): "region", ("natural", "desert"): "region",
    ("natural", "cape"): "spot", ("water", "lake"): "lake",
    ("waterway", "river"): "river", ("waterway", "stream"): "river",
    ("waterway", "canal"): "river", ("waterway", "dam"): "spot", ("landuse", "reservoir"): "lake",
    ("railway", "station"): "station", ("railway", "halt"): "station", ("railway", "yard"): "station",
    ("aeroway", "aerodrome"): "airport", ("barrier", "border_control"): "border_crossing",
    ("amenity", "ferry_terminal"): "port", ("landuse", "port"): "port", ("industrial", "port"): "port",
    ("landuse", "harbour"): "port", ("harbour", "yes"): "port", ("man_made", "bridge"): "spot",
    ("man_made", "pipeline_station"): "terminal", ("industrial", "oil"): "terminal",
}  # fmt: skip
_SETTLEMENTS: Final = frozenset(
    {"city", "town", "village", "hamlet", "isolated_dwelling", "farm"}
    | {"municipality", "borough", "suburb", "quarter", "neighbourhood"}
)
_BY_ADDRESS: Final = {"country": "country", "state": "admin1", "province": "admin1", "region": "admin1"}


def kind_of_tag(key: Any, value: Any, address_type: Any = None) -> str | None:
    """Return our kind for an OpenStreetMap tag, or None if corridor documents do not name such things.

    Parameters
    ----------
    key, value
        The main tag.
    address_type
        What an administrative boundary is in an address (``state``, ``county``, ``village``).

    Examples
    --------
    >>> kind_of_tag("place", "village"), kind_of_tag("boundary", "administrative", "county")
    ('city', 'admin2')
    >>> kind_of_tag("tourism", "hotel") is None
    True
    """
    if key == "place" and value in _SETTLEMENTS:
        return "city"
    if key == "boundary" and value == "administrative":
        return "city" if address_type in _SETTLEMENTS else _BY_ADDRESS.get(str(address_type), "admin2")
    return _BY_TAG.get((str(key), str(value)))


def osm_id(kind: Any, number: Any) -> str | None:
    """Return a place id like ``osm:node/123``, or None if it is none."""
    word = _TYPES.get(kind[:1].lower()) if isinstance(kind, str) else None
    own = number_of(number)
    return None if word is None or own is None else f"osm:{word}/{own}"
