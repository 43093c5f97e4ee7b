"""Per feature: how often it is mentioned, how surely, and which references are worth showing.

What is shown are the best quotes: the surest, from different documents, spread over the years. Both sums and
choice are the same in whatever order references come, so parts of a corpus can be tallied apart and joined.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["KEPT_A_YEAR", "MOST_YEARS", "Choice", "FeatureTally", "Tally"]

KEPT_A_YEAR: Final = 3
"""References of one year that are kept of a feature while counting."""

MOST_YEARS: Final = 12
"""Years of which references are kept; those with the surest stay."""


class Choice(NamedTuple):
    """A reference that may be shown; the smaller, the better."""

    doubt: float
    document: int
    reference: int


@dataclass(slots=True)
class FeatureTally:
    """One feature of a layer."""

    target: str
    first: tuple[bool, int]
    """Whether the target does not own the feature, and the first document that has it: the least counts."""
    count: int = 0
    score: float = 0.0
    years: dict[str, tuple[Choice, ...]] = field(default_factory=dict)

    def add(self, year: str, choice: Choice) -> None:
        """Count a reference."""
        self.count += 1
        self.score = max(self.score, 1 - choice.doubt)
        kept = self.years.get(year, ())
        if len(kept) < KEPT_A_YEAR or choice < kept[-1]:
            self.years[year] = _best((*kept, choice))
            if len(self.years) > MOST_YEARS:
                del self.years[max(self.years, key=lambda one: (self.years[one][0], one))]

    def best(self, most: int) -> list[Choice]:
        """Return the references to show: the best of each year, the next best of each, and so on."""
        ranked = [(rank, choice) for kept in self.years.values() for rank, choice in enumerate(kept)]
        return sorted(choice for _, choice in sorted(ranked)[:most])


def _best(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Return the best of one year, one a document."""
    own: dict[int, Choice] = {}
    for choice in sorted(choices):
        own.setdefault(choice.document, choice)
    return tuple(own.values())[:KEPT_A_YEAR]


@dataclass(slots=True)
class Tally:
    """A corpus: features by layer and id, and how many of everything there are."""

    features: dict[str, dict[str, FeatureTally]] = field(default_factory=dict)
    documents: int = 0
    mentions: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def add(  # noqa: PLR0913 - a reference has as many parts
        self,
        layer: str,
        feature_id: str,
        target: str,
        *,
        score: float,
        date: str,
        document: int,
        reference: int,
    ) -> None:
        """Count a reference of a feature."""
        own = self.features.setdefault(layer, {})
        first = not target.endswith(f" {feature_id.rpartition('/')[0]}"), document
        tally = own.get(feature_id)
        if tally is None:
            tally = own[feature_id] = FeatureTally(target, first)
        elif first < tally.first:  # routes share legs: the one that a leg is named after shows it
            tally.target, tally.first = target, first
        tally.add(date[:4], Choice(round(1 - score, 3), document, reference))

    def shown(self, most: int) -> int:
        """Return how many quotes a feature shows if all of them are to show no more than ``most``."""
        features = [tally for own in self.features.values() for tally in own.values()]
        for each in range(KEPT_A_YEAR * MOST_YEARS, 1, -1):
            if sum(min(tally.count, each) for tally in features) <= most:
                return each
        return 1
