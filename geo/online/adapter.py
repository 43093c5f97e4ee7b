"""How geopy reaches a service: requests, with bounds on what an answer may cost.

A service may be slow, endless or hostile. An answer has a largest size and a latest time, it is not unpacked
(a small packed answer may hold gigabytes), and a redirect may not lead to another host.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
from geopy.adapters import AdapterHTTPError, RequestsAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BoundedAdapter"]

MOST_BYTES: Final = 8 << 20
MOST_REDIRECTS: Final = 3
MOST_TIMEOUTS: Final = 3  # the whole answer may take this many times the time-out between two bytes
_PIECE: Final = 1 << 16
_TOLD: Final = 80


class BoundedAdapter(RequestsAdapter):  # type: ignore[misc]  # geopy has no types
    """geopy's adapter for requests, within bounds; it does not retry by itself."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context, max_retries=0)

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """Return the text of an answer.

        Raises
        ------
        geopy.exc.GeopyError
            If there is none, it is too long, or it takes too long.
        """
        return self._body(url, timeout, headers).decode("utf-8", "replace")

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """Return an answer that is JSON.

        Raises
        ------
        geopy.exc.GeocoderParseError
            If it is not JSON.
        geopy.exc.GeopyError
            As for `get_text`.
        """
        body = self._body(url, timeout, headers)
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            begins = body[:_TOLD].decode("utf-8", "replace")
            raise GeocoderParseError(f"it is not JSON; it begins with {begins!r}") from error

    def _body(self, url: str, timeout: float, headers: Mapping[str, str]) -> bytes:
        plain = {**headers, "Accept-Encoding": "identity"}
        try:
            return self._followed(url, timeout, plain)
        except (AdapterHTTPError, GeocoderServiceError):  # some of them are an OSError too
            raise
        except requests.Timeout as error:
            raise GeocoderTimedOut(f"no answer within {timeout:g} s") from error
        except requests.ConnectionError as error:
            raise GeocoderUnavailable("no connection to it") from error
        except requests.RequestException as error:
            raise GeocoderServiceError(str(error)) from error
        except OSError as error:  # urllib3 lets some through while a body is read
            raise GeocoderTimedOut(f"the connection broke off ({error})") from error

    def _followed(self, url: str, timeout: float, headers: Mapping[str, str]) -> bytes:
        latest = time.monotonic() + MOST_TIMEOUTS * timeout
        for _ in range(MOST_REDIRECTS + 1):
            with self.session.get(
                url, timeout=timeout, headers=headers, stream=True, allow_redirects=False
            ) as response:
                if response.next is None:
                    body = _read(response, latest)
                    if response.status_code >= requests.codes.bad_request:
                        raise AdapterHTTPError(
                            f"status {response.status_code}",
                            status_code=response.status_code,
                            headers=response.headers,
                            text=body.decode("utf-8", "replace"),
                        )
                    return body
                target = response.next.url or ""
            if _host(target) != _host(url):
                raise GeocoderServiceError(f"it redirects to another host ({_host(target)})")
            url = target
        raise GeocoderServiceError(f"it redirects more than {MOST_REDIRECTS} times")


def _host(url: str) -> str | None:
    return urlsplit(url).hostname


def _read(response: requests.Response, latest: float) -> bytes:
    """Return the body, as it is on the wire; gives up on one that is too long or trickles in."""
    body = bytearray()
    while piece := _piece(response):
        body += piece
        if len(body) > MOST_BYTES:
            raise GeocoderServiceError(f"its answer is longer than {MOST_BYTES >> 20} MB")
        if time.monotonic() > latest:
            raise GeocoderTimedOut("its answer trickled in too slowly")
    return bytes(body)


def _piece(response: requests.Response) -> bytes:
    try:
        piece: bytes = response.raw.read1(_PIECE, decode_content=False)
    except Exception as error:  # urllib3 and http.client have a tree of errors each
        raise GeocoderTimedOut(f"its answer broke off ({type(error).__name__})") from error
    return piece
