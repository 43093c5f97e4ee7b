"""A run from inputs to what was found, or, if that is much, to the files themselves."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.corrections import sorted_corrections
from geo.staging import staged
from layers.large import MOST_QUOTES, partition_of
from maps.engine.correcting import Corrections
from maps.engine.earlier import EarlierRows, opened_rows
from maps.engine.extent import size_of
from maps.engine.gather import Large, gathered
from maps.engine.outputs import summary_of_spool, write_gathered
from maps.engine.source import source_of
from maps.engines import stale_parts
from maps.job import ATLAS_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from geo.corrections import Correction
    from geo.model import Document, Mention, Unreadable, Unresolved
    from geo.pipeline import Geoparser
    from geo.scale import Parsing
    from maps.engine.local import Engine
    from maps.job import Progress, Summary
    from maps.reading import Reading

__all__ = ["Found", "Target", "found_in"]


@dataclass(frozen=True, slots=True)
class Found:
    """What the inputs hold; ``summary`` and ``parts`` if it was too much for memory, and is written."""

    documents: Sequence[Document] = ()
    unreadable: Sequence[Unreadable] = ()
    located: Sequence[Mention | Unresolved] = ()
    summary: Summary | None = None
    parts: Sequence[Path] = ()


def _no_parts(_: Path) -> Sequence[Path]:
    return ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a large run goes: the folder, what is recorded of the run, and the options of the page.

    Attributes
    ----------
    corrections
        What people corrected, one a span.
    add
        Whether the run is added to the atlas in the folder.
    parts
        Given the folder with the atlas that was written, writes what else the engine adds to it.
    """

    folder: Path
    run: dict[str, Any]
    page: dict[str, Any]
    on_wait: Callable[[str], None]
    corrections: Sequence[Correction] = ()
    add: bool = False
    parts: Callable[[Path], Sequence[Path]] = _no_parts


def found_in(  # noqa: PLR0913  (each is what a run is made of)
    inputs: Sequence[str],
    engine: Engine,
    parser: Geoparser,
    parsing: Parsing,
    progress: Progress,
    *,
    how: Reading,
    target: Target | None,
) -> Found:
    """Read and parse the inputs; write a map of them at once if they are too many for memory.

    Parameters
    ----------
    inputs
        Files, folders and addresses.
    engine
        Where the work is done.
    parser, parsing
        How to parse, and the same opened.
    progress
        Opens a progress bar for a label and a total of bytes.
    how
        How to read.
    target
        Where a large run goes; None keeps any run in memory.

    Raises
    ------
    InputError
        If nothing at all could be read.
    OutputError
        If a large run cannot be written.
    """
    rows = source_of(inputs, limits=how.limits, policy=how.policy)
    with progress("reading and locating", size_of(inputs)) as advance, ExitStack() as stack:
        outcomes = engine(rows, parsing, partition_of)
        stage = _Stage(target, stack)
        large = _large(target, stage, parser)
        with gathered(outcomes, parsing, merge=how.merge, large=large, advance=advance) as result:
            if result.spool is None or target is None:
                return Found(result.documents, result.unreadable, result.located)
            folder = stage.folder()
            written = write_gathered(result, parser, folder, run=target.run, **target.page)
            parts = [target.folder / path.name for path in target.parts(folder)]
            stack.close()
            files = [target.folder / path.relative_to(folder) for path in written]
            return Found(summary=summary_of_spool(result, files), parts=parts)


class _Stage:
    """The staging folder of a target, entered when it is first asked for."""

    def __init__(self, target: Target | None, stack: ExitStack) -> None:
        self._target = target
        self._stack = stack
        self._folder: Path | None = None

    def folder(self) -> Path:
        if self._folder is None:
            if self._target is None:
                raise ValueError("A run that stays in memory has no target.")
            opened = staged(self._target.folder, stale=stale_parts, on_wait=self._target.on_wait)
            self._folder = self._stack.enter_context(opened)
        return self._folder


def _large(target: Target | None, stage: _Stage, parser: Geoparser) -> Large:
    """Return what becomes of a run that is too much for memory."""
    if target is None:
        return Large(None)
    path = target.folder / ATLAS_FILE
    before = opened_rows(path) if target.add and path.exists() else None
    if before is None:
        corrections = Corrections(target.corrections, parser.gazetteer.get) if target.corrections else None
        return Large(MOST_QUOTES, corrections)

    def earlier() -> EarlierRows:
        stage.folder()  # nobody else writes from here on
        return opened_rows(path)

    # What one run adds to a large atlas is on disk at once, however little it is.
    most = max(MOST_QUOTES - before.spans(), -1)
    rows = sorted_corrections([*before.corrections, *target.corrections])
    return Large(most, Corrections(rows, parser.gazetteer.get), earlier)
