"""Routes in running text: known corridors by name, and any line by its ends.

One pass over the words tells where a name of the registry or a route noun can stand
(:mod:`geo.routes.openings`); the patterns around it are tried there, in a window. Time is linear in
the length of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geo.routes.coreference import find_coreferences
from geo.routes.ends import Names, Places
from geo.routes.named import Named, Reader, core_at, named_at, noun_at
from geo.routes.nouns import is_head
from geo.routes.openings import may_join, openings_in
from geo.routes.phrases import Phrase, phrases_of
from geo.routes.sections import with_legs

if TYPE_CHECKING:
    from geo.model import Document
    from geo.routes.registry import Registry
    from geo.routes.words import Word

__all__ = ["RouteSpan", "find_routes"]


@dataclass(frozen=True, slots=True)
class RouteSpan:
    """A stretch of a document that names a route.

    ``route_id`` is the registry's, None for a route that the text alone makes; ``leg_ids`` are the
    legs that a section names, empty for all; ``mode`` is what the noun tells (rail, road, pipeline,
    ferry, sea), None where it tells nothing. ``parts`` are the spans of the places that the route
    joins, ``places`` those that count as place mentions of their own; a reference back has the parts of
    the route that it means. ``borders`` are those parts that name a country for its border. Offsets are
    code points.
    """

    start: int
    end: int
    route_id: str | None
    leg_ids: tuple[str, ...] = ()
    role: Literal["place", "coreference"] = "place"
    mode: str | None = None
    parts: tuple[tuple[int, int], ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    borders: tuple[tuple[int, int], ...] = ()


def find_routes(
    document: Document, registry: Registry, gazetteer: Places, *, coreferences: bool = False
) -> list[RouteSpan]:
    """Return the routes that a document names, in order, apart.

    Parameters
    ----------
    document
        Any text, of any length.
    registry
        The known routes.
    gazetteer
        Tells which words are places (:meth:`geo.gazetteer.Gazetteer.find`).
    coreferences
        Whether references back ("the corridor") are found too.

    Returns
    -------
    list of RouteSpan
        Known routes by their names or their ends; other lines by their ends, with ``route_id``
        None and the places as ``parts``.
    """
    text = document.text
    reader = Reader(text, registry.lexicon)
    names = Names(text, registry.lexicon, gazetteer, {})
    found: list[RouteSpan] = []
    for word in openings_in(text, registry.lexicon.openings):
        position = found[-1].end if found else 0
        if word.start >= position:
            found += [span for span in _at(reader, names, word) if span.start >= position]
    found = [with_legs(text, span, registry, gazetteer) for span in found]
    if coreferences:
        found = sorted([*found, *find_coreferences(document, found, registry)], key=lambda span: span.start)
    return found


def _at(reader: Reader, names: Names, word: Word) -> list[RouteSpan]:
    """Return the routes named around a word."""
    by_name = named_at(reader, word)
    if by_name is not None:
        return [_of_name(by_name)]
    return _around_noun(reader, names, word) if is_head(word.key) else []


def _around_noun(reader: Reader, names: Names, word: Word) -> list[RouteSpan]:
    noun = noun_at(reader, word)
    if noun is None or not may_join(reader.text, noun.start, noun.end):
        return []
    core = core_at(reader, noun)
    if core is not None:
        return [_of_name(core)]
    return [_of_phrase(phrase) for phrase in phrases_of(names, noun)]


def _of_name(named: Named) -> RouteSpan:
    return RouteSpan(named.start, named.end, named.route_id)


def _of_phrase(phrase: Phrase) -> RouteSpan:
    parts = tuple((part.start, part.end) for part in phrase.parts)
    return RouteSpan(
        phrase.start,
        phrase.end,
        phrase.route_id,
        mode=phrase.mode,
        parts=parts,
        places=parts if phrase.nested else (),
        borders=tuple((part.start, part.end) for part in phrase.parts if part.border),
    )
