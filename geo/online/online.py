"""One online geocoder for a run: asked once a name, politely, and given up when it does not answer."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from geo.gazetteer.cache import cache_folder
from geo.names import word_key
from geo.online.cache import AnswerCache
from geo.online.client import asking
from geo.online.pace import Pace
from geo.online.service import service_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.model import Place
    from geo.online.client import Ask
    from geo.online.service import Service

__all__ = ["Answer", "Online"]

MOST_NAMES: Final = 1000
"""Names that one run asks for at most: at one a second this is a quarter of an hour."""
_LONGEST_NAME: Final = 100
_LONGEST_TROUBLE: Final = 200
_ATTEMPTS: Final = 3
_LONGEST_WAIT: Final = 30.0
_MOST_FAILURES: Final = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said of a name: places, none, or why it could not be asked."""

    places: tuple[Place, ...] = ()
    trouble: str = ""


@dataclass(slots=True)
class Online:
    """A service, what it answered so far, and whether it still answers."""

    service: Service
    _ask: Ask
    _cache: AnswerCache
    _pace: Pace
    _sleep: Callable[[float], None] = time.sleep
    _asked: int = 0
    _failures: int = 0
    _given_up: str = ""
    _troubles: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(
        cls,
        choice: str,
        *,
        contact: str | None = None,
        cache_dir: Path | None = None,
        timeout: float = 10.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Online:
        """Return the service that a user chose; nothing is asked yet.

        Parameters
        ----------
        choice
            As `geo.online.service.service_of` reads it: ``nominatim``, ``photon=http://localhost:2322``.
        contact
            An address that the service's operator can write to; public services want one.
        cache_dir
            Where answers are kept; None means ``$CORRIDORS_CACHE`` or the user's cache folder.
        timeout
            Seconds without a byte after which an answer is given up.
        sleep
            What waits.

        Raises
        ------
        UsageError
            If the choice is wrong, or a public service is to be asked without a contact.
        """
        service = service_of(choice)
        folder = cache_dir if cache_dir is not None else cache_folder()
        mark = folder / f"online-{urlsplit(service.url).hostname}.asked"
        return cls(
            service,
            asking(service, contact, timeout=timeout),
            AnswerCache.open(folder),
            Pace(mark, service.pause, sleep=sleep),
            sleep,
        )

    def ask(self, name: str) -> Answer:
        """Return what the service knows by a name, from the cache if it was ever asked.

        No trouble with the service is an error: it is told in the answer, and after a few the service is
        given up for this run.
        """
        query = " ".join(name.split())
        key = word_key(query)
        if not key or len(query) > _LONGEST_NAME or not _is_sendable(query):
            return Answer(trouble="the name is not one that can be sent")
        known = self._cache.get(self.service.key, key)
        if known is not None:
            return Answer(known)
        if key in self._troubles or self._given_up:
            return Answer(trouble=self._troubles.get(key, self._given_up))
        if self._asked >= MOST_NAMES:
            return Answer(trouble=f"it was asked for {MOST_NAMES} names in this run, which is the most")
        self._asked += 1
        return self._asked_for(query, key)

    def _asked_for(self, query: str, key: str) -> Answer:
        from geopy.exc import GeopyError  # noqa: PLC0415 - most runs never import geopy

        trouble, refused = "", False
        for attempt in range(_ATTEMPTS):
            try:
                with self._pace.turn():
                    places = self._ask(query)
            except GeopyError as error:
                trouble, refused = _told(error), _is_refusal(error)
                wait = _wait_after(error, attempt)
                if wait is None or attempt == _ATTEMPTS - 1:
                    break
                self._sleep(wait)
            else:
                self._failures = 0
                self._cache.keep(self.service.key, key, places)
                return Answer(places)
        self._fail(key, trouble, refused=refused)
        return Answer(trouble=trouble)

    def _fail(self, key: str, trouble: str, *, refused: bool) -> None:
        """Note a failure; a service that refuses, or fails again and again, is left in peace."""
        self._failures += 1
        self._troubles[key] = trouble
        if refused:
            self._given_up = f"it refused before: {trouble}"
        elif self._failures >= _MOST_FAILURES:
            self._given_up = f"it failed {_MOST_FAILURES} times running, the last time: {trouble}"


def _is_sendable(name: str) -> bool:
    return name.isprintable()  # lone surrogates and control characters are not


def _told(error: Exception) -> str:
    """Return what went wrong in a few printable words: they may come from the service."""
    message = "".join(char if char.isprintable() else " " for char in str(error))[:_LONGEST_TROUBLE]
    words = " ".join(message.split()).rstrip(".")
    return words or type(error).__name__


def _is_refusal(error: Exception) -> bool:
    from geopy import exc  # noqa: PLC0415

    kinds = (exc.GeocoderQuotaExceeded, exc.GeocoderAuthenticationFailure, exc.GeocoderInsufficientPrivileges)
    return isinstance(error, kinds)


def _wait_after(error: Exception, attempt: int) -> float | None:
    """Return how long to wait before asking again, in seconds; None if that is no use."""
    from geopy import exc  # noqa: PLC0415

    if isinstance(error, exc.GeocoderRateLimited):
        wait = float(error.retry_after or 2 ** (attempt + 1))
        return wait if 0 <= wait <= _LONGEST_WAIT else None
    if isinstance(error, exc.GeocoderTimedOut | exc.GeocoderUnavailable):
        return float(2**attempt)
    return None
