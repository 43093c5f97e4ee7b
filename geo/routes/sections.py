"""Sections: "the Azerbaijani section of R", "R via Poti", "the Astara–Rasht section of R" name legs of R."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from geo.resolve.adjectives import country_of_adjective
from geo.routes.lexicon import keys_of
from geo.routes.network import GEOD
from geo.routes.words import is_capital, is_dash, key, words_after, words_before

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from geo.model import Leg, Place, Route
    from geo.routes.ends import Places
    from geo.routes.grammar import RouteSpan
    from geo.routes.registry import Registry
    from geo.routes.words import Word

__all__ = ["with_legs"]

_SECTIONS: Final = frozenset(
    map(
        key,
        str.split(
            "section segment stretch leg part portion branch "
            "участок участке отрезок отрезке часть ветка ветке kesimi bölümü hissəsi sahəsi "
            "qolu qolunun qolunda kolu kolunun kolunda"
        ),
    )
)
_WAYS: Final = frozenset(
    map(
        key,
        str.split("railroad railway rail road highway pipeline corridor route железнодорожный автомобильный"),
    )
)
_LINKS: Final = frozenset(map(key, str.split("of the in on this")))
_THROUGH: Final = frozenset({"via", "through", "через", "üzərindən", "üzerinden"})
# Turkic languages say by where before the route: "Mehri üzərindən Zəngəzur dəhlizi".
_THROUGH_LEFT: Final = frozenset(map(key, ("üzərindən", "üzerinden")))
_SEPARATORS: Final = re.compile(r"[\s—–-]{1,4}|['’]")
_NEAR_KM: Final = 15.0
_WINDOW: Final = 7


def with_legs(text: str, span: RouteSpan, registry: Registry, gazetteer: Places) -> RouteSpan:
    """Return the span with the legs that the words around it name; as it was when they name none.

    Parameters
    ----------
    text
        The document's text.
    span
        A route of the registry named in it.
    registry, gazetteer
        Which legs there are, and which places and countries the words mean.
    """
    route = registry.get(span.route_id) if span.route_id else None
    if route is None or len(route.legs) < 2 or not _may_name_section(text, span):
        return span
    for names in (_named_before(text, span.start), _named_after(text, span.end)):
        legs = _legs(names, route, registry, gazetteer) if names else ()
        if legs and len(legs) < len(route.legs):
            return replace(span, leg_ids=legs)
    return span


def _may_name_section(text: str, span: RouteSpan) -> bool:
    """Tell at a glance whether words of a section can stand beside a route."""
    before = words_before(text, span.start, 3)
    if any(word.key in _LINKS or word.key in _SECTIONS or word.key in _THROUGH_LEFT for word in before[-1:]):
        return True
    if _two_after_section(text, before, span.start):
        return True
    return any(
        _SEPARATORS.fullmatch(text[span.end : word.start]) is not None
        for word in words_after(text, span.end, 1)
    )


def _named_before(text: str, start: int) -> list[str]:
    """Return the words that say which section, left of "section of the R"."""
    words = words_before(text, start, _WINDOW)
    if any(mark in text[words[0].start if words else start : start] for mark in ".;:!?\n"):
        words = [word for word in words if not set(text[word.end : start]) & set(".;:!?\n")]
    if len(words) > 1 and words[-1].key in _THROUGH_LEFT and is_capital(words[-2].text[0]):
        return [words[-2].text]
    two = _two_after_section(text, words, start)
    if two:
        return two
    index = len(words)
    while index > 0 and words[index - 1].key in _LINKS:
        index -= 1
    if index == 0 or words[index - 1].key not in _SECTIONS or text[words[-1].end : start].strip(" “«\"'"):
        return []
    index -= 1
    while index > 0 and words[index - 1].key in _WAYS:
        index -= 1
    if index and country_of_adjective(words[index - 1].text):
        return [words[index - 1].text]
    return [
        word.text for word in words[max(0, index - 2) : index] if word.text[0].isupper() or word.text[0] > "я"
    ] or [word.text for word in words[max(0, index - 1) : index]]


def _two_after_section(text: str, words: Sequence[Word], start: int) -> list[str]:
    """Return the ends in "участок Решт — Астара R": a section, a chain of two, and the route at once."""
    if len(words) < 3 or words[-3].key not in _SECTIONS:
        return []
    first, second = words[-2:]
    joined = text[words[-3].end : first.start] == " " and is_dash(text[first.end : second.start])
    capital = is_capital(first.text[0]) and is_capital(second.text[0])
    return [first.text, second.text] if joined and capital and text[second.end : start] == " " else []


def _named_after(text: str, end: int) -> list[str]:
    """Return the words that say which section, right of R: "via Poti", "—the Azerbaijani section"."""
    words = words_after(text, end, _WINDOW)
    if not words or not _SEPARATORS.fullmatch(text[end : words[0].start]):
        return []
    if words[0].key in {"project", "route", "corridor"}:
        words = words[1:]
    if words and words[0].text in _THROUGH:
        return [word.text for word in words[1:2]]
    if words and len(words[0].text) <= 3 and words[0].text != "the":
        words = words[1:]
    rest = [word for word in words if word.text != "the"][:3]
    for index, word in enumerate(rest[1:], start=1):
        if word.key in _SECTIONS and not set(text[end : word.start]) & set(".;:!?,"):
            two = rest[index - 2 : index]
            if index > 1 and is_dash(text[two[0].end : two[1].start]) and is_capital(two[0].text[0]):
                return [one.text for one in two]
            return [rest[index - 1].text] if rest[index - 1].key not in _WAYS else [rest[index - 2].text]
    return []


def _legs(names: Sequence[str], route: Route, registry: Registry, gazetteer: Places) -> tuple[str, ...]:
    """Return the legs that run through every place or country named."""
    meant = [(name, gazetteer.find(name, people=True)) for name in names]
    if len(meant) > 1:
        ends = [leg.id for leg in route.legs if all(_touches(leg, name, places) for name, places in meant)]
        if ends:
            return tuple(ends)
    name, places = meant[-1]
    adjective = country_of_adjective(name)
    countries = {adjective} if adjective else {place.country for place in places if place.kind == "country"}
    if countries:
        return _legs_in(countries, route, registry)
    by_name = tuple(leg.id for leg in route.legs if _names(leg, name))
    return by_name or tuple(leg.id for leg in route.legs if _comes_near(leg, places))


def _legs_in(countries: AbstractSet[str | None], route: Route, registry: Registry) -> tuple[str, ...]:
    """Return the legs that run through a country; where all do, those that keep within it."""
    through = {leg.id: set(registry.leg_countries.get(leg.id, ())) for leg in route.legs}
    crossing = tuple(leg for leg, codes in through.items() if codes & countries)
    within = tuple(leg for leg, codes in through.items() if codes and codes <= countries)
    return crossing if len(crossing) < len(route.legs) else within


def _touches(leg: Leg, name: str, places: Sequence[Place]) -> bool:
    return _names(leg, name) or _comes_near(leg, places)


def _names(leg: Leg, name: str) -> bool:
    keys = keys_of(name)
    return any(keys == keys_of(point.name.partition(" (")[0]) for point in leg.waypoints)


def _comes_near(leg: Leg, places: Sequence[Place]) -> bool:
    return any(
        GEOD.inv(point.lon, point.lat, place.lon, place.lat)[2] <= _NEAR_KM * 1000
        for point in leg.waypoints
        for place in places
        if place.kind not in {"country", "region", "admin1", "sea"}
    )
