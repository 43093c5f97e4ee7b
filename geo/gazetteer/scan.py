"""Find every known name in a text.

The text is cut into runs (see `geo.gazetteer.pattern`), and each run is read (see `geo.gazetteer.reading`).
Runs repeat, within a text and between texts, so what was found in one is remembered.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geo.gazetteer.inflect import inflection_of
from geo.gazetteer.pattern import RUN
from geo.gazetteer.reading import Lexicon, read_run

if TYPE_CHECKING:
    from geo.gazetteer.index import Index
    from geo.gazetteer.inflect import Inflection

__all__ = ["Match", "Scanner"]

_LONGEST_REMEMBERED: Final = 10_000
_MOST_REMEMBERED: Final = 4_000_000
"""Characters of the runs that are remembered, a few hundred thousand runs of ordinary text."""

_Read = tuple[tuple[int, int, tuple[Any, ...]], ...]
"""Of each known name in a run: where it begins and ends in the run, and the other fields of its `Match`."""


class Match(NamedTuple):
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

    __slots__ = ("_lexicon", "_remembered", "_runs")

    def __init__(self, index: Index) -> None:
        self._lexicon = Lexicon(index)
        self._runs: defaultdict[Inflection, dict[str, _Read]] = defaultdict(dict)
        self._remembered = 0

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
        remembered = self._runs[inflection].get
        for found in RUN.finditer(text):
            run = found.group()
            hits = remembered(run)
            if hits is None:
                hits = self._read(run, inflection)
            if hits:
                offset = found.start()
                for start, end, known in hits:
                    matches.append(Match(offset + start, offset + end, *known))
        return matches

    def _read(self, run: str, inflection: Inflection) -> _Read:
        hits = tuple(
            (hit.start, hit.end, (*hit.known, hit.inflected))
            for hit in read_run(run, inflection, self._lexicon)
        )
        if len(run) <= _LONGEST_REMEMBERED:
            self._remembered += len(run)
            if self._remembered > _MOST_REMEMBERED:
                for runs in self._runs.values():
                    runs.clear()
                self._remembered = len(run)
            self._runs[inflection][run] = hits
        return hits
