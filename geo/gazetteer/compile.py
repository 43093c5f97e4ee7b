"""Entries of all sources -> the files of one index."""

from __future__ import annotations

import gc
import json
import re
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import marisa_trie
import numpy as np

from geo.gazetteer.index import CODE, CURATED, DEMONYM, DOTTED, PLACE_COLUMNS, PRIMARY, VARIANT, seal
from geo.gazetteer.kinds import KINDS
from geo.gazetteer.merge import merge
from geo.names import word_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from geo.gazetteer.entries import Entry

__all__ = ["compile_index"]

_FLAG_BITS: Final = 8
_ABBREVIATION: Final = CODE | DOTTED
_LESSER: Final = DEMONYM | CODE | DOTTED | VARIANT
_EXPANSIONS: Final = {
    "st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort",
    "saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft",
}  # fmt: skip
_SHORTENED: Final = re.compile("(?:Saint|St|Mount|Mt|Fort|Ft)", re.IGNORECASE)
_SCHWA: Final = re.compile("[əƏǝƎ]")

# Words that begin most sentences. GeoNames files a few of them among the alternates of some
# place; as such they are never meant.
_FUNCTION_WORDS: Final = (
    "a about after all also an and any are as at be because been before but by can could did do does for "
    "from had has have he her here his how i if in into is it its just like many may me more most much my "
    "new no not now of off on one only or other our out over same she so some such than that the their them "
    "then there these they this those to too two under up upon us very was we well were what when where "
    "which while who why will with would yes yet you your"
)
_IGNORED: Final = frozenset(_FUNCTION_WORDS.split())


def compile_index(
    sources: Iterable[Entry],
    folder: Path,
    progress: Callable[[str, float], None] = lambda _step, _share: None,
    demonyms: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> None:
    """Write the index of all ``sources`` into the existing, empty ``folder``.

    Parameters
    ----------
    sources
        Entries, the least trusted source first.
    folder
        Where the files go.
    progress
        Called with a step's name and the share done, 0 to 1.
    demonyms
        More names of peoples, by id.
    """
    # Millions of small objects live until the end: looking for garbage among them doubles the time.
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        _compile(sources, folder, progress, demonyms)
    finally:
        if was_collecting:
            gc.enable()


def _compile(
    sources: Iterable[Entry],
    folder: Path,
    progress: Callable[[str, float], None],
    demonyms: Mapping[str, tuple[str, ...]],
) -> None:
    progress("reading places", 0.0)
    entries, other_ids = merge(sources, demonyms)
    row_of = {entry.id: row for row, entry in enumerate(entries)}
    postings = _postings(entries, progress)
    progress("writing names", 0.75)
    _write_names(postings, folder)
    counts = {"places": len(entries), "names": sum(map(len, postings.values())), "keys": len(postings)}
    del postings
    progress("writing places", 0.9)
    _write_ids(row_of, other_ids, folder)
    _write_places(entries, folder)
    seal(folder, counts)
    progress("done", 1.0)


def _postings(entries: list[Entry], progress: Callable[[str, float], None]) -> dict[str, list[int]]:
    """Return for each key its postings: row and flags in one integer, in ascending order of rows."""
    postings: dict[str, list[int]] = {}
    for row, entry in enumerate(entries):
        if row % 20_000 == 0:
            progress("folding names", 0.3 + 0.45 * row / len(entries))
        best: dict[str, int] = {}
        for key, flags in _keys(entry):
            if key:
                best[key] = _plainest(best[key], flags) if key in best else flags
        for key, flags in best.items():
            postings.setdefault(key, []).append(row << _FLAG_BITS | flags)
    return postings


def _plainest(first: int, second: int) -> int:
    """Return the flags of a key that one place claims twice: a name that is also a code is a name."""
    if first & _ABBREVIATION and second & _ABBREVIATION:
        return first | second
    return min(first, second, key=lambda flags: (flags & _LESSER, -(flags & PRIMARY)))


def _keys(entry: Entry) -> Iterator[tuple[str, int]]:
    """Yield the folded words of every name of ``entry`` with their flags."""
    curated = CURATED if entry.curated else 0
    yield word_key(entry.name), PRIMARY | curated
    yield from _variants(entry.name, PRIMARY | curated)
    for names in entry.names.values():
        for name in names:
            key = word_key(name)
            if curated or key not in _IGNORED:
                yield key, curated
                yield from _variants(name, curated)
    for code in entry.codes:
        if "." in code:
            yield word_key(code), DOTTED | curated
            yield word_key(code.replace(".", ". ")), DOTTED | curated
        else:
            yield word_key(code), CODE | curated
    for demonym in entry.demonyms:
        yield word_key(demonym), DEMONYM | curated


def _variants(name: str, flags: int) -> Iterator[tuple[str, int]]:
    """Yield the spellings of ``name`` that a rule derives."""
    if not name.isascii() and _SCHWA.search(name):
        yield word_key(_SCHWA.sub("e", name)), flags | VARIANT
    if _SHORTENED.match(name):
        first, _, rest = word_key(name).partition(" ")
        if rest and first in _EXPANSIONS:
            yield f"{_EXPANSIONS[first]} {rest}", flags | VARIANT


def _write_names(postings: dict[str, list[int]], folder: Path) -> None:
    trie = marisa_trie.Trie(postings)
    trie.save(str(folder / "names.marisa"))
    lists: list[list[int]] = [[]] * len(postings)
    for key, listed in postings.items():
        lists[trie.key_id(key)] = listed
    packed = np.fromiter((posting for listed in lists for posting in listed), dtype=np.int64)
    np.save(folder / "first.npy", np.fromiter(accumulate(map(len, lists), initial=0), dtype=np.int32))
    np.save(folder / "rows.npy", (packed >> _FLAG_BITS).astype(np.int32))
    np.save(folder / "flags.npy", (packed & 0xFF).astype(np.uint8))


def _write_ids(row_of: dict[str, int], other_ids: dict[str, str], folder: Path) -> None:
    rows = dict(row_of)
    for other_id, owner in other_ids.items():
        if owner in row_of:
            rows.setdefault(other_id, row_of[owner])
    trie = marisa_trie.Trie(rows)
    trie.save(str(folder / "ids.marisa"))
    id_rows = np.zeros(len(rows), dtype=np.int32)
    for place_id, row in rows.items():
        id_rows[trie.key_id(place_id)] = row
    np.save(folder / "id_rows.npy", id_rows)
    row_ids = np.fromiter((trie.key_id(place_id) for place_id in row_of), dtype=np.int32)
    np.save(folder / "row_ids.npy", row_ids)


def _write_places(entries: list[Entry], folder: Path) -> None:
    places = np.zeros(len(entries), dtype=PLACE_COLUMNS)
    for column in ("lon", "lat", "population", "extent_km", "curated"):
        places[column] = [getattr(entry, column) for entry in entries]
    places["kind"] = [KINDS.index(entry.kind) for entry in entries]
    places["country"] = [(entry.country or "")[:2].encode("ascii", "replace") for entry in entries]
    np.save(folder / "places.npy", places)
    records = [_record(entry) for entry in entries]
    np.save(folder / "record_ends.npy", np.fromiter(accumulate(map(len, records)), dtype=np.int64))
    np.save(folder / "records.npy", np.frombuffer(b"".join(records), dtype=np.uint8))


def _record(entry: Entry) -> bytes:
    record = {
        "id": entry.id,
        "name": entry.name,
        "admin1": entry.admin1,
        "source": entry.source,
        "certainty": entry.certainty,
        "names": entry.names,
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
