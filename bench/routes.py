"""Measure the lines: ``python bench/routes.py``; writes ``bench/results/routes.md``.

Drawn against published lengths of every leg, how far the towns known to lie on a line are from it, the
share of length by how it was drawn, and the time a route takes. Needs nothing but what is installed.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shapely import LineString, MultiLineString, Point, get_coordinates

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from geo.gazetteer.cities import cities, cities_file
from geo.model import Leg, Waypoint
from geo.routes import network
from geo.routes.geometry import Line, draw, straight_km
from geo.routes.network import GEOD
from geo.routes.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Route

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results" / "routes.md"
GOAL_SHARE = 0.08
GOAL_TOWNS_KM = 3.0
GOAL_LOAD_MS = 1000.0
GOAL_ROUTE_MS = 50.0
PAIRS = 500
NEAREST_KM, FARTHEST_KM = 50, 800
LEAST_PEOPLE = 10_000

# Towns that timetables and maps put on a line and that are no waypoints of it: name, longitude, latitude
# (GeoNames cities500).
TOWNS: dict[str, tuple[tuple[str, float, float], ...]] = {
    "btk/baku-tbilisi": (
        ("Kurdamir", 48.158, 40.338),
        ("Ujar", 47.654, 40.519),
        ("Goran", 46.794, 40.611),
        ("Shamkir", 46.018, 40.83),
        ("Tovuz", 45.629, 40.992),
        ("Aghstafa", 45.454, 41.119),
        ("Rustavi", 44.994, 41.55),
    ),
    "middle-corridor/tbilisi-poti": (
        ("Mtskheta", 44.719, 41.846),
        ("Gori", 44.113, 41.984),
        ("Zestaponi", 43.052, 42.11),
        ("Senaki", 42.068, 42.27),
    ),
    "instc-western/samur-baku": (
        ("Khudat", 48.681, 41.63),
        ("Siyazan", 49.112, 41.078),
        ("Davachi", 48.989, 41.205),
    ),
    "instc-western/moscow-astrakhan": (("Ryazhsk", 40.051, 53.706), ("Frolovo", 43.648, 49.771)),
    "baku-guba-highway/taghiyev-border": (("Siyazan", 49.112, 41.078), ("Davachi", 48.989, 41.205)),
    "instc-western/tehran-bandar-abbas": (
        ("Kashan", 51.436, 33.983),
        ("Ardakan", 54.017, 32.31),
        ("Ashkezar", 54.209, 31.997),
        ("Zarach", 54.232, 31.991),
        ("Yazd", 54.368, 31.897),
    ),
    "instc-eastern/gorgan-tehran": (
        ("Behshahr", 53.553, 36.692),
        ("Pol-e Sefid", 53.057, 36.118),
        ("Firuzkuh", 52.77, 35.757),
        ("Varamin", 51.646, 35.324),
    ),
    "middle-corridor/tbilisi-batumi": (("Gori", 44.113, 41.984), ("Kobuleti", 41.779, 41.821)),
    "r217-kavkaz/makhachkala-border": (
        ("Dagestanskiye Ogni", 48.192, 42.116),
        ("Khazar", 48.333, 41.997),
    ),
    "r217-kavkaz/pavlovskaya-makhachkala": (
        ("Nevinnomyssk", 41.944, 44.633),
        ("Staryy Cherek", 43.856, 43.471),
        ("Assinovskaya", 45.182, 43.242),
        ("Grozny", 45.689, 43.312),
        ("Oyskhara", 46.248, 43.264),
    ),
}


class Drawn(NamedTuple):
    """A leg with its line."""

    leg: Leg
    line: Line


def main() -> None:
    """Print the tables, and write them to ``bench/results/routes.md``."""
    started = time.process_time()
    registry = Registry.load()
    loaded = time.process_time()
    for name in ("rail", "road", "sea"):
        network.load(name)
    ready = time.process_time()
    timed = [(route, *_drawn(route)) for route in registry.routes]
    legs = [one for _, drawn, _ in timed for one in drawn]
    lines = {one.leg.id: one.line for one in legs}
    load_ms = (ready - started) * 1000
    route_ms = [ms for _, _, ms in timed]
    composed = _composed()
    sections = [
        "# Routes\n\nMade by `make bench-routes`.",
        _goals(legs, _off_towns(lines), load_ms, [*route_ms, *composed.ms]),
        _lengths([(route, drawn) for route, drawn, _ in timed]),
        _legs(legs),
        _towns(lines),
        _methods(legs),
        _times(loaded - started, ready - loaded, route_ms, composed),
    ]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n\n".join(sections) + "\n", encoding="utf-8")
    print("\n\n".join(sections))


def _drawn(route: Route) -> tuple[list[Drawn], float]:
    """Return the route's own legs with their lines, and the milliseconds that drawing took."""
    own = [leg for leg in route.legs if leg.id.startswith(f"{route.id}/")]
    draw.cache_clear()
    started = time.process_time()
    drawn = [Drawn(leg, draw(leg)) for leg in own]
    return drawn, (time.process_time() - started) * 1000


