"""The fitted weights of the recogniser: a logistic model that a person can read.

``seeds/weights/recognise.json`` holds one table per kind of name (see :mod:`geo.recognise.prior`):
cue -> weight in log odds. ``bench/fit_recognise.py`` makes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache

from geo.errors import GazetteerError
from seeds import path

__all__ = ["discourse", "probability", "weights"]

_STEEPEST = 30.0


@cache
def _stored() -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    stored: dict[str, dict[str, dict[str, dict[str, float]]]] = json.loads(
        path("weights/recognise.json").read_text(encoding="ascii")
    )
    return stored


def discourse(model: str) -> Mapping[str, float]:
    """Return the weights by which other uses of a name count, by the names of :func:`weights`."""
    if model == "other":
        return _set_by_hand()["discourse"]
    return _stored()["discourse"][model]  # type: ignore[return-value]


@cache
def _set_by_hand() -> dict[str, dict[str, float]]:
    stored: dict[str, dict[str, float]] = json.loads(path("weights/recognise-other.json").read_text(encoding="utf-8"))
    return stored


@cache
def weights(model: str) -> Mapping[str, Mapping[str, float]]:
    """Return the table of weights of each kind of name, shared weights added in.

    Parameters
    ----------
    model
        ``gazetteer`` or ``statistical`` for English, ``other`` for any other language.

    Raises
    ------
    GazetteerError
        If the shipped file lacks the model.
    """
    if model == "other":
        return {"*": _set_by_hand()["weights"]}
    stored = _stored()
    if model not in stored["models"]:
        known = ", ".join(sorted(stored["models"]))
        raise GazetteerError(f"No recognition model '{model}' in seeds/weights/recognise.json. It has: {known}.")
    tables = stored["models"][model]
    shared = tables["*"]
    merged: dict[str, dict[str, float]] = {}
    for kind, own in tables.items():
        merged[kind] = {cue: shared.get(cue, 0.0) + own.get(cue, 0.0) for cue in shared.keys() | own.keys()}
    return merged | {"*": shared}


def probability(log_odds: float) -> float:
    """Return the probability for log odds, without overflow."""
    return 1.0 / (1.0 + math.exp(-max(-_STEEPEST, min(_STEEPEST, log_odds))))
