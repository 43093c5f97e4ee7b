"""The one door to the network: each connection goes to a checked address, each answer ends in time and size.

A name is looked up when the connection is made, every address of it is checked, and the connection
goes to the address that was checked. So redirects, and names that change their address between two
questions, meet the same guard as the address that was given.
"""

from __future__ import annotations

import io
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError

from geo.errors import InputError
from geo.fetching.address import resolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from requests import PreparedRequest, Response

    from geo.fetching.policy import Policy

__all__ = ["AnswerError", "GuardedAdapter"]

_CHUNK = 1 << 16


class AnswerError(InputError):
    """An answer that is too long, or takes too long."""


class GuardedAdapter(HTTPAdapter):
    """Sends one request over one connection of its own, and returns the answer with its whole body.

    Parameters
    ----------
    policy
        Private addresses, time without a byte, and time in all.
    max_bytes
        Largest body, unpacked.
    """

    def __init__(self, policy: Policy, max_bytes: int) -> None:
        self._policy = policy
        self._max_bytes = max_bytes
        self._open = _Open()
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make pools whose connections are guarded."""
        super().init_poolmanager(*args, **options)
        plain, secure = _guarded(self._policy, self._open)
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": secure}

    def send(  # noqa: PLR0913, PLR0917  the signature is that of requests
        self,
        request: PreparedRequest,
        stream: bool = False,  # noqa: ARG002, FBT001, FBT002
        timeout: Any = None,  # noqa: ARG002
        verify: bool | str = True,  # noqa: FBT001, FBT002
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002  a proxy would look the name up again
    ) -> Response:
        """Send a request.

        Raises
        ------
        AnswerError
            If the answer is larger than the limit, or not complete by the deadline.
        requests.RequestException
            If there is no answer, or it breaks off; with an `AddressError` below it for a refused address.
        """
        request.headers["Connection"] = "close"
        with self._in_time(request) as late:
            try:
                response = super().send(
                    request, stream=True, timeout=self._policy.timeout, verify=verify, cert=cert
                )
                body = _body(response.raw, self._max_bytes, late)
            except Exception:
                if late.is_set():
                    raise self._too_late() from None
                raise
            if late.is_set():
                raise self._too_late()
        return self.build_response(request, _whole(response.raw, body))

    def _too_late(self) -> AnswerError:
        return AnswerError(f"The answer was not complete after {self._policy.deadline:g} seconds, the limit.")

    @contextmanager
    def _in_time(self, _request: PreparedRequest) -> Iterator[threading.Event]:
        """Cut the connections of the block when its time is over: a timeout starts anew with every byte."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._open.cut()

        timer = threading.Timer(self._policy.deadline, stop)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()
            self._open.forget()
            self.poolmanager.clear()


class _Open:
    """Second handles on the sockets of a request, which stay valid when TLS takes the first over."""

    def __init__(self) -> None:
        self._handles: list[socket.socket] = []
        self._lock = threading.Lock()

    def add(self, connected: socket.socket) -> None:
        with self._lock:
            self._handles.append(connected.dup())

    def cut(self) -> None:
        with self._lock:
            for handle in self._handles:
                with suppress(OSError):
                    handle.shutdown(socket.SHUT_RDWR)

    def forget(self) -> None:
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()


def _guarded(policy: Policy, opened: _Open) -> tuple[type[HTTPConnectionPool], type[HTTPSConnectionPool]]:
    """Return the two kinds of pools, whose connections go to checked addresses only."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, policy, opened)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, policy, opened)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return PlainPool, SecurePool


def _connected(connection: HTTPConnection, policy: Policy, opened: _Open) -> socket.socket:
    """Connect to the first checked address that answers."""
    last: OSError | None = None
    port = connection.port or connection.default_port
    for _, address in resolved(connection.host, port, allow_private=policy.allow_private):
        try:
            connected = socket.create_connection((address, port), timeout=policy.timeout)
        except OSError as error:
            last = error
            continue
        opened.add(connected)
        return connected
    if isinstance(last, TimeoutError):
        raise ConnectTimeoutError(connection, f"no connection in {policy.timeout:g} seconds") from last
    raise NewConnectionError(connection, f"no connection: {last}") from last


def _body(raw: HTTPResponse, max_bytes: int, late: threading.Event) -> bytes:
    """Read an answer as it comes; its stated length is no promise, and packed bytes may unpack to many."""
    parts: list[bytes] = []
    size = 0
    while part := _next(raw):
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            raise AnswerError(
                f"The answer has more than {max_bytes:,} bytes, the limit. Raise the size limit."
            )
        if late.is_set():
            break
    return b"".join(parts)


def _next(raw: HTTPResponse) -> bytes:
    """Return what has come, at most a chunk; whatever goes wrong is an error of requests, like all else."""
    try:
        return raw.read1(_CHUNK, decode_content=True)
    except ReadTimeoutError as error:
        raise requests.ReadTimeout(error) from error
    except (HTTPError, OSError) as error:
        raise requests.ConnectionError(error) from error


def _whole(raw: HTTPResponse, body: bytes) -> HTTPResponse:
    """Return an answer with its body at hand, unpacked."""
    packed = {"content-encoding", "content-length", "transfer-encoding"}
    headers = {name: value for name, value in raw.headers.items() if name.lower() not in packed}
    return HTTPResponse(
        body=io.BytesIO(body),
        headers=headers,
        status=raw.status,
        reason=raw.reason,
        version=raw.version,
        preload_content=False,
        request_method="GET",
        request_url=raw.geturl(),
    )
