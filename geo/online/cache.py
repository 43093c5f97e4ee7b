"""Answers kept for good, so that nobody is asked the same thing twice.

A SQLite file in the user's cache folder, one row a question, written at once: what was answered before
Ctrl-C, or before a crash, is not asked again. To forget, delete the file.
"""

from __future__ import annotations

import json
import sqlite3
import warnings
from contextlib import closing
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from geo.model import Place

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["AnswerCache"]

_FILE: Final = "online-answers.sqlite"
_FORMAT: Final = 1
_TABLE: Final = """CREATE TABLE IF NOT EXISTS answers (
  service TEXT NOT NULL, name TEXT NOT NULL, format INTEGER NOT NULL, places TEXT NOT NULL,
  PRIMARY KEY (service, name, format)) WITHOUT ROWID"""
_BUSY_SECONDS: Final = 30.0


@dataclass(slots=True)
class AnswerCache:
    """What services answered, by service (`Service.key`) and name; also in memory, where the disk fails."""

    path: Path
    _known: dict[tuple[str, str], tuple[Place, ...]]
    _warned: bool = False

    @classmethod
    def open(cls, folder: Path) -> AnswerCache:
        """Return the cache in a folder; nothing is made before there is something to keep."""
        return cls(folder / _FILE, {})

    def get(self, service: str, name: str) -> tuple[Place, ...] | None:
        """Return what a service answered; None if it was not asked. An empty answer is an answer."""
        known = self._known.get((service, name))
        if known is not None or not self.path.is_file():
            return known
        query = "SELECT places FROM answers WHERE service = ? AND name = ? AND format = ?"
        try:
            with closing(self._connected()) as base:
                row = base.execute(query, (service, name, _FORMAT)).fetchone()
            if row is None:
                return None
            places = tuple(_place(facts) for facts in json.loads(row[0]))
        except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
            self._warn(f"cannot be read ({error}); delete it")
            return None
        self._known[service, name] = places
        return places

    def keep(self, service: str, name: str, places: tuple[Place, ...]) -> None:
        """Keep an answer. One that the disk does not take is kept for this run, with a warning."""
        self._known[service, name] = places
        told = json.dumps([_facts(place) for place in places], ensure_ascii=True, sort_keys=True)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connected()) as base, base:
                base.execute(_TABLE)
                base.execute("REPLACE INTO answers VALUES (?, ?, ?, ?)", (service, name, _FORMAT, told))
        except (OSError, sqlite3.Error) as error:
            self._warn(f"cannot be written ({error}); the answers are lost after this run")

    def _connected(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=_BUSY_SECONDS)

    def _warn(self, what: str) -> None:
        if not self._warned:
            self._warned = True
            warnings.warn(
                f"The cache of online answers, '{self.path}', {what}; or set CORRIDORS_CACHE.",
                RuntimeWarning,
                stacklevel=4,
            )


def _facts(place: Place) -> dict[str, Any]:
    names = {language: list(listed) for language, listed in place.names.items()}
    return {field.name: getattr(place, field.name) for field in fields(place)} | {"names": names}


def _place(facts: dict[str, Any]) -> Place:
    names = {key: tuple(listed) for key, listed in facts["names"].items()}
    return Place(**(facts | {"names": MappingProxyType(names)}))