def _table(title: str, head: str, rows: Iterable[tuple[object, ...]]) -> str:
    columns = head.split("|")
    lines = [f"| {' | '.join(map(str, row))} |" for row in (columns, ["---"] * len(columns), *rows)]
    return "\n".join([f"## {title}", "", *lines])


def _share(drawn: float, published: float) -> str:
    off = drawn / published - 1
    return f"{off:+.1%}{'' if abs(off) <= GOAL_SHARE else ' !'}"


def _goals(legs: list[Drawn], towns: dict[str, list[float]], load_ms: float, route_ms: list[float]) -> str:
    """Return what was aimed at beside what was measured; the traces of pipelines are not at hand here."""
    off = [
        (abs(line.length_km / leg.published_km - 1), leg.id)
        for leg, line in legs
        if leg.published_km and leg.status == "operational"
    ]
    near = sum(share <= GOAL_SHARE for share, _ in off)
    town_km = statistics.mean(km for line in towns.values() for km in line)
    farthest = max(towns, key=lambda leg: statistics.mean(towns[leg]))
    worst, leg_id = max(off)
    rows = [
        (
            "operational legs within 8 % of their published length",
            f"{len(off)} of {len(off)}",
            f"{near} of {len(off)}; worst {leg_id}, {worst:.1%}",
            _met(near == len(off)),
        ),
        (
            "mean distance of towns from their railway or road",
            f"≤ {GOAL_TOWNS_KM:.0f} km",
            f"{town_km:.1f} km; worst {farthest}, {statistics.mean(towns[farthest]):.1f} km",
            _met(town_km <= GOAL_TOWNS_KM),
        ),
        (
            "registry and networks loaded",
            f"≤ {GOAL_LOAD_MS:,.0f} ms",
            f"{load_ms:.0f} ms",
            _met(load_ms <= GOAL_LOAD_MS),
        ),
        (
            "slowest route",
            f"≤ {GOAL_ROUTE_MS:.0f} ms",
            f"{max(route_ms):.1f} ms",
            _met(max(route_ms) <= GOAL_ROUTE_MS),
        ),
        ("pipelines, mean distance from independent traces", "≤ 8 km", "not measured here", ""),
    ]
    return _table("Goals", "what|goal|seen|met", rows)


def _met(is_met: bool) -> str:  # noqa: FBT001 - a cell of the table
    return "yes" if is_met else "no"


def _lengths(routes: list[tuple[Route, list[Drawn]]]) -> str:
    rows = []
    for route, drawn in routes:
        if route.published_km is None or not drawn or len(drawn) < len(route.legs):
            continue
        km = sum(one.line.length_km for one in drawn)
        rows.append(
            (
                route.id,
                route.status,
                f"{route.published_km:,.0f}",
                f"{km:,.0f}",
                _share(km, route.published_km),
            )
        )
    return _table("Routes against their published length (km)", "route|status|published|drawn|off", rows)


