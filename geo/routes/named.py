"""Routes by name: the registry's names and acronyms, and names that need a noun beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.routes.nouns import Noun, is_inner, noun_after, noun_before
from geo.routes.words import (
    CLOSE_QUOTES,
    OPEN_QUOTES,
    Word,
    is_capital,
    is_dash,
    is_link,
    key,
    words_after,
    words_before,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.routes.lexicon import Lexicon, Name

__all__ = ["Named", "Reader", "core_at", "named_at", "noun_at", "quoted"]

_NEAR: Final = 400
_LONGEST: Final = 16
_SPACE: Final = re.compile(r"[^\S\n]{1,2}|[^\S\n]?\n[^\S\n]?")
_ACRONYM: Final = re.compile(r"\s?\(([\w&-]{2,12})\)")
_PREFIXES: Final = frozenset(map(key, ("international", "международный", "uluslararası", "beynəlxalq")))
_PROJECT_OR_PART: Final = frozenset({"project", "section"})
_MOST_JOINED: Final = 3
# Russian writes adjectives of places in small letters.
_ADJECTIVE: Final = re.compile(r"ск(?:ий|ого|ому|им|ом)$")
_OPENED_BY: Final = {"»": "«", "”": "“„", '"': '"', "“": "„"}
_ACROSS_NOUNS: Final = frozenset({"bridge", "crossing"})
_ACROSS: Final = frozenset({"across", "over", "on", "at", "через", "на"})
# "Astaraçay çayı üzərindəki körpü": Turkic languages put the bridge last.
_OVER: Final = frozenset(
    map(key, ("üzərində", "üzərindəki", "üzərindən", "üzerinde", "üzerindeki", "üzerinden"))
)
_TURKIC_RIVER: Final = frozenset(map(key, ("çayı", "nehri", "ırmağı")))
_RIVER_WORDS: Final = frozenset(map(key, ("the", "river", "реку", "реке")))


class Named(NamedTuple):
    """A stretch of text that names a known route."""

    start: int
    end: int
    route_id: str


@dataclass(slots=True)
class Reader:
    """A document's text with the lexicon; its caseless copy is made when first asked for."""

    text: str
    lexicon: Lexicon
    caseless: str | None = None
    kinship: dict[str, int] = field(default_factory=dict)
    suited: dict[str, bool] = field(default_factory=dict)

    def has_context(self, route_id: str) -> bool:
        """Tell whether any word of a route's context occurs in the document; looked up once."""
        if route_id not in self.suited:
            words = self.lexicon.context[route_id]
            self.suited[route_id] = not words or any(word in self._folded() for word in words)
        return self.suited[route_id]

    def kin_of(self, route_id: str) -> int:
        """Return how often the document names the corridors that a route belongs to."""
        if route_id not in self.kinship:
            text = self._folded()
            self.kinship[route_id] = sum(map(text.count, self.lexicon.kin[route_id]))
        return self.kinship[route_id]

    def _folded(self) -> str:
        if self.caseless is None:
            self.caseless = self.text.casefold()
        return self.caseless


def named_at(reader: Reader, first: Word) -> Named | None:
    """Return the longest known route name that begins with a word, with what belongs to it.

    Quotes around it, an acronym in brackets after it, "International" before it, and the noun that
    it needs or has beside it belong to it.
    """
    group = reader.lexicon.names.get(first.key, ())
    if not group:
        return None
    words = words_after(reader.text, first.start, len(group[0].keys))
    matching = _matching(reader.text, words, group)
    if not matching:
        return None
    words = words_after(reader.text, first.start, _LONGEST)
    found = [stands for name in matching if (stands := _stand(reader, words, name)) is not None]
    return max(found, key=lambda one: _rank(reader, one), default=None) if len(found) > 1 else _only(found)


def _only(found: Sequence[Named]) -> Named | None:
    return found[0] if found else None


def _rank(reader: Reader, named: Named) -> tuple[int, int, bool]:
    """Return what tells two routes of one name ("Trans-Caspian route") apart.

    It is the corridor that the document names more often, else what stands near.
    """
    near = _has_context(reader, named.route_id, named.start, named.end)
    return named.end - named.start, reader.kin_of(named.route_id), near


