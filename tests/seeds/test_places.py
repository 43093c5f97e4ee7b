"""The table of curated places: well formed, where it says, and known by the names that people write."""

from __future__ import annotations

import json

import pytest
from pyproj import Geod

from seeds.build.places_check import COLUMNS, fold, names_of, problems, rows

WGS84 = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def table():
    return rows()


@pytest.fixture(scope="module")
def by_name(table):
    known = {}
    for row in table:
        for _, name in names_of(row):
            known.setdefault(fold(name), []).append(row)
    return known


def km(row, lon, lat):
    return WGS84.inv(float(row["lon"]), float(row["lat"]), lon, lat)[2] / 1000


def test_table_has_no_problems(table):
    assert problems(table) == []


def test_rows_are_in_order_of_id(table):
    ids = [row["id"] for row in table]
    assert ids == sorted(ids)


def broken(**changes):
    row = dict.fromkeys(COLUMNS, "")
    row.update(
        id="x",
        name="X",
        kind="port",
        lon="49.4",
        lat="40.0",
        country="AZ",
        extent_km="0",
        source="s",
        certainty="sure",
    )
    return [row | changes]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"id": "Not A Slug"}, "neither a plain slug"),
        ({"kind": "harbour"}, "unknown kind 'harbour'"),
        ({"lon": "40.0", "lat": "149.4"}, "off the globe"),
        ({"lon": "40.0", "lat": "49.4"}, "km outside AZ"),
        ({"country": "ZZ"}, "no country 'ZZ'"),
        ({"kind": "sea"}, "a sea needs extent_km"),
        ({"extent_km": "30"}, "a port is a point"),
        ({"names": "english=Port"}, "unknown language 'english'"),
        ({"names": "en=Port |Harbour"}, "padded"),
        ({"certainty": "perhaps"}, "unknown certainty"),
        ({"source": "general knowledge"}, "is uncertain"),
        ({"source": ""}, "no source"),
    ],
)
def test_a_wrong_row_is_told(changes, told):
    assert [line for line in problems(broken(**changes)) if told in line]


def test_a_sound_row_passes():
    assert problems(broken()) == []


def test_one_name_for_two_places_is_told():
    twins = broken() + broken(id="y", name="Y", names="en=x|X-")
    assert problems(twins) == ["'x' is a name of x, y"]


@pytest.mark.parametrize(
    ("name", "lon", "lat", "within_km"),
    [
        ("Ярагказмаляр", 48.382, 41.648, 1),
        ("Yaraq-Qazmalar", 48.382, 41.648, 1),
        ("Resht", 49.59, 37.28, 5),
        ("Губа", 48.51, 41.36, 5),
        ("Stepanakert", 46.75, 39.82, 5),
        ("Ələt limanı", 49.445, 39.977, 2),
        ("Аракс", 46.6, 38.93, 60),
        ("Shahid Beheshti", 60.62, 25.3, 3),
        ("Verkhny Lars", 44.63, 42.77, 3),
        ("Hürmüz Boğazı", 56.4, 26.5, 60),
        ("Закавказье", 45.0, 41.0, 200),
        ("Nhava Sheva", 72.95, 18.95, 5),
    ],
)
def test_a_place_is_known_by_the_names_people_write(by_name, name, lon, lat, within_km):
    assert min(km(row, lon, lat) for row in by_name[fold(name)]) <= within_km


def test_positions_agree_with_the_reference_corridors(by_name, shared):
    text = (shared / "reference" / "corridors.json").read_text(encoding="utf-8")
    corridors = json.loads(text)["corridors"]
    points = {
        (point["name"], point["lon"], point["lat"], point.get("uncertainty_km") or 5)
        for corridor in corridors
        for point in corridor.get("waypoints", [])
        if fold(point["name"]) in by_name
    }
    away = {
        name: nearest
        for name, lon, lat, reach in points
        if (nearest := min(km(row, lon, lat) for row in by_name[fold(name)])) > reach
    }
    assert len(points) > 40
    assert away == {}
