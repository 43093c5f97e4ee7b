"""The nouns of the flow: documents, spans, places, routes, mentions.

Frozen, slotted dataclasses. Longitude and latitude are always named, in degrees WGS 84
(EPSG:4326); lengths are kilometres on the ellipsoid; offsets count Unicode code points.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from geo.errors import CoordinateError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Candidate",
    "Copy",
    "Document",
    "Leg",
    "Mention",
    "Place",
    "Role",
    "Route",
    "Source",
    "Span",
    "SpanKind",
    "Unreadable",
    "Unresolved",
    "Waypoint",
    "checked_lonlat",
]

SpanKind = Literal["place", "route"]
Role = Literal["place", "actor", "coreference"]

_NO_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def checked_lonlat(lon: float, lat: float, what: str = "point") -> tuple[float, float]:
    """Return ``(lon, lat)`` if it lies on the globe.

    Parameters
    ----------
    lon, lat
        Degrees WGS 84. Zero is a coordinate like any other.
    what
        What the point belongs to, for the message.

    Raises
    ------
    CoordinateError
        If either value is not finite or off the globe.
    """
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        hint = " Are they swapped?" if abs(lon) <= 90 and 90 < abs(lat) <= 180 else ""
        raise CoordinateError(
            f"{what}: longitude {lon}, latitude {lat} is off the globe "
            f"(longitude -180 to 180, latitude -90 to 90).{hint}"
        )
    return lon, lat


@dataclass(frozen=True, slots=True)
class Copy:
    """Another source of a document: the same text, or a reprint of it."""

    name: str
    source: str | None = None
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its bibliography.

    ``name`` is what people call it (a file's stem, a row's id); ``id`` is the hash of its text.
    Dates are ISO 8601 and may be partial (``2023-10``); what the text does not show is None.
    ``furniture`` are the spans, in order, that the page put into the text: nothing in them is a mention.
    """

    name: str
    text: str = field(repr=False)
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    series: str | None = None
    date: str | None = None
    not_before: str | None = None
    language: str | None = None
    url: str | None = None
    source: str | None = None
    furniture: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    copies: tuple[Copy, ...] = ()
    id: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "id", digest[:16])


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that gave no document, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open range ``[start, end)`` of a document's text."""

    document: Document = field(repr=False)
    start: int
    end: int
    kind: SpanKind

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.document.text):
            raise UsageError(
                f"Span [{self.start}, {self.end}) does not lie in document "
                f"'{self.document.name}' of {len(self.document.text)} characters. "
                "Offsets count code points from 0, the end excluded."
            )

    @property
    def surface(self) -> str:
        """The text of the span; derived, so it cannot disagree with the document."""
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry.

    ``kind`` is one of city, country, region, admin1, admin2, sea, river, lake, island, mountain,
    port, border_crossing, station, terminal, airport, spot. ``extent_km`` is the rough radius of
    an area (0 for a point). ``certainty`` is ``sure`` or ``uncertain``.
    """

    id: str
    name: str
    kind: str
    lon: float
    lat: float
    country: str | None = None
    admin1: str | None = None
    population: int = 0
    extent_km: float = 0.0
    names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_NAMES, repr=False, hash=False)
    source: str = ""
    certainty: str = "sure"

    def __post_init__(self) -> None:
        checked_lonlat(self.lon, self.lat, f"Place '{self.id}'")


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A named point that a leg passes."""

    name: str
    lon: float
    lat: float
    source: str = ""
    uncertain: bool = False
    uncertainty_km: float | None = None

    def __post_init__(self) -> None:
        checked_lonlat(self.lon, self.lat, f"Waypoint '{self.name}'")


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of a route between two ends.

    ``mode`` is rail, road, sea, ferry, pipeline or multimodal; ``status`` is planned,
    under_construction, operational, suspended, disputed or unknown. ``follow`` says how the line
    is to be drawn: ``network`` (shortest path), ``sea`` (shipping lanes), ``waypoints``.
    """

    id: str
    name: str
    mode: str
    status: str
    waypoints: tuple[Waypoint, ...]
    follow: str = "waypoints"
    dates: tuple[tuple[str, str], ...] = ()
    as_of: str | None = None
    published_km: float | None = None
    published_note: str = ""
    sources: tuple[Source, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A corridor, line, pipeline, road or crossing; ``composed`` when made from the text alone."""

    id: str
    name: str
    kind: str
    mode: str
    status: str
    legs: tuple[Leg, ...]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_NAMES, repr=False, hash=False)
    countries: tuple[str, ...] = ()
    published_km: float | None = None
    published_note: str = ""
    sources: tuple[Source, ...] = ()
    notes: str = ""
    composed: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place or route that a span may mean, with its score (0..1) and what the score is made of."""

    target: Place | Route
    score: float
    evidence: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that was located.

    ``leg_ids`` are the legs that a route mention draws; empty means all. ``in_name`` is true
    inside the proper name of an organisation, document, office or person.
    """

    span: Span
    target: Place | Route
    score: float
    role: Role = "place"
    in_name: bool = False
    leg_ids: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = field(default=(), repr=False)

    @property
    def document(self) -> Document:
        """The document that the span is in."""
        return self.span.document

    @property
    def surface(self) -> str:
        """The text of the span."""
        return self.span.surface

    @property
    def place(self) -> Place | None:
        """The place, or None for a route."""
        return self.target if isinstance(self.target, Place) else None

    @property
    def route(self) -> Route | None:
        """The route, or None for a place."""
        return self.target if isinstance(self.target, Route) else None


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A span that was not located, with a reason a person understands."""

    span: Span
    reason: str
    candidates: tuple[Candidate, ...] = field(default=(), repr=False)
