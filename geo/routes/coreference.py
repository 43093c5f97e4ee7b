"""References back to a route: "the corridor", "this project", "bu dəmir yolu", "этот коридор".

A wrong reference costs more than a missing one, so a noun points back only where nothing beside it says
that it means something else ("the railway from Zahedan", "the federal highway R-217", "the road half"),
and only to a route that a reader still has in mind: near, in the same section of the text, and the only
one of its kind where it was named last.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.routes.nouns import is_corridor, is_head, noun_after, noun_before
from geo.routes.openings import heads_in
from geo.routes.words import OPEN_QUOTES, is_capital, key, words_after, words_before
from geo.sentences import sentence_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Document
    from geo.routes.grammar import RouteSpan
    from geo.routes.registry import Registry
    from geo.routes.words import Word

__all__ = ["find_coreferences"]

_ARTICLE: Final = "the"
_DEMONSTRATIVES: Final = frozenset(
    str.split(
        "this этот эта это этого этой этому этом этим эту данный данная данного данной данному данным "
        "данном указанный указанная названный названная упомянутый упомянутая bu həmin"
    )
)
# How far back a reference may point: in characters, and in sentences by the noun's class.
_REACH: Final = 1500
_SENTENCES: Final = 8
_SENTENCES_OF_VAGUE: Final = 2
_VAGUE: Final = frozenset({"project", "line"})
_KINDS: Final[dict[str, frozenset[str]]] = {
    "way": frozenset({"corridor", "railway", "road", "pipeline", "ferry"}),
    "project": frozenset({"corridor", "railway", "road", "pipeline", "crossing"}),
    "rail": frozenset({"railway"}),
    "line": frozenset({"railway", "pipeline"}),
    "road": frozenset({"road"}),
    "pipeline": frozenset({"pipeline"}),
    "ferry": frozenset({"ferry"}),
    "bridge": frozenset({"crossing"}),
    "crossing": frozenset({"crossing"}),
}
_KIND_OF_MODE: Final = {"rail": "railway", "road": "road", "pipeline": "pipeline", "ferry": "ferry"}
# After "the railway": words that say which one is meant, so that none before it is.
_RESTRICTS: Final = frozenset(
    str.split(
        "from to through between via into toward towards of that where across over linking links connecting "
        "connects joining running leading named called known"
    )
)
# "The road half", "the railway station": the noun says what kind of thing the next one is.
_COMPOUNDS: Final = frozenset(
    str.split(
        "half side network networks station stations sector company companies operator operators traffic "
        "transport map maps safety works worker workers junction tunnel tunnels bridge bridges building "
        "builders construction infrastructure system systems service services track tracks toll tolls map "
        "manager managers office team staff ahead"
    )
)
# "Projects in the pipeline", "further down the line": turns of phrase.
_IDIOMS: Final = frozenset(
    {
        ("in", "pipeline"),
        ("on", "line"),
        ("down", "line"),
        ("along", "line"),
        ("on", "road"),
        ("down", "road"),
        ("hit", "road"),
    }
)
# Modifiers that any route of its kind may have; others ("federal", "gas") tell one from another.
_COMMON: Final = frozenset(
    map(
        key,
        str.split(
            "international transport transportation trade transit multimodal freight cargo logistics "
            "economic border "
            "международный транспортный торговый транзитный мультимодальный логистический железный "
            "железнодорожный пункт пограничный автомобильный "
            "uluslararası ulaştırma ulaşım ticaret transit beynəlxalq nəqliyyat ticarət tranzit demir dəmir "
            "avtomobil sərhəd sınır buraxılış rail railway"
        ),
    )
)
_LIST: Final = re.compile(r"(?:[^.;:!?\n]*)(?:,|\b(?:and|or|и|или|ve|və|ile|ilə))\s(?:the\s)?[“«\"]?")
_LONGEST_LIST: Final = 60
_FINISHED: Final = re.compile(r"[.!?…:;]\W*\Z")
_LONGEST_HEADING: Final = 100


# "Pipelines", "yollar"; Russian plurals come with a pronoun that points to none.
_PLURAL: Final = re.compile(r"s\Z|l[aeə]r")


class _Pointer(NamedTuple):
    """A noun phrase that points back: its span with the "the", and what it says of what it means."""

    start: int
    end: int
    label: str
    mode: str | None
    is_corridor: bool


@dataclass(frozen=True, slots=True)
class _Thought:
    """A route that a reader has in mind: its span, what tells it apart, and what it can be called."""

    span: RouteSpan
    identity: object
    kind: str
    mode: str | None
    is_corridor: bool
    sentence: int


def find_coreferences(document: Document, spans: Sequence[RouteSpan], registry: Registry) -> list[RouteSpan]:
    """Return the references back to routes named before them, in order, with role ``coreference``.

    Parameters
    ----------
    document
        The document.
    spans
        The routes that it names, in order (:func:`geo.routes.grammar.find_routes`).
    registry
        Tells what kind of route each is.
    """
    if not spans:
        return []
    text = document.text
    bounds = sentence_bounds(text)
    named = [_thought(text, span, registry, bounds) for span in spans]
    minds: list[_Thought] = []
    legs: dict[object, frozenset[str]] = {}
    found: list[RouteSpan] = []
    following = 0
    for head in heads_in(text, registry.lexicon.openings, spans[0].end):
        while following < len(named) and named[following].span.start < head.end:
            minds.append(named[following])
            _learn_legs(legs, named[following])
            following += 1
        if head.start < minds[-1].span.end:
            continue
        noun = _pointing(text, head)
        sentence = bisect_right(bounds, (noun.start, len(text))) - 1 if noun else 0
        beside = _listed_with(text, noun, named[following : following + 1]) if noun else None
        meant = _meant(noun, sentence, minds, beside) if noun else None
        if noun is None or meant is None or _passes_heading(text, bounds[meant.sentence + 1 : sentence]):
            continue
        own = tuple(sorted(legs[meant.identity]))
        start, end = noun.start, noun.end
        back = replace(meant.span, start=start, end=end, role="coreference", leg_ids=own, places=())
        found.append(back)
        minds.append(replace(meant, span=back, sentence=sentence))
    return found


def _thought(text: str, span: RouteSpan, registry: Registry, bounds: Sequence[tuple[int, int]]) -> _Thought:
    sentence = bisect_right(bounds, (span.start, len(text))) - 1
    route = registry.get(span.route_id) if span.route_id else None
    if route is None:
        ends = tuple(sorted(text[start:end] for start, end in span.parts))
        kind = _KIND_OF_MODE.get(span.mode or "", "corridor")
        called = any(is_corridor(word.key) for word in words_before(text, span.end, 2))
        return _Thought(span, (span.mode, ends), kind, span.mode, called, sentence)
    return _Thought(span, route.id, route.kind, route.mode, route.id in registry.lexicon.corridors, sentence)


def _pointing(text: str, head: Word) -> _Pointer | None:
    """Return the noun phrase with its "the" or "this", if it has one and means no other thing."""
    words = [*words_before(text, head.start, 7), head]
    noun = noun_before(text, words)
    if noun is None or noun.start > head.start or _PLURAL.search(head.text):
        return None
    after = noun_after(text, [head, *words_after(text, head.end, 2)], 0)
    end = noun.end if after is None else max(noun.end, after.end)
    before = [word for word in words if word.end <= noun.start]
    if not before or text[before[-1].end : noun.start] not in {" ", "\n", "\u00a0"}:
        return None
    pointer = before[-1].text.lower()
    between = [word for word in words if noun.start <= word.start < head.start]
    if not all(word.key in _COMMON or is_head(word.key) for word in between):
        return None
    if pointer == _ARTICLE:
        idiom = len(before) > 1 and (before[-2].text.lower(), head.text) in _IDIOMS
        if idiom or not _stands_alone(text, end):
            return None
    elif pointer not in _DEMONSTRATIVES or _is_compound(text, end):
        return None
    return _Pointer(before[-1].start, end, noun.label, noun.mode, is_corridor(head.key))


def _stands_alone(text: str, end: int) -> bool:
    """Tell whether nothing right of "the railway" says which one it is."""
    if _is_compound(text, end):
        return False
    words = words_after(text, end, 2)
    if not words:
        return True
    gap, first = text[end : words[0].start], words[0].text
    if not gap.isspace():
        return len(gap) == 1 or gap[-1] not in OPEN_QUOTES
    in_a_place = first == "in" and len(words) > 1 and is_capital(words[1].text[0])
    return not (is_capital(first[0]) or first[0].isdigit() or first in _RESTRICTS or in_a_place)


def _is_compound(text: str, end: int) -> bool:
    if text[end : end + 1] in {"-", "/", "–"} and text[end + 1 : end + 2].isalpha():
        return True
    return any(
        text[end : word.start] == " " and word.text in _COMPOUNDS for word in words_after(text, end, 1)
    )


def _meant(noun: _Pointer, sentence: int, minds: Sequence[_Thought], beside: object) -> _Thought | None:
    """Return the nearest route that a noun can mean; None where two come equally to mind."""
    first = sentence - (_SENTENCES_OF_VAGUE if noun.label in _VAGUE else _SENTENCES)
    near: _Thought | None = None
    for one in reversed(minds):
        if one.sentence < first or one.span.start < noun.start - _REACH:
            break
        if one.identity == beside or not _suits(one, noun):
            continue
        if near is None:
            near = one
        elif one.sentence < near.sentence:
            break
        elif one.identity != near.identity:
            return None
    return near


def _learn_legs(legs: dict[object, frozenset[str]], one: _Thought) -> None:
    """Add the legs that a text names of a route, none for all: a reference back draws nothing by itself."""
    before, own = legs.get(one.identity), frozenset(one.span.leg_ids)
    legs[one.identity] = own if before is None else before | own if before and own else frozenset()


def _listed_with(text: str, noun: _Pointer, following: Sequence[_Thought]) -> object:
    """Return the route next in one list with a noun, which means another: "the highway and the R-217"."""
    for one in following:
        if _LIST.fullmatch(text[noun.end : one.span.start][: _LONGEST_LIST + 1]):
            return one.identity
    return None


def _suits(one: _Thought, noun: _Pointer) -> bool:
    """Tell whether a route is of the kind that a noun names; what nobody calls a corridor is none."""
    if noun.mode is not None and one.mode not in {noun.mode, "multimodal"}:
        return False
    if noun.label == "way" and noun.is_corridor:
        return one.is_corridor
    return one.kind in _KINDS.get(noun.label, ())


def _passes_heading(text: str, between: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a heading stands among sentences: a short one on a line of its own, without a stop."""
    return any(
        end - start <= _LONGEST_HEADING
        and not _FINISHED.search(text, start, end)
        and text[max(0, start - 4) : start].endswith(("\n", "\n# ", "\n## "))
        and text[end : end + 1] in {"", "\n", "\r"}
        for start, end in between
    )
