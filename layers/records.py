"""An atlas as plain records and back: what every file format that keeps a whole atlas is made of.

Records hold text, numbers, lists and mappings only. Places and routes that mentions point to are kept
once, in a list of targets; mentions and candidates name them by their number, from 1.
"""

from __future__ import annotations

from dataclasses import asdict, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from geo import model
from geo.errors import InputError, LayerError
from geo.model import (
    Candidate,
    Document,
    Leg,
    Mention,
    Place,
    Role,
    Route,
    Source,
    Span,
    SpanKind,
    Unresolved,
    Waypoint,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from layers.atlas import Atlas

__all__ = [
    "DOCUMENT_FIELDS",
    "DOCUMENT_LISTS",
    "Records",
    "document_of",
    "listed",
    "mention_of",
    "target_of",
    "target_record",
    "unresolved_of",
]

DOCUMENT_FIELDS: Final = tuple(field.name for field in fields(Document) if field.init)
DOCUMENT_LISTS: Final = frozenset({"furniture", "copies"})
"""Fields of a document that are no text."""


class Records:
    """Numbers the documents and targets of an atlas, each once, in the order in which they come up."""

    def __init__(self, atlas: Atlas) -> None:
        self.documents = {(one.name, one.id): number for number, one in enumerate(atlas.documents, start=1)}
        self.targets: list[Place | Route] = []
        self._of_target: dict[Place | Route, int] = {}
        self._seen: dict[int, int] = {}  # hashing a place costs more than looking up where it is

    def document(self, document: Document) -> int:
        """Return a document's number.

        Raises
        ------
        LayerError
            If the atlas does not hold it.
        """
        try:
            return self.documents[document.name, document.id]
        except KeyError:
            message = f"A mention is in document '{document.name}', which the atlas does not hold."
            raise LayerError(f"{message} Add the document.") from None

    def target(self, target: Place | Route) -> int:
        """Return the number of a place or route among the targets."""
        known = self._seen.get(id(target))
        if known is None:
            known = self._of_target.setdefault(target, len(self.targets) + 1)
            if known > len(self.targets):
                self.targets.append(target)
            if self.targets[known - 1] is target:  # kept alive, so its id stays its own
                self._seen[id(target)] = known
        return known

    def candidates(self, candidates: Iterable[Candidate]) -> list[list[Any]]:
        """Return candidates as ``[target, score, [[what, weight], ...]]``."""
        return [
            [self.target(one.target), one.score, [[what, value] for what, value in one.evidence]]
            for one in candidates
        ]


def listed(values: Iterable[Any]) -> list[Any]:
    """Return pairs and dataclasses as lists and mappings."""
    return [asdict(one) if is_dataclass(one) and not isinstance(one, type) else list(one) for one in values]


def document_of(record: Mapping[str, Any]) -> Document:
    """Return the document of a record."""
    values = dict(record)
    if "furniture" in values:
        values["furniture"] = tuple((start, end) for start, end in values["furniture"])
    if "copies" in values:
        values["copies"] = tuple(model.Copy(**copy) for copy in values["copies"])
    return Document(**values)


def mention_of(
    record: Mapping[str, Any], documents: Mapping[int, Document], targets: Mapping[int, Place | Route]
) -> Mention:
    """Return the mention of a record.

    Raises
    ------
    InputError
        If its kind or role is none that there is: files may come from anyone.
    """
    span = _span_of(record, documents)
    return Mention(
        span,
        targets[record["target"]],
        record["score"],
        _one_of(record["role"], get_args(Role), "role"),
        bool(record["in_name"]),
        tuple(record["leg_ids"]),
        _candidates_of(record["candidates"], targets),
    )


def unresolved_of(
    record: Mapping[str, Any], documents: Mapping[int, Document], targets: Mapping[int, Place | Route]
) -> Unresolved:
    """Return the unresolved span of a record.

    Raises
    ------
    InputError
        If its kind is none that there is.
    """
    span = _span_of(record, documents)
    return Unresolved(span, record["reason"], _candidates_of(record["candidates"], targets))


def _span_of(record: Mapping[str, Any], documents: Mapping[int, Document]) -> Span:
    kind = _one_of(record["kind"], get_args(SpanKind), "kind")
    return Span(documents[record["document"]], record["start"], record["end"], kind)


def _one_of(value: Any, known: Sequence[str], what: str) -> Any:
    if value not in known:
        raise InputError(
            f"Unknown {what} '{value}' of a mention; known are {', '.join(known)}. Make the atlas again."
        )
    return value


def target_record(target: Place | Route) -> dict[str, Any]:
    """Return a place or route as a record; ``type`` says which."""
    if isinstance(target, Place):
        return {"type": "place", **_flat(target), "names": _names(target.names)}
    legs = [_leg_record(leg) for leg in target.legs]
    rest = {"countries": list(target.countries), "sources": _sources(target.sources)}
    return {"type": "route", **_flat(target), "names": _names(target.names), "legs": legs, **rest}


def target_of(record: Mapping[str, Any]) -> Place | Route:
    """Return the place or route of a record."""
    values = {name: value for name, value in record.items() if name != "type"}
    values["names"] = {language: tuple(names) for language, names in record["names"].items()}
    if record["type"] == "place":
        return Place(**values)
    values["legs"] = tuple(_leg_of(leg) for leg in record["legs"])
    values["countries"] = tuple(record["countries"])
    values["sources"] = _sources_of(record["sources"])
    return Route(**values)


def _flat(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass whose values are plain already."""
    every = {field.name: getattr(value, field.name) for field in fields(value)}
    return {
        name: one for name, one in every.items() if one is None or isinstance(one, str | int | float | bool)
    }


def _leg_record(leg: Leg) -> dict[str, Any]:
    return _flat(leg) | {
        "waypoints": [_flat(waypoint) for waypoint in leg.waypoints],
        "dates": [list(pair) for pair in leg.dates],
        "sources": _sources(leg.sources),
    }


def _leg_of(record: Mapping[str, Any]) -> Leg:
    values = dict(record)
    values["waypoints"] = tuple(Waypoint(**waypoint) for waypoint in record["waypoints"])
    values["dates"] = tuple((what, when) for what, when in record["dates"])
    values["sources"] = _sources_of(record["sources"])
    return Leg(**values)


def _names(names: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {language: list(own) for language, own in names.items()}


def _sources(sources: Iterable[Source]) -> list[dict[str, str | None]]:
    return [{"title": source.title, "url": source.url} for source in sources]


def _sources_of(records: Iterable[Mapping[str, Any]]) -> tuple[Source, ...]:
    return tuple(Source(record["title"], record["url"]) for record in records)


def _candidates_of(
    records: Sequence[Sequence[Any]], targets: Mapping[int, Place | Route]
) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(targets[target], score, tuple((what, value) for what, value in evidence))
        for target, score, evidence in records
    )
