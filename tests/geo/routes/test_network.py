from __future__ import annotations

import gzip
import random
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import rustworkx as rx
from hypothesis import given
from hypothesis import strategies as st

import seeds
from geo.errors import InputError
from geo.model import Waypoint
from geo.routes import network
from geo.routes.search import shortest


@cache
def edges_of(name):
    """Return the edges of a network that ships, by its nodes' positions, with their kilometres."""
    data = gzip.decompress((Path(seeds.__file__).parent / "networks" / f"{name}.bin.gz").read_bytes())
    nodes, edges = (int(count) for count in np.frombuffer(data, "<u4", 2))
    lon, lat, first, span, km = np.split(
        np.frombuffer(data, "<i4", offset=8).astype(np.int64),
        np.cumsum([nodes, nodes, edges, edges]),
    )
    spots = list(zip((np.cumsum(lon) / 1000).tolist(), (np.cumsum(lat) / 1000).tolist(), strict=True))
    first = np.cumsum(first)
    pairs = list(zip(first.tolist(), (first + span).tolist(), (km / 100).tolist(), strict=True))
    return spots, pairs


@cache
def plain(name):
    """Return a network that ships as it is, and its nodes by position (several may have one)."""
    spots, pairs = edges_of(name)
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(spots)
    graph.add_edges_from(pairs)
    return graph


def test_all_nodes_are_there_for_who_asks_with_the_edges_of_shortest_ways():
    net = network.load("rail")
    of_spots = {frozenset((a, b)) for a, b, _ in _by_spot("rail")}
    assert {frozenset((spot(net, a), spot(net, b))) for a, b in net.graph.edge_list()} <= of_spots
    assert net.graph.num_nodes() == len(net.piece)
    assert net.graph is net.graph
    start, end = np.flatnonzero(net.piece == np.bincount(net.piece).argmax())[[0, -1]].tolist()
    lengths = rx.dijkstra_shortest_path_lengths(net.graph, start, float, end)
    assert shortest(net, start, end)[1] == pytest.approx(lengths[end])


def spot(net, node):
    return float(net.lon[node]), float(net.lat[node])


@pytest.mark.parametrize("name", ["rail", "road", "sea"])
def test_a_network_that_ships_is_whole(name):
    net = network.load(name)
    assert net.lon.min() >= 18
    assert net.lon.max() <= 90
    assert net.lat.min() >= 8
    assert net.lat.max() <= 62
    assert len(edges_of(name)[0]) == len(net.lon) == len(net.piece) == net.nodes.bands[-1]
    assert len(np.unique(net.piece)) == len(rx.connected_components(plain(name)))
    for points in (net.nodes, net.junctions):
        for degree, (first, last) in enumerate(pairwise(points.bands), start=-90):
            assert (np.floor(points.lat[first:last]) == degree).all()
            assert (np.diff(points.lon[first:last]) >= 0).all()
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
    nodes, km = shortest(net, start, end)
    assert (nodes[0], nodes[-1]) == (start, end)
    real = {frozenset((a, b)): km for a, b, km in _by_spot("road")}
    assert km == pytest.approx(sum(real[frozenset((spot(net, a), spot(net, b)))] for a, b in pairwise(nodes)))
    assert km == pytest.approx(shortest(net, end, start)[1])
    assert shortest(net, start, end, km + 1) == (nodes, km)
    assert shortest(net, start, end, km - 1) is None
    assert shortest(net, start, start) == ([start], 0)


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


def _by_spot(name):
    spots, pairs = edges_of(name)
    return ((spots[a], spots[b], km) for a, b, km in pairs)


@pytest.mark.parametrize("name", ["rail", "road", "sea"])
def test_no_shorter_path_is_missed(name):
    net, graph = network.load(name), plain(name)
    at = {one: number for number, one in enumerate(graph.nodes())}
    nodes = [int(node) for node in np.flatnonzero(net.piece == np.bincount(net.piece).argmax())]
    pick = random.Random(7)  # noqa: S311 - any pairs will do, the same each time
    for start, end in (pick.sample(nodes, 2) for _ in range(12)):
        ends = [at[spot(net, node)] for node in (start, end)]
        lengths = rx.dijkstra_shortest_path_lengths(graph, ends[0], float, ends[1])
        assert shortest(net, start, end)[1] == pytest.approx(lengths[ends[1]])


@given(st.floats(18, 90), st.floats(8, 62), st.sampled_from([0.5, 15.0, 120.0]))
def test_snaps_are_those_of_looking_at_every_node(lon, lat, limit):
    net = network.load("rail")
    _, _, metres = network.GEOD.inv(*(np.full(len(net.piece), axis) for axis in (lon, lat)), net.lon, net.lat)
    near = {}
    for node in np.argsort(metres, kind="stable"):
        if metres[node] > limit * 1000:
            break
        near.setdefault(int(net.piece[node]), metres[node] / 1000)
    found = network.snaps(net, Waypoint("", lon, lat), limit)
    assert {piece: snap.km for piece, snap in found.items()} == pytest.approx(near)


@pytest.mark.parametrize("factor", [0.99, 1.01])
def test_a_limit_cuts_off_what_is_longer_and_nothing_else(factor):
    net = network.load("rail")
    nodes = [int(node) for node in np.flatnonzero(net.piece == np.bincount(net.piece).argmax())]
    pick = random.Random(8)  # noqa: S311 - any pairs will do, the same each time
    for start, end in (pick.sample(nodes, 2) for _ in range(12)):
        km = shortest(net, start, end)[1]
        found = shortest(net, start, end, factor * km)
        assert found is None if factor < 1 else found[1] == pytest.approx(km)


def test_a_search_leaves_nothing_behind():
    net = network.load("rail")
    nodes = np.flatnonzero(net.piece == np.bincount(net.piece).argmax())
    for limit in (1.0, 6000.0, np.inf):
        shortest(net, int(nodes[0]), int(nodes[-1]), limit)
        assert np.isinf(net.ahead).all()
        assert net.is_end.all()
        assert net.core_graph.degree(len(net.core)) == net.core_graph.degree(len(net.core) + 1) == 0


def test_a_way_over_the_antimeridian_and_by_the_pole_is_found():
    lon, lat = np.asarray([170.0, 179.0, -179.0, -170.0, 10.0]), np.asarray([70.0, 70.5, 70.5, 70.0, 89.0])
    km = np.asarray([400.0, 80.0, 400.0, 2400.0])
    net = network.opened(network.contracted(lon, lat, np.arange(4), np.arange(1, 5), km))
    west, east, pole = (int(np.flatnonzero(net.lon == value)[0]) for value in (170.0, -170.0, 10.0))
    assert shortest(net, west, east)[1] == 880.0
    assert shortest(net, west, pole)[1] == 3280.0
    assert shortest(net, west, pole, 3000.0) is None
