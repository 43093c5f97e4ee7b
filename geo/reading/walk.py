"""From paths to files: folders are walked in order, and whatever is left out is said."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from geo.model import Unreadable
from geo.reading.archive import members
from geo.reading.files import File
from geo.reading.formats import ARCHIVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.reading.limits import Limits

__all__ = ["walk"]

_Key = tuple[int, int]


def walk(
    inputs: Iterable[Path], limits: Limits, seen: dict[_Key, Path] | None = None
) -> Iterator[File | Unreadable]:
    """Yield the files of all inputs, each once, folders and archives in sorted order.

    Hidden files and folders (names that begin with a dot) are left out and counted; a link back to
    a folder that was walked already, a second path to one file, a pipe or a device each give a row.
    ``seen`` is what earlier walks of the run met, and is added to.
    """
    seen = {} if seen is None else seen
    for path in inputs:
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            yield Unreadable(str(path), "There is no such file or folder. Check the path.")
        except (OSError, ValueError) as error:
            yield Unreadable(str(path), f"The path cannot be opened: {_why(error)}.")
        else:
            yield from _folder(path, seen, limits) if stat.S_ISDIR(mode) else _file(path, None, seen, limits)


def _folder(root: Path, seen: dict[_Key, Path], limits: Limits) -> Iterator[File | Unreadable]:
    """Walk one folder, with a stack: nothing limits how deep people nest."""
    found = hidden = 0
    stack = [root]
    while stack:
        folder = stack.pop()
        if row := _again(folder, seen):
            yield row
            continue
        try:
            names = sorted(path.name for path in folder.iterdir())
        except OSError as error:
            yield Unreadable(str(folder), f"The folder cannot be opened: {_why(error)}.")
            continue
        hidden += sum(name.startswith(".") for name in names)
        paths = [folder / name for name in names if not name.startswith(".")]
        stack += [path for path in reversed(paths) if path.is_dir()]
        for path in paths:
            if not path.is_dir():
                found += 1
                yield from _file(path, root, seen, limits)
    if hidden:
        what = "1 hidden entry was" if hidden == 1 else f"{hidden} hidden entries were"
        yield Unreadable(str(root), f"{what} skipped (the name begins with a dot).")
    if not found:
        yield Unreadable(str(root), "The folder holds no documents.")


def _file(
    path: Path, root: Path | None, seen: dict[_Key, Path], limits: Limits
) -> Iterator[File | Unreadable]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield Unreadable(str(path), f"The file cannot be opened: {_why(error)}.")
        return
    if not stat.S_ISREG(mode):
        yield Unreadable(str(path), "This is no regular file but a device, pipe or socket.")
    elif row := _again(path, seen):
        yield row
    elif path.suffix.lower() in ARCHIVES:
        relative = PurePosixPath(path.relative_to(root).with_suffix("").as_posix() if root else "")
        yield from members(path, relative, str(path), limits)
    else:
        relative = PurePosixPath(path.relative_to(root).as_posix() if root else path.name)
        yield File(path, relative, str(path), root=str(root or ""))


def _again(path: Path, seen: dict[_Key, Path]) -> Unreadable | None:
    """Say that a file or folder was met before, under another path or through a link."""
    try:
        status = path.stat()
    except OSError as error:
        return Unreadable(str(path), f"The path cannot be opened: {_why(error)}.")
    first = seen.setdefault((status.st_dev, status.st_ino), path)
    return (
        None
        if first is path
        else Unreadable(str(path), f"This is the same as '{first}', which is read once.")
    )


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
