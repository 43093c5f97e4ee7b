"""Outlines: valid, on the globe, and around what they name."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pytest
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon

import seeds
from geo import areas
from geo.areas import area_of, is_disputed, is_fuzzy
from geo.errors import GazetteerError

IDS = [
    feature["properties"]["id"]
    for feature in json.loads(seeds.path("areas.geojson").read_text("utf-8"))["features"]
]


def test_ids_are_unique():
    assert len(IDS) == len(set(IDS))


def test_every_outline_is_sound():
    for place_id in IDS:
        area = area_of(place_id)
        assert isinstance(area, Polygon | MultiPolygon), place_id
        assert area.is_valid, (place_id, shapely.is_valid_reason(area))
        assert not area.is_empty, place_id
        west, south, east, north = area.bounds
        assert -180 <= west <= east <= 180, place_id
        assert -90 <= south <= north <= 90, place_id
        for part in shapely.get_parts(area):
            assert part.exterior.is_ccw, place_id
            assert not any(hole.is_ccw for hole in part.interiors), place_id


def test_coordinates_have_few_decimals():
    text = seeds.path("areas.geojson").read_text("utf-8")
    assert len(text.encode()) <= 900_000
    assert "0000" not in text.replace(" ", "")[:100_000]


@pytest.mark.parametrize(
    ("place_id", "lon", "lat"),
    [
        ("iso:AZ", 49.87, 40.38),
        ("iso:AZ", 45.41, 39.21),  # Nakhchivan
        ("iso:FR", 2.35, 48.86),
        ("iso:NO", 10.75, 59.91),
        ("iso:UA", 34.1, 45.0),  # Crimea, after the recognised border
        ("iso:GE", 43.97, 42.22),  # Tskhinvali
        ("south-caucasus", 44.5, 40.18),
        ("north-caucasus", 45.7, 43.3),
        ("karabakh", 46.75, 39.82),
        ("east-zangezur", 46.55, 39.64),
        ("syunik", 46.24, 38.95),
        ("caspian-sea", 50.8, 41.5),
        ("black-sea", 34.0, 43.3),
        ("persian-gulf", 51.5, 27.0),
        ("lake-sevan", 45.3, 40.35),
        ("central-asia", 69.28, 41.31),
        ("eurasia", 37.6, 55.75),
        ("samur", 48.43, 41.64),
    ],
)
def test_what_lies_inside(place_id, lon, lat):
    assert area_of(place_id).distance(Point(lon, lat)) < 0.05


@pytest.mark.parametrize(
    ("place_id", "lon", "lat"),
    [("iso:RU", 34.1, 45.0), ("iso:AM", 49.87, 40.38), ("caspian-sea", 49.0, 40.4), ("europe", 73.0, 61.0)],
)
def test_what_lies_outside(place_id, lon, lat):
    assert not area_of(place_id).contains(Point(lon, lat))


def test_every_country_of_some_size_has_an_outline():
    with seeds.path("countries.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    ids = {f"iso:{row['id'].removeprefix('iso:')}" for row in rows if float(row["area_km2"] or 0) > 1000}
    assert len(ids) > 150
    assert ids - set(IDS) == set()


def test_every_curated_outline_belongs_to_a_curated_place():
    with seeds.path("places.csv").open(encoding="utf-8", newline="") as file:
        places = {row["id"] for row in csv.DictReader(file)}
    assert {place_id for place_id in IDS if not place_id.startswith("iso:")} <= places


def test_fuzzy_is_what_has_no_border():
    assert is_fuzzy("south-caucasus")
    assert is_fuzzy("middle-east")
    assert is_fuzzy("no-such-place")
    assert not is_fuzzy("iso:AZ")
    assert not is_fuzzy("caspian-sea")
    assert not is_fuzzy("european-union")


def test_disputed_is_marked():
    assert is_disputed("crimea")
    assert is_disputed("abkhazia")
    assert is_disputed("south-ossetia")
    assert not is_disputed("iso:AZ")
    assert not is_disputed("no-such-place")


def test_unknown_place_has_no_outline():
    assert area_of("no-such-place") is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"features": [{}]}', '{"features": 3}'])
def test_a_broken_file_is_told(tmp_path, monkeypatch, content):
    path = tmp_path / "areas.geojson"
    path.write_text(content)
    monkeypatch.setattr(seeds, "path", lambda _name: path)
    with pytest.raises(GazetteerError, match="Reinstall"):
        areas.area_of("iso:AZ")


def test_importing_does_not_import_shapely():
    code = "import sys, geo.areas; sys.exit('shapely' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], check=False)
    assert run.returncode == 0
