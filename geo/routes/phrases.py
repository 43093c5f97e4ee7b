"""Routes by their ends: "Astara–Resht railroad", "highway from Baku to Guba", "дорога из Баку в Губу".

A phrase is found from its noun: places are read to the left of it (chains, and the Turkic "Bakü'den
Guba'ya uzanan karayolu") or to the right (from ... to, between ... and, a chain).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.routes.ends import (
    Names,
    Part,
    at_border,
    ends_chain,
    known_route,
    read_chain_back,
    read_chain_on,
    read_name,
)
from geo.routes.joints import (
    ABLATIVE,
    BETWEEN_LEFT,
    BORDER_RIGHT,
    FILLERS,
    FROM_THERE,
    GOING_LEFT,
    JOINS,
    STATE_LEFT,
    VIA,
    WITH_LEFT,
)
from geo.routes.words import (
    CLOSE_QUOTES,
    OPEN_QUOTES,
    Word,
    is_border,
    is_dash,
    words_after,
    words_before,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.routes.nouns import Noun

__all__ = ["Phrase", "phrases_of"]

_WINDOW: Final = 14
_SPACE: Final = re.compile(r"[^\S\n]{1,2}|[^\S\n]?\n[^\S\n]?")
_ACRONYM_BEFORE: Final = re.compile(r"\s\([\w&-]{2,12}\)\s\Z")
_AND_BEFORE: Final = re.compile(r"(?:,|,?\s(?:and|or|и|или|ve|və|ile|ilə)|\s&)\s\Z")
_OPENING: Final = re.compile(rf"\s?[{re.escape(OPEN_QUOTES)}]?")
_MOST_COORDINATED: Final = 5

_NEVER_UNLISTED: Final = frozenset({"bridge", "crossing", "project", "section"})
_TELLS_A_LINE: Final = frozenset({"rail", "road", "pipeline", "ferry"})


class Phrase(NamedTuple):
    """A stretch of text that names a route by its ends.

    ``nested`` tells that the places count as mentions of their own ("highway from Baku to Guba").
    """

    start: int
    end: int
    route_id: str | None
    parts: tuple[Part, ...]
    nested: bool
    mode: str | None


def phrases_of(names: Names, noun: Noun) -> list[Phrase]:
    """Return the routes that a noun names together with the places around it, in text order.

    One noun can serve several chains: "the Baku–Tbilisi–Ceyhan and Baku–Supsa pipelines".
    """
    left = _chains_left(names, noun) or _turkic_left(names, noun)
    return left or _right(names, noun)


def _phrase(
    names: Names, span: tuple[int, int], parts: Sequence[Part], noun: Noun, *, nested: bool
) -> Phrase | None:
    route_id = _known(names, parts, noun)
    if route_id is None and not _is_line(names, parts, noun, nested=nested):
        return None
    mode = noun.mode or ("rail" if noun.label == "line" else None)
    return Phrase(*span, route_id, tuple(parts), nested, mode)


def _known(names: Names, parts: Sequence[Part], noun: Noun) -> str | None:
    """Return the known route between the ends; one that goes on to a border is the same."""
    towns = [part for part in parts if not part.border]
    return known_route(names, towns, noun) if len(towns) > 1 else None


def _is_line(names: Names, parts: Sequence[Part], noun: Noun, *, nested: bool) -> bool:
    """Tell whether places and a noun make a route that nobody listed.

    A noun that tells the mode needs one known place; any other noun needs all of them known, near each
    other, and a place among them that is no country. "Hyland-Croy Road" is a street.
    """
    known = [part for part in parts if part.known]
    if noun.label in _NEVER_UNLISTED or names.text[noun.end - 4 : noun.end] == "Road":
        return False
    if nested and all(names.is_vast(part) for part in parts):
        # "The railway between Iran and Turkey" names two countries, and no line that could be drawn.
        return False
    if noun.mode in _TELLS_A_LINE:
        return bool(known)
    if len(known) < len(parts) or all(names.is_area(part) for part in parts):
        return False
    return names.lie_together(parts)


def _chains_left(names: Names, noun: Noun) -> list[Phrase]:
    found: list[Phrase] = []
    stop, border = _before_border(names.text, noun)
    if not ends_chain(names, words_before(names.text, stop, 2)):
        return []
    for _ in range(_MOST_COORDINATED):
        words = words_before(names.text, stop, _WINDOW)
        if not words or names.text[words[-1].end : stop].strip(CLOSE_QUOTES):
            break
        parts = at_border(names, read_chain_back(names, words), border)
        border = 0
        span = _span(names.text, parts, stop if found else noun.end) if parts else (0, 0)
        phrase = _phrase(names, span, parts, noun, nested=False) if parts else None
        if phrase is None:
            break
        found.insert(0, phrase)
        conjunction = _AND_BEFORE.search(names.text, max(0, phrase.start - 8), phrase.start)
        if conjunction is None:
            break
        stop = conjunction.start()
    return found


def _span(text: str, parts: Sequence[Part], end: int) -> tuple[int, int]:
    start = parts[0].start
    if (
        start > 0
        and text[start - 1] in OPEN_QUOTES
        and any(mark in CLOSE_QUOTES for mark in text[parts[-1].end : end + 1])
    ):
        start -= 1
    return start, end


def _before(text: str, start: int) -> int:
    """Return where the words left of a noun end: before its blank, closing quote and bracketed acronym."""
    bracket = _ACRONYM_BEFORE.search(text, max(0, start - 18), start)
    if bracket:
        return bracket.start()
    at = start
    while at > max(0, start - 3) and (text[at - 1].isspace() or text[at - 1] in CLOSE_QUOTES):
        at -= 1
    return at


def _before_border(text: str, noun: Noun) -> tuple[int, int]:
    """Return where the words left of a noun end, and the end of the border that the last of them has.

    English has it in the noun phrase ("Georgian border highway"), Turkic languages before it ("Gürcüstan
    sərhədi avtomobil yolu", "Rusiya ilə dövlət sərhədi").
    """
    stop = _before(text, noun.start)
    first = words_after(text, noun.start, 1) if noun.modified else []
    if first and first[0].end < noun.end and is_border(first[0].key):
        return stop, first[0].end
    return _past_border(text, stop)


def _past_border(text: str, stop: int) -> tuple[int, int]:
    """Return where the words before "sərhədi" end, and where it ends itself; ``stop`` and 0 without it."""
    near = words_before(text, stop, 1)
    if not near or near[0].end != stop or not is_border(near[0].key):
        return stop, 0
    near = words_before(text, stop, 3)
    last = len(near) - 1
    while last and near[last - 1].key in STATE_LEFT and text[near[last - 1].end : near[last].start] == " ":
        last -= 1
    return _before(text, near[last].start), near[-1].end


def _turkic_left(names: Names, noun: Noun) -> list[Phrase]:
    """Return the route of "A ile B arasındaki otoyol" or "A'dan B'ye uzanan karayolu"."""
    stop = _before(names.text, noun.start)
    near = words_before(names.text, stop, 1)
    if near and not (near[0].key in GOING_LEFT or near[0].key in BETWEEN_LEFT):
        return []
    words = words_before(names.text, stop, 9)
    going, border = False, 0
    while words and (words[-1].key in GOING_LEFT or words[-1].key in BETWEEN_LEFT):
        going = True
        words = words[:-1]
    if not going:
        return []
    if words and is_border(words[-1].key):
        border, words = words[-1].end, words[:-1]
    parts = at_border(names, _two_before(names, words), border)
    phrase = _phrase(names, (parts[0].start, noun.end), parts, noun, nested=True) if parts else None
    return [phrase] if phrase else []


def _two_before(names: Names, words: Sequence[Word]) -> list[Part]:
    """Return the two places that end a run of words, each of one word with its case ending."""
    capitals = [index for index, word in enumerate(words) if word.text[0].isupper()]
    if len(capitals) < 2:
        return []
    first, second = words[capitals[-2]], words[capitals[-1]]
    if first.key in FROM_THERE:
        return []
    between = words[capitals[-2] + 1 : capitals[-1]]
    endings = [word.key for word in between]
    joined = first.key.endswith(ABLATIVE) or (
        endings and (endings[-1] in WITH_LEFT or endings[0] in ABLATIVE)
    )
    if not joined or len(between) > 1 or second.start - first.end > 6:
        return []
    return [Part(word.start, word.end, names.is_known(word.start, word.end)) for word in (first, second)]


def _right(names: Names, noun: Noun) -> list[Phrase]:
    near = words_after(names.text, noun.end, 1)
    if near and not _OPENING.fullmatch(names.text[noun.end : near[0].start]):
        return []
    words = words_after(names.text, noun.end, _WINDOW)
    if not words or not _OPENING.fullmatch(names.text[noun.end : words[0].start]):
        return []
    parts = _on_to_border(names, words, read_chain_on(names, words, 0))
    nested = False
    if not parts:
        nested = True
        parts = _joined(names, words)
    if not parts:
        return []
    end = max(max(part.end, part.border) for part in parts)
    if (
        end < len(names.text)
        and names.text[end] in CLOSE_QUOTES
        and names.text[parts[0].start - 1] in OPEN_QUOTES
    ):
        end += 1
    if nested and noun.label == "line" and noun.mode is None:
        # "the county line from A to B", "links between A and B": no route.
        return []
    phrase = _phrase(names, (noun.start, end), parts, noun, nested=nested)
    return [phrase] if phrase else []


def _joined(names: Names, words: Sequence[Word]) -> list[Part]:
    """Return the ends in "from A to B (via C)", the vias between them; empty if there are none."""
    index = 0
    while index < len(words) and words[index].text in FILLERS:
        index += 1
    if index >= len(words) or words[index].text not in JOINS or not _blank_to(names.text, words, index):
        return []
    first = read_name(names, words, index + 1)
    after = _next(words, first)
    if first is None or after is None or words[after].text not in JOINS[words[index].text]:
        return []
    second = _second(names, words, _article(words, after + 1))
    if second is None or not _flows(names.text, words, after, second.start):
        return []
    return [first, *_vias(names, words, second), second]


def _second(names: Names, words: Sequence[Word], at: int) -> Part | None:
    """Return the far end: a name, "the Georgian border", "the border with Georgia", "границы Грузии"."""
    border = _border_of(names, words, at)
    if border is not None:
        return border
    name = read_name(names, words, at)
    following = _next(words, name)
    if name is None or following is None or not is_border(words[following].key):
        return name
    if names.text[name.end : words[following].start] != " ":
        return name
    return at_border(names, [name], words[following].end)[0]


def _border_of(names: Names, words: Sequence[Word], at: int) -> Part | None:
    """Return the country in "border with Georgia" or "граница Грузии" at a word."""
    if at >= len(words) or not is_border(words[at].key):
        return None
    name = at + 1
    if name < len(words) and words[name].text in BORDER_RIGHT:
        name = _article(words, name + 1)
    country = read_name(names, words, name)
    if country is None or not names.is_country(country) or not _flows(names.text, words, at, country.start):
        return None
    return country._replace(border=country.end)


def _on_to_border(names: Names, words: Sequence[Word], parts: list[Part]) -> list[Part]:
    """Return a chain with the border that it ends at: "Баку — Губа — граница с Россией"."""
    chain = parts
    if not chain:
        first = read_name(names, words, 0)
        chain = [first] if first is not None and first.known else []
    at = _next(words, chain[-1]) if chain else None
    if at is None or not is_dash(names.text[chain[-1].end : words[at].start]):
        return parts
    border = _border_of(names, words, at)
    return [*chain, border] if border is not None else parts


def _vias(names: Names, words: Sequence[Word], second: Part) -> list[Part]:
    at = _next(words, second)
    if at is None or words[at].text not in VIA:
        return []
    via = read_name(names, words, at + 1)
    return [via] if via is not None and via.known else []


def _next(words: Sequence[Word], part: Part | None) -> int | None:
    if part is None:
        return None
    return next((index for index, word in enumerate(words) if word.start >= part.end), None)


def _article(words: Sequence[Word], index: int) -> int:
    return index + 1 if index < len(words) and words[index].text == "the" else index


def _blank_to(text: str, words: Sequence[Word], index: int) -> bool:
    return all(_SPACE.fullmatch(text[a.end : b.start]) for a, b in pairwise(words[: index + 1]))


def _flows(text: str, words: Sequence[Word], index: int, stop: int) -> bool:
    """Tell whether nothing but blanks stands between a joining word and the name after it."""
    return not any(mark in text[words[index].end : stop] for mark in ".,;:()!?\n")
