"""Containment that the text itself names: "Ganja, Azerbaijan", "the Iranian city of Astara".

A clue is the set of places that one neighbouring expression may mean; a candidate that lies in one of
them is supported, one that lies in none is contradicted.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.gazetteer.inflect import base_forms
from geo.names import fold
from geo.resolve.abbreviations import SUBDIVISIONS, subdivision_name
from geo.resolve.adjectives import country_of_adjective
from geo.resolve.distance import rough_km

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Place

__all__ = ["Clue", "clue_for", "says_area", "supported", "supports"]

Clue = tuple["Place", ...]

_REACH = 64
_CONTAINERS = frozenset({"country", "admin1", "admin2", "region", "island"})
_NAME = r"[^\W\d_][\w'’.-]*(?:[ \u00a0][^\W\d_a-zа-я][\w'’.-]*){0,3}"
_COMMA = re.compile(rf"[’']?,[ \u00a0](?:in[ ](?:the[ ])?)?({_NAME})")
_PAREN = re.compile(rf"[ \u00a0]\((?:in[ ])?({_NAME})[),;]")
_IN = re.compile(
    r"[ \u00a0](?:(?:city|town|port|village|county|district|province|region)[ ])?(?:in|in the)[ \u00a0]"
    rf"({_NAME})"
)
_SIDE = re.compile(
    rf"[ \u00a0](?:[\w-]+[ ]){{0,3}}?on[ ](?:the[ ])?({_NAME})[ ](?:side|bank|shore|section|border|coast)"
)
_LATIN_AREAS = (
    *("state", "province", "region", "county", "district", "oblast", "krai", "raion", "rayon", "governorate"),
    *("prefecture", "canton", "voivodeship", "area", "territory", "republic"),
    *("vilayəti", "rayonu", "rayonunun", "ili", "eyaleti"),
)
_AREA_WORDS = rf"(?:{'|'.join(_LATIN_AREAS)}|область|края?|области|район[а-я]*|провинци[а-я]*)"
_SETTLEMENT_TAILS = (
    *("of", "the", "city", "town", "port", "village", "capital", "province", "region", "district", "county"),
    *("hamlet", "suburb", "community", "settlement"),
)
_AREA_AFTER = re.compile(rf"(?:['’]s)?[ \u00a0]{_AREA_WORDS}(?![\w-])", re.IGNORECASE)
_AREA_BEFORE = re.compile(rf"(?<!\w){_AREA_WORDS}(?:[ ]of)?(?:[ ]the)?[ ]$", re.IGNORECASE)
_SETTLEMENT = (
    r"(?:border |port |coastal |capital |southern |northern |eastern |western |northwestern |northeastern "
    r"|southwestern |southeastern |central |small |tiny |seaside |resort )*"
    r"(?:city|town|port|village|capital|province|region|district|county|hamlet|suburb|community|settlement)"
)
_SETTLEMENT_END = re.compile(rf"(?<!\w){_SETTLEMENT}(?:[ ]of(?:[ ]the)?)?$")
_IN_RUSSIAN = re.compile(rf"[ \u00a0](?:во?|на территории)[ \u00a0]({_NAME})")
_SIDE_RUSSIAN = re.compile(r"[ \u00a0](?:на|с|со|по)[ \u00a0]([а-яё-]+)[ \u00a0](?:сторон|берег|част)")
_SMALL_WORD = re.compile(r"([А-Яа-яЁё-]{4,})[ \u00a0](?:(?:город|порт|станци|сел)[а-яё]*[ \u00a0])?$")
_TURKIC = frozenset({"az", "tr", "tk"})
_AREA_AFTER_BEGINS = frozenset("'’ \u00a0")
_AREA_BEFORE_ENDS = frozenset(" \n")
_AREA_BEGINNINGS = frozenset(word[:3] for word in _LATIN_AREAS)
_AREA_ENDINGS = frozenset((*(word[-3:] for word in _LATIN_AREAS), "of", "the"))
_AREA_BEFORE_WORDS = 4  # blanks of " province of the ", hence where it begins at the earliest
_BLANKS = frozenset(" \u00a0")
_COMMA_BEGINS = frozenset(",'’")
_AFTER_COMMA = (_COMMA,)
_WITH_SIDE = (_PAREN, _IN, _SIDE, _IN_RUSSIAN)
_BY_BEGINNING = {"(": (_PAREN,), **dict.fromkeys("citpvdr", (_IN,)), **dict.fromkeys("вн", (_IN_RUSSIAN,))}
_SIDE_RUSSIAN_BEGINS = frozenset("нсп")
_HOLDERS = 3  # words of the longest holder that is tried ("Islamic Republic of" is not used so)


def clue_for(
    text: str, start: int, end: int, gazetteer: Gazetteer, language: str | None = None
) -> tuple[Clue, bool]:
    """Return the places that the text names as holding ``text[start:end]``, and whether it says so outright.

    The places are none if the text names none. A list ("Paris, Georgia and Rome") may look like a holder, and
    so may two names side by side; "in", a side, brackets or an adjective are outright.

    Parameters
    ----------
    text
        The document.
    start, end
        The name's half-open span.
    gazetteer
        Where the holders are looked up.
    language
        BCP 47 code of the text, when known; it decides which endings a holder may carry.
    """
    after = text[end : end + _REACH]
    for pattern in _patterns(after):
        found = pattern.match(after)
        if found and (clue := _containers(found.group(1), gazetteer)):
            return clue, pattern is not _COMMA
    side = _SIDE_RUSSIAN.match(after) if after[1:2] in _SIDE_RUSSIAN_BEGINS else None
    if side and (clue := _by_adjective(side[1], gazetteer)):
        return clue, True
    return _holder_before(text[max(0, start - _REACH) : start], gazetteer, language)


def _patterns(after: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns that can match what follows a name, by its first characters: most follow none."""
    if after[:1] in _BLANKS:
        # "on " may be far from the name; all other patterns show in the character after the blank.
        return _WITH_SIDE if "on " in after else _BY_BEGINNING.get(after[1:2], ())
    return _AFTER_COMMA if after[:1] in _COMMA_BEGINS else ()


