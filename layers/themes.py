"""Layers of one kind of thing: crossings, ports, pipelines, railways, roads; and of any chosen mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from geo.routes.geometry import draw
from layers.features import FEATURE_KINDS, LEG_KINDS, PLACE_KINDS, layer_of_rows
from layers.places import area_shape, place_row, places_by_id
from layers.routes import drawn_legs, leg_row, legs_by_id, routes_layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Mention
    from layers.model import Layer

__all__ = [
    "crossings_layer",
    "mentions_layer",
    "pipelines_layer",
    "ports_layer",
    "railways_layer",
    "roads_layer",
]


def mentions_layer(name: str, title: str, mentions: Sequence[Mention]) -> Layer:
    """Return a layer of chosen mentions: points and areas of places, lines of the legs of routes."""
    places, legs = places_by_id(mentions), list(legs_by_id(mentions).values())
    rows = [place_row(place, own) for place, own in places] + [leg_row(*group) for group in legs]
    areas = [area_shape(place) for place, _ in places]
    shapes = [
        area[0] if area else shapely.Point(place.lon, place.lat)
        for (place, _), area in zip(places, areas, strict=True)
    ]
    shapes += [draw(leg).geometry for leg, _, _ in legs]
    kinds = FEATURE_KINDS | (PLACE_KINDS if places else {}) | (LEG_KINDS if legs else {})
    referring = [(target, mention) for mention in mentions for target in _feature_ids(mention)]
    return layer_of_rows(name, title, rows, kinds, shapes, referring)


def crossings_layer(mentions: Sequence[Mention]) -> Layer:
    """Return the layer of border crossings, bridges and checkpoints."""
    wanted = [m for m in mentions if m.target.kind in {"border_crossing", "crossing", "bridge"}]
    return mentions_layer("crossings", "Border crossings", wanted)


def ports_layer(mentions: Sequence[Mention]) -> Layer:
    """Return the layer of ports."""
    return mentions_layer("ports", "Ports", [m for m in mentions if m.target.kind == "port"])


def pipelines_layer(mentions: Sequence[Mention]) -> Layer:
    """Return the layer of pipeline legs."""
    return routes_layer(mentions, name="pipelines", title="Pipelines", modes=frozenset({"pipeline"}))


def railways_layer(mentions: Sequence[Mention]) -> Layer:
    """Return the layer of railway legs."""
    return routes_layer(mentions, name="railways", title="Railways", modes=frozenset({"rail"}))


def roads_layer(mentions: Sequence[Mention]) -> Layer:
    """Return the layer of road legs."""
    return routes_layer(mentions, name="roads", title="Roads", modes=frozenset({"road"}))


def _feature_ids(mention: Mention) -> list[str]:
    return [mention.place.id] if mention.place else [leg.id for leg in drawn_legs(mention)]
