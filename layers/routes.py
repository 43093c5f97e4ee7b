"""Mentions of routes as a layer of legs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.routes.geometry import draw
from layers.features import LEG_KINDS, best_score, joined_names, layer_of_rows
from layers.geometry import point_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Leg, Mention, Route
    from geo.routes.geometry import Line
    from layers.model import Layer

__all__ = ["drawn_legs", "drawn_point", "leg_row", "legs_by_id", "routes_layer"]


def routes_layer(
    mentions: Sequence[Mention],
    routes: Sequence[Route] = (),
    *,
    name: str = "routes",
    title: str = "Corridors and routes",
    modes: frozenset[str] | None = None,
) -> Layer:
    """Return the layer of route legs, one feature a leg.

    Parameters
    ----------
    mentions
        Route mentions; each draws its legs.
    routes
        Routes to include even if nothing mentions them.
    name, title
        What the layer is called.
    modes
        Only legs of these modes; None for all.
    """
    legs = {
        leg_id: group
        for leg_id, group in legs_by_id(mentions, routes).items()
        if modes is None or group[0].mode in modes
    }
    rows = [leg_row(*group) for group in legs.values()]
    shapes = [draw(leg).geometry for leg, _, _ in legs.values()]
    drawn = [(leg.id, mention) for mention in mentions for leg in drawn_legs(mention) if leg.id in legs]
    return layer_of_rows(name, title, rows, LEG_KINDS, shapes, drawn)


def legs_by_id(
    mentions: Sequence[Mention], routes: Sequence[Route] = ()
) -> dict[str, tuple[Leg, Route, list[Mention]]]:
    """Return each leg with the route that owns it and its mentions, by the leg's id."""
    owners: dict[str, tuple[Leg, Route]] = {}
    own: dict[str, list[Mention]] = {}
    for route in routes:
        for leg in route.legs:
            _keep(owners, leg, route)
    for mention in mentions:
        for leg in drawn_legs(mention):
            if mention.route is not None:
                _keep(owners, leg, mention.route)
            own.setdefault(leg.id, []).append(mention)
    return {leg_id: (*owners[leg_id], own.get(leg_id, [])) for leg_id in sorted(owners)}


def drawn_legs(mention: Mention) -> list[Leg]:
    """Return the legs that a mention draws: those it names, or all of its route's; none for a place."""
    if mention.route is None:
        return []
    return [leg for leg in mention.route.legs if not mention.leg_ids or leg.id in mention.leg_ids]


def leg_row(leg: Leg, route: Route, mentions: Sequence[Mention], line: Line | None = None) -> dict[str, Any]:
    """Return the feature row of a leg; ``line`` is what `geo.routes.geometry.draw` gives, if known."""
    line = line or draw(leg)
    uncertain = route.composed or any(waypoint.uncertain for waypoint in leg.waypoints)
    sources = leg.sources or route.sources
    return {
        "feature_id": leg.id,
        "name": leg.name,
        "kind": route.kind,
        "country": ", ".join(route.countries) or None,
        "source": "; ".join(source.title for source in sources),
        "certainty": "uncertain" if uncertain else "sure",
        "count": len(mentions),
        "score": best_score(mentions),
        "route": route.id,
        "route_name": route.name,
        "leg": leg.id,
        "mode": leg.mode,
        "status": leg.status,
        "as_of": leg.as_of,
        "dates": "; ".join(f"{what}: {when}" for what, when in leg.dates),
        "method": line.method,
        "method_note": line.note,
        "length_km": round(line.length_km, 1),
        "published_km": leg.published_km,
        "published_note": leg.published_note,
        "sources": [{"title": source.title, "url": source.url} for source in sources],
        "notes": leg.notes or route.notes,
        "names": joined_names(route),
        "composed": route.composed,
    }


def drawn_point(mention: Mention) -> tuple[float, float]:
    """Return a mention's ``(lon, lat)`` in degrees: the place's point, or one on the line that it draws."""
    if mention.place:
        return mention.place.lon, mention.place.lat
    return _half_way(tuple(drawn_legs(mention)))


@lru_cache(maxsize=8192)
def _half_way(legs: tuple[Leg, ...]) -> tuple[float, float]:
    """Return a point on the lines of some legs; a corridor is named often, and its lines are long."""
    point = point_on([draw(leg).geometry for leg in legs])
    return round(point.x, 6), round(point.y, 6)


def _keep(owners: dict[str, tuple[Leg, Route]], leg: Leg, route: Route) -> None:
    """Remember a leg under the route that owns it: routes may share the legs of another."""
    if leg.id not in owners or route.id == leg.id.rpartition("/")[0]:
        owners[leg.id] = (leg, route)
