"""The corpora that geoparsing is measured on: where they are, and how a figure is taken.

Nothing of them is part of this project; they lie in ``../shared`` beside the repository.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

from geo.model import Document
from geo.recognise import Found

__all__ = ["SHARED", "Gold", "Sample", "corpus", "folds", "great_circle_km"]

SHARED = Path(__file__).resolve().parents[2] / "shared"


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated toponym; ``lon`` and ``lat`` are None where the corpus gives none."""

    start: int
    end: int
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Sample:
    """A document with its annotated toponyms, in order."""

    document: Document
    gold: tuple[Gold, ...]

    def found(self) -> list[Found]:
        """Return the annotated spans as if a recogniser had found them."""
        return [Found(one.start, one.end) for one in self.gold]


def corpus(name: str) -> list[Sample]:
    """Return the documents of ``lgl`` or ``trnews``.

    Raises
    ------
    FileNotFoundError
        If the shared folder is not there.
    """
    file = SHARED / "corpora" / f"{name}.jsonl"
    if not file.exists():
        raise FileNotFoundError(f"No corpus at '{file}'. Put the folder 'shared' beside the repository.")
    samples = []
    for line in file.read_text(encoding="utf-8").rstrip("\n").split("\n"):
        row = json.loads(line)
        gold = sorted(
            (Gold(one["start"], one["end"], one["lon"], one["lat"]) for one in row["toponyms"]),
            key=lambda one: (one.start, one.end),
        )
        samples.append(Sample(Document(row["id"], row["text"], language="en"), tuple(gold)))
    return samples


def folds(samples: list[Sample], count: int = 5) -> list[list[int]]:
    """Return ``count`` disjoint lists of document numbers, the same on every machine."""
    order = sorted(range(len(samples)), key=lambda number: samples[number].document.id)
    return [order[first::count] for first in range(count)]


def great_circle_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the distance on a sphere of radius 6371 km."""
    a, b, c, d = map(math.radians, (lat, lon, other_lat, other_lon))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))
