"""One sense per discourse: the other uses of a name in a document weigh in on each use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["TERMS", "discourse_terms", "with_discourse"]

TERMS: Final = ("own", "others", "best other", "alone", "one")
"""Terms of the second step: a use's own log odds, the others' mean and highest, and constants."""

_CLIP: Final = 5.0


def discourse_terms(names: Sequence[str], log_odds: Sequence[float]) -> list[tuple[float, ...]]:
    """Return the `TERMS` of each use, given the names and the log odds of the uses in one document."""
    clipped = [value if -_CLIP <= value <= _CLIP else max(-_CLIP, min(_CLIP, value)) for value in log_odds]
    if len(set(names)) == len(clipped):  # each name once, as in most short texts
        return [(value, 0.0, 0.0, 1.0, 1.0) for value in clipped]
    uses: dict[str, list[float]] = {}
    for name, value in zip(names, clipped, strict=True):
        uses.setdefault(name, []).append(value)
    totals = {
        name: (sum(several), len(several), sorted(several)[-2:])
        for name, several in uses.items()
        if len(several) > 1
    }
    terms: list[tuple[float, ...]] = []
    for name, value in zip(names, clipped, strict=True):
        if name not in totals:
            terms.append((value, 0.0, 0.0, 1.0, 1.0))
            continue
        total, count, highest = totals[name]
        best = highest[0] if value == highest[-1] else highest[-1]
        terms.append((value, (total - value) / (count - 1), best, 0.0, 1.0))
    return terms


def with_discourse(
    names: Sequence[str], log_odds: Sequence[float], weights: Mapping[str, float]
) -> list[float]:
    """Return the log odds of each use after the others have weighed in."""
    own, others, best, alone, one = (weights[term] for term in TERMS)
    return [
        own * mine + others * mean + best * highest + alone * only + one * always
        for mine, mean, highest, only, always in discourse_terms(names, log_odds)
    ]
