"""The atlas that a run is added to, without reading it whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.corrections import correction_of
from layers.gpkg.read import open_gpkg, rows_of_gpkg

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from pathlib import Path

    from geo.corrections import Correction
    from geo.model import Document, Mention, Unreadable, Unresolved
    from layers.gpkg.read import GeoPackage

__all__ = ["EarlierRows", "opened_rows"]


@dataclass(frozen=True, slots=True)
class EarlierRows:
    """What an atlas holds: ``unreadable`` and ``corrections`` in memory, documents bit by bit."""

    unreadable: Sequence[Unreadable]
    corrections: Sequence[Correction]
    file: GeoPackage

    def spans(self) -> int:
        """Return how many spans there are, located or not."""
        return self.file.spans()

    def batches(self, without: Container[str]) -> Iterator[list[tuple[Document, list[Mention | Unresolved]]]]:
        """Yield its documents but those of some names, with what was found in them, in order."""
        return self.file.batches(without)


def opened_rows(path: Path) -> EarlierRows:
    """Open the atlas of an earlier run.

    Raises
    ------
    InputError
        If it cannot be read, is no atlas, or holds a wrong correction.
    """
    atlas = open_gpkg(path)
    corrections = [
        correction_of(row, f"correction {at} of the atlas") for at, row in enumerate(atlas.corrections, 1)
    ]
    return EarlierRows(tuple(atlas.unreadable), corrections, rows_of_gpkg(path))
