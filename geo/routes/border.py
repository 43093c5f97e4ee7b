"""Where a line that ends at a border meets it: "Ganja–Gazakh–Georgian border highway".

The end is the known crossing beside the place that is named next to the border; else the point where the
shortest way from there, on the network of the line's mode, enters the country, or the known crossing
beside that. No detour is invented: a way of more than twice the straight line to the border is none.
Outlines of countries are coarse, so such a point is uncertain by some kilometres, and says so.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import rustworkx as rx
import shapely

import seeds
from geo.areas import area_of
from geo.gazetteer.curated import curated
from geo.model import Mention, Place, Unresolved, Waypoint
from geo.routes.geometry import DETOUR, OFF_NETWORK_KM
from geo.routes.network import GEOD, NetworkName, load, snaps

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

__all__ = ["at_borders", "crossing_ids"]

_NETWORKS: Final[dict[str, NetworkName]] = {"rail": "rail", "road": "road"}
_BESIDE_KM: Final = 25.0
_FARTHEST_KM: Final = 1500.0
# A way that enters a country this many times as far off as its nearest border has missed it.
_FARTHER: Final = 3.5
# How far off the outline of a country, in degrees, one of its crossings may lie: outlines are coarse.
_ON_OUTLINE: Final = 0.1


@lru_cache(maxsize=1)
def crossing_ids() -> tuple[str, ...]:
    """Return the ids of the curated border crossings of the gazetteer."""
    return tuple(entry.id for entry in curated(seeds.path("places.csv")) if entry.kind == "border_crossing")


def at_borders(
    parts: Sequence[Mention | Unresolved],
    borders: Collection[tuple[int, int]],
    mode: str | None,
    crossings: Callable[[], Sequence[Place]],
) -> list[Mention | Unresolved]:
    """Return the parts of a route with each border in place of the country that it belongs to.

    Parameters
    ----------
    parts
        The places that the route joins, in order, each resolved or not.
    borders
        The spans among them that name a country for its border.
    mode
        What the line is: rail and road meet a border where their network does.
    crossings
        Asked for the known border crossings; one beside the town or beside the point is the end.

    Returns
    -------
    list of Mention or Unresolved
        A border that could not be found is unresolved, with the reason.
    """
    found = list(parts)
    for at, part in enumerate(parts):
        span = part.span
        if (span.start, span.end) not in borders or isinstance(part, Unresolved):
            continue
        beside = parts[at - 1] if at else parts[1]
        town, country = (beside.place if isinstance(beside, Mention) else None), part.place
        if town is None or country is None:
            continue
        place = _border_place(town, country, mode, crossings())
        found[at] = Mention(span, place, part.score) if isinstance(place, Place) else Unresolved(span, place)
    return found


def _border_place(town: Place, country: Place, mode: str | None, crossings: Sequence[Place]) -> Place | str:
    """Return the place where a line from a town meets the border of a country, or why there is none."""
    if country.kind != "country":
        return f"{country.name} is no country, so its border has no crossing."
    if town.country == country.country:
        return f"{town.name} lies in {country.name} itself: which border is meant, the text does not say."
    own = [one for one in crossings if _joins(one, f"iso:{town.country}", country.id)]
    known = _nearest(own, town.lon, town.lat)
    name = _NETWORKS.get(mode or "")
    point = _entry(name, town.lon, town.lat, country.id) if name and known is None else None
    if point is None:
        return known or (
            f"No crossing is known where the line from {town.name} meets the border of {country.name}, "
            f"and the {name or mode or 'unknown'} network does not tell."
        )
    lon, lat = point
    beside = _nearest(own, lon, lat)
    if beside is not None:
        return beside
    code = (country.country or country.id).lower()
    return Place(
        f"border-{code}-{lon:.3f}-{lat:.3f}",
        f"border of {country.name}",
        "border_crossing",
        lon,
        lat,
        country.country,
        source=f"where the {name} network meets the outline of {country.name}",
        certainty="uncertain",
    )


@lru_cache(maxsize=4096)
def _joins(crossing: Place, own: str, other: str) -> bool:
    """Tell whether a crossing lies on the border of two countries."""
    point, outlines = shapely.Point(crossing.lon, crossing.lat), (area_of(own), area_of(other))
    return all(one is not None and shapely.dwithin(one, point, _ON_OUTLINE) for one in outlines)


def _nearest(places: Sequence[Place], lon: float, lat: float) -> Place | None:
    """Return the nearest of some places, if it lies beside a point."""
    near = [(_km(one.lon, one.lat, lon, lat), one.id, one) for one in places]
    km, _, place = min(near, default=(math.inf, "", None))
    return place if km <= _BESIDE_KM else None


def _km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    return float(GEOD.inv(lon, lat, other_lon, other_lat)[2]) / 1000


@lru_cache(maxsize=256)
def _entry(name: NetworkName, lon: float, lat: float, country: str) -> tuple[float, float] | None:
    """Return the point (lon, lat) at which the shortest way from a point enters a country."""
    outline = area_of(country)
    if outline is None:
        return None
    network, inside = load(name), _inside(name, country)
    near = snaps(network, Waypoint("end", lon, lat), OFF_NETWORK_KM)
    starts = [
        one for one in near.values() if bool(np.any(inside & (network.piece == network.piece[one.node])))
    ]
    if not starts:
        return None
    start = min(starts, key=lambda one: (one.km, one.node)).node
    is_goal = cast("Callable[[int], bool]", inside.data.__getitem__)
    path = list(rx.astar_shortest_path(network.graph, start, is_goal, float, _nothing))
    lon_of, lat_of = network.lon[path], network.lat[path]
    if len(path) < 2:
        return None
    edge = shapely.get_coordinates(shapely.shortest_line(shapely.Point(lon, lat), outline))[1]
    nearest = _km(lon, lat, *edge.tolist())
    straight = _km(lon, lat, float(lon_of[-1]), float(lat_of[-1]))
    way = float(GEOD.line_length(lon_of, lat_of)) / 1000
    if way > min(DETOUR * straight, _FARTHEST_KM) or straight > max(_FARTHER * nearest, _BESIDE_KM):
        return None
    last = shapely.LineString(np.column_stack((lon_of[-2:], lat_of[-2:])))
    # From outside in: where the last edge first touches the country.
    touch = shapely.intersection(last, outline)
    entry = last.interpolate(last.project(shapely.Point(shapely.get_coordinates(touch)[0])))
    return round(entry.x, 3), round(entry.y, 3)


def _nothing(_node: int) -> float:
    """Return what is left at least: nothing is known, so the search goes evenly in all directions."""
    return 0.0


@lru_cache(maxsize=32)
def _inside(name: NetworkName, country: str) -> NDArray[np.bool_]:
    """Return which nodes of a network lie in a country."""
    network, outline = load(name), area_of(country)
    shapely.prepare(outline)
    return np.ascontiguousarray(shapely.contains_xy(outline, network.lon, network.lat))
