"""Corrections by people, applied to documents as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.corrections import corrected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geo.corrections import Correction, Unmatched
    from geo.model import Document, Mention, Place, Unresolved

    Pair = tuple[Document, Sequence[Mention | Unresolved]]

__all__ = ["Corrections"]


class Corrections:
    """Corrections by the document that they are about, and those that fitted nothing so far.

    Parameters
    ----------
    rows
        One a span, in order (`geo.corrections.sorted_corrections`).
    find
        Looks up a place by its id.
    """

    def __init__(self, rows: Sequence[Correction], find: Callable[[str], Place | None]) -> None:
        self.rows = rows
        self._find = find
        self._by_document: dict[str, list[Correction]] = {}
        for row in rows:
            self._by_document.setdefault(row.document, []).append(row)
        self._refused: dict[tuple[str, int, int, str], Unmatched] = {}
        self._fitted: set[tuple[str, int, int, str]] = set()

    def touch(self, documents: Iterable[str]) -> bool:
        """Whether any correction is about one of some documents, by the hashes of their texts."""
        return bool(self._by_document) and any(one in self._by_document for one in documents)

    def applied(self, located: Iterable[Pair]) -> list[Pair]:
        """Return documents with what was found in them, corrected."""
        return [(document, self._applied(document, found)) for document, found in located]

    def unmatched(self) -> list[Unmatched]:
        """Return the corrections that fitted nothing, in order."""
        reached = self._fitted | self._refused.keys()
        left = corrected((), [row for row in self.rows if row.key not in reached])[1]
        refused = [one for key, one in self._refused.items() if key not in self._fitted]
        return sorted([*left, *refused], key=lambda one: one.correction.key)

    def _applied(
        self, document: Document, found: Sequence[Mention | Unresolved]
    ) -> Sequence[Mention | Unresolved]:
        own = self._by_document.get(document.id)
        if own is None:
            return found
        result, unmatched = corrected(found, own, self._find, documents=[document])
        refused = {one.correction.key: one for one in unmatched}
        self._refused |= refused
        self._fitted.update(row.key for row in own if row.key not in refused)
        return result
