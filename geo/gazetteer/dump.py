"""GeoNames dumps: the tab-separated files with 19 columns, plain or zipped.

Format: https://download.geonames.org/export/dump/readme.txt (CC BY 4.0).
"""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from geo.errors import CoordinateError, InputError
from geo.gazetteer.cities import sort_names
from geo.gazetteer.entries import UNKNOWN_LANGUAGE, Entry
from geo.gazetteer.kinds import kind_of_feature
from geo.model import checked_lonlat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["dump_entries", "entry_of", "is_notable", "lines_of", "reason_of"]

_COLUMNS: Final = 19
_COUNTRY: Final = 8
_LONGEST_LINE: Final = 1 << 20
_LONGEST_POPULATION: Final = 12


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the numbered lines of a dump, counting from 1.

    Raises
    ------
    InputError
        If the file cannot be read, or the zip holds no dump.
    """
    with _opened(path) as file:
        number = 0
        try:
            # A line is read in bounded pieces: a file that is no dump may be one line.
            while line := file.readline(_LONGEST_LINE):
                number += 1
                yield number, line.rstrip(b"\r\n")
        except (OSError, EOFError, zipfile.BadZipFile, ValueError) as error:
            message = f"'{path}' breaks off after line {number}: {error}. Download it again."
            raise InputError(message) from error


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        if path.suffix.lower() != ".zip":
            with path.open("rb") as file:
                yield file
            return
        with zipfile.ZipFile(path) as archive, archive.open(_member(path, archive)) as file:
            yield file
    except zipfile.BadZipFile as error:
        message = f"'{path}' is not a zip file: {error}. Download it again."
        raise InputError(message) from error
    except OSError as error:
        if isinstance(error, InputError):
            raise
        message = f"'{path}' cannot be read: {error.strerror or error}. Give a GeoNames dump (.txt or .zip)."
        raise InputError(message) from error


def _member(path: Path, archive: zipfile.ZipFile) -> str:
    texts = [name for name in archive.namelist() if name.lower().endswith(".txt")]
    dumps = [name for name in texts if PurePosixPath(name).stem.lower() != "readme"]
    named = [name for name in dumps if PurePosixPath(name).stem == path.stem]
    chosen = named or dumps
    if len(chosen) != 1:
        message = (
            f"'{path}' should hold one dump; its text files are: {', '.join(texts) or 'none'}. "
            "Unpack it, and add the .txt file."
        )
        raise InputError(message)
    return chosen[0]


def entry_of(line: bytes, source: str) -> Entry | None:
    """Return the entry in one line, or None for a feature that documents do not name.

    Parameters
    ----------
    line
        One line of a dump.
    source
        What to name as the origin.

    Raises
    ------
    ValueError
        If the line is broken; the message tells how.
    """
    columns = line.decode("utf-8").split("\t")
    if len(columns) != _COLUMNS:
        message = f"{len(columns)} columns instead of {_COLUMNS}"
        raise ValueError(message)
    number, name, ascii_name, alternates, lat, lon, feature_class, feature_code = columns[:_COUNTRY]
    if not (number.isascii() and number.isdigit()):
        message = f"the id '{number[:20]}' is not a number"
        raise ValueError(message)
    name = name or ascii_name
    if not name:
        message = "it has no name"
        raise ValueError(message)
    position = _position(lon, lat)
    kind = kind_of_feature(feature_class, feature_code)
    if kind is None:
        return None
    others, codes = sort_names(name, [ascii_name, *alternates.split(",")])
    others = list(dict.fromkeys(others))
    return Entry(
        id=f"geonames:{number}",
        name=name,
        kind=kind,
        lon=position[0],
        lat=position[1],
        country=columns[_COUNTRY] or None,
        admin1=columns[10] or None,
        population=_population(columns[14]),
        names={UNKNOWN_LANGUAGE: others} if others else {},
        codes=codes,
        source=source,
    )


def _position(lon: str, lat: str) -> tuple[float, float]:
    try:
        return checked_lonlat(float(lon), float(lat))
    except CoordinateError:
        raise  # it is a ValueError too, and tells better
    except ValueError:
        message = f"longitude '{lon[:20]}', latitude '{lat[:20]}' are not numbers"
        raise ValueError(message) from None


def _population(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_POPULATION else 0


_NOTABLE_KINDS: Final = frozenset(
    {"country", "admin1", "admin2", "region", "sea", "port", "border_crossing", "terminal"}
)
_NOTABLE_SPELLINGS: Final = 4
_NOTABLE_SEATS: Final = ("PPLA", "PPLC", "PPLG")


def is_notable(entry: Entry, line: bytes) -> bool:
    """Return whether a world-wide dump is worth this entry.

    Of twelve million features most are hamlets, brooks and hills without any fact beside the name. Kept are
    places with a population or a seat, what reports name of any size (ports, crossings, regions), and the
    rest if it is known in several spellings.
    """
    if entry.kind in _NOTABLE_KINDS or entry.population > 0:
        return True
    if entry.kind == "city":
        return line.split(b"\t", 8)[7].decode("ascii", "replace").startswith(_NOTABLE_SEATS)
    return line.split(b"\t", 4)[3].count(b",") >= _NOTABLE_SPELLINGS - 1


def dump_entries(path: Path, on_broken: Callable[[int, str], None] | None = None) -> Iterator[Entry]:
    """Yield the entries of a dump that we have a kind for.

    Parameters
    ----------
    path
        A ``.txt`` or ``.zip`` file.
    on_broken
        Called with line number and reason for each row that is skipped as broken.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    source = f"GeoNames ({path.stem})"
    for number, line in lines_of(path):
        try:
            entry = entry_of(line, source)
        except ValueError as error:
            if on_broken is not None:
                on_broken(number, reason_of(error))
            continue
        if entry is not None:
            yield entry


def reason_of(error: ValueError) -> str:
    """Return why a row is broken, in words."""
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
