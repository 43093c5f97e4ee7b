"""The builders' own parts: formats that are read, labels that are thinned, rivers that join."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString

from seeds.build.labels import thinned
from seeds.build.pn2 import pn2_lines, pn2_polygons, pnt_lines
from seeds.build.rivers import BORDER_RIVERS, DRAWN_RIVERS, named_rivers


def pn2(*features, version=2, colours=0):
    return struct.pack(">BIB", version, len(features), colours) + b"".join(features)


def feature(flag, lon, lat, *steps):
    head = struct.pack(">BII", flag, 1, 1)
    anchor = struct.pack(">hhH", lat * 120, lon * 120, len(steps))
    return head + anchor + b"".join(struct.pack(">bb", north, east) for east, north in steps)


def test_a_line_is_read_from_its_anchor_and_steps(tmp_path):
    path = tmp_path / "rivers.pn2"
    path.write_bytes(pn2(feature(0, 48, 41, (60, 0), (60, 120))))
    (line,) = pn2_lines(path)
    assert list(line.coords) == [(48.0, 41.0), (48.5, 41.0), (48.5, 42.0)]


def test_members_of_a_group_are_features_of_their_own(tmp_path):
    path = tmp_path / "group.pn2"
    group = struct.pack(">BIB", 4, 9, 2)
    path.write_bytes(pn2(group, feature(0, 1, 1, (5, 5)), feature(0, 2, 2, (5, 5))))
    assert len(pn2_lines(path)) == 2


def test_a_hole_is_cut_out(tmp_path):
    path = tmp_path / "areas.pn2"
    outer = feature(2, 10, 10, (120, 0), (120, 120), (0, 120))
    inner = feature(3, 10, 10, (30, 0), (30, 30), (0, 30))
    path.write_bytes(pn2(outer, inner))
    (area,) = pn2_polygons(path)
    assert area.area == pytest.approx(1 - 1 / 16)


@pytest.mark.parametrize("head", [{"version": 3}, {"colours": 1}])
def test_another_version_is_refused(tmp_path, head):
    path = tmp_path / "other.pn2"
    path.write_bytes(pn2(feature(0, 1, 1, (5, 5)), **head))
    with pytest.raises(ValueError, match="expected version 2 without colours"):
        pn2_lines(path)


def test_pnt_opens_a_line_above_code_five(tmp_path):
    path = tmp_path / "rivers.PNT"
    rows = [(7001, 60, 120), (2, 120, 120), (7002, 0, 0), (1, 60, 0)]
    path.write_bytes(b"".join(struct.pack("<hhh", *row) for row in rows))
    assert [list(line.coords) for line in pnt_lines(path)] == [[(2, 1), (2, 2)], [(0, 0), (0, 1)]]


cities = st.lists(
    st.tuples(
        st.integers(5_000, 20_000_000),
        st.floats(-180, 180),
        st.floats(-80, 80),
        st.text("abcdef", min_size=1, max_size=12),
        st.integers(2, 9),
    ),
    max_size=40,
)


@given(cities)
def test_thinning_invents_and_repeats_nothing(places):
    places.sort(reverse=True)
    done = thinned(places)
    assert [row[0] for row in done] == sorted(row[0] for row in done)
    assert len(done) <= len(places)
    assert {row[1:] for row in done} <= {place[1:4] for place in places}


def test_of_two_neighbours_the_heavier_is_named_first():
    big, small = (9_000_000, 50.0, 40.0, "Big", 9), (30_000, 50.1, 40.0, "Small", 9)
    zooms = {name: zoom for zoom, _, _, name in thinned([big, small])}
    assert zooms["Big"] == 2
    assert zooms["Small"] > 6


def test_drawn_stretches_join_the_border_stretches():
    borders = {}
    for _, pair, start, end in BORDER_RIVERS:
        borders.setdefault(pair, []).append(LineString([start, end]))
    rivers = named_rivers({pair: MultiLineString(found) for pair, found in borders.items()})
    assert set(rivers) == {key.partition("/")[0] for key in DRAWN_RIVERS} | {row[0] for row in BORDER_RIVERS}
    upper, *_ = [part for part in rivers["samur"].geoms if part.coords[0][0] < 47.5]
    lower = next(part for part in rivers["samur"].geoms if part is not upper and part.coords[0][0] > 48)
    assert upper.distance(lower) < 1e-9
