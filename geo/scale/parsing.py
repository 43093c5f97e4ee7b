"""How documents are parsed, as plain data: what another process needs to do the same."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geo.pipeline import Geoparser

__all__ = ["Parsing"]

_COLLECT_AFTER: Final = 50_000
"""New objects after which the collector of garbage looks at them; Python's own figure is 700."""


@dataclass(frozen=True, slots=True)
class Parsing:
    """The options of a `Geoparser`; opened once in each process that uses it.

    The gazetteer is memory-mapped: processes share its pages, and none copies it.
    """

    recogniser: str = "auto"
    coreferences: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """The options as texts: results made with others are not taken for these."""
        return (self.recogniser, *(("coreferences",) if self.coreferences else ()))

    def parser(self) -> Geoparser:
        """Return the geoparser of this process, whose collector of garbage then comes less often."""
        return _opened(self)


@lru_cache(maxsize=2)
def _opened(parsing: Parsing) -> Geoparser:
    parser = Geoparser.open(recogniser=parsing.recogniser, coreferences=parsing.coreferences)
    _collect_rarely()
    return parser


def _collect_rarely() -> None:
    """Let the collector of garbage come once a batch rather than a dozen times.

    Parsing leaves hardly any cycles behind, and to walk the registry, the caches and every module again and
    again took a tenth of a worker's time.
    """
    gc.set_threshold(max(_COLLECT_AFTER, gc.get_threshold()[0]))
