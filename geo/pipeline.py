"""Documents to located mentions: the parts of ``geo`` in one line."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.errors import UsageError
from geo.gazetteer import Gazetteer
from geo.model import Mention, Role, Span, Unresolved
from geo.recognise import Found, GazetteerRecogniser, Recogniser, SpacyRecogniser
from geo.resolve import resolve, resolve_many
from geo.routes.border import at_borders, crossing_ids
from geo.routes.compose import compose
from geo.routes.grammar import find_routes
from geo.routes.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from geo.model import Document, Place
    from geo.online import Online
    from geo.routes.grammar import RouteSpan

__all__ = ["RECOGNISERS", "Geoparser"]

RECOGNISERS: Final = ("auto", "gazetteer", "spacy")
KNOWN_ROUTE_SCORE: Final = 0.95
SECTION_SCORE: Final = 0.9
COREFERENCE_SCORE: Final = 0.5


class _Read(NamedTuple):
    """What reading a document gives, before anyone asks which place a name means."""

    document: Document
    routes: Sequence[RouteSpan]
    asked: Sequence[Found]
    """In document order: places, and those that routes are made of."""
    places: AbstractSet[tuple[int, int]]
    """The spans of ``asked`` that are mentions of their own, where there are routes; else all are."""


@dataclass(frozen=True, slots=True)
class Geoparser:
    """What turns a document into located mentions; open it once, use it for every document."""

    gazetteer: Gazetteer
    registry: Registry
    recogniser: Recogniser
    online: Online | None = None
    coreferences: bool = False

    @classmethod
    def open(
        cls,
        *,
        recogniser: str = "auto",
        online: Online | None = None,
        coreferences: bool = False,
        progress: Callable[[str, float], None] | None = None,
    ) -> Geoparser:
        """Open the gazetteer (compiling it if need be), the registry and a recogniser.

        Parameters
        ----------
        recogniser
            ``gazetteer`` needs no model; ``spacy`` adds an English model; ``auto`` takes what measures best,
            ``gazetteer``.
        online
            A service that is asked for the names that the gazetteer lacks; None asks nobody.
        coreferences
            Whether references back to a route ("the corridor", "this railway") are mentions too.
        progress
            Called with a step's name and the share done (0 to 1) while the gazetteer is compiled.

        Raises
        ------
        GazetteerError
            If the gazetteer cannot be compiled.
        RegistryError
            If a corridor file is wrong.
        UsageError
            If the recogniser is unknown or not installed.
        """
        gazetteer = Gazetteer.open(progress=progress)
        return cls(gazetteer, Registry.load(), _recogniser(recogniser, gazetteer), online, coreferences)

    def locate(self, document: Document) -> list[Mention | Unresolved]:
        """Return every place and route that a document names, in document order."""
        return self.locate_many([document])[0]

    def locate_many(self, documents: Iterable[Document]) -> list[list[Mention | Unresolved]]:
        """Return what `locate` returns for each of many documents; together they take less time.

        Parameters
        ----------
        documents
            Documents that fit into memory together with what is found in them; nothing crosses them.
        """
        read = [self._read(document) for document in documents]
        answers = self._resolved([(one.document, one.asked) for one in read])
        return [self._shown(one, found) for one, found in zip(read, answers, strict=True)]

    def _read(self, document: Document) -> _Read:
        """Return the routes that a document names, and the spans whose place is to be found."""
        routes = find_routes(document, self.registry, self.gazetteer, coreferences=self.coreferences)
        found = self.recogniser.spans(document)
        if not routes:
            return _Read(document, routes, found, frozenset())
        named = {span for route in routes for span in (*route.places, *self._crossed(document, route))}
        parts = {span for route in routes if route.route_id is None for span in route.parts}
        found = _outside(found, [*_spans(routes, self._hides_places), *sorted(named)])
        known = {(one.start, one.end) for one in found}
        asked = found + [Found(start, end) for start, end in (named | parts) - known]
        asked.sort(key=lambda one: (one.start, one.end))
        return _Read(document, routes, asked, known | named)

    def _shown(self, read: _Read, answers: Sequence[Mention | Unresolved]) -> list[Mention | Unresolved]:
        """Return the places and routes of a document in its order, without those of its furniture."""
        document, shown = read.document, list(answers)
        if read.routes:
            located = {(one.span.start, one.span.end): one for one in answers}
            shown = [one for span, one in located.items() if span in read.places]
            lines = [(self._route(document, route, located), route.role) for route in read.routes]
            # What could not be drawn where it was named is told there, not again at each reference back.
            shown += [one for one, role in lines if role == "place" or isinstance(one, Mention)]
            shown.sort(key=lambda one: (one.span.start, one.span.end, one.span.kind))
        return (
            [one for one in shown if not _in_furniture(document, one.span)] if document.furniture else shown
        )

    def _hides_places(self, found: RouteSpan) -> bool:
        """Tell whether the places in a route's name are no mentions of their own.

        Baku in "Baku-Tbilisi-Kars railway" is part of the name; a crossing is itself at the place it names.
        """
        return found.role != "coreference" and not self._is_crossing(found)

    def _crossings(self) -> list[Place]:
        """Return the border crossings that the gazetteer knows."""
        return [place for one in crossing_ids() if (place := self.gazetteer.get(one)) is not None]

    def _is_crossing(self, found: RouteSpan) -> bool:
        route = self.registry.get(found.route_id) if found.route_id else None
        return route is not None and route.kind == "crossing"

    def _crossed(self, document: Document, found: RouteSpan) -> list[tuple[int, int]]:
        """Return the curated places in a crossing's name: quotes or commas around them prove nothing."""
        if not self._is_crossing(found):
            return []
        name = document.text[found.start : found.end]
        matches = self.gazetteer.scan(name, document.language)
        return [(found.start + m.start, found.start + m.end) for m in matches if m.is_curated]

    def locate_spans(
        self, document: Document, spans: Iterable[tuple[int, int]]
    ) -> list[Mention | Unresolved]:
        """Return what given spans mean, as places, in document order.

        Raises
        ------
        UsageError
            If a span does not lie in the document.
        """
        asked = [Found(start, end) for start, end in sorted(set(spans))]
        for found in asked:
            Span(document, found.start, found.end, "place")
        return self._resolved([(document, asked)])[0]

    def _resolved(
        self, asked: Sequence[tuple[Document, Sequence[Found]]]
    ) -> list[list[Mention | Unresolved]]:
        answers = resolve_many(asked, self.gazetteer)
        if self.online is None:
            return answers
        from geo.online import supplemented  # noqa: PLC0415 - most runs ask nobody

        return [
            supplemented(document, spans, given, self.gazetteer, self.online)
            for (document, spans), given in zip(asked, answers, strict=True)
        ]

    def explain(self, document: Document, start: int, end: int) -> Mention | Unresolved:
        """Return what one span means and the candidates that lost: a route if it names one, else a place."""
        for route in find_routes(document, self.registry, self.gazetteer):
            if start <= route.start and route.end <= end and route.role != "coreference":
                parts = [Found(*span) for span in route.parts]
                located = dict(
                    zip(route.parts, resolve(document, parts, self.gazetteer, explained=True), strict=True)
                )
                return self._route(document, route, located)
        others = [
            found for found in self.recogniser.spans(document) if found.end <= start or end <= found.start
        ]
        asked = sorted([*others, Found(start, end)], key=lambda found: found.start)
        position = asked.index(Found(start, end))
        return resolve(document, asked, self.gazetteer, explained=True)[position]

    def _route(
        self, document: Document, found: RouteSpan, located: dict[tuple[int, int], Mention | Unresolved]
    ) -> Mention | Unresolved:
        span = Span(document, found.start, found.end, "route")
        if found.route_id is None:
            parts = [located[part] for part in found.parts]
            if found.borders:
                parts = at_borders(parts, found.borders, found.mode, self._crossings)
            line = compose(span, found, parts)
            if found.role == "coreference" and isinstance(line, Mention):
                return replace(line, role="coreference", score=min(line.score, COREFERENCE_SCORE))
            return line
        route = self.registry.get(found.route_id)
        if route is None:
            raise UsageError(
                f"Route '{found.route_id}' is not in the registry. Load the registry it was found with."
            )
        score = (
            COREFERENCE_SCORE
            if found.role == "coreference"
            else SECTION_SCORE
            if found.leg_ids
            else KNOWN_ROUTE_SCORE
        )
        role: Role = "coreference" if found.role == "coreference" else "place"
        return Mention(span, route, score, role, leg_ids=tuple(found.leg_ids))


