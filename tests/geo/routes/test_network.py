from __future__ import annotations

import gzip
import random
from itertools import pairwise

import numpy as np
import pytest
import rustworkx as rx

from geo.errors import InputError
from geo.model import Waypoint
from geo.routes import network


@pytest.mark.parametrize("name", ["rail", "road", "sea"])
def test_a_network_that_ships_is_whole(name):
    net = network.load(name)
    assert net.lon.min() >= 18
    assert net.lon.max() <= 90
    assert net.lat.min() >= 8
    assert net.lat.max() <= 62
    assert net.graph.num_nodes() == len(net.lon) == len(net.piece)
    assert all(weight >= 0 for weight in net.graph.edges())


def test_the_nearest_node_of_each_piece_is_offered():
    net = network.load("rail")
    found = network.snaps(net, Waypoint("Ganja", 46.361, 40.682), 15)
    assert found
    for piece, snap in found.items():
        assert net.piece[snap.node] == piece
        assert snap.km <= 15
    assert network.snaps(net, Waypoint("open sea", 51.0, 41.0), 15) == {}


def test_the_shortest_path_is_as_long_as_its_edges():
    net = network.load("road")
    start = min(network.snaps(net, Waypoint("Baku", 49.892, 40.378), 15).values(), key=lambda s: s.km).node
    end = min(network.snaps(net, Waypoint("Ganja", 46.361, 40.682), 15).values(), key=lambda s: s.km).node
    nodes, km = network.shortest(net, start, end)
    assert (nodes[0], nodes[-1]) == (start, end)
    assert km == pytest.approx(sum(net.graph.get_edge_data(a, b) for a, b in pairwise(nodes)))
    assert km == pytest.approx(network.shortest(net, end, start)[1])
    assert network.shortest(net, start, end, km + 1) == (nodes, km)
    assert network.shortest(net, start, end, km - 1) is None
    assert network.shortest(net, start, start) == ([start], 0)


def test_a_broken_network_is_refused_with_its_repair(tmp_path, monkeypatch):
    (tmp_path / "networks").mkdir()
    (tmp_path / "networks" / "rail.bin.gz").write_bytes(gzip.compress(np.asarray([9, 9], "<u4").tobytes()))
    monkeypatch.setattr(network, "files", lambda package: tmp_path)
    network.load.cache_clear()
    try:
        with pytest.raises(InputError, match="Install the package again"):
            network.load("rail")
        with pytest.raises(InputError, match="sea"):
            network.load("sea")
    finally:
        network.load.cache_clear()


@pytest.mark.parametrize("name", ["rail", "road", "sea"])
def test_no_shorter_path_is_missed(name):
    net = network.load(name)
    nodes = [int(node) for node in np.flatnonzero(net.piece == np.bincount(net.piece).argmax())]
    pick = random.Random(7)  # noqa: S311 - any pairs will do, the same each time
    for start, end in (pick.sample(nodes, 2) for _ in range(12)):
        lengths = rx.dijkstra_shortest_path_lengths(net.graph, start, float, end)
        assert network.shortest(net, start, end)[1] == pytest.approx(lengths[end])
