from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, get_coordinates, hausdorff_distance, union_all
from shapely.ops import nearest_points

from geo.areas import area_of
from geo.model import Leg, Waypoint
from geo.routes.geometry import DETOUR, draw
from geo.routes.network import GEOD

TOWNS = {
    "Baku": (49.892, 40.378),
    "Ganja": (46.361, 40.682),
    "Rasht": (49.589, 37.276),
    "Astara": (48.87, 38.431),
    "Horadiz": (47.335, 39.45),
    "Julfa": (45.63, 38.954),
    "Lankaran": (48.851, 38.754),
    "Bereket": (55.515, 39.245),
    "Uzen": (52.862, 43.341),
    "Chabahar": (60.62, 25.3),
    "Zahedan": (60.863, 29.496),
    "Tbilisi": (44.834, 41.691),
    "Aktau": (51.21, 43.612),
    "Alat": (49.42, 39.98),
    "Poti": (41.65, 42.15),
}


def leg(*names, mode="rail", follow="network", points=None):
    waypoints = points or [Waypoint(name, *TOWNS[name]) for name in names]
    return Leg("test/leg", "test", mode, "operational", tuple(waypoints), follow)


def test_an_inferred_line_is_drawn_with_the_points_that_its_accuracy_is_worth():
    known = leg("Baku", "Tbilisi")
    line, inferred = draw(known), draw(replace(known, status="unknown"))
    assert (inferred.length_km, inferred.method, inferred.note) == (line.length_km, line.method, line.note)
    points, few = (get_coordinates(one.geometry) for one in (line, inferred))
    assert len(few) < len(points) / 2
    assert (few[[0, -1]] == points[[0, -1]]).all()
    assert hausdorff_distance(line.geometry, inferred.geometry) < 0.005


def test_a_railway_follows_the_network():
    line = draw(leg("Baku", "Ganja"))
    assert line.method == "network"
    assert 340 < line.length_km < 375  # the railway is 363 km long
    assert len(line.geometry.coords) > 30


@pytest.mark.parametrize(
    ("ends", "mode", "why"),
    [
        (("Rasht", "Astara"), "rail", "Astara lies more than 15 km off the rail network"),
        (("Rasht", "Astara"), "road", "more than twice"),
        (("Horadiz", "Julfa"), "rail", "more than twice the straight"),
        (("Lankaran", "Astara"), "rail", "off the rail network"),
        (("Bereket", "Uzen"), "rail", "off the rail network"),
        (("Chabahar", "Zahedan"), "rail", "off the rail network"),
    ],
)
def test_the_router_never_invents_a_detour(ends, mode, why):
    line = draw(leg(*ends, mode=mode))
    assert line.method == "straight"
    assert why in line.note
    (lon, lat), (other_lon, other_lat) = (TOWNS[name] for name in ends)
    assert line.length_km == pytest.approx(GEOD.inv(lon, lat, other_lon, other_lat)[2] / 1000, abs=0.1)


def test_a_fallback_keeps_its_waypoints():
    names = ("Lankaran", "Astara", "Rasht")
    line = draw(leg(*names))
    assert line.method == "waypoints"
    assert list(line.geometry.coords) == [TOWNS[name] for name in names]


def test_shipping_lanes_stay_in_their_sea_unless_the_canal_is_taken():
    caspian = draw(leg("Aktau", "Alat", mode="ferry", follow="sea"))
    assert (caspian.method, caspian.note) == ("sea", "")
    both = draw(leg("Poti", "Alat", mode="sea", follow="sea"))
    assert "Volga–Don canal" in both.note


def test_a_waypoint_beside_the_line_leaves_no_spur():
    line = draw(leg("Baku", "Ganja", "Tbilisi"))
    coords = list(line.geometry.coords)
    assert all(a != c for a, c in zip(coords, coords[2:], strict=False))


def test_an_end_beside_the_network_is_said(registry):
    line = draw(registry.get("btk").legs[-1])
    assert "are straight" in line.note


def test_a_line_over_the_antimeridian_is_cut():
    points = [Waypoint("Anadyr", 177.5, 64.73), Waypoint("Nome", -165.4, 64.5)]
    line = draw(leg(mode="sea", follow="waypoints", points=points))
    assert isinstance(line.geometry, MultiLineString)
    first, second = line.geometry.geoms
    assert (first.coords[-1][0], second.coords[0][0]) == (180, -180)
    assert first.coords[-1][1] == pytest.approx(second.coords[0][1])
    assert line.length_km == pytest.approx(GEOD.inv(177.5, 64.73, -165.4, 64.5)[2] / 1000)


LONLAT = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


@given(st.lists(LONLAT, min_size=2, max_size=5), st.sampled_from(["network", "sea", "waypoints"]))
def test_any_leg_becomes_a_line_on_the_globe(points, follow):
    line = draw(leg(points=[Waypoint(str(i), *point) for i, point in enumerate(points)], follow=follow))
    west, south, east, north = line.geometry.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    assert math.isfinite(line.length_km)
    assert not any(abs(b[0] - a[0]) > 180 for part in getattr(line.geometry, "geoms", [line.geometry])
                   for a, b in zip(part.coords, part.coords[1:], strict=False))  # fmt: skip