def core_at(reader: Reader, noun: Noun) -> Named | None:
    """Return the route whose core follows its noun.

    ``corridor “North-South”``, ``МТК «Север — Юг»``, ``bridge across the river Astarachay``.
    """
    if not _may_follow(reader, noun):
        return None
    words = _past_preposition(noun, words_after(reader.text, noun.end, _LONGEST), reader.text)
    if not words:
        return None
    for name in _matching(reader.text, words, reader.lexicon.names.get(words[0].key, ())):
        if name.form != "core" or not _goes(reader, name, noun):
            continue
        start, end = quoted(reader.text, words[0].start, words[len(name.keys) - 1].end)
        end = _past_river(reader.text, words, len(name.keys), end)
        own = _noun_right(reader, name, words, end)
        if own is None and _is_proper(reader.text[start:end]):
            return Named(*quoted(reader.text, noun.start, end), name.route_id)
    return None


def _may_follow(reader: Reader, noun: Noun) -> bool:
    """Tell by one word whether a name, or "across", follows a noun."""
    near = words_after(reader.text, noun.end, 1)
    if not near or not _noun_gap(reader.text[noun.end : near[0].start]):
        return False
    across = noun.label in _ACROSS_NOUNS and near[0].text in _ACROSS
    return across or near[0].key in reader.lexicon.names


def _past_preposition(noun: Noun, words: list[Word], text: str) -> list[Word]:
    """Return the words from where a name may follow its noun."""
    if noun.label not in _ACROSS_NOUNS or words[0].text not in _ACROSS:
        return words
    first = 1
    while (
        first < len(words)
        and words[first].key in _RIVER_WORDS
        and text[words[first - 1].end : words[first].start] == " "
    ):
        first += 1
    return words[first:]


def _past_river(text: str, words: list[Word], count: int, end: int) -> int:
    """Return the end of "Samur River" for the name "Samur"."""
    if count < len(words) and words[count].key in _RIVER_WORDS and text[end : words[count].start] == " ":
        return words[count].end if words[count].text.lower() != "the" else end
    return end


def quoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span with the quotes around it, where it has both."""
    if start > 0 and end < len(text) and text[start - 1] in OPEN_QUOTES and text[end] in CLOSE_QUOTES:
        return start - 1, end + 1
    inside = text[start:end]
    if any(mark in inside for mark in _OPENED_BY.get(text[end : end + 1], "")):
        # The name holds its own opening quote: МТК «Север–Юг».
        return start, end + 1
    before = text[start - 1] if start else "."
    if any(mark in inside and before in opening for mark, opening in _OPENED_BY.items()):
        # ... or its own closing one: “Şimal–Cənub” nəqliyyat dəhlizi.
        return start - 1, end
    return start, end


def _matching(text: str, words: Sequence[Word], group: Sequence[Name]) -> list[Name]:
    """Return the names of a group that stand at the head of ``words``, with only links between."""
    keys = tuple(word.key for word in words)
    return [name for name in group if name.keys == keys[: len(name.keys)] and _holds(text, words, name)]


def _holds(text: str, words: Sequence[Word], name: Name) -> bool:
    count = len(name.keys)
    if not all(is_link(text[a.end : b.start]) for a, b in pairwise(words[:count])):
        return False
    return name.exact is None or _same_letters(text[words[0].start : words[count - 1].end], name.exact)


def _same_letters(text: str, exact: str) -> bool:
    return [c for c in text if c.isalnum()] == [c for c in exact if c.isalnum()]


def _stand(reader: Reader, words: Sequence[Word], name: Name) -> Named | None:
    """Return the name with what belongs to it if it may stand where it does."""
    text = reader.text
    start, end = words[0].start, words[len(name.keys) - 1].end
    if name.form == "acronym" and not _has_context(reader, name.route_id, start, end):
        return None
    if name.form == "core":
        return _core(reader, words, name)
    if name.form == "name" and name.exact is None and not _is_proper(text[start:end]):
        return None
    if name.form == "acronym" and (_is_joined(text, start - 1) or _is_joined(text, end)):
        return None
    start, end = quoted(text, start, end)
    bracketed = _past_acronym(reader, end, name.route_id)
    noun = _noun_right(reader, name, words, bracketed)
    if noun is not None and noun.label not in _PROJECT_OR_PART:
        return _whole(reader, start, noun.end, name.route_id)
    return _whole(reader, start, end, name.route_id)


def _is_joined(text: str, at: int) -> bool:
    """Tell whether a dash or slash ties the acronym to something else (BTC-USD)."""
    return (
        0 <= at < len(text)
        and text[at] in "-/_@#$.&"
        and 0 < at < len(text) - 1
        and not text[at + 1].isspace()
    )


def _core(reader: Reader, words: Sequence[Word], name: Name) -> Named | None:
    start, end = quoted(reader.text, words[0].start, words[len(name.keys) - 1].end)
    noun = _noun_right(reader, name, words, end) or _noun_over(reader, name, words)
    if noun is None:
        return None
    core = reader.text[start:end]
    if not (_is_proper(core) or noun.modified or _ADJECTIVE.search(core)):
        return None
    return _whole(reader, start, noun.end, name.route_id)


def _whole(reader: Reader, start: int, end: int, route_id: str) -> Named:
    """Return the span with "International" before it, an acronym after it, quotes around it."""
    text = reader.text
    before = words_before(text, start, 1)
    if before and before[0].key in _PREFIXES and _SPACE.fullmatch(text[before[0].end : start]):
        start = before[0].start
    start, end = quoted(text, start, end)
    return Named(start, _past_acronym(reader, end, route_id), route_id)


def _past_acronym(reader: Reader, end: int, route_id: str) -> int:
    """Return the end of the route's own acronym in brackets at ``end``, else ``end``."""
    bracket = _ACRONYM.match(reader.text, end)
    return bracket.end() if bracket and bracket.group(1) in reader.lexicon.acronyms[route_id] else end


