"""How documents are parsed, as plain data: what another process needs to do the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.pipeline import Geoparser

__all__ = ["Parsing"]


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
        """Return the geoparser of this process."""
        return _opened(self)


@lru_cache(maxsize=2)
def _opened(parsing: Parsing) -> Geoparser:
    return Geoparser.open(recogniser=parsing.recogniser, coreferences=parsing.coreferences)
