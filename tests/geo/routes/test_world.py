from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from geo.model import Leg, Waypoint
from geo.routes import geometry, world

MOMBASA = Waypoint("Mombasa", 39.668, -4.055)
NAIROBI = Waypoint("Nairobi", 36.817, -1.283)
# A railway of four stations: latitude first, and each node's neighbours with their distance.
STATIONS = [[-4.05, 39.66], [-3.4, 38.56], [-2.4, 37.9], [-1.29, 36.82]]
RAILWAY = [{1: 142.0}, {0: 142.0, 2: 134.0}, {1: 134.0, 3: 172.0}, {2: 172.0}]


@pytest.fixture
def package(monkeypatch, tmp_path):
    """A made-up package of networks, counting how often it is read."""
    read = []

    def import_module(name):
        read.append(name)
        return SimpleNamespace(world_railways_geograph=SimpleNamespace(nodes=STATIONS, graph=RAILWAY))

    monkeypatch.setattr(world, "version", lambda name: "9.9.9")
    monkeypatch.setattr(world, "importlib", SimpleNamespace(import_module=import_module))
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))
    world.load_world.cache_clear()
    yield read
    world.load_world.cache_clear()


def line(*places):
    geometry.draw.cache_clear()
    return geometry.draw(Leg("text/leg", "", "rail", "operational", places, "network"))


def test_a_line_outside_the_region_follows_the_network_of_the_world(package, monkeypatch):
    monkeypatch.setattr(geometry, "load_world", world.load_world)
    drawn = line(MOMBASA, NAIROBI)
    assert drawn.method == "network"
    assert set(drawn.geometry.coords) >= {(lon, lat) for lat, lon in STATIONS}
    assert 440 < drawn.length_km < 460


def test_the_package_is_read_once_and_kept(package, tmp_path):
    first = world.load_world("rail")
    world.load_world.cache_clear()
    again = world.load_world("rail")
    assert package == ["scgraph_data.world_railways"]
    assert again.graph.weighted_edge_list() == first.graph.weighted_edge_list()
    (kept,) = tmp_path.glob("*.npz")
    assert "9.9.9" in kept.name
    kept.write_bytes(b"broken")
    world.load_world.cache_clear()
    assert world.load_world("rail").lon.tolist() == first.lon.tolist()
    assert len(package) == 2


def test_a_cache_that_cannot_be_written_costs_no_line(package, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "file"))
    assert world.load_world("rail") is not None


def test_without_the_package_the_line_is_straight_and_names_the_repair(monkeypatch):
    monkeypatch.setitem(sys.modules, "scgraph_data", None)
    drawn = line(MOMBASA, NAIROBI)
    assert drawn.method == "straight"
    assert drawn.note.startswith("Mombasa lies outside the rail network that ships.")
    assert "pip install 'corridor-atlas[world]'" in drawn.note


def test_only_rail_and_road_have_a_network_of_the_world(package):
    assert world.load_world("sea") is None
    assert package == []
