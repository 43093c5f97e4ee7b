"""GeoNames' web service: what it is asked, and what its answer says.

API: https://www.geonames.org/export/geonames-search.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geopy.exc import GeocoderParseError
from geopy.geocoders import GeoNames

from geo.gazetteer.kinds import kind_of_feature
from geo.online.reading import country_code, degrees, items_of, names_of, number_of, place_of, text_of

if TYPE_CHECKING:
    from geo.model import Place

__all__ = ["Client", "places"]


class Client(GeoNames):  # type: ignore[misc]  # geopy has no types
    """geopy's GeoNames, which gives the answer as it came: geopy's own reading drops what lies on 0°."""

    def search(self, name: str) -> Any:
        """Return the answer for a name."""
        return self.geocode(name, exactly_one=False)

    def _parse_json(self, doc: Any, exactly_one: bool) -> Any:  # noqa: ARG002, FBT001 - geopy's signature
        if not isinstance(doc, dict):
            raise GeocoderParseError("it is JSON, but no object")
        # GeoNames says "no more credits" with status 200; geopy knows its codes.
        try:
            self._raise_for_error(doc)
        except (AttributeError, KeyError, TypeError) as error:
            raise GeocoderParseError(f"its status is not understood ({doc.get('status')!r})") from error
        return doc


def places(answer: Any, source: str) -> list[Place]:
    """Return the places in an answer, in its order; what is no place is passed over."""
    listed = answer.get("geonames") if isinstance(answer, dict) else None
    return [place for item in items_of(listed) if (place := _place(item, source)) is not None]


def _place(item: dict[str, Any], source: str) -> Place | None:
    number = number_of(item.get("geonameId"))
    if number is None:
        return None
    own = text_of(item.get("toponymName"))
    return place_of(
        f"geonames:{number}",
        text_of(item.get("name")) or own,
        kind_of_feature(str(item.get("fcl")), str(item.get("fcode"))),
        degrees(item.get("lng"), item.get("lat")),
        source=source,
        country=country_code(item.get("countryCode")),
        population=number_of(item.get("population")),
        names=names_of([("und", own)]),
    )