def _spans(routes: Sequence[RouteSpan], chosen: Callable[[RouteSpan], bool]) -> list[tuple[int, int]]:
    return [(route.start, route.end) for route in routes if chosen(route)]


def _in_furniture(document: Document, span: Span) -> bool:
    return any(start <= span.start and span.end <= end for start, end in document.furniture)


def _outside(found: Sequence[Found], taken: Sequence[tuple[int, int]]) -> list[Found]:
    """Return what overlaps no taken span; ``found`` is in document order, without overlaps."""
    spans = sorted(taken)
    ends = list(accumulate((end for _, end in spans), max))
    kept = []
    for one in found:
        following = bisect_right(ends, one.start)
        if following == len(spans) or spans[following][0] >= one.end:
            kept.append(one)
    return kept


def _recogniser(name: str, gazetteer: Gazetteer) -> Recogniser:
    if name not in RECOGNISERS:
        raise UsageError(f"Unknown recogniser '{name}'. Choose one of: {', '.join(RECOGNISERS)}.")
    # "auto" is the gazetteer's recogniser whatever is installed: bench/geoparse.py finds the small English
    # model no better on the news corpora, worse on the seed documents, and twenty times slower.
    return SpacyRecogniser(gazetteer) if name == "spacy" else GazetteerRecogniser(gazetteer)
