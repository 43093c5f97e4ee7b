"""Mentions of places as layers: points, and areas for what has an extent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.areas import area_of, is_fuzzy
from geo.model import Place
from layers.features import PLACE_KINDS, best_score, joined_names, layer_of_rows
from layers.geometry import circle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Mention
    from layers.model import Layer

__all__ = [
    "AREA_KINDS",
    "REGION_KINDS",
    "area_shape",
    "place_row",
    "places_by_id",
    "places_layer",
    "regions_layer",
]

AREA_KINDS: Final = frozenset({"country", "region", "admin1", "admin2", "sea", "lake"})
REGION_KINDS: Final = PLACE_KINDS | {"lon": "float", "lat": "float", "fuzzy": "bool"}


def area_shape(place: Place) -> tuple[shapely.Geometry, bool] | None:
    """Return a place's area and whether its border is fuzzy; None for what is drawn as a point."""
    if place.kind not in AREA_KINDS:
        return None
    known = area_of(place.id)
    if known is not None:
        return known, is_fuzzy(place.id)
    return (circle(place.lon, place.lat, place.extent_km), True) if place.extent_km > 0 else None


def places_layer(mentions: Sequence[Mention]) -> Layer:
    """Return the layer of mentioned places that are drawn as points."""
    groups = [(place, own) for place, own in places_by_id(mentions) if area_shape(place) is None]
    rows = [place_row(place, own) for place, own in groups]
    shapes = [shapely.Point(place.lon, place.lat) for place, _ in groups]
    return layer_of_rows("places", "Places", rows, PLACE_KINDS, shapes, _referring(mentions, groups))


def regions_layer(mentions: Sequence[Mention]) -> Layer:
    """Return the layer of mentioned countries, regions, seas and other areas."""
    rows, shapes, groups = [], [], []
    for place, own in places_by_id(mentions):
        if (area := area_shape(place)) is not None:
            shape, fuzzy = area
            rows.append(place_row(place, own) | {"fuzzy": fuzzy})
            shapes.append(shape)
            groups.append((place, own))
    return layer_of_rows("regions", "Regions", rows, REGION_KINDS, shapes, _referring(mentions, groups))


def places_by_id(mentions: Sequence[Mention]) -> list[tuple[Place, list[Mention]]]:
    """Return each mentioned place with its mentions, by the place's id."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        target = mention.target
        if isinstance(target, Place):
            own = groups.get(target.id)
            if own is None:
                groups[target.id] = [mention]
            else:
                own.append(mention)
    return [(place, groups[one]) for one in sorted(groups) if (place := groups[one][0].place) is not None]


def place_row(place: Place, mentions: Sequence[Mention]) -> dict[str, Any]:
    """Return the feature row of a place."""
    return {
        "feature_id": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "source": place.source,
        "certainty": place.certainty,
        "count": len(mentions),
        "score": best_score(mentions),
        "names": joined_names(place),
        "population": place.population,
        "lon": place.lon,
        "lat": place.lat,
    }


def _referring(
    mentions: Sequence[Mention], groups: Sequence[tuple[Place, Sequence[Mention]]]
) -> list[tuple[str, Mention]]:
    """Return the mentions of some places with their feature ids, in document order."""
    wanted = {place.id for place, _ in groups}
    # A route may have the id of a place, so the ids alone do not tell.
    return [
        (target.id, mention)
        for mention in mentions
        if (target := mention.target).id in wanted and isinstance(target, Place)
    ]
