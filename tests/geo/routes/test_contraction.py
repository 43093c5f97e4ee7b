from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import rustworkx as rx
from hypothesis import given
from hypothesis import strategies as st

from geo.routes import network
from geo.routes.contraction import LEFT, climb, contract, unfold, way_up
from geo.routes.search import shortest


@st.composite
def networks(draw):
    """Return positions and edges: now and then in pieces, with loops, doubles and edges of no length."""
    count = draw(st.integers(1, 25))
    node = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(node, node), min_size=1, max_size=60))
    extra = draw(st.lists(st.sampled_from([1.0, 1.3, 2.0]), min_size=len(pairs), max_size=len(pairs)))
    spots = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=count, max_size=count))
    lon, lat = (np.asarray(axis, dtype=np.float64) for axis in zip(*spots, strict=True))
    first, second = (np.asarray(ends) for ends in zip(*pairs, strict=True))
    straight = network.GEOD.inv(lon[first], lat[first], lon[second], lat[second])[2] / 1000
    return lon, lat, first, second, straight * np.asarray(extra)


def _plain(net, lon, lat, first, second, km):
    """Return the graph of the edges, by the numbers that the network gave the nodes."""
    order = np.lexsort((lon, np.floor(lat)))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    graph = rx.PyGraph()
    graph.add_nodes_from(range(len(net.piece)))
    graph.add_edges_from(list(zip(number[first].tolist(), number[second].tolist(), km.tolist(), strict=True)))
    return graph


@given(networks(), st.data())
def test_every_shortest_path_of_a_network_is_found_and_is_made_of_its_edges(made, data):
    net = network.opened(network.contracted(*made))
    graph = _plain(net, *made)
    node = st.integers(0, len(net.piece) - 1)
    start, end = data.draw(node), data.draw(node)
    lengths = {start: 0.0, **rx.dijkstra_shortest_path_lengths(graph, start, float)}
    assert (net.piece[start] == net.piece[end]) == (end in lengths)
    if end not in lengths:
        return
    path, km = shortest(net, start, end)
    assert (path[0], path[-1]) == (start, end)
    assert km == pytest.approx(lengths[end], abs=1e-6)
    steps = [min(graph.get_all_edge_data(a, b)) for a, b in pairwise(path)]
    assert sum(steps) == pytest.approx(km, abs=1e-6)


@given(networks())
def test_nodes_taken_out_lead_only_to_nodes_that_stay_longer(made):
    _, _, first, second, km = made
    count = len(made[0])
    ways = contract(count, first, second, km)
    assert (ways.turn[ways.steps.first] < ways.turn[ways.steps.second]).all()
    assert (ways.turn[ways.core.first] == LEFT).all()
    assert (ways.turn[ways.core.second] == LEFT).all()
    assert math.isclose(ways.start[-1], len(ways.steps.first))


def test_a_chain_becomes_what_it_is_again():
    ways = contract(5, np.arange(4), np.arange(1, 5), np.asarray([1.0, 2.0, 3.0, 4.0]))
    low, high = climb(ways, 0), climb(ways, 4)
    top = min(low.km.keys() & high.km.keys(), key=lambda node: low.km[node] + high.km[node])
    assert low.km[top] + high.km[top] == 10.0
    assert way_up(ways, low, top) + way_up(ways, high, top)[-2::-1] == [0, 1, 2, 3, 4]


def test_a_real_edge_is_itself():
    ways = contract(2, np.asarray([0]), np.asarray([1]), np.asarray([1.0]))
    assert unfold(ways, (-1, -1), 0, 1) == [1]


def test_the_same_edges_are_contracted_the_same_way():
    first, second, km = np.arange(30) % 7, np.arange(30) % 11, np.ones(30)
    one, other = contract(11, first, second, km), contract(11, first, second, km)
    for a, b in zip((*one.core, *one.steps), (*other.core, *other.steps), strict=True):
        assert a.tobytes() == b.tobytes()
