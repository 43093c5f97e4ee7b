from __future__ import annotations

import itertools

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.coding import SCALE, encoded, utf16_offsets


def positions(steps):
    lons = itertools.accumulate(steps[0::2])
    lats = itertools.accumulate(steps[1::2])
    return [(lon / SCALE, lat / SCALE) for lon, lat in zip(lons, lats, strict=True)]


lonlats = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(lonlats)
def test_a_point_keeps_its_place_within_eleven_metres(lonlat):
    dimension, [steps] = encoded(shapely.Point(lonlat))
    assert dimension == 0
    assert positions(steps)[0] == pytest.approx(lonlat, abs=0.5 / SCALE + 1e-12)


def test_zero_is_a_coordinate():
    assert encoded(shapely.Point(0, 0)) == (0, [[0, 0]])


@given(st.lists(lonlats, min_size=2, max_size=30))
def test_a_line_begins_and_ends_where_it_did(points):
    dimension, [steps] = encoded(shapely.LineString(points))
    decoded = positions(steps)
    assert dimension == 1
    assert decoded[0] == pytest.approx(points[0], abs=0.6 / SCALE)
    assert decoded[-1] == pytest.approx(points[-1], abs=0.6 / SCALE)


def test_an_area_keeps_its_holes():
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    dimension, rings = encoded(ring)
    assert (dimension, len(rings)) == (2, 2)


def signed_area(ring):
    points = positions(ring)
    following = points[1:] + points[:1]
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(points, following, strict=True)) / 2


def test_outlines_run_against_the_clock_and_holes_with_it():
    shape = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    for area in (shape, shapely.orient_polygons(shape, exterior_cw=True)):
        _, [outline, hole] = encoded(area)
        assert signed_area(outline) > 0 > signed_area(hole)


def test_a_small_area_does_not_vanish():
    dimension, rings = encoded(shapely.box(10, 10, 10.002, 10.002))
    assert dimension == 2
    assert len(set(positions(rings[0]))) >= 4


def test_a_collection_gives_its_parts_of_the_highest_dimension():
    mixed = shapely.GeometryCollection([shapely.Point(0, 0), shapely.LineString([(1, 1), (2, 2)])])
    assert encoded(mixed)[0] == 1


@pytest.mark.parametrize("nothing", [None, shapely.Point(), shapely.GeometryCollection()])
def test_nothing_to_draw_is_none(nothing):
    assert encoded(nothing) is None


@given(st.text(st.characters()), st.data())
def test_offsets_count_as_javascript_does(text, data):
    offset = data.draw(st.integers(0, len(text)))
    units = len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
    assert utf16_offsets(text)(offset) == units
