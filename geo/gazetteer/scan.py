"""Find every known name in a text.

A run is a stretch of words that may hold names: words with a capital (or of a script without
capitals), the small words that names carry inside (``de``, ``of``, ``upon``), and what joins them. Runs
come from one linear regular expression; inside a run the longest known name wins, from the
left. Runs repeat, so what was found in one is remembered.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.gazetteer.index import CODE, CURATED, DEMONYM, DOTTED, PRIMARY
from geo.gazetteer.inflect import Inflection, base_forms, inflection_of, is_case_ending
from geo.names import fold, word_key

if TYPE_CHECKING:
    from geo.gazetteer.index import Index

__all__ = ["Match", "Scanner"]


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
    """A curated row, or a table that ships with the project, has this name."""
    is_demonym: bool = False
    """Only the people or the adjective: ``Russian``, ``Turks``."""
    is_code: bool = False
    """Only an abbreviation: ``US``, ``UAE``."""
    is_inflected: bool = False
    """The text has a case of the name: ``из Астары``, ``Bakıdan``."""

    @property
    def is_primary(self) -> bool:
        """Whether it is some place's main name."""
        return self.primary_population >= 0


_Known = tuple[str, tuple[str, ...], int, int, bool, bool, bool]
_Hit = tuple[int, int, _Known, bool]

_LONGEST_KEY: Final = 90
_LONGEST_NAME: Final = 9
_LONGEST_CACHED_RUN: Final = 200
_MOST_CACHED: Final = 100_000
_WIDEST_FRONTIER: Final = 24


def _ranges(codes: list[int]) -> str:
    """Return the inside of a character class for ascending ``codes``."""
    parts: list[str] = []
    first = previous = codes[0]
    for code in [*codes[1:], sys.maxunicode + 2]:
        if code != previous + 1:
            parts.append(f"\\U{first:08x}-\\U{previous:08x}")
            first = code
        previous = code
    return "".join(parts)


def _starters() -> str:
    """Return the letters that can begin a name: capitals, and letters of scripts without capitals."""
    georgian = range(0x10D0, 0x1100)  # lower case to Unicode, but the only case in use
    codes = [
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in {"Lu", "Lt", "Lo"} or code in georgian
    ]
    return _ranges(codes)


# Small words inside names, and the generic nouns that follow a name in small letters.
_INNER: Final = (
    "of the and on upon in de la las los le les du des del della delle di da do das dos d e y i el al as ash ad an ar at "
    "az ed am im bei ob sur sous van der den von zu ten aan op af og och va və ve ve bin bint ibn ou aux en "
    "на над под и у при за"
)
_GENERIC: Final = (
    "sea ocean gulf bay strait straits river lake peninsula valley mountains canal "
    "море моря морю морем океан залив залива пролив пролива река озеро область области край края район района республика "
    "республики дагы dənizi dənizində dənizinə dənizinin körfəzi rayonu rayonunun rayonunda şəhəri şəhərində vilayəti vilayətinin "
    "respublikası respublikasının denizi denizinde denizine denizinin körfezi körfezinde bölgesi bölgesinde eyaleti ili vadisi dağı gölü"
)
_SMALL: Final = frozenset(word[0] for word in (_INNER + " " + _GENERIC).split())
_APOS: Final = "'’‘ʼʻʹ`´ʾʿ＇"
_DASH: Final = "-‐‑‒–—―−⁃"
_MARK: Final = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_INKLESS: Final = "\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f"


