"""The GeoNames dumps that a user adds: ``corridors gazetteer add FILE``.

Of a dump, the rows that we have a kind for are kept in the user's data folder, in GeoNames' own format; the
next opening compiles them in.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import GazetteerError, InputError, UsageError
from geo.gazetteer.cache import cache_folder, data_folder
from geo.gazetteer.dump import entry_of, is_notable, lines_of, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

__all__ = ["Addition", "add", "added", "added_files", "remove"]

_FOLDER: Final = "gazetteer"
_MOST_FEATURES: Final = 500_000  # compiling takes about 2 KB of memory for each
_MOST_BROKEN_LISTED: Final = 20
_STEP: Final = 50_000


@dataclass(frozen=True, slots=True)
class Addition:
    """A dump in the user's data folder.

    ``kept`` counts its features; ``left_out`` those we have no kind for; ``broken`` the rows that could not
    be read, the first of which are listed with line number and reason. ``notable_only`` tells that the dump
    was too large to keep its every hamlet. The last four are known only to who adds it.
    """

    name: str
    path: Path
    kept: int
    left_out: int = 0
    broken: int = 0
    broken_rows: tuple[tuple[int, str], ...] = ()
    notable_only: bool = False


@dataclass(slots=True)
class _Tally:
    """What one pass over a dump counted."""

    rows: int = 0
    kept: int = 0
    left_out: int = 0
    broken: list[tuple[int, str]] = field(default_factory=list)
    broken_count: int = 0

    def report(self, number: int, error: ValueError) -> None:
        """Count a broken row; list the first few."""
        self.broken_count += 1
        if len(self.broken) < _MOST_BROKEN_LISTED:
            self.broken.append((number, reason_of(error)))


def add(
    path: str | Path,
    *,
    sha256: str | None = None,
    data_dir: Path | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Addition:
    """Keep a GeoNames dump, so that the gazetteer knows its places from the next opening on.

    A dump of the same name is replaced. Of a dump with more than half a million usable features
    (``allCountries.zip``) only the notable ones are kept, see `geo.gazetteer.dump.is_notable`.

    Parameters
    ----------
    path
        A file in GeoNames' format with 19 columns, ``.txt`` or ``.zip``, or its http(s) address. A download
        that breaks off goes on where it was when it is tried again.
    sha256
        What the file at an address must have, in hexadecimal; None believes what comes.
    data_dir
        Where to keep it; None means ``$CORRIDORS_DATA`` or the user's data folder.
    progress
        Called now and then with the step's name and the rows read so far.

    Returns
    -------
    Addition
        What was kept, what was left out, and the broken rows.

    Raises
    ------
    InputError
        If the file cannot be read, or has no usable row.
    GazetteerError
        If the data folder cannot be written.
    OutputError
        If a download cannot be kept.
    """
    if str(path).startswith(("http://", "https://")):
        from geo.online.download import download  # noqa: PLC0415 - most runs fetch nothing

        fetched = download(str(path), cache_folder() / "downloads", sha256=sha256, progress=progress)
        try:
            return add(fetched.path, data_dir=data_dir, progress=progress)
        finally:
            fetched.path.unlink(missing_ok=True)
    path = Path(path)
    if not path.is_file():
        message = f"'{path}' is not a file. Give a GeoNames dump, like AZ.txt or allCountries.zip."
        raise InputError(message)
    target = _folder(data_dir) / f"{_safe_stem(path)}.txt"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, working = tempfile.mkstemp(dir=target.parent, prefix=".adding-")
    except OSError as error:
        message = f"'{target.parent}' cannot be written: {error}. Set CORRIDORS_DATA to a folder that can be."
        raise GazetteerError(message) from error
    try:
        notable_only = False
        with os.fdopen(handle, "wb") as file:
            tally = _sift(path, file, most=_MOST_FEATURES, notable_only=False, progress=progress)
            if tally is None:
                notable_only = True
                file.seek(0)
                file.truncate()
                tally = _sift(path, file, most=None, notable_only=True, progress=progress)
        if tally is None or not tally.kept:
            raise InputError(_nothing_in(path, tally))
        Path(working).replace(target)
    except OSError as error:
        if isinstance(error, InputError):
            raise
        message = f"'{target}' cannot be written: {error.strerror or error}. Free some space."
        raise GazetteerError(message) from error
    finally:
        Path(working).unlink(missing_ok=True)
    return Addition(
        target.stem, target, tally.kept, tally.left_out, tally.broken_count, tuple(tally.broken), notable_only
    )


def added(data_dir: Path | None = None) -> tuple[Addition, ...]:
    """Return the dumps that were added, by name."""
    return tuple(Addition(path.stem, path, _count_lines(path)) for path in added_files(data_dir))


def added_files(data_dir: Path | None = None) -> list[Path]:
    """Return the files of the dumps that were added, sorted."""
    return sorted(path for path in _folder(data_dir).glob("*.txt") if not path.name.startswith("."))


def remove(name: str, *, data_dir: Path | None = None) -> None:
    """Forget an added dump.

    Raises
    ------
    UsageError
        If no dump of that name was added; lists those that were.
    """
    for path in added_files(data_dir):
        if path.stem == name:
            path.unlink()
            return
    known = ", ".join(path.stem for path in added_files(data_dir)) or "none"
    message = f"No dump '{name}' was added. Added dumps: {known}."
    raise UsageError(message)


def _sift(
    path: Path,
    file: BinaryIO,
    *,
    most: int | None,
    notable_only: bool,
    progress: Callable[[str, int], None] | None,
) -> _Tally | None:
    """Write the usable rows to ``file``; return None as soon as there are more than ``most``."""
    tally = _Tally()
    for number, line in lines_of(path):
        tally.rows += 1
        if progress is not None and number % _STEP == 0:
            progress("reading", number)
        if not line:
            continue
        try:
            entry = entry_of(line, path.stem)
        except ValueError as error:
            tally.report(number, error)
            continue
        if entry is None or (notable_only and not is_notable(entry, line)):
            tally.left_out += 1
            continue
        tally.kept += 1
        if most is not None and tally.kept > most:
            return None
        file.write(line + b"\n")
    return tally


def _nothing_in(path: Path, tally: _Tally | None) -> str:
    first = f" Line {tally.broken[0][0]}: {tally.broken[0][1]}." if tally and tally.broken else ""
    return (
        f"'{path}' has no row in GeoNames' format of 19 columns that can be used.{first} Nothing was added."
    )


def _folder(data_dir: Path | None) -> Path:
    return (data_dir if data_dir is not None else data_folder()) / _FOLDER


def _safe_stem(path: Path) -> str:
    return re.sub(r"[^\w-]+", "-", path.stem).strip("-") or "dump"


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)
