"""The basemap: small, decodable as documented, and true where it matters."""

from __future__ import annotations

import gzip
import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon

import seeds
from seeds.build.basemap import SCALE, decode, encode

points = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@pytest.fixture(scope="module")
def packed():
    return seeds.path("basemap.json.gz").read_bytes()


@pytest.fixture(scope="module")
def basemap(packed):
    return json.loads(gzip.decompress(packed))


def lines(basemap, key):
    return [LineString(decode(flat)) for flat in basemap[key]]


def covered(basemap, key, lon, lat):
    """Whether a point is inside by the even-odd rule over all rings."""
    here = Point(lon, lat)
    return sum(Polygon(decode(flat, closed=True)).contains(here) for flat in basemap[key]) % 2 == 1


@given(st.lists(points, min_size=2, max_size=40))
def test_decoded_lines_are_the_encoded_ones_to_the_grid(line):
    flat = encode(line)
    decoded = decode(flat)
    rounded = [(round(lon * SCALE) / SCALE, round(lat * SCALE) / SCALE) for lon, lat in line]
    expected = [point for i, point in enumerate(rounded) if i == 0 or point != rounded[i - 1]]
    assert decoded == (expected if len(expected) > 1 else [])


@given(st.lists(points, min_size=3, max_size=40), st.sampled_from([1, 10]))
def test_rings_close_and_keep_to_their_grid(ring, grid):
    flat = encode([*ring, ring[0]], closed=True, grid=grid)
    assert all(value % grid == 0 for value in flat)
    decoded = decode(flat, closed=True)
    assert not decoded or decoded[0] == decoded[-1]


def test_fits_into_the_page(packed):
    assert len(packed) <= 400_000


def test_gzip_carries_no_time(packed):
    assert packed[4:8] == b"\0\0\0\0"


def test_all_layers_are_there_and_on_the_globe(basemap):
    assert basemap["scale"] == SCALE
    for key in ("land", "lakes", "urban", "borders", "disputed", "admin1", "rivers"):
        assert basemap[key], key
        everything = [point for flat in basemap[key] for point in decode(flat)]
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in everything), key


@pytest.mark.parametrize(
    ("lon", "lat", "land"),
    [
        (47.0, 40.5, True),  # Azerbaijan
        (50.8, 41.5, False),  # Caspian Sea
        (34.0, 43.3, False),  # Black Sea
        (53.5, 32.5, True),  # Iran
        (-100.0, 40.0, True),  # Kansas
        (-30.0, 40.0, False),  # Atlantic
        (37.0, 46.0, False),  # Sea of Azov
    ],
)
def test_land_is_land_and_sea_is_sea(basemap, lon, lat, land):
    assert covered(basemap, "land", lon, lat) is land


def test_lakes_of_the_region_are_drawn(basemap):
    for lon, lat in ((42.9, 38.6), (45.3, 40.4), (45.4, 37.6)):  # Van, Sevan, Urmia
        assert covered(basemap, "lakes", lon, lat)


@pytest.mark.parametrize(
    ("river", "lon", "lat"),
    [("Samur", 48.43, 41.64), ("Astarachay", 48.86, 38.44), ("Aras", 45.63, 38.94), ("Kura", 47.15, 40.61)],
)
def test_rivers_of_the_corridors_are_drawn(basemap, river, lon, lat):
    nearest = min(line.distance(Point(lon, lat)) for line in lines(basemap, "rivers"))
    assert nearest < 0.05, river


def test_borders_in_dispute_are_apart_from_settled_ones(basemap):
    karabakh = shapely.box(46.3, 39.3, 47.4, 40.5)
    assert any(line.intersects(karabakh) for line in lines(basemap, "disputed"))
    settled = shapely.union_all(lines(basemap, "borders")).intersection(shapely.box(46.7, 39.6, 46.8, 39.9))
    assert settled.is_empty


def test_labels_thin_out(basemap):
    zooms = [zoom for _, _, zoom, _ in basemap["labels"]]
    assert zooms == sorted(zooms)
    assert 20 < zooms.count(2) < 150
    names = {name: zoom for _, _, zoom, name in basemap["labels"]}
    assert names["Baku"] <= 4
    assert names["Tehran"] <= 4
    assert names["Astara"] > names["Baku"]
