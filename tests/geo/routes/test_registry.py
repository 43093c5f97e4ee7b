from __future__ import annotations

import json

import pytest

from geo.errors import CorridorsError, RegistryError
from geo.names import fold
from geo.routes.registry import Registry

SAMPLE = """
id = "{id}"
name = "{name}"
kind = "railway"
mode = "rail"
status = "operational"
{top}
[[legs]]
id = "a-b"
mode = "{mode}"
status = "{status}"
waypoints = [
  {{ name = "A", lon = 45.0, lat = 40.0 }},
{second}
]
"""
SECOND = '  { name = "B", lon = 46.0, lat = 40.0 },'


def write(folder, stem="sample", **fields):
    given = {
        "id": stem,
        "name": f"{stem} railway",
        "mode": "rail",
        "status": "operational",
        "second": SECOND,
        "top": "",
    }
    (folder / f"{stem}.toml").write_text(SAMPLE.format(**(given | fields)), encoding="utf-8")
    return folder


def test_a_plain_file_loads(tmp_path):
    registry = Registry.load(write(tmp_path))
    route = registry.get("sample")
    assert route is not None
    assert [leg.id for leg in route.legs] == ["sample/a-b"]
    assert registry.aliases == {"sample railway": "sample"}
    assert registry.get("other") is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (
            {"mode": "zeppelin"},
            ["sample.toml", "leg 1 'a-b'", "unknown mode 'zeppelin'", "Choose from: ferry"],
        ),
        ({"status": "done"}, ["sample.toml", "leg 1", "unknown status 'done'", "operational"]),
        (
            {"second": '  { name = "B", lon = 40.0, lat = 146.0 },'},
            ["waypoint 2 'B'", "146.0", "Are they swapped?"],
        ),
        ({"second": '  { name = "B", lon = "x", lat = 1 },'}, ["waypoint 2 'B'", "as numbers"]),
        ({"second": ""}, ["leg 1", "one waypoint is not a line", "both ends"]),
        ({"top": 'include = ["nowhere/*"]'}, ["include 'nowhere/*' names no route", "routes here: sample"]),
        ({"top": 'include = ["sample/x"]'}, ["circle"]),
        ({"top": 'colour = "red"'}, ["unknown field 'colour'", "Fields here"]),
        ({"top": "published_km = -3"}, ["published_km is -3", "above 0"]),
        ({"top": "countries = 5"}, ["sample.toml", "wrong form"]),
        ({"id": "else"}, ["id 'else' differs from the file's name"]),
    ],
)
def test_a_bad_row_is_refused_with_file_row_and_repair(tmp_path, fields, says):
    with pytest.raises(RegistryError) as refusal:
        Registry.load(write(tmp_path, **fields))
    assert all(part in str(refusal.value) for part in says)
    assert isinstance(refusal.value, CorridorsError | ValueError)


def test_every_breach_is_reported_at_once(tmp_path):
    write(tmp_path, "first", mode="zeppelin")
    write(tmp_path, "second", status="done", second="")
    (tmp_path / "third.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(RegistryError) as refusal:
        Registry.load(tmp_path)
    assert all(part in str(refusal.value) for part in ("zeppelin", "done", "one waypoint", "third.toml"))


def test_two_routes_with_one_alias_are_refused(tmp_path):
    write(tmp_path, "first", name="Şimal line")
    write(tmp_path, "second", name="SIMAL  line")
    with pytest.raises(RegistryError, match=r"second\.toml: alias 'SIMAL  line' is taken by first\.toml"):
        Registry.load(tmp_path)


def test_legs_are_included_by_reference_once(tmp_path):
    write(tmp_path, "first")
    write(tmp_path, "second", top='include = ["first/*", "first/a-b"]')
    legs = Registry.load(tmp_path).get("second").legs
    assert [leg.id for leg in legs] == ["second/a-b", "first/a-b"]


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(RegistryError, match="No corridor files"):
        Registry.load(tmp_path)


REQUIRED = [
    "zangezur-corridor",
    "meghri-section-tripp",
    "instc",
    "instc-western",
    "instc-central",
    "instc-eastern",
    "btc",
    "btk",
    "southern-gas-corridor",
    "scp",
    "tanap",
    "tap",
    "middle-corridor",
    "east-west-corridor",
    "astara-rasht-railway",
    "rasht-qazvin-railway",
    "baku-guba-highway",
    "astara-border",
    "yarag-kazmalyar",
    "r217-kavkaz",
    "aras-corridor",
    "chabahar-branch",
]


@pytest.mark.parametrize("route_id", REQUIRED)
def test_the_registry_that_ships_holds_every_corridor_promised(registry, route_id):
    route = registry.get(route_id)
    assert route is not None
    assert route.sources
    assert {"en", "ru"} <= set(route.names)
    assert all(leg.as_of for leg in route.legs)


def test_the_zangezur_corridor_is_never_shown_as_operating(registry):
    for route_id in ("zangezur-corridor", "meghri-section-tripp"):
        route = registry.get(route_id)
        assert route.status in {"disputed", "planned"}
        assert all(leg.status in {"planned", "under_construction", "disputed"} for leg in route.legs)


def test_alternatives_are_separate_legs(registry):
    legs = {leg.id for leg in registry.get("middle-corridor").legs}
    assert {"middle-corridor/tbilisi-poti", "middle-corridor/tbilisi-batumi", "btk/akhalkalaki-kars"} <= legs


def test_uncertain_points_of_the_reference_stay_marked(shared, registry):
    """No point that the reference marks as uncertain is sure here, at the same position."""
    reference = json.loads((shared / "reference" / "corridors.json").read_text(encoding="utf-8"))["corridors"]
    doubtful = {(p["lon"], p["lat"]) for c in reference for p in c["waypoints"] if p["uncertain"]}
    points = [p for route in registry.routes for leg in route.legs for p in leg.waypoints]
    assert [p.name for p in points if (p.lon, p.lat) in doubtful and not p.uncertain] == []


def test_names_of_the_reference_lead_to_its_routes(shared, registry):
    reference = json.loads((shared / "reference" / "corridors.json").read_text(encoding="utf-8"))["corridors"]
    ids = {route.id for route in registry.routes}
    wrong = []
    for corridor in reference:
        route_id = corridor["id"].replace("_", "-")
        if route_id in ids:
            first = [names[0] for lang, names in corridor["names"].items() if lang == "en"]
            wrong += [n for n in first if registry.aliases.get(fold(n)) not in {route_id, None}]
    assert wrong == []