def _legs(legs: list[Drawn]) -> str:
    rows = [
        (
            leg.id,
            leg.status,
            line.method,
            f"{leg.published_km:,.1f}" if leg.published_km else "",
            f"{line.length_km:,.1f}",
            _share(line.length_km, leg.published_km) if leg.published_km else "",
            line.note,
        )
        for leg, line in legs
    ]
    return _table("Legs (km)", "leg|status|method|published|drawn|off|note", rows)


def _off_towns(lines: dict[str, Line]) -> dict[str, list[float]]:
    """Return how far the towns of each line are from it, in kilometres."""
    return {
        leg_id: [_km_off(lines[leg_id].geometry, lon, lat) for _, lon, lat in towns]
        for leg_id, towns in TOWNS.items()
    }


def _towns(lines: dict[str, Line]) -> str:
    rows = [
        (leg_id, lines[leg_id].method, len(off), f"{statistics.mean(off):.1f}", f"{max(off):.1f}")
        for leg_id, off in _off_towns(lines).items()
    ]
    return _table("Towns on a line: kilometres off the drawn line", "leg|method|towns|mean|most", rows)


def _km_off(line: LineString | MultiLineString, lon: float, lat: float) -> float:
    near = line.interpolate(line.project(Point(lon, lat)))
    return float(GEOD.inv(lon, lat, near.x, near.y)[2]) / 1000


def _methods(legs: list[Drawn]) -> str:
    km: dict[str, float] = defaultdict(float)
    for one in legs:
        km[one.line.method] += one.line.length_km
    total = sum(km.values())
    rows = [
        (method, f"{length:,.0f}", f"{length / total:.0%}")
        for method, length in sorted(km.items(), key=lambda item: -item[1])
    ]
    return _table("Length by how it was drawn", "method|km|share", rows)


class Composed(NamedTuple):
    """What lines between two towns cost: milliseconds each, and points of those that follow a network."""

    ms: list[float]
    points: list[int]


def _composed() -> Composed:
    """Return what lines between random towns of the region cost, half of them rail and half of them road."""
    towns = sorted(
        (entry.name, entry.lon, entry.lat)
        for entry in cities(cities_file())
        if entry.population >= LEAST_PEOPLE and 25 < entry.lon < 80 and 25 < entry.lat < 58
    )
    pick = random.Random(3)
    composed = Composed([], [])
    while len(composed.ms) < PAIRS:
        a, b = (Waypoint(*town) for town in pick.sample(towns, 2))
        if not NEAREST_KM <= straight_km(a, b) <= FARTHEST_KM:
            continue
        mode = ("rail", "road")[len(composed.ms) % 2]
        leg = Leg(f"bench/{len(composed.ms)}", "", mode, "unknown", (a, b), "network")
        started = time.process_time()
        line = draw(leg)
        composed.ms.append((time.process_time() - started) * 1000)
        if line.method == "network":
            composed.points.append(len(get_coordinates(line.geometry)))
    return composed


def _times(registry_s: float, networks_s: float, route_ms: list[float], composed: Composed) -> str:
    rows = [
        ("registry loaded", f"{registry_s * 1000:.0f} ms"),
        ("three networks loaded", f"{networks_s * 1000:.0f} ms"),
        ("a registry route, all its legs: mean", f"{statistics.mean(route_ms):.1f} ms"),
        ("a registry route, all its legs: most", f"{max(route_ms):.1f} ms"),
        (f"a line between two of {PAIRS} pairs of towns: mean", f"{statistics.mean(composed.ms):.1f} ms"),
        (f"a line between two of {PAIRS} pairs of towns: most", f"{max(composed.ms):.1f} ms"),
        (
            f"points of the {len(composed.points)} that follow a network: mean",
            f"{statistics.mean(composed.points):.0f}",
        ),
    ]
    return _table("Time", "what|time", rows)


if __name__ == "__main__":
    main()
