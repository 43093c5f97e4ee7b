"""Common English words and personal names: what a capitalised word may mean besides a place."""

from __future__ import annotations

from functools import cache

from seeds import path

__all__ = ["common_tier", "family_share", "given_share"]

_RARE_TIER = 99


@cache
def _tiers() -> dict[str, int]:
    tiers: dict[str, int] = {}
    tier = _RARE_TIER
    for line in path("lexicon/common_words.txt").read_text(encoding="ascii").splitlines():
        if line.startswith("# tier "):
            tier = int(line.removeprefix("# tier "))
        elif not line.startswith("#"):
            tiers[line] = tier
    return tiers


@cache
def _people() -> dict[str, tuple[int, int]]:
    people: dict[str, tuple[int, int]] = {}
    for line in path("lexicon/personal_names.tsv").read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            name, given, family = line.split("\t")
            people[name] = (int(given), int(family))
    return people


def common_tier(word: str) -> int:
    """Return how common an English word is: 10 (commonest), 20, 35, 40, or 99 when it is none.

    Source: SCOWL 2020.12.07.
    """
    return _tiers().get(word, _RARE_TIER)


def given_share(name: str) -> int:
    """Return how many of 100,000 people bear the given name (1990 census of the United States)."""
    return _people().get(name, (0, 0))[0]


def family_share(name: str) -> int:
    """Return how many of 100,000 people bear the family name (1990 census of the United States)."""
    return _people().get(name, (0, 0))[1]
