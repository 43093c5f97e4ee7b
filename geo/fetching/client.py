"""One address to one answer: robots.txt, patience, redirects, retries, and a cache on disk."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from requests_cache import CachedSession
from requests_cache.backends.base import BaseCache
from requests_cache.backends.sqlite import SQLiteCache

from geo.errors import InputError
from geo.fetching.policy import user_agent
from geo.fetching.robots import Robots
from geo.fetching.transport import GuardedAdapter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.fetching.policy import Policy

__all__ = ["Answer", "Client"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({429, 500, 502, 503, 504})
_LONGEST_DELAY = 30.0  # seconds; a site that wants more between two requests gets this


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent, and from which address in the end."""

    url: str
    status: int
    kind: str
    charset: str | None
    content: bytes = field(repr=False)


class Client:
    """Fetches addresses one after the other, in one session.

    Parameters
    ----------
    policy
        What may be asked, and how patiently.
    max_bytes
        Largest answer.
    cache_dir
        Folder of the cache; answers from private networks are kept apart, so that a later run that may
        not ask there does not get them.
    sleep
        Waits for some seconds.
    """

    def __init__(
        self, policy: Policy, max_bytes: int, cache_dir: Path, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._policy = policy
        self._sleep = sleep
        self._asked: dict[str, float] = {}
        name = "private-pages.sqlite" if policy.allow_private else "pages.sqlite"
        self._session = CachedSession(
            backend=_cache(cache_dir / name),
            expire_after=timedelta(days=policy.keep_days),
            allowable_codes=(200, *sorted(_REDIRECTS)),
            allowable_methods=("GET",),
            stale_if_error=True,
        )
        self._session.trust_env = False  # a proxy would connect to addresses that nobody checked
        self._session.headers.update({"User-Agent": user_agent(), "Accept-Encoding": "gzip, deflate"})
        adapter = GuardedAdapter(policy, max_bytes)
        self._session.adapters.clear()
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        self._robots = Robots(self._robots_txt)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()  # type: ignore[no-untyped-call]

    def get(self, url: str) -> Answer:
        """Fetch an address.

        Raises
        ------
        InputError
            If it may not be fetched, or cannot be; the message names the reason.
        """
        url = checked(url)
        for _ in range(self._policy.redirects + 1):
            if not self._robots.allows(url):
                site = urlsplit(url).netloc
                raise InputError(
                    f"The robots.txt of {site} does not allow it (or does not answer). "
                    "Save the page, and give the file."
                )
            response = self._patiently(url, self._robots.delay(url))
            if response.status_code not in _REDIRECTS:
                return _answer(url, response)
            url = checked(urljoin(url, response.headers.get("Location") or ""))
        raise InputError(f"More than {self._policy.redirects} redirects, the last to {url}.")

    def _robots_txt(self, url: str) -> tuple[int, bytes] | None:
        try:
            for _ in range(self._policy.redirects + 1):
                response = self._patiently(url, 0.0)
                if response.status_code not in _REDIRECTS:
                    return response.status_code, response.content
                url = checked(urljoin(url, response.headers.get("Location") or ""))
        except InputError as error:
            if error.args and "private network" in str(error):
                raise  # the reason is not the site's rules
            return None
        return 404, b""  # RFC 9309: as if there were none

    def _patiently(self, url: str, wished: float) -> requests.Response:
        """Ask until the server has time, as often as the policy allows."""
        for attempt in range(self._policy.retries + 1):
            response = self._once(url, min(max(wished, self._policy.delay), _LONGEST_DELAY))
            if response.status_code not in _AGAIN or attempt == self._policy.retries:
                return response
            wait = _wished(response.headers.get("Retry-After"))
            wait = self._policy.backoff * 2**attempt if wait is None else wait
            if wait > self._policy.longest_wait:
                return response
            self._sleep(wait)
        raise AssertionError  # the last attempt returns

    def _once(self, url: str, delay: float) -> requests.Response:
        host = urlsplit(url).netloc
        last = self._asked.get(host)
        if last is not None and not self._is_kept(url):
            self._sleep(max(0.0, last + delay - time.monotonic()))
        try:
            response = self._asked_or_kept(url)
        except requests.RequestException as error:
            raise _reason(error) from error
        if not getattr(response, "from_cache", False):
            self._asked[host] = time.monotonic()
        return response

    def _asked_or_kept(self, url: str) -> requests.Response:
        """Ask, or take from the cache; one that is broken, locked or cannot be written is done without."""
        try:
            return self._session.get(url, allow_redirects=False)
        except sqlite3.Error:
            with self._session.cache_disabled():
                return self._session.get(url, allow_redirects=False)

    def _is_kept(self, url: str) -> bool:
        try:
            return bool(self._session.cache.contains(url=url))
        except sqlite3.Error:
            return False


def _cache(path: Path) -> BaseCache:
    """Return a cache in a file, or in memory where none can be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return SQLiteCache(path, serializer="json")
    except (OSError, sqlite3.Error):
        return BaseCache()


def checked(url: str) -> str:
    """Return an address without its fragment.

    Raises
    ------
    InputError
        If it is no http(s) address, or carries a password.
    """
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InputError(f"'{url[:200]}' is no address: {error}.") from error
    if parts.scheme.lower() not in {"http", "https"}:
        raise InputError(
            f"Addresses of the kind '{parts.scheme}:' are not fetched. Give one of http: or https:."
        )
    if not host:
        raise InputError(f"'{url[:200]}' names no host. Write it as https://host/path.")
    if parts.username is not None or parts.password is not None:
        raise InputError("The address carries a user name or password. Save the page, and give the file.")
    return urlunsplit((parts.scheme.lower(), parts.netloc, parts.path or "/", parts.query, ""))


def _answer(url: str, response: requests.Response) -> Answer:
    status = response.status_code
    if status != 200:
        what = f"{status} {response.reason or ''}".strip()
        raise InputError(f"The server answers {what}. Open the address in a browser, and save the page.")
    if not response.content:
        raise InputError("The answer is empty.")
    kind, _, parameters = response.headers.get("Content-Type", "").partition(";")
    charset = next(
        (value.strip(" \"'") for name, _, value in (one.partition("=") for one in parameters.split(";"))
         if name.strip().lower() == "charset"),
        None,
    )  # fmt: skip
    return Answer(url, status, kind.strip().lower(), charset, response.content)


def _wished(retry_after: str | None) -> float | None:
    """Return the seconds that a server asks to wait; None if it does not say."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after.strip()[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _reason(error: requests.RequestException) -> InputError:
    """Return why there is no answer, in words; a refused address lies at the bottom of the chain."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, InputError):
            return one
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    if isinstance(error, requests.Timeout):
        return InputError("The server does not answer in time. Try again later, or raise the timeout.")
    if isinstance(error, requests.exceptions.SSLError):
        return InputError("The server's certificate does not hold. Save the page, and give the file.")
    why = " ".join(str(error).split())[:200]
    return InputError(f"There is no complete answer: {why}.")
