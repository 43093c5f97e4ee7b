"""Routes that no registry lists, composed from the places that the text joins.

The places are chosen together: of all that their names may mean, those that lie nearest to each
other, weighed by how likely each is by itself (Resht is in Iran because Astara is).
"""

from __future__ import annotations

import math
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final

from geo.model import Candidate, Leg, Mention, Place, Route, Unresolved, Waypoint
from geo.routes.network import GEOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Span
    from geo.routes.grammar import RouteSpan

__all__ = ["compose"]

# A line between two of a dozen namesakes: more candidates add noise, not choice.
_MOST_CANDIDATES: Final = 6
_AREAS: Final = frozenset({"country", "region", "admin1", "sea", "continent", "ocean"})
_KIND_OF_MODE: Final = {"rail": "railway", "road": "road", "pipeline": "pipeline"}
_FOLLOW_OF_MODE: Final = {"rail": "network", "road": "network", "sea": "sea", "ferry": "sea"}
_NOTE: Final = "Composed from the text: its ends are named there, its course is inferred."
# How far apart the ends of one line lie weighs as much as a factor of e in likelihood per this many km.
_SPREAD_KM: Final = 500.0
_LONGEST_KM: Final = 6000.0
_LEAST_CHANCE: Final = 1e-4
_SAME_PLACE: Final = 1e6


def compose(span: Span, found: RouteSpan, parts: Sequence[Mention | Unresolved]) -> Mention | Unresolved:
    """Return the route that a text makes of places, or why it cannot be drawn.

    Parameters
    ----------
    span
        The route's span.
    found
        What the grammar read there; its mode decides what the line follows.
    parts
        The places that the route joins, in order, each resolved by itself or not.

    Returns
    -------
    Mention or Unresolved
        A mention of a route marked ``composed``; its score is that of its weakest place. Or the
        reason, with the part that failed.
    """
    for part in parts:
        if isinstance(part, Unresolved):
            return Unresolved(span, f"Its end '{part.span.surface}' could not be located: {part.reason}")
    options = [_options(part) for part in parts if isinstance(part, Mention)]
    for part, option in zip(parts, options, strict=True):
        if not option:
            return Unresolved(
                span, f"Its end '{part.span.surface}' is an area; a line needs towns, ports or crossings."
            )
    chosen = _nearest(options)
    if len({candidate.target.id for candidate in chosen}) < len(chosen):
        return Unresolved(span, "Its ends are one and the same place.")
    places = [candidate.target for candidate in chosen if isinstance(candidate.target, Place)]
    length = sum(_km(a, b) for a, b in pairwise(places))
    if length > _LONGEST_KM:
        return Unresolved(span, f"Its ends lie {length:,.0f} km apart, too far for one line.")
    route = _route(found, places)
    return Mention(span, route, round(min(candidate.score for candidate in chosen), 4))


def _options(part: Mention) -> list[Candidate]:
    """Return what a part may mean, likeliest first, without areas."""
    candidates = {part.target.id: Candidate(part.target, part.score)}
    for candidate in part.candidates:
        candidates.setdefault(candidate.target.id, candidate)
    return [
        candidate
        for candidate in candidates.values()
        if isinstance(candidate.target, Place) and candidate.target.kind not in _AREAS
    ][:_MOST_CANDIDATES]


def _nearest(options: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """Return one candidate a part: the likeliest that lie near each other.

    Parts are chosen one after the other (as in Viterbi's algorithm), so that long chains stay cheap.
    """
    best = [([candidate], _chance(candidate)) for candidate in options[0]]
    for option in options[1:]:
        paths: dict[str, tuple[list[Candidate], float]] = {}
        for (path, value), candidate in product(best, option):
            total = value + _chance(candidate) - _apart(path[-1].target, candidate.target)
            known = paths.get(candidate.target.id)
            if known is None or total > known[1]:
                paths[candidate.target.id] = ([*path, candidate], total)
        best = list(paths.values())
    return max(best, key=lambda path: path[1])[0]


def _chance(candidate: Candidate) -> float:
    return math.log(max(candidate.score, _LEAST_CHANCE))


def _apart(a: Place | Route, b: Place | Route) -> float:
    if a.id == b.id:
        return _SAME_PLACE
    return _km(a, b) / _SPREAD_KM if isinstance(a, Place) and isinstance(b, Place) else 0.0


def _km(a: Place, b: Place) -> float:
    return float(GEOD.inv(a.lon, a.lat, b.lon, b.lat)[2]) / 1000


def _route(found: RouteSpan, places: Sequence[Place]) -> Route:
    mode = found.mode or "multimodal"
    if places[-1].id < places[0].id:
        # "Kars–Gyumri" and "Gyumri–Kars" are one route.
        places = places[::-1]
    name = " – ".join(place.name for place in places)
    route_id = f"composed-{mode}-" + "-".join(place.id.replace(":", "") for place in places)
    waypoints = tuple(
        Waypoint(place.name, place.lon, place.lat, place.source, place.certainty == "uncertain")
        for place in places
    )
    leg = Leg(
        id=f"{route_id}/{'-'.join(place.id.replace(':', '') for place in (places[0], places[-1]))}",
        name=name,
        mode=mode,
        status="unknown",
        waypoints=waypoints,
        follow=_FOLLOW_OF_MODE.get(mode, "waypoints"),
        notes=_NOTE,
    )
    countries = tuple(dict.fromkeys(place.country for place in places if place.country))
    kind = _KIND_OF_MODE.get(mode, "corridor")
    return Route(
        route_id, name, kind, mode, "unknown", (leg,), countries=countries, notes=_NOTE, composed=True
    )