def _noun_right(reader: Reader, name: Name, words: Sequence[Word], end: int) -> Noun | None:
    """Return the noun phrase right of a name, if it suits the name's route."""
    following = [word for word in words[len(name.keys) :] if word.start >= end]
    if not following or not _noun_gap(reader.text[end : following[0].start]):
        return None
    noun = noun_after(reader.text, following, 0)
    return noun if noun is not None and _goes(reader, name, noun) else None


def _noun_over(reader: Reader, name: Name, words: Sequence[Word]) -> Noun | None:
    """Return the bridge in "Samur çayı üzərində körpü", if it suits the name's route."""
    first = len(name.keys)
    at = first + 1 if first < len(words) and words[first].key in _TURKIC_RIVER else first
    if at >= len(words) or words[at].key not in _OVER:
        return None
    if any(reader.text[a.end : b.start] != " " for a, b in pairwise(words[first - 1 : at + 2])):
        return None
    noun = noun_after(reader.text, words, at + 1)
    return noun if noun is not None and noun.label in _ACROSS_NOUNS and _goes(reader, name, noun) else None


def _goes(reader: Reader, name: Name, noun: Noun) -> bool:
    if not reader.has_context(name.route_id):
        return False
    return noun.label in reader.lexicon.nouns[name.route_id]


def _noun_gap(gap: str) -> bool:
    """Tell whether a name and its noun may be this far apart: a blank, quotes, or a dash without blanks."""
    bare = gap.strip(OPEN_QUOTES + CLOSE_QUOTES)
    return len(gap) <= _MOST_JOINED and (
        _SPACE.fullmatch(bare) is not None or (is_dash(bare) and bare.strip() == bare)
    )


def _has_context(reader: Reader, route_id: str, start: int, end: int) -> bool:
    words = reader.lexicon.context[route_id]
    near = (reader.text[max(0, start - _NEAR) : start] + " " + reader.text[end : end + _NEAR]).casefold()
    return not words or any(word in near for word in words)


def _is_proper(text: str) -> bool:
    """Tell whether a name is written as one: with a capital, or in a script that has none."""
    return any(char.isupper() for char in text) or all(map(is_capital, filter(str.isalpha, text)))


def noun_at(reader: Reader, word: Word) -> Noun | None:
    """Return the noun phrase whose head is this word, with the modifiers before it."""
    before = words_before(reader.text, word.start, 1)
    if before and is_inner(before[0].key):
        before = words_before(reader.text, word.start, 6)
    phrase = noun_before(reader.text, [*before, word])
    if phrase is None:
        return None
    after = noun_after(reader.text, [word, *words_after(reader.text, word.end, 2)], 0)
    return phrase if after is None else phrase._replace(end=max(phrase.end, after.end))
