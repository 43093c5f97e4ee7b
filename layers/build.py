"""From located mentions to the built-in layers: places, regions, routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from geo.areas import area_of, is_fuzzy
from geo.routes.geometry import draw
from layers.atlas import Atlas
from layers.geometry import circle, point_on
from layers.layer import CRS, Layer
from layers.references import references_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.model import Document, Leg, Mention, Place, Route, Unreadable, Unresolved

__all__ = ["build_atlas", "drawn_point", "routes_layer"]

AREA_KINDS = frozenset({"country", "region", "admin1", "admin2", "sea", "lake"})
_PLACE_COLUMNS = ("feature_id", "name", "kind", "country", "source", "certainty", "count", "score", "names", "population")
_ROUTE_COLUMNS = (
    "feature_id",
    "name",
    "kind",
    "country",
    "source",
    "certainty",
    "count",
    "score",
    "route",
    "route_name",
    "leg",
    "mode",
    "status",
    "as_of",
    "dates",
    "method",
    "method_note",
    "length_km",
    "published_km",
    "published_note",
    "sources",
    "notes",
    "names",
    "composed",
)


def build_atlas(
    documents: Sequence[Document],
    located: Iterable[Mention | Unresolved],
    unreadable: Sequence[Unreadable] = (),
) -> Atlas:
    """Return the atlas of a run, with the layers ``routes``, ``regions`` and ``places``."""
    from geo.model import Mention

    rows = list(located)
    mentions = tuple(row for row in rows if isinstance(row, Mention))
    unresolved = tuple(row for row in rows if not isinstance(row, Mention))
    of_place = [mention for mention in mentions if mention.place]
    areas = {mention.place.id: _area(mention.place) for mention in of_place if mention.place}
    layers = [
        routes_layer([mention for mention in mentions if mention.route]),
        _regions_layer([m for m in of_place if m.place and areas[m.place.id] is not None], areas),
        _places_layer([m for m in of_place if m.place and areas[m.place.id] is None]),
    ]
    return Atlas(tuple(documents), mentions, unresolved, tuple(unreadable), {layer.name: layer for layer in layers})


def _area(place: Place) -> tuple[shapely.Geometry, bool] | None:
    """Return a place's area and whether its border is fuzzy; None for what is drawn as a point."""
    if place.kind not in AREA_KINDS:
        return None
    known = area_of(place.id)
    if known is not None:
        return known, is_fuzzy(place.id)
    return (circle(place.lon, place.lat, place.extent_km), True) if place.extent_km > 0 else None


def _places_layer(mentions: Sequence[Mention]) -> Layer:
    rows = [_place_row(place, own) for place, own in _by_place(mentions)]
    geometry = [shapely.Point(row["lon"], row["lat"]) for row in rows]
    return _layer("places", "Places", rows, _PLACE_COLUMNS, geometry, _with_place_id(mentions))


def _regions_layer(mentions: Sequence[Mention], areas: Mapping[str, tuple[shapely.Geometry, bool] | None]) -> Layer:
    rows = []
    geometry = []
    for place, own in _by_place(mentions):
        shape, fuzzy = areas[place.id] or (shapely.Point(place.lon, place.lat), True)
        rows.append(_place_row(place, own) | {"fuzzy": fuzzy})
        geometry.append(shape)
    columns = (*_PLACE_COLUMNS, "lon", "lat", "fuzzy")
    return _layer("regions", "Regions", rows, columns, geometry, _with_place_id(mentions))


def routes_layer(mentions: Sequence[Mention], routes: Sequence[Route] = ()) -> Layer:
    """Return the layer of route legs, one feature a leg.

    Parameters
    ----------
    mentions
        Route mentions; each draws its legs.
    routes
        Routes to include even if nothing mentions them.
    """
    legs: dict[str, tuple[Leg, Route]] = {}
    drawn: list[tuple[str, Mention]] = []
    for route in routes:
        for leg in route.legs:
            _keep(legs, leg, route)
    for mention in mentions:
        if mention.route is None:
            continue
        for leg in mention.route.legs:
            if not mention.leg_ids or leg.id in mention.leg_ids:
                _keep(legs, leg, mention.route)
                drawn.append((leg.id, mention))
    by_leg: dict[str, list[Mention]] = {leg_id: [] for leg_id in legs}
    for leg_id, mention in drawn:
        by_leg[leg_id].append(mention)
    rows = [_leg_row(*legs[leg_id], by_leg[leg_id]) for leg_id in sorted(legs)]
    geometry = [draw(legs[leg_id][0]).geometry for leg_id in sorted(legs)]
    return _layer("routes", "Corridors and routes", rows, _ROUTE_COLUMNS, geometry, drawn)


def _keep(legs: dict[str, tuple[Leg, Route]], leg: Leg, route: Route) -> None:
    """Remember a leg under the route that owns it: routes may share the legs of another."""
    owner = leg.id.rpartition("/")[0]
    if leg.id not in legs or route.id == owner:
        legs[leg.id] = (leg, route)


def _by_place(mentions: Sequence[Mention]) -> list[tuple[Place, list[Mention]]]:
    groups: dict[str, tuple[Place, list[Mention]]] = {}
    for mention in mentions:
        if mention.place:
            groups.setdefault(mention.place.id, (mention.place, []))[1].append(mention)
    return [groups[place_id] for place_id in sorted(groups)]


def _with_place_id(mentions: Sequence[Mention]) -> list[tuple[str, Mention]]:
    return [(mention.place.id, mention) for mention in mentions if mention.place]


def _place_row(place: Place, mentions: Sequence[Mention]) -> dict[str, Any]:
    return {
        "feature_id": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "source": place.source,
        "certainty": place.certainty,
        "count": len(mentions),
        "score": _best(mentions),
        "names": _names(place),
        "population": place.population,
        "lon": place.lon,
        "lat": place.lat,
    }


def _leg_row(leg: Leg, route: Route, mentions: Sequence[Mention]) -> dict[str, Any]:
    line = draw(leg)
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
        "score": _best(mentions),
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
        "names": _names(route),
        "composed": route.composed,
    }


def _best(mentions: Sequence[Mention]) -> float:
    return round(max((mention.score for mention in mentions), default=0.0), 3)


def _names(target: Place | Route) -> str:
    every = (name for names in target.names.values() for name in names)
    return " · ".join(dict.fromkeys([target.name, *every]))


def _layer(
    name: str,
    title: str,
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    geometry: Sequence[shapely.Geometry],
    references: Sequence[tuple[str, Mention]],
) -> Layer:
    table = {column: [row[column] for row in rows] for column in columns}
    features = gpd.GeoDataFrame(table, geometry=list(geometry), crs=CRS)
    return Layer(name, title, features, references_table(references))


def drawn_point(mention: Mention) -> tuple[float, float]:
    """Return a mention's ``(lon, lat)`` in degrees: the place's point, or one on the line that it draws."""
    if mention.place:
        return mention.place.lon, mention.place.lat
    if mention.route is None:
        raise TypeError(f"'{mention.surface}' is neither a place nor a route.")
    legs = [leg for leg in mention.route.legs if not mention.leg_ids or leg.id in mention.leg_ids]
    point = point_on([draw(leg).geometry for leg in legs])
    return round(point.x, 6), round(point.y, 6)