def _holder_before(before: str, gazetteer: Gazetteer, language: str | None) -> tuple[Clue, bool]:
    """Return the areas named just before ("Georgia's ", "the Iranian city of "), and whether outright."""
    small = _SMALL_WORD.search(before) if "а" <= before[-2:-1] <= "я" else None
    if small and (clue := _by_adjective(small[1], gazetteer)):
        return clue, True
    before = before.rstrip(" \u00a0")
    settled = _SETTLEMENT_END.search(before) if before.endswith(_SETTLEMENT_TAILS) else None
    if settled:
        before = before[: settled.start()].rstrip(" \u00a0")
    elif before.endswith((".", ",", ";", ":", ")", "-")):
        return (), False
    words = before.rsplit(" ", _HOLDERS)[-_HOLDERS:]
    while words and not words[0][:1].isupper():
        words = words[1:]
    for first in range(len(words)):
        said = " ".join(words[first:])
        name = said.removesuffix("'s").removesuffix("’s").rstrip("'’")
        if not words[first][:1].isupper():
            continue
        if areas := _areas(name, gazetteer):
            return areas, said != name or _is_adjective(name, gazetteer)
        if language is not None and language[:2] in _TURKIC and (areas := _turkic_areas(name, gazetteer)):
            return areas, True
    return (), False


def _is_adjective(name: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name that leads to a country is no name of it but that of its people."""
    return not gazetteer.find(name)


def _by_adjective(word: str, gazetteer: Gazetteer) -> Clue:
    code = country_of_adjective(word)
    country = gazetteer.get(f"iso:{code}") if code else None
    return () if country is None else (country,)


def _turkic_areas(name: str, gazetteer: Gazetteer) -> Clue:
    """Return the areas whose name ``name`` is a case of ("İranın Astara limanı", "İrandakı Astara")."""
    for form in base_forms(fold(name), "turkic"):
        if areas := _areas(form, gazetteer):
            return areas
    return ()


def says_area(text: str, start: int, end: int) -> bool:
    """Tell whether the text calls ``text[start:end]`` a county, a province or the like."""
    after = text[end : end + 4]
    if (
        after[:1] in _AREA_AFTER_BEGINS
        and (after[0] in "'’" or _may_be(after[1:], _AREA_BEGINNINGS))
        and _AREA_AFTER.match(text, end)
    ):
        return True
    if text[start - 1 : start] not in _AREA_BEFORE_ENDS:
        return False
    earliest = max(0, start - _REACH)
    first = text.rfind(" ", earliest, start - 1)
    if not _may_be(text[max(first + 1, earliest, start - 4) : start - 1], _AREA_ENDINGS):
        return False
    for _ in range(_AREA_BEFORE_WORDS - 1):
        first = text.rfind(" ", earliest, max(first, earliest))
    return _AREA_BEFORE.search(text, max(first, earliest), start) is not None


def _may_be(letters: str, known: Container[str]) -> bool:
    """Tell whether a word with these first or last letters may be one of those that are known by theirs."""
    return letters in known or not (letters.isascii() and letters.islower())


def _containers(words: str, gazetteer: Gazetteer) -> Clue:
    """Return the areas that the longest beginning of ``words`` may name."""
    parts = words.split()
    first = parts[0].rstrip(",;:")
    name = subdivision_name(first) or subdivision_name(first + ".")
    if name is None and len(parts) > 1:
        name = SUBDIVISIONS.get(f"{parts[0]}{parts[1]}")
    if name is not None:
        return _areas(name, gazetteer)
    for count in range(len(parts), 0, -1):
        candidate = " ".join(parts[:count]).rstrip(".,;:")
        areas = _areas(candidate.removesuffix("'s").removesuffix("’s"), gazetteer)
        if areas:
            return areas
    return ()


@lru_cache(maxsize=8192)
def _areas(name: str, gazetteer: Gazetteer) -> Clue:
    return tuple(place for place in gazetteer.find(name, people=True) if place.kind in _CONTAINERS)


def supports(clue: Clue, place: Place) -> bool:
    """Tell whether ``place`` lies in one of the places of ``clue``."""
    return supported(clue, (place,))[0]


def supported(clue: Clue, places: Sequence[Place]) -> list[bool]:
    """Tell of each place whether it lies in one of the places of ``clue``.

    Most holders are countries and provinces, which are compared by their codes for all places at once.
    """
    countries = {area.country for area in clue if area.kind == "country"} - {None}
    provinces = {(area.country, area.admin1) for area in clue if area.kind == "admin1"}
    themselves = {area.id for area in clue}
    wider = [area for area in clue if area.kind not in ("country", "admin1")]
    return [
        any(_lies_in(place, area) for area in clue)
        if place.id in themselves
        else place.country in countries
        or (place.country, place.admin1) in provinces
        or any(_lies_in(place, area) for area in wider)
        for place in places
    ]


def _lies_in(place: Place, area: Place) -> bool:
    if area.kind == "country":
        return place.country is not None and place.country == area.country and place.id != area.id
    if area.kind == "admin1":
        return (place.country, place.admin1) == (area.country, area.admin1) and place.id != area.id
    near = rough_km(place, area)
    reach = area.extent_km if area.extent_km > 0 else 60.0
    return (
        near <= 1.2 * reach
        and place.id != area.id
        and (area.country is None or area.country == place.country)
    )
