"""Find every known name in a text.

The text is cut into runs (see `geo.gazetteer.pattern`), and each run is read (see `geo.gazetteer.reading`).
Runs repeat, within a text and between texts, so what was found in one is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.gazetteer.inflect import inflection_of
from geo.gazetteer.pattern import RUN
from geo.gazetteer.reading import Lexicon, read_run

if TYPE_CHECKING:
    from geo.gazetteer.index import Index
    from geo.gazetteer.inflect import Inflection
    from geo.gazetteer.reading import Hit

__all__ = ["Match", "Scanner"]

_LONGEST_REMEMBERED: Final = 200
_MOST_REMEMBERED: Final = 100_000


@dataclass(frozen=True, slots=True)
class Match:
    """A known name in a text: ``text[start:end]``, offsets in code points.

    ``name`` is the folded name that was found; it differs from the folded surface when the text
    inflects it. ``ids`` are the places that bear it, best known first. The rest tells how much the
    name is worth by itself, without the text around it.
    """

    start: int
    end: int
    name: str
    ids: tuple[str, ...]
    best_population: int = 0
    """Of the best-known place among ``ids``."""
    primary_population: int = -1
    """Of the best-known place whose main name this is; -1 if it is nobody's main name."""
    is_curated: bool = False
    """A row of the curated places has this name."""
    is_demonym: bool = False
    """For the best-known bearer this is its people or the adjective: ``Russian``, ``Turks``."""
    is_code: bool = False
    """Only an abbreviation: ``UAE``, ``Calif.``."""
    is_inflected: bool = False
    """The text has a case of the name: ``из Астары``, ``Bakıdan``."""

    @property
    def is_primary(self) -> bool:
        """Whether it is some place's main name."""
        return self.primary_population >= 0


class Scanner:
    """Scans texts against one index; it remembers runs, so keep it."""

    __slots__ = ("_lexicon", "_runs")

    def __init__(self, index: Index) -> None:
        self._lexicon = Lexicon(index)
        self._runs: dict[tuple[str, Inflection], tuple[Hit, ...]] = {}

    def scan(self, text: str, language: str | None = None) -> list[Match]:
        """Return the known names in ``text``, in order, without overlaps.

        Parameters
        ----------
        text
            Any text.
        language
            Its BCP 47 code; None lets the letters tell whether Turkic endings are tried.
        """
        inflection = inflection_of(text, language)
        matches: list[Match] = []
        remembered = self._runs.get
        for found in RUN.finditer(text):
            run = found.group()
            hits = remembered((run, inflection))
            if hits is None:
                hits = self._read(run, inflection)
            if hits:
                offset = found.start()
                matches += [
                    Match(offset + start, offset + end, *known, inflected)
                    for _, start, end, known, inflected in hits
                ]
        return matches

    def _read(self, run: str, inflection: Inflection) -> tuple[Hit, ...]:
        hits = tuple(read_run(run, inflection, self._lexicon))
        if len(run) <= _LONGEST_REMEMBERED:
            if len(self._runs) >= _MOST_REMEMBERED:
                self._runs.clear()
            self._runs[run, inflection] = hits
        return hits
