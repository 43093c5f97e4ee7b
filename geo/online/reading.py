"""What an answer may hold, read with suspicion: names, positions and codes from a stranger's JSON."""

from __future__ import annotations

import math
import re
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from geo.errors import CoordinateError
from geo.model import Place, checked_lonlat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["country_code", "degrees", "items_of", "names_of", "number_of", "place_of", "text_of"]

_LONGEST_NAME: Final = 120
_MOST_NAMES: Final = 200
_MOST_ITEMS: Final = 20
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


def items_of(listed: Any) -> list[dict[str, Any]]:
    """Return the objects in a JSON array, a few at most; nothing if it is no array."""
    if not isinstance(listed, list):
        return []
    return list(islice((item for item in listed if isinstance(item, dict)), _MOST_ITEMS))


def text_of(value: Any) -> str:
    """Return a name as printable text of bounded length; empty if it is none."""
    if not isinstance(value, str):
        return ""
    visible = "".join(char if char.isprintable() else " " for char in value[: 4 * _LONGEST_NAME])
    return " ".join(visible.split())[:_LONGEST_NAME]


def degrees(lon: Any, lat: Any) -> tuple[float, float] | None:
    """Return a position in degrees, or None if it is none; 0 is a coordinate like any other.

    Examples
    --------
    >>> degrees("0.0", 0), degrees(None, 41.4), degrees(41.4, 91)
    ((0.0, 0.0), None, None)
    """
    try:
        if isinstance(lon, bool) or isinstance(lat, bool):
            return None
        return checked_lonlat(float(lon), float(lat))
    except (CoordinateError, ValueError, TypeError, OverflowError):
        return None


def number_of(value: Any) -> int | None:
    """Return a whole number from 0 to 2**53, or None."""
    try:
        number = int(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return number if not isinstance(value, bool) and 0 <= number <= 1 << 53 else None


def country_code(value: Any) -> str | None:
    """Return an ISO 3166-1 alpha-2 code in capitals, or None."""
    code = value.upper() if isinstance(value, str) else ""
    return code if _COUNTRY.fullmatch(code) else None


def names_of(pairs: Iterable[tuple[Any, Any]]) -> dict[str, tuple[str, ...]]:
    """Return names by language (BCP 47; ``und`` where it is not told) from pairs of both."""
    names: dict[str, list[str]] = {}
    for language, value in islice(pairs, _MOST_NAMES):
        name = text_of(value)
        if not name:
            continue
        tag = language if isinstance(language, str) and _LANGUAGE.fullmatch(language) else "und"
        if name not in names.setdefault(tag, []):
            names[tag].append(name)
    return {language: tuple(listed) for language, listed in sorted(names.items())}


def place_of(  # noqa: PLR0913 - the facts of a place, most of them by name
    place_id: str,
    name: str,
    kind: str | None,
    position: tuple[float, float] | None,
    *,
    source: str,
    country: str | None = None,
    population: int | None = None,
    extent: tuple[float, float, float, float] | None = None,
    names: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Place | None:
    """Return an answer as a place, or None if it lacks a name, a position or a kind that documents name.

    Parameters
    ----------
    position
        Longitude and latitude, in degrees WGS 84.
    extent
        West, south, east and north, in degrees WGS 84.

    Returns
    -------
    Place or None
        Marked ``uncertain``: nobody has checked that this is the place that the text means.
    """
    if not name or kind is None or position is None:
        return None
    return Place(
        place_id,
        name,
        kind,
        *position,
        country=country,
        population=population or 0,
        extent_km=_radius_km(extent) if extent and kind in _AREAS else 0.0,
        names=MappingProxyType(dict(names)),
        source=source,
        certainty="uncertain",
    )


_AREAS: Final = frozenset({"country", "region", "admin1", "admin2", "sea", "lake", "island"})
_KM_PER_DEGREE: Final = 111.2


def _radius_km(extent: tuple[float, float, float, float]) -> float:
    """Return half the diagonal of a box, in kilometres on a sphere; rough, as an extent is."""
    west, south, east, north = extent
    wide = ((east - west) % 360) * math.cos(math.radians((south + north) / 2))
    return round(_KM_PER_DEGREE * math.hypot(wide, north - south) / 2, 1)
