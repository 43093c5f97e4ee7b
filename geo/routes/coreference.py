"""References back to a route: "the corridor", "this project", "the railway"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from geo.routes.nouns import Noun, is_head, noun_before
from geo.routes.words import WORD, key, words_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Document
    from geo.routes.grammar import RouteSpan
    from geo.routes.registry import Registry

__all__ = ["find_coreferences"]

_POINTERS: Final = frozenset(
    map(key, str.split("the this that its этот эта этого этой данный данного указанный bu həmin"))
)
# How far back a reference may point, in characters: about two paragraphs.
_REACH: Final = 1500
_MOST_BACK: Final = 8
_KINDS: Final[dict[str, frozenset[str]]] = {
    "way": frozenset({"corridor"}),
    "project": frozenset({"corridor", "railway", "road", "pipeline", "crossing"}),
    "rail": frozenset({"railway"}),
    "line": frozenset({"railway", "pipeline"}),
    "road": frozenset({"road"}),
    "pipeline": frozenset({"pipeline"}),
    "bridge": frozenset({"crossing"}),
    "crossing": frozenset({"crossing"}),
}


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
    text = document.text
    found: list[RouteSpan] = []
    following = 0
    for match in WORD.finditer(text):
        if not is_head(key(match.group())):
            continue
        while following < len(spans) and spans[following].end <= match.start():
            following += 1
        if following < len(spans) and spans[following].start < match.end():
            continue
        noun = _pointing(text, match.start(), match.end())
        back = _meant(noun, spans[:following][-_MOST_BACK:], registry) if noun else None
        if noun is not None and back is not None:
            found.append(
                replace(
                    back, start=noun.start, end=noun.end, role="coreference", leg_ids=(), parts=(), places=()
                )
            )
    return found


def _pointing(text: str, start: int, end: int) -> Noun | None:
    """Return the noun phrase with its "the", if it has one."""
    words = words_before(text, end, 6)
    noun = noun_before(text, words)
    if noun is None or noun.start > start:
        return None
    before = [word for word in words if word.end <= noun.start]
    if not before or before[-1].key not in _POINTERS or text[before[-1].end : noun.start] != " ":
        return None
    return noun._replace(start=before[-1].start)


def _meant(noun: Noun, spans: Sequence[RouteSpan], registry: Registry) -> RouteSpan | None:
    kinds = _KINDS.get(noun.label, frozenset())
    for span in reversed(spans):
        if span.start < noun.start - _REACH:
            return None
        route = registry.get(span.route_id) if span.route_id else None
        if route is not None and route.kind in kinds:
            return span
    return None
