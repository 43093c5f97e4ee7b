"""Read one run of words: which known names are in it.

Names are looked up by the folded words from each place in the run; the longest wins. A word may be read in
other ways than as it stands: without a possessive or case ending after an apostrophe (``Baku's``,
``Bakü'den``), or as a case of another word (``Астары``, ``Bakıdan``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.gazetteer.index import CODE, CURATED, DEMONYM, DOTTED, PRIMARY
from geo.gazetteer.inflect import base_forms, inflection_of_word, is_case_ending
from geo.gazetteer.pattern import APOSTROPHE, DASHES, SMALL_LETTERS, TOKEN
from geo.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.gazetteer.index import Index
    from geo.gazetteer.inflect import Inflection

__all__ = ["Hit", "Known", "Lexicon", "read_run"]

_LONGEST_KEY: Final = 90
_LONGEST_NAME: Final = 9
_WIDEST_FRONTIER: Final = 24
_MOST_REMEMBERED: Final = 100_000
_LEAST_INFLECTED: Final = 5_000
"""A short word may be some place's inflected form by chance ("Река" of Реко), so places below this population
are not seen in it, unless they are curated."""
_HAMLET: Final = 1_000  # what a place of unknown population is taken for
_LONG_WORD: Final = 6
_FIRST_IDEOGRAPH: Final = "\u3040"
_CONTRACTION: Final = re.compile("^[A-Za-z]+['’](?:ve|re|ll|m|d|t|VE|RE|LL|M|D|T)$")
_FAR_BETTER: Final = 20
"""How many times better known a place must be for the text to name it by an inflected form, when the form
itself is the name of another."""


class Known(NamedTuple):
    """What the gazetteer knows under one name; the fields are those of `geo.gazetteer.scan.Match`."""

    name: str
    ids: tuple[str, ...]
    best_population: int
    primary_population: int
    is_curated: bool
    is_demonym: bool
    is_code: bool


class Hit(NamedTuple):
    """A known name in a run: ``run[start:end]``, made of that many ``words``."""

    words: int
    start: int
    end: int
    known: Known
    inflected: bool


class _Form(NamedTuple):
    """Another reading of a word, made of its first ``length`` characters."""

    folded: str
    length: int
    inflected: bool


class _Said(NamedTuple):
    """What a word is by itself, wherever it stands."""

    folded: str
    forms: tuple[_Form, ...]
    begins: bool
    """Whether some name begins with the word, as it stands or in another form."""
    is_small: bool


class _Word(NamedTuple):
    """A word in its run."""

    start: int
    end: int
    folded: str
    forms: tuple[_Form, ...]
    may_open: bool


class _Run(NamedTuple):
    """A run and its words; ``joined`` are the folded words, and ``ends`` where each ends in it."""

    text: str
    words: list[_Word]
    joined: str
    ends: list[int]


class Lexicon:
    """What is known under a name; it remembers, because texts repeat their names."""

    __slots__ = ("_index", "_known", "_population", "_words", "names")

    def __init__(self, index: Index) -> None:
        self._index = index
        self._population = index.places["population"]
        self._known: dict[tuple[str, bool, bool], Known | None] = {}
        self._words: dict[tuple[str, Inflection], _Said] = {}
        self.names = index.names

    def lookup(self, key: str, surface: str, *, dotted: bool = False) -> Known | None:
        """Return what is known under ``key``; abbreviations only when ``surface`` is written as one.

        Parameters
        ----------
        key
            Folded words.
        surface
            How the text writes them.
        dotted
            Whether a full stop follows.
        """
        asked = (key, surface.isupper(), dotted or "." in surface)
        try:
            return self._known[asked]
        except KeyError:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[asked] = self._read(*asked)
            return known

    def word(self, surface: str, inflection: Inflection) -> _Said:
        """Return what a word is by itself."""
        asked = (surface, inflection)
        said = self._words.get(asked)
        if said is None:
            if len(self._words) >= _MOST_REMEMBERED:
                self._words.clear()
            said = self._words[asked] = self._look_at(surface, inflection)
        return said

    def _look_at(self, surface: str, inflection: Inflection) -> _Said:
        folded = fold(surface)
        forms = _forms(surface, folded, inflection) if folded else ()
        begins = not _CONTRACTION.search(surface) and any(
            key in self.names or self.goes_on(key)
            for key in (folded, *(form.folded for form in forms))
            if key
        )
        return _Said(folded, forms, begins, surface[0] in SMALL_LETTERS)

    def goes_on(self, key: str) -> bool:
        """Return whether a longer name begins with the words of ``key``."""
        return next(self.names.iterkeys(key + " "), None) is not None

    def _read(self, key: str, capitals: bool, dotted: bool) -> Known | None:  # noqa: FBT001 - as its cache's key
        postings = self._index.postings(key, capitals=capitals, dotted=dotted)
        if not postings:
            return None
        population = self._population
        together = alike = 0
        own = -1
        for row, flags in postings:
            together |= flags
            alike += 1 if flags & (CODE | DOTTED) else 0
            if own < 0 and flags & PRIMARY:
                own = int(population[row])
        return Known(
            name=key,
            ids=tuple([self._index.id_of(row) for row, _ in postings]),
            best_population=int(population[postings[0][0]]),
            primary_population=own,
            is_curated=bool(together & CURATED),
            is_demonym=bool(postings[0][1] & DEMONYM),
            is_code=alike == len(postings),
        )


def read_run(run: str, inflection: Inflection, lexicon: Lexicon) -> Iterator[Hit]:
    """Yield the known names in ``run``, from the left, the longest at each word.

    Parameters
    ----------
    run
        A match of `geo.gazetteer.pattern.RUN`.
    inflection
        Which endings Latin words may carry.
    lexicon
        What is known.
    """
    words = _words(run, inflection, lexicon)
    joined = " ".join([word.folded for word in words])
    ends = list(accumulate([len(word.folded) + 1 for word in words], initial=-1))[1:]
    whole = _Run(run, words, joined, ends)
    has_forms = any(word.forms for word in words)
    at = 0
    while at < len(words):
        hit = None
        if words[at].may_open:
            hit = _as_it_stands(whole, at, lexicon)
            if has_forms and any(word.forms for word in words[at : at + _LONGEST_NAME]):
                hit = _in_other_forms(run, words, at, hit, lexicon)
            if hit is not None:
                yield hit
        at += hit.words if hit else 1


def _words(run: str, inflection: Inflection, lexicon: Lexicon) -> list[_Word]:
    words = []
    for found in TOKEN.finditer(run):
        start, end = found.span()
        folded, forms, begins, is_small = lexicon.word(found.group(), inflection)
        if folded:
            opens = begins and not (is_small and run[end : end + 1] not in DASHES)
            words.append(_Word(start, end, folded, forms, opens))
    return words


def _forms(surface: str, folded: str, inflection: Inflection) -> tuple[_Form, ...]:
    if not surface.isascii() or "'" in surface or "`" in surface:
        apostrophes = [found.start() for found in APOSTROPHE.finditer(surface)]
        if apostrophes:
            head, tail = fold(surface[: apostrophes[-1]]), fold(surface[apostrophes[-1] + 1 :])
            return (_Form(head, apostrophes[-1], inflected=False),) if head and is_case_ending(tail) else ()
        inflection = inflection_of_word(surface, inflection)
    return tuple(_Form(form, len(surface), inflected=True) for form in base_forms(folded, inflection))


def _as_it_stands(whole: _Run, at: int, lexicon: Lexicon) -> Hit | None:
    """Return the longest name from word ``at`` on, without reading any word otherwise."""
    run, words, joined, ends = whole
    begin = ends[at] - len(words[at].folded)
    stop = min(at + _LONGEST_NAME, len(words))
    for key in reversed(lexicon.names.prefixes(joined[begin : begin + _LONGEST_KEY])):
        over = begin + len(key)
        last = bisect_left(ends, over, at, stop)
        if last == stop or ends[last] != over:  # it ends within a word
            continue
        if len(key) == 1 and key < _FIRST_IDEOGRAPH:  # "I", "A" are nobody's name
            continue
        start, end = words[at].start, words[last].end
        stops = run.startswith(".", end)
        known = lexicon.lookup(key, run[start:end], dotted=stops)
        if known is not None:
            with_stop = known.is_code and stops and not run[start:end].isupper()
            return Hit(last - at + 1, start, end + with_stop, known, inflected=False)
    return None


def _in_other_forms(run: str, words: list[_Word], at: int, best: Hit | None, lexicon: Lexicon) -> Hit | None:
    """Return the best name from word ``at`` on when words are read in their other forms too."""
    frontier = [("", False)]
    for last in range(at, min(at + _LONGEST_NAME, len(words))):
        word = words[last]
        grown: list[tuple[str, bool]] = []
        for prefix, inflected_before in frontier:
            for form in (_Form(word.folded, word.end - word.start, inflected=False), *word.forms):
                key = f"{prefix} {form.folded}" if prefix else form.folded
                inflected = inflected_before or form.inflected
                end = word.start + form.length
                if inflected or end != word.end:
                    known = lexicon.lookup(key, run[words[at].start : end])
                    if known is not None:
                        hit = Hit(last - at + 1, words[at].start, end, known, inflected)
                        best = hit if _beats(hit, best) else best
                if end == word.end and lexicon.goes_on(key):
                    grown.append((key, inflected))
        frontier = grown[:_WIDEST_FRONTIER]
        if not frontier:
            break
    return best


def _beats(hit: Hit, best: Hit | None) -> bool:
    """Return whether ``hit`` is longer than ``best``, or as long and much more likely."""
    population, is_curated = hit.known.best_population, hit.known.is_curated
    by_chance = hit.inflected and hit.words == 1 and len(hit.known.name) < _LONG_WORD
    if by_chance and population < _LEAST_INFLECTED and not is_curated:
        return False
    if best is None or hit.words > best.words:
        return True
    if hit.words < best.words or hit.known.is_demonym:
        return False
    rival = best.known.best_population
    if not hit.inflected:  # a possessive: "London's" is London, although some name is "Londons"
        return population >= rival
    if best.known.is_curated or is_curated:
        return not best.known.is_curated and best.inflected
    return population > (rival if best.inflected else _FAR_BETTER * max(rival, _HAMLET))