def _run_pattern() -> re.Pattern[str]:
    start = f"[{_starters()}]"
    word = f"{start}(?:[^\\W_]|[{_MARK}{_INKLESS}]|[{_APOS}](?=[^\\W_]))*"
    initials = f"(?:{start}\\.){{2,}}"
    stop = "(?<=\\b[SMFP][Tt])\\.\\s?|(?<=\\bSte)\\.\\s?|(?<=\\b[A-Z])\\.[ \\u00a0]?"
    space = "[ \\t\\u00a0\\u2009\\u202f]{1,8}(?:\\r?\\n[ \\t]{0,16})?|\\r?\\n[ \\t]{0,16}"
    joint = f"(?:{space}|[{_DASH}]|{stop})"
    inner = "(?:" + "|".join(sorted(set(_INNER.split()))) + ")"
    generic = "(?:" + "|".join(sorted(set(_GENERIC.split()))) + ")(?![^\\W_])"
    article = f"(?:[AaEe][lsdnrtz]h?-(?={start}))"
    more = f"(?:{inner}{joint}){{0,2}}(?:[dl][{_APOS}])?(?:{initials}|{word})|{generic}"
    return re.compile(f"(?<!\\w)(?:{article})?(?:{initials}|{word})(?:{joint}(?:{more}))*\\.?")


_RUN: Final = _run_pattern()
_TOKEN: Final = re.compile(f"(?:[^\\W_]\\.){{2,}}|[^\\W_](?:[^\\W_]|[{_MARK}{_INKLESS}{_APOS}])*")
_APOSTROPHE: Final = re.compile(f"[{_APOS}]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")


