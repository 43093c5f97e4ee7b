"""What a run read and wrote, so that the same run again is known to have nothing to do."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import layers
import maps
from geo.atomic import replacing, utf8
from geo.errors import OutputError
from geo.gazetteer.cache import cache_folder
from geo.model import Unreadable
from geo.reading.links import links_in
from geo.reading.walk import walk
from geo.scale.mark import code_mark, drawing_mark, files_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.reading import Limits

__all__ = ["Stamp"]

_MOST_KEPT: Final = 200
_FOLDER: Final = "runs"


class Stamp:
    """The state of a run's inputs, options, code and outputs.

    Parameters
    ----------
    inputs
        Files and folders; an address is never known to be unchanged.
    out
        The folder that is written to.
    options
        Those of the command; what files among them hold counts, not where they are.
    limits
        How inputs are read.
    """

    def __init__(self, inputs: Sequence[str], out: Path, options: dict[str, Any], limits: Limits) -> None:
        self._out = out.resolve()
        name = hashlib.sha256(str(self._out).encode("utf-8", "surrogateescape")).hexdigest()[:24]
        self._path = cache_folder() / _FOLDER / f"{name}.json"
        self._mark = _mark(inputs, options, limits)

    def summary(self) -> dict[str, Any] | None:
        """Return the summary of the earlier run, if all it read and wrote is as it was; else None."""
        if self._mark is None:
            return None
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            outputs = kept["outputs"]
            if kept["mark"] == self._mark and outputs == _states(self._out, outputs):
                return dict(kept["summary"])
        return None

    def keep(self, files: Sequence[Path], summary: dict[str, Any]) -> None:
        """Remember what this run wrote; a cache that cannot be written costs only that."""
        if self._mark is None:
            return
        outputs = _states(self._out, [path.name for path in files])
        kept = {"mark": self._mark, "outputs": outputs, "summary": summary}
        with suppress(OutputError, OSError):
            with replacing(self._path) as file:
                file.write(utf8(json.dumps(kept)))
            _forget_old(self._path.parent)


def _mark(inputs: Sequence[str], options: dict[str, Any], limits: Limits) -> str | None:
    """Return a digest of everything that decides the outputs; None if that cannot be told."""
    digest = hashlib.sha256()
    if any(links_in(given, limits) for given in inputs):
        return None
    told_options = sorted((name, _told(value)) for name, value in options.items())
    for told in (code_mark(), files_mark(_code()), drawing_mark(), repr(told_options), repr(limits)):
        digest.update(told.encode("utf-8", "surrogatepass") + b"\0")
    hashed: set[Path] = set()
    for row in walk([Path(given) for given in inputs], limits):
        told = repr((row.source, row.reason)) if isinstance(row, Unreadable) else repr(row)
        digest.update(told.encode("utf-8", "surrogatepass") + b"\0")
        if not isinstance(row, Unreadable) and row.path not in hashed:
            hashed.add(row.path)  # an archive has many members
            with row.path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _told(value: object) -> str:
    if isinstance(value, Path) and value.is_file():
        return hashlib.sha256(value.read_bytes()).hexdigest()
    return repr(value)


def _code() -> Iterator[Path]:
    for package in (layers, maps):
        yield Path(str(package.__file__)).parent


def _states(folder: Path, names: Sequence[str] | dict[str, Any]) -> dict[str, list[int]]:
    states = {}
    for name in names:
        status = (folder / name).stat()
        states[name] = [status.st_size, status.st_mtime_ns]
    return states


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in kept[_MOST_KEPT:]:
        path.unlink(missing_ok=True)
