"""Which places a route phrase joins: names read out of the text, and the known routes between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from geo.gazetteer.inflect import base_forms
from geo.names import fold
from geo.routes.joints import CONNECTORS
from geo.routes.lexicon import Chain, Lexicon, keys_of
from geo.routes.network import GEOD
from geo.routes.nouns import is_head
from geo.routes.words import Word, is_capital, is_dash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Place
    from geo.routes.nouns import Noun
    from geo.routes.words import Keys

__all__ = [
    "Names",
    "Part",
    "Places",
    "at_border",
    "ends_chain",
    "known_route",
    "read_chain_back",
    "read_chain_on",
    "read_name",
]

_NOT_ENDS: Final = frozenset(
    str.split(
        "trans anti pro non pan inter intra cross mid north south east west central northern southern "
        "eastern western anglo sino euro afro indo russo the a an new one two three four five six"
    )
)
_ABBREVIATIONS: Final = frozenset({"st", "mt", "ft", "g"})
_BLANK: Final = re.compile(r"[^\S\n]\n?[^\S\n]?|\n")
_MOST_NAME_WORDS: Final = 4
_BEST_KNOWN: Final = 2
_FARTHEST_KM: Final = 2500
# What a line can end at; countries, regions and seas are too wide.
_WIDE: Final = frozenset({"country", "region", "sea"})
_POINTS: Final = frozenset(
    {
        "city",
        "port",
        "border_crossing",
        "station",
        "terminal",
        "airport",
        "spot",
        "mountain",
        "island",
        "admin2",
    }
)


class Places(Protocol):
    """What the grammar needs of a gazetteer."""

    def __hash__(self) -> int:
        """Return the same number for as long as the gazetteer stands: what it says is remembered."""
        ...

    def find(self, name: str, *, people: bool = False) -> tuple[Place, ...]:
        """Return every place that bears a name, best known first; ``people`` admits "Azerbaijani"."""
        ...


class Part(NamedTuple):
    """A place name inside a route phrase, and whether the gazetteer knows it.

    ``border`` is the end of the word that makes a country an end of a line ("Georgian border"), 0 for none.
    """

    start: int
    end: int
    known: bool
    border: int = 0


class _End(NamedTuple):
    """A part of a phrase as it is compared with the places of known chains."""

    keys: Keys
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """A document's text with the means to tell which runs of words are place names."""

    text: str
    lexicon: Lexicon
    places: Places
    seen: dict[str, tuple[Place, ...]]

    def find(self, name: str) -> tuple[Place, ...]:
        """Return the places that bear a name as written, or without a Turkic case ending."""
        found = self.seen.get(name)
        if found is None:
            found = self.seen[name] = _bearers(self.places, name)
        return found

    def is_known(self, start: int, end: int) -> bool:
        """Tell whether a stretch of the text is a place name of the gazetteer or the registry."""
        name = self.text[start:end]
        return bool(self.find(name)) or keys_of(name) in self.lexicon.spellings

    def is_country(self, part: Part) -> bool:
        """Tell whether a part names a country or its people."""
        name = self.text[part.start : part.end]
        found = self.places.find(name, people=True) or self.find(name)
        return any(place.kind == "country" for place in found)

    def is_area(self, part: Part) -> bool:
        """Tell whether a part means a country, region or sea, which is no end for a line."""
        if part.border:
            return False
        found = self.find(self.text[part.start : part.end])
        return bool(found) and (found[0].kind not in _POINTS or any(place.kind in _WIDE for place in found))

    def is_vast(self, part: Part) -> bool:
        """Tell whether a part means a country, region or sea before anything else."""
        if part.border:
            return False
        found = self.find(self.text[part.start : part.end])
        return bool(found) and found[0].kind in _WIDE

    def lie_together(self, parts: Sequence[Part]) -> bool:
        """Tell whether the best known bearers of neighbouring names are near enough for one line."""
        towns = [part for part in parts if not part.border]
        found = [self.find(self.text[part.start : part.end])[:_BEST_KNOWN] for part in towns]
        return all(
            any(GEOD.inv(a.lon, a.lat, b.lon, b.lat)[2] < _FARTHEST_KM * 1000 for a in first for b in second)
            for first, second in pairwise(found)
        )


