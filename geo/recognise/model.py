"""The weights of the recognisers: logistic models that a person can read.

``seeds/weights/recognise.json`` holds, for each model, one table per kind of name (see
:mod:`geo.recognise.prior`): cue -> weight in log odds, and the weights by which other uses of a name
in the document count (see :mod:`geo.recognise.discourse`). ``bench/fit_recognise.py`` makes it. The
weights for other languages than English are set by hand in ``seeds/weights/recognise-other.json``.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from geo.errors import GazetteerError
from seeds import path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Model", "merged", "model", "probability"]

_STEEPEST = 30.0
_MOST_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Weights of cues by kind of name (``*`` for any other kind), and those of the discourse."""

    tables: Mapping[str, Mapping[str, float]]
    discourse: Mapping[str, float]
    _sums: dict[tuple[str, tuple[str, ...]], float] = field(default_factory=dict, init=False, repr=False)

    def log_odds(self, kind: str, known: tuple[str, ...], seen: Sequence[str]) -> float:
        """Return the sum of the weights of a name's cues.

        Parameters
        ----------
        kind
            The kind of the name.
        known
            The cues of the name itself; their sum is remembered, because texts repeat their names.
        seen
            The cues of one use of it.
        """
        table = self.tables.get(kind) or self.tables["*"]
        total = self._sums.get((kind, known))
        if total is None:
            if len(self._sums) >= _MOST_REMEMBERED:
                self._sums.clear()
            total = self._sums[kind, known] = _added(0.0, table, known)
        return _added(total, table, seen)


@cache
def model(name: str) -> Model:
    """Return a model that ships.

    Parameters
    ----------
    name
        ``gazetteer`` or ``statistical`` for English, ``other`` for any other language.

    Raises
    ------
    GazetteerError
        If the shipped file lacks the model.
    """
    if name == "other":
        by_hand = json.loads(path("weights/recognise-other.json").read_text(encoding="utf-8"))
        return Model({"*": by_hand["weights"]}, by_hand["discourse"])
    stored = json.loads(path("weights/recognise.json").read_text(encoding="ascii"))
    if name not in stored["models"]:
        known = ", ".join(sorted(stored["models"]))
        raise GazetteerError(
            f"No recognition model '{name}' in seeds/weights/recognise.json. It has: {known}. "
            "Run bench/fit_recognise.py."
        )
    return Model(merged(stored["models"][name]), stored["discourse"][name])


def merged(tables: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Return each kind's table with the shared weights (``*``) added in."""
    shared = tables["*"]
    return {
        kind: {
            cue: shared.get(cue, 0.0) + (own.get(cue, 0.0) if kind != "*" else 0.0)
            for cue in sorted({*shared, *own})
        }
        for kind, own in tables.items()
    }


def _added(total: float, table: Mapping[str, float], cues: Sequence[str]) -> float:
    for cue in cues:
        total += table.get(cue, 0.0)
    return total


def probability(log_odds: float) -> float:
    """Return the probability for log odds, without overflow."""
    return 1.0 / (1.0 + math.exp(-max(-_STEEPEST, min(_STEEPEST, log_odds))))
