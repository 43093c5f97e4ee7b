"""Read one run of words: which known names are in it.

Names are looked up by the folded words from each place in the run; the longest wins. A word may be read in
other ways than as it stands: without a possessive or case ending after an apostrophe (``Baku's``,
``Bakü'den``), or as a case of another word (``Астары``, ``Bakıdan``).
"""

from __future__ import annotations

import re
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
    """Another reading of a word, which ends at ``end`` in the run."""

    folded: str
    end: int
    inflected: bool


class _Word(NamedTuple):
    start: int
    end: int
    folded: str
    forms: tuple[_Form, ...]
    may_open: bool


class Lexicon:
    """What is known under a name; it remembers, because texts repeat their names."""

    __slots__ = ("_index", "_known", "names")

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[tuple[str, bool, bool], Known | None] = {}
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

    def goes_on(self, key: str) -> bool:
        """Return whether a longer name begins with the words of ``key``."""
        return next(self.names.iterkeys(key + " "), None) is not None

    def _read(self, key: str, capitals: bool, dotted: bool) -> Known | None:  # noqa: FBT001 - as its cache's key
        postings = self._index.postings(key, capitals=capitals, dotted=dotted)
        if not postings:
            return None
        population = self._index.places["population"]
        return Known(
            name=key,
            ids=tuple(self._index.id_of(row) for row, _ in postings),
            best_population=int(population[postings[0][0]]),
            primary_population=next((int(population[row]) for row, flags in postings if flags & PRIMARY), -1),
            is_curated=any(flags & CURATED for _, flags in postings),
            is_demonym=bool(postings[0][1] & DEMONYM),
            is_code=all(flags & (CODE | DOTTED) for _, flags in postings),
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
    words = _words(run, inflection)
    joined = " ".join(word.folded for word in words)
    begin = at = 0
    while at < len(words):
        hit = None
        if words[at].may_open:
            hit = _as_it_stands(run, words, at, joined[begin : begin + _LONGEST_KEY], lexicon)
            if any(word.forms for word in words[at : at + _LONGEST_NAME]):
                hit = _in_other_forms(run, words, at, hit, lexicon)
            if hit is not None:
                yield hit
        for word in words[at : at + (hit.words if hit else 1)]:
            begin += len(word.folded) + 1
            at += 1


def _words(run: str, inflection: Inflection) -> list[_Word]:
    words = []
    for found in TOKEN.finditer(run):
        surface, start, end = found.group(), found.start(), found.end()
        folded = fold(surface)
        if folded:
            is_small = surface[0] in SMALL_LETTERS and run[end : end + 1] not in DASHES
            opens = not is_small and not _CONTRACTION.search(surface)
            words.append(_Word(start, end, folded, _forms(surface, start, folded, inflection), opens))
    return words


def _forms(surface: str, start: int, folded: str, inflection: Inflection) -> tuple[_Form, ...]:
    if not surface.isascii() or "'" in surface or "`" in surface:
        apostrophes = [found.start() for found in APOSTROPHE.finditer(surface)]
        if apostrophes:
            head, tail = fold(surface[: apostrophes[-1]]), fold(surface[apostrophes[-1] + 1 :])
            return (
                (_Form(head, start + apostrophes[-1], inflected=False),)
                if head and is_case_ending(tail)
                else ()
            )
        inflection = inflection_of_word(surface, inflection)
    end = start + len(surface)
    return tuple(_Form(form, end, inflected=True) for form in base_forms(folded, inflection))


def _as_it_stands(run: str, words: list[_Word], at: int, joined: str, lexicon: Lexicon) -> Hit | None:
    """Return the longest name from word ``at`` on, without reading any word otherwise.

    ``joined`` are the folded words from there.
    """
    keys = lexicon.names.prefixes(joined)
    if not keys:
        return None
    last_by_length: dict[int, int] = {}
    length = -1
    for last in range(at, min(at + _LONGEST_NAME, len(words))):
        length += 1 + len(words[last].folded)
        last_by_length[length] = last
    for key in reversed(keys):
        last = last_by_length.get(len(key), -1)
        if last < 0 or (len(key) == 1 and key < _FIRST_IDEOGRAPH):  # "I", "A" are nobody's name
            continue
        start, end = words[at].start, words[last].end
        stop = run.startswith(".", end)
        known = lexicon.lookup(key, run[start:end], dotted=stop)
        if known is not None:
            with_stop = known.is_code and stop and not run[start:end].isupper()
            return Hit(last - at + 1, start, end + with_stop, known, inflected=False)
    return None


def _in_other_forms(run: str, words: list[_Word], at: int, best: Hit | None, lexicon: Lexicon) -> Hit | None:
    """Return the best name from word ``at`` on when words are read in their other forms too."""
    frontier = [("", False)]
    for last in range(at, min(at + _LONGEST_NAME, len(words))):
        word = words[last]
        grown: list[tuple[str, bool]] = []
        for prefix, inflected_before in frontier:
            for form in (_Form(word.folded, word.end, inflected=False), *word.forms):
                key = f"{prefix} {form.folded}" if prefix else form.folded
                inflected = inflected_before or form.inflected
                if inflected or form.end != word.end:
                    known = lexicon.lookup(key, run[words[at].start : form.end])
                    if known is not None:
                        hit = Hit(last - at + 1, words[at].start, form.end, known, inflected)
                        best = hit if _beats(hit, best) else best
                if form.end == word.end and lexicon.goes_on(key):
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
