"""What is fuzzed: functions that take any bytes and must neither crash, hang nor fill the memory.

Each knows which errors are answers: an `InputError` or `RegistryError` is a sentence to the user, anything
else is a bug.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from fuzz.samples import CORRIDOR, PACKED, PLAIN, SENTENCES, packed
from geo.corrections import FORMAT, corrected, read_corrections
from geo.errors import InputError, RegistryError
from geo.model import Document, Unreadable
from geo.reading import read
from geo.reading.files import File
from geo.reading.formats import READERS
from geo.reading.limits import Limits
from geo.reading.worker import read_here
from geo.routes.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.model import Mention, Unresolved
    from geo.pipeline import Geoparser

__all__ = ["TARGETS", "Target"]


@dataclass(frozen=True, slots=True)
class Target:
    """A function of bytes, and valid inputs to begin from."""

    run: Callable[[bytes], None]
    samples: Callable[[], Sequence[bytes]]


@cache
def _folder() -> Path:
    """Return a folder for the files of this process, which is gone at its end."""
    folder = Path(tempfile.mkdtemp(prefix="corridors-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


# --- readers -----------------------------------------------------------------------------------------------

_SUFFIXES = sorted({*PLAIN, *PACKED, ".zip"})


def readers(data: bytes) -> None:
    """Read the bytes as a file of the format that the first byte chooses.

    Formats with a parser of thousands of lines are read as their worker process reads them, the others as the
    main process does. With the second byte even, the bytes are the main part of a sound archive.
    """
    suffix, wrapped, content = _SUFFIXES[data[0] % len(_SUFFIXES)] if data else ".txt", data[1:2], data[2:]
    if suffix in PACKED and wrapped and wrapped[0] % 2 == 0:
        content = packed(suffix, content)
    path = _folder() / f"document{suffix}"
    path.write_bytes(content)
    if suffix in READERS and READERS[suffix].isolated:
        rows = read_here(File(path, PurePosixPath(path.name), path.name), Limits())
        assert all(isinstance(row, Unreadable) or isinstance(row.text, str) for row in rows)
        return
    for item in read([path]):
        if isinstance(item, Document):
            item.text.encode()
        else:
            assert item.reason


def reader_samples() -> list[bytes]:
    """Return a sound file of every format."""
    files = {**PLAIN, **{suffix: content for suffix, (_, content, _) in PACKED.items()}}
    return [bytes([_SUFFIXES.index(suffix), 0]) + content for suffix, content in files.items()]


# --- recogniser, grammar and resolver ----------------------------------------------------------------------


@cache
def _parser() -> Geoparser:
    from geo.pipeline import Geoparser

    return Geoparser.open(recogniser="gazetteer")


def recogniser(data: bytes) -> None:
    """Locate every place and route in the bytes as a text; each must quote it."""
    text = data.decode("utf-8", "surrogateescape")
    document = Document("fuzz", text, language=(None, "en", "ru", "az", "tr")[len(data) % 5])
    for one in _parser().locate(document):
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert text[one.span.start : one.span.end] == one.span.surface


def sentences() -> list[bytes]:
    """Return sentences in several languages."""
    return [one.encode() for one in SENTENCES]


# --- registry ----------------------------------------------------------------------------------------------


def registry(data: bytes) -> None:
    """Load a registry of one corridor file; a wrong one is told as such."""
    folder = _folder() / "corridors"
    folder.mkdir(exist_ok=True)
    (folder / "fuzz.toml").write_bytes(data)
    try:
        loaded = Registry.load(folder)
    except RegistryError:
        return
    for route in loaded.routes:
        assert route.legs
        assert loaded.get(route.id) is route


# --- corrections -------------------------------------------------------------------------------------------


@cache
def _sample() -> tuple[Document, tuple[Mention | Unresolved, ...]]:
    document = Document("sample", " ".join(SENTENCES), title="A line", date="2023-05-03")
    return document, tuple(_parser().locate(document))


def corrections(data: bytes) -> None:
    """Read the bytes as corrections and apply them; once more, they change nothing."""
    path = _folder() / "corrections.json"
    path.write_bytes(data)
    try:
        rows = read_corrections(path)
    except InputError:
        return
    _, located = _sample()
    once, _ = corrected(located, rows, _parser().gazetteer.get)
    assert corrected(once, rows, _parser().gazetteer.get)[0] == once


def correction_samples() -> list[bytes]:
    """Return a sound file with a correction of every kind."""
    document, located = _sample()
    more = ({"action": "accept"}, {"action": "reject"}, {"action": "choose", "target": "iso:AZ"},
            {"action": "move", "lon": 49.9, "lat": 40.4})  # fmt: skip
    rows = [
        {"document": document.id, "start": one.span.start, "end": one.span.end, "surface": one.span.surface,
         "kind": one.span.kind, **more[number % len(more)]}
        for number, one in enumerate(located[:8])
    ]  # fmt: skip
    return [json.dumps({"format": FORMAT, "version": 1, "corrections": rows}, ensure_ascii=False).encode()]


# --- atlas reader ------------------------------------------------------------------------------------------


def atlas(data: bytes) -> None:
    """Open the bytes as an atlas, and read every part of it."""
    from layers import Atlas

    path = _folder() / "atlas.gpkg"
    path.write_bytes(data)
    try:
        opened = Atlas.open(path)
        parts = (opened.documents, opened.mentions, opened.unresolved, opened.unreadable, opened.corrections)
        for part in (*parts, opened.claims):
            list(part)
        for name in opened.layers:
            assert len(opened.layers[name].features) >= 0
    except InputError:
        return


@cache
def _atlas_bytes() -> bytes:
    from layers import build_atlas
    from layers.formats import export

    document, located = _sample()
    made = build_atlas([document], list(located), [])
    (path,) = export(made, _folder() / "sample.gpkg")
    return path.read_bytes()


def atlas_samples() -> list[bytes]:
    """Return a sound atlas."""
    return [_atlas_bytes()]


def corridor_samples() -> list[bytes]:
    """Return a sound corridor file."""
    return [CORRIDOR]


TARGETS = {
    "readers": Target(readers, reader_samples),
    "recogniser": Target(recogniser, sentences),
    "registry": Target(registry, corridor_samples),
    "corrections": Target(corrections, correction_samples),
    "atlas": Target(atlas, atlas_samples),
}