class Scanner:
    """Scans texts against one index; it remembers runs, so keep it."""

    __slots__ = ("_index", "_known", "_runs")

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[tuple[str, bool], _Known | None] = {}
        self._runs: dict[tuple[str, Inflection], tuple[_Hit, ...]] = {}

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
        runs = self._runs
        for found in _RUN.finditer(text):
            run = found.group()
            hits = runs.get((run, inflection))
            if hits is None:
                hits = self._scan_run(run, inflection)
            if hits:
                offset = found.start()
                matches.extend(
                    Match(offset + start, offset + end, *known, inflected) for start, end, known, inflected in hits
                )
        return matches

    def _scan_run(self, run: str, inflection: Inflection) -> tuple[_Hit, ...]:
        tokens = [(found.start(), found.end(), fold(found.group())) for found in _TOKEN.finditer(run)]
        tokens = [token for token in tokens if token[2]]
        hits = tuple(self._hits(run, tokens, inflection))
        if len(run) <= _LONGEST_CACHED_RUN:
            if len(self._runs) >= _MOST_CACHED:
                self._runs.clear()
            self._runs[run, inflection] = hits
        return hits

    def _hits(self, run: str, tokens: list[tuple[int, int, str]], inflection: Inflection) -> list[_Hit]:
        hits: list[_Hit] = []
        forms = [self._forms(run[start:end], folded, inflection) for start, end, folded in tokens]
        joined = " ".join(token[2] for token in tokens)
        begins: list[int] = []
        position = 0
        for token in tokens:
            begins.append(position)
            position += len(token[2]) + 1
        at = 0
        while at < len(tokens):
            if run[tokens[at][0]] in _SMALL:  # "de", "of", "sea": inside names only
                at += 1
                continue
            hit = self._plain(run, tokens, joined, begins, at)
            if any(map(len, forms[at : at + _LONGEST_NAME])):
                hit = self._varied(run, tokens, forms, at, hit)
            if hit is None:
                at += 1
                continue
            count, start, end, known, inflected = hit
            hits.append((start, end, known, inflected))
            at += count
        return hits

    def _plain(
        self, run: str, tokens: list[tuple[int, int, str]], joined: str, begins: list[int], at: int
    ) -> tuple[int, int, int, _Known, bool] | None:
        """Return the longest name at token ``at`` as it stands."""
        begin = begins[at]
        ends = {begins[i] + len(tokens[i][2]) - begin: i for i in range(at, min(at + _LONGEST_NAME, len(tokens)))}
        for key in reversed(self._index.names.prefixes(joined[begin : begin + _LONGEST_KEY])):
            last = ends.get(len(key))
            if last is None:
                continue
            start, end = tokens[at][0], tokens[last][1]
            stop = run.startswith(".", end)
            known = self._lookup(key, run[start:end], dotted=stop)
            if known is not None:
                if known[6] and stop and "." not in run[end - 1 : end]:
                    end += 1
                return last - at + 1, start, end, known, False
        return None

    def _varied(
        self,
        run: str,
        tokens: list[tuple[int, int, str]],
        forms: list[list[tuple[str, int, bool]]],
        at: int,
        plain: tuple[int, int, int, _Known, bool] | None,
    ) -> tuple[int, int, int, _Known, bool] | None:
        """Return the longest name at token ``at`` when words may be inflected; ``plain`` if that is as long."""
        best = plain
        frontier = [("", False)]
        for last in range(at, min(at + _LONGEST_NAME, len(tokens))):
            start, end, folded = tokens[last]
            choices = [(folded, end - start, False), *forms[last]]
            grown: list[tuple[str, bool]] = []
            for prefix, varied in frontier:
                for form, length, inflected in choices:
                    key = f"{prefix} {form}" if prefix else form
                    is_varied = varied or inflected or length != end - start
                    known = self._lookup(key, run[tokens[at][0] : start + length]) if is_varied else None
                    if known is not None and self._beats(
                        last - at + 1, known, best, inflected=inflected
                    ):
                        best = (last - at + 1, tokens[at][0], start + length, known, varied or inflected)
                    if length == end - start and self._goes_on(key):
                        grown.append((key, varied or inflected))
            frontier = grown[:_WIDEST_FRONTIER]
            if not frontier:
                break
        return best

    @staticmethod
    def _beats(
        count: int, known: _Known, best: tuple[int, int, int, _Known, bool] | None, *, inflected: bool
    ) -> bool:
        """Return whether a varied reading is longer, or as long and of a far better-known place."""
        if best is None or count > best[0]:
            return True
        if count < best[0] or known[5]:
            return False
        population = best[3][2]
        if not inflected:  # a possessive: "London's" is London, though a name "Londons" exists
            return known[2] >= population
        return known[2] > population * (1 if best[4] else _FAR_BETTER)

    def _goes_on(self, key: str) -> bool:
        for _ in self._index.names.iterkeys(key + " "):
            return True
        return False

    def _forms(self, surface: str, folded: str, inflection: Inflection) -> list[tuple[str, int, bool]]:
        """Return other readings of one word: folded form, length in the text, whether inflected."""
        readings: list[tuple[str, int, bool]] = []
        if apostrophes := list(_APOSTROPHE.finditer(surface)):
            at = apostrophes[-1].start()
            head, tail = fold(surface[:at]), fold(surface[at + 1 :])
            if head and is_case_ending(tail):
                readings.append((head, at, False))
            return readings
        kind: Inflection = "slavic" if _CYRILLIC.search(surface) else inflection
        return [(form, len(surface), True) for form in base_forms(folded, kind)]

    def _lookup(self, key: str, surface: str, *, dotted: bool = False) -> _Known | None:
        """Return what is known under ``key``; abbreviations only when ``surface`` is written as one."""
        asked = (key, surface.isupper(), dotted or "." in surface)
        try:
            return self._known[asked]
        except KeyError:
            if len(self._known) >= _MOST_CACHED:
                self._known.clear()
            known = self._known[asked] = self._read(*asked)
            return known

    def _read(self, key: str, capitals: bool, dotted: bool) -> _Known | None:  # noqa: FBT001 - its cache key
        index = self._index
        postings = index.postings(key, capitals=capitals, dotted=dotted)
        proper = [(row, flags) for row, flags in postings if not flags & DEMONYM]
        chosen = proper or postings
        if not chosen:
            return None
        population = index.places["population"]
        primary = next((int(population[row]) for row, flags in chosen if flags & PRIMARY), -1)
        return (
            key,
            tuple(index.ids.restore_key(int(index.row_ids[row])) for row, _ in chosen),
            int(population[chosen[0][0]]),
            primary,
            any(flags & CURATED for _, flags in chosen),
            not proper,
            all(flags & (CODE | DOTTED) for _, flags in chosen),
        )


_FAR_BETTER: Final = 10
