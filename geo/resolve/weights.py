"""The fitted weights of the resolver, in a file that a person can read.

``seeds/weights/resolve.json`` holds, for each stage, one weight a feature, and the calibration that turns the
winner's share into a probability. ``bench/fit_resolve.py`` makes it.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.errors import GazetteerError
from geo.resolve.features import FEATURES
from seeds import path

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Weights", "read_weights", "weights"]


class Weights(NamedTuple):
    """Weights by stage (the first knows no context yet), and the calibration."""

    stages: tuple[NDArray[np.float64], ...]
    calibration: tuple[float, float, float]


@cache
def weights() -> Weights:
    """Return the weights that ship."""
    return read_weights(path("weights/resolve.json").read_text(encoding="ascii"))


def read_weights(text: str) -> Weights:
    """Return the weights in a JSON text.

    Raises
    ------
    GazetteerError
        If a feature lacks its weight.
    """
    stored = json.loads(text)
    for number, stage in enumerate(stored["stages"]):
        if missing := [name for name in FEATURES if name not in stage]:
            raise GazetteerError(
                f"Stage {number} in seeds/weights/resolve.json lacks {', '.join(missing)}. "
                "Run bench/fit_resolve.py."
            )
    stages = tuple(np.array([stage[name] for name in FEATURES]) for stage in stored["stages"])
    slope, intercept, rivals = (
        float(stored["calibration"][name]) for name in ("slope", "intercept", "rivals")
    )
    return Weights(stages, (slope, intercept, rivals))