def _bearers(places: Places, name: str) -> tuple[Place, ...]:
    found = places.find(name)
    for form in () if found else base_forms(fold(name), "turkic"):
        found = places.find(form)
        if found:
            break
    return found


@lru_cache(maxsize=4096)
def _ids_of(places: Places, names: tuple[str, ...]) -> frozenset[str]:
    """Return the ids of the places that bear any of a chain's names; a chain's names never change."""
    return frozenset(found.id for name in names for found in _bearers(places, name))


def read_name(names: Names, words: Sequence[Word], first: int) -> Part | None:
    """Return the place name that begins at word ``first``: the longest known one, else all capitals."""
    if first >= len(words) or not is_capital(words[first].text[0]) or not _may_end(words[first].text):
        return None
    last = first
    runs = [first]
    while (
        last + 1 < len(words)
        and last + 1 - first < _MOST_NAME_WORDS
        and _in_one_name(names.text, words, last)
    ):
        last += 1
        if is_capital(words[last].text[0]):
            runs.append(last)
    for end in reversed(runs):
        if names.is_known(words[first].start, words[end].end):
            return Part(words[first].start, words[end].end, known=True)
    blank = [first]
    for end in runs[1:]:
        if end != blank[-1] + 1 or is_dash(names.text[words[blank[-1]].end : words[end].start]):
            break
        blank.append(end)
    return Part(words[first].start, words[blank[-1]].end, known=False)


def at_border(names: Names, parts: list[Part], border: int) -> list[Part]:
    """Return parts with the last as a country's border, if it is a country and a town stands beside it."""
    if not border or not parts or not names.is_country(parts[-1]):
        return parts
    if len(parts) > 1 and names.is_vast(parts[-2]):
        # "The Russia–Azerbaijan border" is one border of two countries.
        return parts
    return [*parts[:-1], parts[-1]._replace(border=border)]


def ends_chain(names: Names, near: Sequence[Word]) -> bool:
    """Tell by the two words nearest to a noun whether they may end a chain; fewer tell nothing."""
    return len(near) < 2 or _in_one_name(names.text, near, 0) or _is_to(names.text, near, 0)


def read_chain_back(names: Names, words: Sequence[Word]) -> list[Part]:
    """Return the places of the chain ``A–B–C`` that ends the run of words; empty if none does."""
    first = len(words) - 1
    while first > 0 and (_in_one_name(names.text, words, first - 1) or _is_to(names.text, words, first - 1)):
        first -= 1
    groups = _groups(names.text, words[first:])
    if len(groups) < 2:
        return []
    groups[0] = _known_end(names, groups[0])
    return _parts(names, groups)


def read_chain_on(names: Names, words: Sequence[Word], first: int) -> list[Part]:
    """Return the places of the chain ``A–B–C`` that begins at word ``first``; empty if there is none."""
    last = first
    while last + 1 < len(words) and _in_one_name(names.text, words, last):
        last += 1
    groups = _groups(names.text, words[first : last + 1])
    if len(groups) < 2:
        return []
    groups[-1] = _known_start(names, groups[-1])
    return _parts(names, groups)


def known_route(names: Names, parts: Sequence[Part], noun: Noun | None) -> str | None:
    """Return the id of the registry's route between the ends of ``parts``, or None.

    Ends match in either order, by spelling or by being the same place of the gazetteer; the noun
    must suit the route.
    """
    ends = [_meant(names, part) for part in parts]
    for chain in names.lexicon.chains:
        if noun is not None and not _suits(names.lexicon, chain, noun):
            continue
        if _joins(names.places, chain, ends) or _joins(names.places, chain, ends[::-1]):
            return chain.route_id
    return None


