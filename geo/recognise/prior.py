"""What a name is worth by itself: how well known its places are, and what else the word means."""

from __future__ import annotations

from bisect import bisect_right
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from geo.recognise.lexicon import common_tier, family_share, given_share

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer, Match
    from geo.gazetteer.lookup import Sketch

__all__ = ["CLASSES", "Prior", "prior"]

CLASSES = ("demonym", "area", "many", "common", "person", "both", "major", "short", "plain")
"""The kinds of names that have weights of their own."""

_POPULATIONS = (1, 1_000, 5_000, 20_000, 100_000, 500_000, 3_000_000)
_SHARES = (1, 5, 30, 150)
_COUNTS = (2, 4, 10, 30)
_SHORT = 3
_LOOKED_AT = 4
_COMMON = 40
_MOST_BEARERS = 24
_MAJOR = 300_000
_LARGE = 50_000_000


class Prior(NamedTuple):
    """The class of a name and the cues that the name itself gives."""

    kind: str
    cues: tuple[str, ...]
    country: str
    """Where the name's best-known bearer lies, ISO 3166-1."""
    subdivisions: frozenset[str]
    """The first-order subdivisions of the same, as ``country-code``."""
    names: str
    """The country or subdivision that the name itself names, if it names one."""
    is_large: bool
    """Whether the country of the best-known bearer has so many names that one of them proves little."""


def prior(match: Match, gazetteer: Gazetteer) -> Prior:
    """Return the class and the cues of the name of ``match``; a pure function of the name."""
    words = match.name.split()
    tier = max(map(common_tier, words))
    given, family = given_share(match.name), family_share(match.name)
    bearers = [one for one in map(gazetteer.sketch, match.ids[:_MOST_BEARERS]) if one]
    kinds = [one.kind for one in bearers[:_LOOKED_AT]]
    best = kinds[0] if kinds else "city"
    cues = [
        "b",
        *_fame(match),
        f"kind={best}",
        f"bearers{_step(len(match.ids), _COUNTS)}",
        f"words{min(len(words), _SHORT)}",
    ]
    cues += [f"with={other}" for other in sorted({*kinds[1:]} - {best})]
    if len(words) == 1:
        cues += [f"tier{tier}", f"given{_step(given, _SHARES)}", f"family{_step(family, _SHARES)}"]
        cues.append(f"letters{min(len(match.name), 6)}")
    else:
        cues.append("ordinary" if tier <= _COMMON else "unusual")
        cues.append(f"first{_step(given_share(words[0]), _SHARES)}")
    odd = sum(map(_is_odd, words))
    cues.append("odd" if odd == len(words) else "odd in part" if odd else "not odd")
    if match.is_curated:
        cues.append("curated")
    if match.is_code:
        cues.append("code")
    if match.is_inflected:
        cues.append("inflected")
    country = next((one.country for one in bearers if one.country), "")
    return Prior(
        _class(match, words, tier, max(given, family), best),
        tuple(map(intern, cues)),
        country,
        frozenset([f"{one.country}-{one.admin1}" for one in bearers if one.admin1]),
        _area_named(bearers[0]) if bearers else "",
        _is_large(country, gazetteer),
    )


def _area_named(head: Sketch) -> str:
    """Return the code of the country or subdivision that the best-known bearer is; empty if it is neither."""
    if head.kind == "admin1":
        return f"{head.country}-{head.admin1}"
    return head.country or "" if head.kind == "country" else ""


def _fame(match: Match) -> tuple[str, ...]:
    """Return cues for how many people the name's places have; curated places are not counted in people."""
    if match.is_curated and match.best_population == 0:
        return ("pop-",)
    own = _step(match.primary_population, _POPULATIONS) if match.is_primary else "-"
    return f"pop{_step(match.best_population, _POPULATIONS)}", f"own{own}"


def _is_large(country: str, gazetteer: Gazetteer) -> bool:
    place = gazetteer.get(f"iso:{country}") if country else None
    return place is not None and place.population >= _LARGE


def _is_odd(word: str) -> bool:
    """Tell whether a word is neither a common word nor a personal name."""
    return common_tier(word) > _COMMON and not given_share(word) and not family_share(word)


def _class(match: Match, words: list[str], tier: int, share: int, best: str) -> str:
    if match.is_demonym:
        return "demonym"
    if len(words) > 1:
        return "area" if best in ("country", "admin1") or match.is_curated else "many"
    is_person = share >= _SHARES[1]
    is_common = tier <= _COMMON
    if (best in ("country", "admin1", "region") or match.is_curated) and not is_common and not match.is_code:
        return "area"
    if is_person or is_common:
        return "both" if is_person and is_common else "common" if is_common else "person"
    if match.primary_population >= _MAJOR:
        return "major"
    return "short" if len(match.name) <= _SHORT else "plain"


def _step(value: int, bounds: tuple[int, ...]) -> int:
    """Return how many of the ascending ``bounds`` ``value`` reaches."""
    return bisect_right(bounds, value)
