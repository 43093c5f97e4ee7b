"""What a recogniser finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from geo.model import Document, Role


__all__ = ["Found", "Recogniser"]


class Found(NamedTuple):
    """A span that names a place, before anyone asked which.

    ``in_name`` is true inside the proper name of an organisation, document, office or person.
    ``score`` is the probability that the span is a place name. ``demonym`` marks people and
    adjectives ("Georgians", "Turkish"), which stand for their country.
    """

    start: int
    end: int
    in_name: bool = False
    role: Role = "place"
    score: float = 1.0
    demonym: bool = False


class Recogniser(Protocol):
    """Anything that finds place names in a document."""

    def spans(self, document: Document) -> list[Found]:
        """Return what names a place, in document order, without overlaps."""
        ...
