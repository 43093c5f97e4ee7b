"""The compiled index: what is in its files, how it is written and how it is opened.

Places are rows, ordered by population (largest first) and then by id, so that a smaller row number is the
better-known place and every list of rows is in the order that `find` promises.

==================  =================================================================================
``names.marisa``    trie of the folded words of all names; a name's number indexes ``first``
``first.npy``       int32, names + 1: where each name's postings begin
``rows.npy``        int32: the place of each posting, ascending within a name
``flags.npy``       uint8: what the name is to that place (`PRIMARY`, `CODE`, ...)
``ids.marisa``      trie of place ids and of the ids that curated rows replaced
``id_rows.npy``     int32: the row of each id
``row_ids.npy``     int32: the number of each row's id
``places.npy``      structured: longitude, latitude, population, extent, kind, country
``records.npy``     uint8: the text of each place (id, name, names by language, ...) as JSON
``record_ends.npy`` int64: where each place's text ends
``manifest.json``   format, counts, and the size and checksum of every other file
==================  =================================================================================
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import marisa_trie
import numpy as np

from geo.errors import GazetteerError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = [
    "CODE",
    "CURATED",
    "DEMONYM",
    "DOTTED",
    "PLACE_COLUMNS",
    "PRIMARY",
    "VARIANT",
    "Index",
    "load",
    "seal",
]

PRIMARY: Final = 1
"""The name under which its source files the place."""
CURATED: Final = 2
"""A name of a curated row, or of a table that ships with the project."""
CODE: Final = 4
"""An abbreviation; it counts only in capitals."""
DEMONYM: Final = 8
"""A name of the people or an adjective, not of the place."""
VARIANT: Final = 16
"""A spelling that a rule derived (``Saint`` for ``St.``, ``e`` for the Azerbaijani schwa)."""
DOTTED: Final = 32
"""A newspaper's abbreviation; it counts only with its stop (``Fla.``, ``N.C.``)."""

_WRITTEN_OUT: Final = frozenset(flags for flags in range(2 * DOTTED) if not flags & (CODE | DOTTED))

PLACE_COLUMNS: Final = np.dtype(
    [
        ("lon", "<f8"),
        ("lat", "<f8"),
        ("population", "<i8"),
        ("extent_km", "<f4"),
        ("kind", "u1"),
        ("curated", "u1"),
        ("country", "S2"),
    ]
)

_FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_ARRAYS: Final = ("first", "rows", "flags", "id_rows", "row_ids", "places", "records", "record_ends")
_TRIES: Final = ("names", "ids")
_SAMPLE_BYTES: Final = 1 << 16
_NAMES: Final = b',"names":'  # the last key of a record; in a string its quotes would be escaped
_DECODER: Final = json.JSONDecoder()  # without the detours of `json.loads`, which cost as much as the text


@dataclass(frozen=True, slots=True)
class Index:
    """An open index; arrays and tries are memory-mapped and read on demand."""

    names: marisa_trie.Trie
    ids: marisa_trie.Trie
    first: NDArray[np.int32]
    rows: NDArray[np.int32]
    flags: NDArray[np.uint8]
    id_rows: NDArray[np.int32]
    row_ids: NDArray[np.int32]
    places: NDArray[Any]
    records: NDArray[np.uint8]
    record_ends: NDArray[np.int64]

    def postings(self, key: str, *, capitals: bool, dotted: bool) -> list[tuple[int, int]]:
        """Return row and flags of every place that the folded ``key`` may mean, best known first.

        Parameters
        ----------
        key
            Words as `geo.names.word_key` makes them.
        capitals, dotted
            Whether the text writes it all in capitals, and with stops: else abbreviations do not
            count. An abbreviation with its stop is nothing else.
        """
        number = self.names.get(key)
        if number is None:
            return []
        span = slice(int(self.first[number]), int(self.first[number + 1]))
        kinds = self.flags[span].tolist()
        listed = list(zip(self.rows[span].tolist(), kinds, strict=True))
        if _WRITTEN_OUT.issuperset(kinds):
            return listed
        if dotted and (abbreviated := [(row, flags) for row, flags in listed if flags & DOTTED]):
            return abbreviated
        return [
            (row, flags)
            for row, flags in listed
            if not flags & (CODE | DOTTED) or (capitals and flags & CODE)
        ]

    def id_of(self, row: int) -> str:
        """Return the id of the place at ``row``."""
        place_id: str = self.ids.restore_key(int(self.row_ids[row]))
        return place_id

    def record(self, row: int) -> dict[str, Any]:
        """Return the text of the place at ``row``: id, name, admin1, names, source, certainty."""
        record: dict[str, Any] = _DECODER.raw_decode(self._text(row).decode("utf-8"))[0]
        return record

    def heading(self, row: int) -> dict[str, Any]:
        """Return the same without ``names``, which is most of it."""
        text = self._text(row)
        head: dict[str, Any] = _DECODER.raw_decode(text[: text.index(_NAMES)].decode("utf-8") + "}")[0]
        return head

    def _text(self, row: int) -> bytes:
        start = int(self.record_ends[row - 1]) if row else 0
        return self.records[start : int(self.record_ends[row])].tobytes()


def seal(folder: Path, counts: dict[str, int]) -> None:
    """Write the manifest, which makes ``folder`` a whole index."""
    files = {path.name: _stamp(path) for path in sorted(folder.iterdir()) if path.name != _MANIFEST}
    manifest = {"format": _FORMAT, "counts": counts, "files": files}
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")


def load(folder: Path) -> Index:
    """Open the index in ``folder``.

    Raises
    ------
    GazetteerError
        If a file is missing, cut short or altered.
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != _FORMAT:
            message = f"it has format {manifest['format']}, not {_FORMAT}"
            raise ValueError(message)  # noqa: TRY301 - told below, like every other breach
        for name, stamp in manifest["files"].items():
            if _stamp(folder / name) != stamp:
                message = f"'{name}' is cut short or altered"
                raise ValueError(message)  # noqa: TRY301
        tries = {name: marisa_trie.Trie().mmap(str(folder / f"{name}.marisa")) for name in _TRIES}
        arrays = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS
        }
        return Index(**tries, **{name: array.view(np.ndarray) for name, array in arrays.items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        message = f"The compiled gazetteer in '{folder}' cannot be used: {error}. Delete that folder."
        raise GazetteerError(message) from error


def _stamp(path: Path) -> list[int]:
    """Return size and a checksum of both ends: reading every byte would cost the quick start."""
    size = path.stat().st_size
    with path.open("rb") as file:
        checksum = zlib.crc32(file.read(_SAMPLE_BYTES))
        file.seek(max(0, size - _SAMPLE_BYTES))
        checksum = zlib.crc32(file.read(_SAMPLE_BYTES), checksum)
    return [size, checksum]
