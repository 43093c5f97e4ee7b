from __future__ import annotations

from dataclasses import replace

from geo.model import Leg, Waypoint
from geo.routes.bend import bent
from geo.routes.geometry import draw

CHORD = [(47.0, 43.0), (48.0, 43.0)]


def test_places_come_in_the_order_of_the_line():
    east, west = Waypoint("East", 47.7, 43.05), Waypoint("West", 47.2, 42.95)
    assert bent(CHORD, [east, west]) == [CHORD[0], (47.2, 42.95), (47.7, 43.05), CHORD[1]]


def test_a_place_far_off_or_beyond_the_ends_changes_nothing():
    assert bent(CHORD, [Waypoint("Far", 47.5, 44.0), Waypoint("Beyond", 48.5, 43.0)]) == CHORD
    assert bent(CHORD[:1], [Waypoint("Town", 47.5, 43.0)]) == CHORD[:1]


def test_a_short_edge_is_left_as_it_is():
    short = [(47.0, 43.0), (47.05, 43.0)]
    assert bent(short, [Waypoint("Town", 47.02, 43.01)]) == short


def test_a_sure_town_between_nodes_shapes_the_line_and_an_unsure_one_does_not():
    ends = Waypoint("Makhachkala", 47.5, 42.978), Waypoint("Derbent", 48.288, 42.066)
    town = Waypoint("Dagestanskiye Ogni", 48.192, 42.116)
    vague, near = replace(town, uncertain=True), replace(town, uncertain=True, uncertainty_km=3.0)
    for via, passes in ((town, True), (vague, False), (near, True)):
        drawn = draw(Leg("text/leg", "", "road", "unknown", (ends[0], via, ends[1]), "network"))
        assert drawn.method == "network"
        assert ((via.lon, via.lat) in list(drawn.geometry.coords)) is passes
