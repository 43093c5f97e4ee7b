"""Per feature: how often it is mentioned, how surely, and which references are worth showing.

What is shown are the best quotes: the surest, from different documents, spread over the years. Both sums and
choice are the same in whatever order references come, so parts of a corpus can be tallied apart and joined.
Memory grows with the features, not with the references: of each feature and year only the best are kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from layers.large.joining import Shift
    from layers.large.partition import LayerPart, Partition

__all__ = ["KEPT_A_YEAR", "MOST_YEARS", "LayerTally", "Tally"]

KEPT_A_YEAR: Final = 3
"""References of one year that are kept of a feature."""

MOST_YEARS: Final = 12
"""Years of which references are shown; those with the surest count."""

_AT_ONCE: Final = 250_000  # references that wait until they are sifted

_FEATURE, _YEAR, _DOUBT, _DOCUMENT, _ROW = range(5)


class LayerTally:
    """One layer; features go by their number, from 1, as `layers.large.joining.Numbers` gives it.

    Attributes
    ----------
    count, score
        Of each feature, the references, and the highest score of one (three decimals); what they hold at
        place 0 means nothing. Up to date after `sift`.
    """

    def __init__(self) -> None:
        self.count = np.zeros(1, np.int64)
        self.score = np.zeros(1)
        self._kept = np.zeros((5, 0), np.int64)
        self._waiting: list[Any] = []
        self._waiting_count = 0

    def add(self, features: Any, years: Any, scores: Any, documents: Any, first_row: int) -> None:
        """Count references; ``first_row`` is the row of the first, the others follow."""
        if not len(features):
            return
        doubt = np.rint((1 - np.asarray(scores, np.float64)) * 1000).astype(np.int64)
        rows = np.arange(first_row, first_row + len(doubt))
        self._waiting.append(np.array([features, years, doubt, documents, rows], np.int64))
        self._waiting_count += len(doubt)
        if self._waiting_count >= _AT_ONCE:
            self.sift()

    def merge(self, other: LayerTally) -> None:
        """Add what another tally of the same features has counted."""
        for tally in (self, other):
            tally.sift()
        self._grow(len(other.count))
        self.count[: len(other.count)] += other.count
        np.maximum(self.score[: len(other.score)], other.score, out=self.score[: len(other.score)])
        self._kept = _best(np.concatenate([self._kept, other._kept], axis=1))

    def sift(self) -> None:
        """Count what waits, and keep the best of it."""
        if not self._waiting:
            return
        every = np.concatenate(self._waiting, axis=1)
        self._waiting, self._waiting_count = [], 0
        self._grow(int(every[_FEATURE].max()) + 1)
        self.count += np.bincount(every[_FEATURE], minlength=len(self.count))
        np.maximum.at(self.score, every[_FEATURE], np.round(1 - every[_DOUBT] / 1000, 3))
        self._kept = _best(np.concatenate([self._kept, every], axis=1))

    def best(self, most: int, features: Sequence[int] | None = None) -> tuple[Any, Any]:
        """Return the rows of the references to show, sorted, and the documents that they are in.

        Parameters
        ----------
        most
            How many of each feature: the best of each year, the next best of each, and so on.
        features
            Numbers of the features that are shown; None for all.
        """
        self.sift()
        kept = self._kept  # sorted by feature, year, and how good they are
        if features is not None:
            kept = kept[:, np.isin(kept[_FEATURE], features)]
        rank = _place_in_run(kept[_FEATURE], kept[_YEAR])
        surest = kept[:, rank == 0]
        surest = surest[:, np.lexsort((surest[_ROW], surest[_DOCUMENT], surest[_DOUBT], surest[_FEATURE]))]
        surest = surest[:, _place_in_run(surest[_FEATURE]) < MOST_YEARS]
        years = set(zip(surest[_FEATURE].tolist(), surest[_YEAR].tolist(), strict=True))
        pairs = zip(kept[_FEATURE].tolist(), kept[_YEAR].tolist(), strict=True)
        shown = np.fromiter((pair in years for pair in pairs), bool, kept.shape[1])
        kept, rank = kept[:, shown], rank[shown]
        order = np.lexsort((kept[_ROW], kept[_DOCUMENT], kept[_DOUBT], rank, kept[_FEATURE]))
        chosen = kept[:, order]
        chosen = chosen[:, _place_in_run(chosen[_FEATURE]) < most]
        rows = np.argsort(chosen[_ROW])
        return chosen[_ROW][rows], chosen[_DOCUMENT][rows]

    def _grow(self, size: int) -> None:
        if size > len(self.count):
            more = size - len(self.count)
            self.count = np.concatenate([self.count, np.zeros(more, np.int64)])
            self.score = np.concatenate([self.score, np.zeros(more)])


@dataclass(slots=True)
class Tally:
    """A corpus: features by layer, and how many of everything there are."""

    layers: dict[str, LayerTally] = field(default_factory=dict)
    documents: int = 0
    mentions: int = 0
    """What was located, without references back."""
    references_back: int = 0
    """Mentions of the role ``coreference``."""
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, part: Partition, shift: Shift) -> None:
        """Count a partition, with the numbers that it has in the whole."""
        years = np.array(part.documents["year"], np.int64)
        self.documents += len(years)
        back = part.mentions["role"].count("coreference")
        self.mentions += len(part.mentions["role"]) - back
        self.references_back += back
        self.reasons.update(part.unresolved["reason"])
        for name, layer in part.layers.items():
            self._add_layer(name, layer, years, shift)

    def merge(self, other: Tally) -> None:
        """Add what another tally has counted, whose features have the same numbers."""
        self.documents += other.documents
        self.mentions += other.mentions
        self.references_back += other.references_back
        self.reasons.update(other.reasons)
        for name, layer in other.layers.items():
            self.layers.setdefault(name, LayerTally()).merge(layer)

    def shown(self, most: int, features: Mapping[str, Sequence[int]] | None = None) -> int:
        """Return how many quotes a feature shows if all of them are to show no more than ``most``.

        Parameters
        ----------
        most
            Limit of all quotes together.
        features
            Numbers of the features that are shown, by layer; None for all.
        """
        counts = [np.zeros(0, np.int64)]
        for name, layer in self.layers.items():
            layer.sift()
            counts.append(layer.count if features is None else layer.count[list(features.get(name, ()))])
        every = np.concatenate(counts)
        for each in range(KEPT_A_YEAR * MOST_YEARS, 1, -1):
            if np.minimum(every, each).sum() <= most:
                return each
        return 1

    def _add_layer(self, name: str, layer: LayerPart, years: Any, shift: Shift) -> None:
        references = layer.references
        places = np.array(references["document"], np.int64)
        features = np.array(shift.features[name], np.int64)[np.array(references["feature"], np.int64)]
        own = self.layers.setdefault(name, LayerTally())
        documents = places + shift.document
        own.add(features, years[places], references["score"], documents, shift.rows[name])


def _best(every: Any) -> Any:
    """Return the best references of each feature and year, one a document, sorted by these."""
    every = every[
        :, np.lexsort((every[_ROW], every[_DOUBT], every[_DOCUMENT], every[_YEAR], every[_FEATURE]))
    ]
    every = every[:, _place_in_run(every[_FEATURE], every[_YEAR], every[_DOCUMENT]) == 0]
    every = every[
        :, np.lexsort((every[_ROW], every[_DOCUMENT], every[_DOUBT], every[_YEAR], every[_FEATURE]))
    ]
    return every[:, _place_in_run(every[_FEATURE], every[_YEAR]) < KEPT_A_YEAR]


def _place_in_run(*keys: Any) -> Any:
    """Return the place of each value in its run of equal ones, from 0."""
    size = len(keys[0])
    if not size:
        return np.zeros(0, np.int64)
    begins = np.ones(size, bool)
    begins[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    at = np.arange(size)
    return at - np.maximum.accumulate(np.where(begins, at, 0))
