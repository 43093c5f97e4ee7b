"""The gazetteer that the rest of the project asks."""

from __future__ import annotations

from copy import copy
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from geo.gazetteer.cache import fingerprint, open_index
from geo.gazetteer.compile import compile_index
from geo.gazetteer.index import DEMONYM
from geo.gazetteer.inflect import base_forms, inflection_of_word
from geo.gazetteer.kinds import KINDS
from geo.gazetteer.scan import Match, Scanner
from geo.gazetteer.sources import all_demonyms, all_entries, input_files
from geo.model import Place
from geo.names import word_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from geo.gazetteer.index import Index

__all__ = ["Gazetteer", "Sketch"]

_MOST_CACHED: Final = 50_000


class Sketch(NamedTuple):
    """What a place is, without its names and position; the fields are those of `geo.model.Place`."""

    kind: str
    country: str | None
    admin1: str | None


class Gazetteer:
    """Every place the project knows, by name and by id.

    The data are read where they lie on disk; places are made when asked for.
    """

    __slots__ = ("_added", "_index", "_places", "_scanner")

    def __init__(self, index: Index) -> None:
        self._index = index
        self._scanner = Scanner(index)
        self._places: dict[int, Place] = {}
        self._added: Mapping[str, tuple[Place, ...]] = {}

    @classmethod
    def open(
        cls, cache_dir: Path | None = None, progress: Callable[[str, float], None] | None = None
    ) -> Self:
        """Open the compiled gazetteer, compiling it first if an input changed.

        Parameters
        ----------
        cache_dir
            Where the index is kept; None means ``$CORRIDORS_CACHE`` or the user's cache folder.
        progress
            Called with a step's name and the share done (0 to 1) while compiling.

        Raises
        ------
        GazetteerError
            If an input is missing or broken, or the index cannot be written.
        """

        def build(folder: Path) -> None:
            compile_index(all_entries(), folder, progress or _silent, all_demonyms())

        return cls(open_index(cache_dir, fingerprint(input_files()), build))

    def __len__(self) -> int:
        """Return how many places are known."""
        return len(self._index.places)

    def find(self, name: str, *, people: bool = False) -> tuple[Place, ...]:
        """Return every place that bears ``name``, best known first, then by id.

        Spelling is compared by `geo.names.fold`; abbreviations count only in capitals. When nothing bears
        the name as written, the dictionary forms of a Cyrillic, Georgian or Armenian word are tried.

        Parameters
        ----------
        name
            The name as a text has it.
        people
            Whether the name of a people or an adjective leads to its country.
        """
        key = word_key(name)
        capitals, dotted = name.isupper(), "." in name
        rows = self._rows(key, capitals=capitals, dotted=dotted, people=people)
        if not rows and key and " " not in key:
            for form in base_forms(key, inflection_of_word(key, "none")):
                rows.extend(self._rows(form, capitals=capitals, dotted=dotted, people=people))
        if not rows and key in self._added:
            return self._added[key]
        return tuple(self._place(row) for row in sorted(set(rows)))

    def with_places(self, places: Mapping[str, tuple[Place, ...]]) -> Gazetteer:
        """Return this gazetteer with places for names that it lacks; `scan` does not find them.

        Parameters
        ----------
        places
            Places by name as `geo.names.word_key` writes it. A name that the gazetteer has keeps its own.
        """
        more = copy(self)
        more._added = {**self._added, **places}  # noqa: SLF001 - of the same class
        return more

    def get(self, place_id: str) -> Place | None:
        """Return the place with this id, or the curated one that replaced it; None if unknown."""
        row = self._row(place_id)
        return None if row is None else self._place(row)

    def sketch(self, place_id: str) -> Sketch | None:
        """Return what the place with this id is, as `get` does, at a fifth of the price."""
        row = self._row(place_id)
        if row is None:
            return None
        place = self._places.get(row)
        if place is not None:
            return Sketch(place.kind, place.country, place.admin1)
        *_, kind, _, country = self._index.places[row].item()
        return Sketch(KINDS[kind], country.decode("ascii") or None, self._index.heading(row)["admin1"])

    def scan(self, text: str, language: str | None = None) -> list[Match]:
        """Return the known names in ``text``: longest first at each word, in order, apart.

        Parameters
        ----------
        text
            Any text; offsets are its code points.
        language
            BCP 47 code, when known; it decides whether Turkic endings are tried.
        """
        return self._scanner.scan(text, language)

    def _row(self, place_id: str) -> int | None:
        try:
            number = self._index.ids.get(place_id)
        except UnicodeEncodeError:  # a lone surrogate is in no id
            return None
        return None if number is None else int(self._index.id_rows[number])

    def _rows(self, key: str, *, capitals: bool, dotted: bool, people: bool) -> list[int]:
        postings = self._index.postings(key, capitals=capitals, dotted=dotted)
        return [row for row, flags in postings if people or not flags & DEMONYM]

    def _place(self, row: int) -> Place:
        place = self._places.get(row)
        if place is None:
            if len(self._places) >= _MOST_CACHED:
                self._places.clear()
            place = self._places[row] = _make_place(self._index, row)
        return place


def _make_place(index: Index, row: int) -> Place:
    record = index.record(row)
    lon, lat, population, extent_km, kind, _, country = index.places[row].item()
    names = {language: tuple(listed) for language, listed in record["names"].items()}
    return Place(
        id=record["id"],
        name=record["name"],
        kind=KINDS[kind],
        lon=lon,
        lat=lat,
        country=country.decode("ascii") or None,
        admin1=record["admin1"],
        population=population,
        extent_km=extent_km,
        names=MappingProxyType(names),
        source=record["source"],
        certainty=record["certainty"],
    )


def _silent(_step: str, _share: float) -> None:
    """Report nothing."""