@given(LONLAT, LONLAT)
def test_a_network_line_never_exceeds_twice_the_straight_one(start, end):
    points = [
        Waypoint("a", 40 + abs(start[0]) / 9, 30 + abs(start[1]) / 6),
        Waypoint("b", 40 + abs(end[0]) / 9, 30 + abs(end[1]) / 6),
    ]
    line = draw(leg(points=points, mode="road"))
    straight = GEOD.inv(points[0].lon, points[0].lat, points[1].lon, points[1].lat)[2] / 1000
    # The stubs at both ends may add 15 km each.
    assert line.length_km <= DETOUR * straight + 30


# Published lengths: the reference material's sources, repeated in seeds/corridors.
@pytest.mark.parametrize(
    ("route_id", "published", "share"),
    [
        ("btc", 1768, 0.08),
        ("btk", 826, 0.08),
        ("scp", 692, 0.08),
        ("tanap", 1850, 0.08),
        ("rasht-qazvin-railway", 164, 0.08),
        ("astara-rasht-railway", 163, 0.08),
    ],
)
def test_drawn_lengths_agree_with_published_ones(registry, route_id, published, share):
    route = registry.get(route_id)
    own = [leg for leg in route.legs if leg.id.startswith(f"{route_id}/")]
    assert sum(draw(leg).length_km for leg in own) == pytest.approx(published, rel=share)


def test_towns_on_a_railway_lie_near_its_line(registry):
    towns = [
        (47.15, 40.618),
        (46.361, 40.682),
        (48.156, 40.343),
        (45.366, 41.094),
    ]  # Yevlakh, Ganja, Kurdamir, Agstafa
    line = draw(registry.get("btk").legs[0])
    assert isinstance(line.geometry, LineString)
    off = [_km_off(line.geometry, town) for town in towns]
    assert sum(off) / len(off) <= 3


def _km_off(line, town):
    near = line.interpolate(line.project(Point(town)))
    return GEOD.inv(*town, near.x, near.y)[2] / 1000


def test_every_leg_that_ships_is_drawn_the_same_twice(registry):
    for route in registry.routes:
        for one in route.legs:
            assert draw(one) == draw.__wrapped__(one)


def test_no_leg_that_ships_asks_for_a_network_in_vain(registry):
    """A leg that says network but falls back is a row to be mended in seeds/corridors."""
    failed = [one.id for route in registry.routes for one in route.legs
              if one.follow != "waypoints" and draw(one).method in {"straight", "waypoints"}]  # fmt: skip
    assert failed == []


def _turn(a, b, c):
    """Return how far a line from a to b to c turns, degrees: 180 is back on itself."""
    return abs((GEOD.inv(*b, *c)[0] - GEOD.inv(*a, *b)[0] + 180) % 360 - 180)


def _spikes(points, degrees, least_km):
    for a, b, c in zip(points, points[1:], points[2:], strict=False):
        shorter = min(GEOD.inv(*a, *b)[2], GEOD.inv(*b, *c)[2]) / 1000
        if shorter > least_km and _turn(a, b, c) > degrees:
            yield b


def test_a_line_depends_neither_on_those_before_it_nor_on_threads():
    legs = [leg(a, b, mode=mode) for a, b in combinations(TOWNS, 2) for mode in ("rail", "road")]
    once = {one: draw.__wrapped__(one) for one in legs}
    assert {one: draw.__wrapped__(one) for one in reversed(legs)} == once
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(draw.__wrapped__, legs)) == list(once.values())


def test_no_line_on_land_has_a_spike(registry):
    legs = {one.id: one for route in registry.routes for one in route.legs}
    spikes = {}
    for one in legs.values():
        line = draw(one)
        by_waypoints = line.method in {"waypoints", "straight"}
        if line.method == "sea":
            continue  # a ship calls at a port and goes back to its lane
        found = list(_spikes(get_coordinates(line.geometry).tolist(), 115 if by_waypoints else 140, 3))
        if found:
            spikes[one.id] = found
    assert spikes == {}


def test_pipelines_keep_to_the_countries_that_their_legs_name(registry):
    """The outlines are drawn for the whole world: borders and coasts are true to some kilometres."""
    outside = []
    for route in registry.routes:
        for one in route.legs if route.kind == "pipeline" else ():
            countries = registry.leg_countries.get(one.id, ())
            area = union_all([area_of(f"iso:{code}") for code in countries])
            for point in one.waypoints:
                near = nearest_points(area, Point(point.lon, point.lat))[0]
                km = GEOD.inv(point.lon, point.lat, near.x, near.y)[2] / 1000
                if km > 8:
                    outside.append((one.id, point.name, km))
    assert outside == []


def test_pipelines_that_share_a_trench_are_drawn_alike(registry):
    btc, scp = ({leg.id.rpartition("/")[2]: leg for leg in registry.get(key).legs} for key in ("btc", "scp"))
    for section in ("azerbaijan", "georgia"):
        assert btc[section].waypoints == scp[section].waypoints
