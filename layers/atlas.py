"""An atlas: the documents and layers of one run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model import Document, Mention, Unreadable, Unresolved
    from layers.layer import Layer

__all__ = ["Atlas"]


@dataclass(frozen=True, slots=True)
class Atlas:
    """What one run found: its documents, every mention, what could not be located or read, and the layers."""

    documents: tuple[Document, ...]
    mentions: tuple[Mention, ...]
    unresolved: tuple[Unresolved, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    layers: dict[str, Layer] = field(default_factory=dict)
