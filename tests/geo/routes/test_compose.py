from __future__ import annotations

from geo.model import Candidate, Document, Mention, Place, Span, Unresolved
from geo.routes.compose import compose
from geo.routes.geometry import draw
from geo.routes.grammar import RouteSpan

TEXT = "the Astara–Resht railway"
DOCUMENT = Document("text", TEXT)
SPAN = Span(DOCUMENT, 4, 24, "route")
FOUND = RouteSpan(4, 24, None, mode="rail", parts=((4, 10), (11, 16)))

ASTARA_IR = Place("a:ir", "Astara", "city", 48.87, 38.43, "IR")
ASTARA_FAR = Place("a:far", "Astara", "city", -70.0, -30.0, "CL")
RASHT = Place("r", "Rasht", "city", 49.59, 37.28, "IR")
IRAN = Place("iran", "Iran", "country", 53.7, 32.5, "IR")


def mention(place, start, end, score=0.9, candidates=()):
    return Mention(Span(DOCUMENT, start, end, "place"), place, score, candidates=candidates)


def test_a_composed_route_says_so_and_draws_its_places():
    result = compose(SPAN, FOUND, [mention(ASTARA_IR, 4, 10), mention(RASHT, 11, 16, score=0.7)])
    assert isinstance(result, Mention)
    route = result.route
    assert route.composed
    assert (route.name, route.mode, route.status, result.score) == ("Astara – Rasht", "rail", "unknown", 0.7)
    assert draw(route.legs[0]).method in {"network", "straight"}


def test_either_order_of_ends_is_one_route():
    ends = [mention(ASTARA_IR, 4, 10), mention(RASHT, 11, 16)]
    assert compose(SPAN, FOUND, ends).target.id == compose(SPAN, FOUND, ends[::-1]).target.id


def test_ends_are_chosen_together():
    wrong = mention(ASTARA_FAR, 4, 10, 0.6, (Candidate(ASTARA_FAR, 0.6), Candidate(ASTARA_IR, 0.3)))
    result = compose(SPAN, FOUND, [wrong, mention(RASHT, 11, 16)])
    assert [point.lon for point in result.route.legs[0].waypoints] == [48.87, 49.59]


def test_the_part_that_failed_is_named():
    lost = Unresolved(Span(DOCUMENT, 4, 10, "place"), "no place bears this name")
    result = compose(SPAN, FOUND, [lost, mention(RASHT, 11, 16)])
    assert isinstance(result, Unresolved)
    assert "'Astara'" in result.reason
    assert "no place bears this name" in result.reason


def test_a_country_is_no_end_of_a_line():
    result = compose(SPAN, FOUND, [mention(IRAN, 4, 10), mention(RASHT, 11, 16)])
    assert isinstance(result, Unresolved)
    assert "is an area" in result.reason


def test_one_place_twice_and_ends_too_far_apart_are_no_line():
    assert "same place" in compose(SPAN, FOUND, [mention(RASHT, 4, 10), mention(RASHT, 11, 16)]).reason
    assert "too far" in compose(SPAN, FOUND, [mention(ASTARA_FAR, 4, 10), mention(RASHT, 11, 16)]).reason
