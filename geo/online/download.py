"""A file from the web: resumed after a break, checked, and there whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from geo.errors import InputError, OutputError, UsageError
from geo.lock import exclusive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import requests

__all__ = ["MOST_BYTES", "Downloaded", "download"]

MOST_BYTES: Final = 4 << 30
"""The largest file that is fetched; GeoNames' dump of the world has 0.4 GB."""
_PIECE: Final = 1 << 20
_ATTEMPTS: Final = 5
_TIMEOUT: Final = (10.0, 60.0)
_PARTIAL_CONTENT: Final = 206
_UNSATISFIABLE: Final = 416
_CHECKSUM: Final = re.compile(r"[0-9a-f]{64}")
_TOTAL: Final = re.compile(r"bytes (\d+)-\d*/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A fetched file and the SHA-256 of its bytes, in hexadecimal."""

    path: Path
    sha256: str


def download(  # noqa: PLR0913 - each option by name
    url: str,
    folder: Path,
    *,
    sha256: str | None = None,
    most_bytes: int = MOST_BYTES,
    progress: Callable[[str, int], None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Downloaded:
    """Fetch a file into a folder.

    What arrived before a break, or before the run was killed, is kept beside it, and the next call asks only
    for the rest, provided that the server's file is still the same (``ETag`` or ``Last-Modified``).

    Parameters
    ----------
    url
        An http(s) address; the file takes the last part of its path as a name.
    folder
        Where to keep it; made if need be.
    sha256
        What the file must have, in hexadecimal. The sum is returned either way.
    most_bytes
        The largest file to fetch.
    progress
        Called now and then with the step's name and the bytes there so far.
    sleep
        What waits between attempts.

    Raises
    ------
    UsageError
        If the address or the checksum is not one.
    InputError
        If the server does not give the file, it is too large, or its checksum is another.
    OutputError
        If the folder cannot be written to, or the disk is full.
    """
    name = _name_of(url)
    if sha256 is not None and not _CHECKSUM.fullmatch(sha256.lower()):
        raise UsageError(f"'{sha256}' is not a SHA-256: give 64 hexadecimal digits.")
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with exclusive(folder / f".{name}.lock"):
            partial = _Partial(folder / f"{name}.part", folder / f"{name}.part.json")
            _fetch(url, partial, most_bytes, progress, sleep)
            found = _sum_of(partial.path)
            if sha256 is not None and found != sha256.lower():
                partial.forget()
                raise InputError(
                    f"'{url}' has the SHA-256 {found}, not {sha256.lower()}. "
                    "It was altered on its way, or has changed since: compare with what its publisher names."
                )
            partial.path.replace(path)
            partial.forget()
    except OSError as error:
        if isinstance(error, InputError | OutputError):
            raise
        raise OutputError(
            f"Cannot write into '{folder}': {error.strerror or error}. "
            "Free some space, or set CORRIDORS_CACHE to another folder."
        ) from error
    return Downloaded(path, found)


def _name_of(url: str) -> str:
    try:
        address = urlsplit(url)
        sound = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:
        sound = False
    if not sound:
        raise UsageError(f"'{url}' is not an address. Give one that begins with http:// or https://.")
    # The name is the server's word: no folder, no leading dot, no character that a file system minds.
    name = re.sub(r"[^\w.-]+", "-", unquote(address.path).rpartition("/")[2]).lstrip(".-")
    return name[-100:] or "download.txt"


@dataclass(frozen=True, slots=True)
class _Partial:
    """What has arrived so far, and of which version of the file."""

    path: Path
    facts: Path

    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def version(self, url: str) -> str:
        """Return the mark of the version that was begun; empty if there is none."""
        with suppress(OSError, ValueError, AttributeError):
            facts = json.loads(self.facts.read_text(encoding="utf-8"))
            if facts.get("url") == url:
                return str(facts.get("version") or "")
        return ""

    def begin(self, url: str, version: str) -> None:
        self.path.write_bytes(b"")
        self.facts.write_text(json.dumps({"url": url, "version": version}), encoding="utf-8")

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
        self.facts.unlink(missing_ok=True)


def _fetch(
    url: str,
    partial: _Partial,
    most_bytes: int,
    progress: Callable[[str, int], None] | None,
    sleep: Callable[[float], None],
) -> None:
    """Fetch what is missing, in a few attempts."""
    import requests  # noqa: PLC0415 - most runs fetch nothing

    with requests.Session() as session:
        session.headers["Accept-Encoding"] = "identity"  # a range of packed bytes is of no use
        for attempt in range(_ATTEMPTS):
            try:
                if _attempt(session, url, partial, most_bytes, progress):
                    return
                trouble = "the connection broke off"
            except requests.RequestException as error:
                trouble = _told(error)
            if attempt < _ATTEMPTS - 1:
                sleep(float(2**attempt))
    raise InputError(
        f"'{url}' could not be fetched: {trouble} ({partial.size():,} bytes arrived). "
        "Try again later: what arrived is kept."
    )


def _attempt(
    session: requests.Session,
    url: str,
    partial: _Partial,
    most_bytes: int,
    progress: Callable[[str, int], None] | None,
) -> bool:
    """Fetch the rest, or all if the server's file is another by now; tell whether it is whole."""
    version = partial.version(url)
    have = partial.size() if version else 0
    headers = {"Range": f"bytes={have}-", "If-Range": version} if have else {}
    with session.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as response:
        if response.status_code == _UNSATISFIABLE:
            partial.forget()
            return False
        if response.status_code >= 500 or response.status_code == 429:
            response.raise_for_status()
        if not response.ok:
            raise InputError(f"'{url}' answers with status {response.status_code}. Check the address.")
        resumed, total = _promised(response, have)
        if not resumed:
            have = 0
            partial.begin(url, _version_of(response))
        if total is not None and total > most_bytes:
            raise InputError(_too_large(url, most_bytes))
        return _write(response, partial, have, total, most_bytes, progress)


def _promised(response: requests.Response, have: int) -> tuple[bool, int | None]:
    """Return whether the answer goes on where we are, and the length of the whole file if it is told."""
    if response.status_code == _PARTIAL_CONTENT:
        told = _TOTAL.fullmatch(response.headers.get("Content-Range", ""))
        if told and int(told[1]) == have:
            return True, None if told[2] == "*" else int(told[2])
        raise InputError(
            f"'{response.url}' answers with another part of the file than was asked for. Fetch it by hand."
        )
    length = response.headers.get("Content-Length", "")
    return False, int(length) if length.isascii() and length.isdigit() else None


def _version_of(response: requests.Response) -> str:
    """Return what tells this version of the file from others; a weak ETag cannot vouch for bytes."""
    tag = response.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified", "")


def _write(  # noqa: PLR0913, PLR0917 - one step of `_attempt`
    response: Any,
    partial: _Partial,
    have: int,
    total: int | None,
    most_bytes: int,
    progress: Callable[[str, int], None] | None,
) -> bool:
    with partial.path.open("r+b") as file:
        file.truncate(have)
        file.seek(have)
        for piece in _pieces(response):
            have += len(piece)
            if have > most_bytes:
                raise InputError(_too_large(response.url, most_bytes))
            file.write(piece)
            if progress is not None:
                progress("fetching", have)
    return total is None or have == total


def _pieces(response: requests.Response) -> Iterator[bytes]:
    """Yield bytes as they arrive, so that a break costs none of them."""
    import requests  # noqa: PLC0415 - imported by now
    import urllib3  # noqa: PLC0415

    try:
        while piece := response.raw.read1(_PIECE, decode_content=False):
            yield piece
    except (urllib3.exceptions.HTTPError, HTTPException) as error:
        raise requests.ConnectionError(error) from error


def _told(error: requests.RequestException) -> str:
    import requests  # noqa: PLC0415 - imported by now

    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.ConnectionError):
        return "no connection, or one that broke off"
    return str(error)


def _too_large(url: str, most_bytes: int) -> str:
    return f"'{url}' is larger than {most_bytes:,} bytes. Fetch it by hand, and add the file."


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
