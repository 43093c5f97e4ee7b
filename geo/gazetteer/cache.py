"""Where the compiled index lives, and when it is compiled anew.

An index sits in a folder named for the fingerprint of everything it is made from. It is compiled
beside its final place and renamed into it, so it is there whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs

from geo.errors import CorridorsError, GazetteerError
from geo.gazetteer.index import Index, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["cache_folder", "data_folder", "fingerprint", "open_index"]

_PREFIX: Final = "gazetteer-"
_APPLICATION: Final = "corridor-atlas"
_KEPT_OLD: Final = 2
_HASHED_BYTES: Final = 4 << 20
# The modules that decide what is in the index; a change in one of them makes the old index wrong.
_COMPILING: Final = (
    "cities", "compile", "curated", "dump", "entries", "index", "kinds", "merge", "sources", "tables",
)  # fmt: skip


def cache_folder() -> Path:
    """Return the user's cache folder: ``$CORRIDORS_CACHE``, or the platform's own.

    A user without a home, as in a container, gets a folder under the system's temporary folder.
    """
    chosen = os.environ.get("CORRIDORS_CACHE")
    return Path(chosen) if chosen else _of_platform(platformdirs.user_cache_path)


def data_folder() -> Path:
    """Return the user's data folder: ``$CORRIDORS_DATA``, or the platform's own; like `cache_folder`."""
    chosen = os.environ.get("CORRIDORS_DATA")
    return Path(chosen) if chosen else _of_platform(platformdirs.user_data_path)


def _of_platform(folder: Callable[..., Path]) -> Path:
    try:
        return folder(_APPLICATION, appauthor=False)
    except RuntimeError:
        return _spare_folder()


def fingerprint(inputs: Iterable[Path]) -> str:
    """Return a digest of the inputs and of the code that compiles them.

    Small files count by content, so that a fresh clone finds its cache; large ones by size and
    time of change, because hashing 80 MB at every start would be felt.
    """
    digest = hashlib.sha256()
    here = Path(__file__).parent
    code = (here.parent / "names.py", *(here / f"{name}.py" for name in _COMPILING))
    for path in (*code, *inputs):
        status = path.stat()
        if status.st_size <= _HASHED_BYTES:
            told = f"{path.name}:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        else:
            told = f"{path}:{status.st_size}:{status.st_mtime_ns}"
        digest.update(told.encode("utf-8", "surrogateescape") + b"\n")
    return digest.hexdigest()[:16]


def open_index(cache_dir: Path | None, mark: str, build: Callable[[Path], None]) -> Index:
    """Return the index with the fingerprint ``mark``, calling ``build`` if there is no whole one.

    Parameters
    ----------
    cache_dir
        Where to keep it; None means `cache_folder`, or a temporary folder if that cannot be
        written (with a warning).
    mark
        Fingerprint of the inputs.
    build
        Fills the empty folder that it is given.

    Raises
    ------
    GazetteerError
        If ``cache_dir`` was asked for and cannot be written.
    """
    parent = cache_dir if cache_dir is not None else cache_folder()
    final = parent / f"{_PREFIX}{mark}"
    with contextlib.suppress(GazetteerError):
        return load(final)
    try:
        parent.mkdir(parents=True, exist_ok=True)
        return _build_in(parent, final, build)
    except CorridorsError:
        raise  # a broken input is not a folder that cannot be written, though both may be OSErrors
    except OSError as error:
        message = (
            f"The gazetteer cannot be compiled into '{parent}': {error}. "
            "Set CORRIDORS_CACHE to a folder that can be written."
        )
        if cache_dir is not None:
            raise GazetteerError(message) from error
        spare = _spare_folder()
        warnings.warn(f"{message} Using '{spare}' for now.", RuntimeWarning, stacklevel=3)
        return open_index(spare, mark, build)


def _spare_folder() -> Path:
    """Return a folder of this user's own under the system's temporary folder."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    spare = Path(tempfile.gettempdir()) / f"{_APPLICATION}-{user}"
    with contextlib.suppress(OSError):
        spare.mkdir(mode=0o700, exist_ok=True)
        # Anybody may have made it, as a link too, where the temporary folder is shared.
        if not hasattr(os, "getuid") or (spare.lstat().st_uid == user and not spare.is_symlink()):
            return spare
    return Path(tempfile.mkdtemp(prefix=f"{_APPLICATION}-"))


def _build_in(parent: Path, final: Path, build: Callable[[Path], None]) -> Index:
    with _locked(parent / f"{_PREFIX}lock") as is_alone:
        # Another process may have compiled it while this one waited.
        with contextlib.suppress(GazetteerError):
            return load(final)
        if is_alone:
            _clear_remains(parent)
        working = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}", dir=parent))
        try:
            build(working)
            if final.exists():
                shutil.rmtree(final)
            working.rename(final)
        finally:
            shutil.rmtree(working, ignore_errors=True)
        _forget_old(parent, final)
        return load(final)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Hold an exclusive lock, and tell whether it could be had.

    Where there are no file locks, the atomic rename alone keeps the index whole.
    """
    with path.open("ab") as file:
        is_alone = False
        with contextlib.suppress(ImportError, OSError):
            import fcntl  # noqa: PLC0415 - not on every platform

            fcntl.flock(file, fcntl.LOCK_EX)
            is_alone = True
        yield is_alone


def _clear_remains(parent: Path) -> None:
    """Delete what killed compilers left; the lock tells that no other is running."""
    for remains in parent.glob(f".{_PREFIX}*"):
        shutil.rmtree(remains, ignore_errors=True)


def _forget_old(parent: Path, final: Path) -> None:
    """Keep the newest few indexes: other installations may share the cache."""
    others = [path for path in parent.glob(f"{_PREFIX}*") if path.is_dir() and path != final]
    others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    for path in others[_KEPT_OLD:]:
        shutil.rmtree(path, ignore_errors=True)
