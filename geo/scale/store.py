"""Results by what they are made from, kept in the user's cache.

One SQLite file: a write is there whole or not at all, however the run ends. Each result carries a checksum,
and whatever cannot be read counts as not there. A broken file is put away and begun anew; a cache that cannot
be used at all costs time, never a result.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing, suppress
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, Self

from geo.gazetteer.cache import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from geo.reading import Raw

__all__ = ["MOST_BYTES", "Store"]

MOST_BYTES: Final = 1 << 30
"""Largest total of stored results; those unused for longest go first."""

_FILE: Final = "results.sqlite"
_FORMAT: Final = 2
_LEFT_AFTER_PRUNING: Final = 0.8
_PATIENCE_SECONDS: Final = 5.0
_ASKED_AT_ONCE: Final = 500  # below SQLite's least limit of parameters
_SETUP: Final = f"""
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS results (key BLOB NOT NULL UNIQUE, value BLOB NOT NULL, checksum INTEGER NOT NULL,
  used INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY AUTOINCREMENT);
PRAGMA user_version = {_FORMAT};
"""


class Store:
    """Results of one kind of run; use it in a ``with`` block.

    Parameters
    ----------
    mark
        Digest of everything but the text that decides a result.
    folder
        Where the file is; None means the user's cache.
    most_bytes
        Largest total of stored results.
    """

    def __init__(self, mark: str, folder: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._mark = mark.encode("utf-8")
        self._path = (folder or cache_folder() / "results") / _FILE
        self._most_bytes = most_bytes
        self._base: sqlite3.Connection | None = None
        self._run = 0
        self.hits = 0
        """How many results were found so far."""

    def __enter__(self) -> Self:
        for _ in range(2):
            try:
                self._open()
            except sqlite3.OperationalError:
                self._close()
                break  # locked, or a folder that cannot be written: go without
            except (sqlite3.Error, OSError):
                self._put_away()
            else:
                break
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tried(self._prune)
        self._close()

    def key(self, raw: Raw) -> bytes:
        """Return what a text's result is kept under: a digest of text, statements and mark."""
        digest = blake2b(self._mark, digest_size=16)
        for part in (raw.text, _told(raw.stated), _told(raw.hinted)):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "little"))
            digest.update(data)
        return digest.digest()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the results that are there, by key."""
        found: dict[bytes, bytes] = {}
        for begin in range(0, len(keys), _ASKED_AT_ONCE):
            part = keys[begin : begin + _ASKED_AT_ONCE]
            found |= self._tried(partial(self._get, keys=part)) or {}
        self.hits += len(found)
        return found

    def put(self, results: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep results, all of them or, should the run die, none."""
        stored = [(key, value, zlib.crc32(value), self._run) for key, value in results]

        def write(base: sqlite3.Connection) -> None:
            with base:
                base.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", stored)

        self._tried(write)

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        base = self._base = sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS)
        if base.execute("PRAGMA user_version").fetchone()[0] not in {0, _FORMAT}:
            raise sqlite3.DatabaseError
        base.executescript(_SETUP)
        with base:
            self._run = base.execute("INSERT INTO runs DEFAULT VALUES").lastrowid or 0
            base.execute("DELETE FROM runs WHERE number < ?", (self._run,))

    def _get(self, base: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        marks = ",".join("?" * len(keys))
        query = f"SELECT key, value, checksum FROM results WHERE key IN ({marks})"  # noqa: S608 - marks only
        whole = {
            key: value for key, value, checksum in base.execute(query, keys) if zlib.crc32(value) == checksum
        }
        with base:
            base.execute(
                f"UPDATE results SET used = ? WHERE key IN ({marks}) AND used < ?",  # noqa: S608
                (self._run, *keys, self._run),
            )
        return whole

    def _tried(self, act: Callable[[sqlite3.Connection], Any]) -> Any:
        """Do something with the file; a fault in it ends the use of it."""
        if self._base is None:
            return None
        try:
            return act(self._base)
        except sqlite3.OperationalError:  # locked for long, or a full disk
            self._close()
        except sqlite3.Error:
            self._put_away()
        return None

    def _prune(self, base: sqlite3.Connection) -> None:
        (total,) = base.execute("SELECT coalesce(sum(length(value)), 0) FROM results").fetchone()
        if total <= self._most_bytes:
            return
        excess = total - int(self._most_bytes * _LEFT_AFTER_PRUNING)
        gone = []
        with closing(base.execute("SELECT key, length(value) FROM results ORDER BY used, key")) as rows:
            for key, size in rows:
                gone.append((key,))
                excess -= size
                if excess <= 0:
                    break
        with base:
            base.executemany("DELETE FROM results WHERE key = ?", gone)
        base.execute("PRAGMA incremental_vacuum").fetchall()

    def _close(self) -> None:
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
            self._base = None

    def _put_away(self) -> None:
        self._close()
        for path in self._path.parent.glob(f"{_FILE}*"):
            with suppress(OSError):
                path.unlink()


def _told(values: Mapping[str, str]) -> str:
    return "\0".join(f"{name}={values[name]}" for name in sorted(values))