def _meant(names: Names, part: Part) -> _End:
    text = names.text[part.start : part.end]
    return _End(keys_of(text), frozenset(found.id for found in names.find(text)))


def _suits(lexicon: Lexicon, chain: Chain, noun: Noun) -> bool:
    if noun.mode is not None and chain.mode not in {noun.mode, "multimodal"}:
        return False
    return noun.label in lexicon.nouns[chain.route_id] or noun.mode == chain.mode


def _joins(places: Places, chain: Chain, ends: Sequence[_End]) -> bool:
    """Tell whether parts, in their order, run between the chain's ends; two name its ends alone."""
    if not (_is_place(places, chain.places[0], ends[0]) and _is_place(places, chain.places[-1], ends[-1])):
        return False
    if len(ends) < 3 or len(chain.places) < 3:
        return True
    return all(any(_is_place(places, place, end) for place in chain.places) for end in ends[1:-1])


def _is_place(places: Places, place: tuple[frozenset[Keys], tuple[str, ...]], end: _End) -> bool:
    spellings, written = place
    return end.keys in spellings or not end.ids.isdisjoint(_ids_of(places, written))


def _in_one_name(text: str, words: Sequence[Word], index: int) -> bool:
    """Tell whether words ``index`` and ``index + 1`` may belong to one name or chain of names."""
    left, right = words[index], words[index + 1]
    gap = text[left.end : right.start]
    if gap in {". ", ".", ".-"}:
        return left.key in _ABBREVIATIONS and is_capital(right.text[0])
    if not (_BLANK.fullmatch(gap) or is_dash(gap)):
        return False
    return all(is_capital(word.text[0]) or word.text in CONNECTORS for word in (left, right))


def _is_to(text: str, words: Sequence[Word], index: int) -> bool:
    """Tell whether "A to B" stands around words ``index``, ``index + 1``; "from A to B" is another phrase."""
    left, right = words[index], words[index + 1]
    if text[left.end : right.start] != " ":
        return False
    if right.text == "to":
        return is_capital(left.text[0]) and (index == 0 or words[index - 1].text != "from")
    return left.text == "to" and is_capital(right.text[0])


def _groups(text: str, words: Sequence[Word]) -> list[list[Word]]:
    """Return the words between the dashes (or "to") of a chain."""
    groups: list[list[Word]] = [[]]
    for index, word in enumerate(words):
        if word.text == "to":
            groups.append([])
            continue
        if index and groups[-1] and is_dash(text[words[index - 1].end : word.start]):
            groups.append([])
        groups[-1].append(word)
    return groups if all(groups) else []


def _known_end(names: Names, group: list[Word]) -> list[Word]:
    """Return the longest end of the group that is a known name: what stands before it is plain text."""
    for first in range(len(group)):
        if is_capital(group[first].text[0]) and names.is_known(group[first].start, group[-1].end):
            return group[first:]
    return group[-1:]


def _known_start(names: Names, group: list[Word]) -> list[Word]:
    for last in range(len(group), 0, -1):
        if names.is_known(group[0].start, group[last - 1].end):
            return group[:last]
    return group[:1]


def _parts(names: Names, groups: Sequence[Sequence[Word]]) -> list[Part]:
    """Return the places of a chain; groups that are one known name together (Ust-Luga) are one place."""
    parts: list[Part] = []
    first = 0
    while first < len(groups):
        last = first
        for end in range(min(len(groups) - 1, first + 2), first, -1):
            if names.is_known(groups[first][0].start, groups[end][-1].end):
                last = end
                break
        start, end = groups[first][0].start, groups[last][-1].end
        parts.append(Part(start, end, known=last > first or names.is_known(start, end)))
        first = last + 1
    return (
        parts if len(parts) > 1 and all(_may_end(names.text[part.start : part.end]) for part in parts) else []
    )


def _may_end(name: str) -> bool:
    """Tell whether a name can be an end of a line: "Trans", "North" and "Highway" cannot."""
    return fold(name) not in _NOT_ENDS and not any(map(is_head, keys_of(name)))
