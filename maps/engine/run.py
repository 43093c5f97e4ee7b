"""A run from inputs to what was found, or, if that is much, to the files themselves."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.staging import staged
from layers.large import MOST_QUOTES, partition_of
from maps.engine.gather import gathered
from maps.engine.outputs import summary_of_spool, write_gathered
from maps.engine.source import source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.model import Document, Mention, Unreadable, Unresolved
    from geo.pipeline import Geoparser
    from geo.scale import Parsing
    from maps.engine.local import Engine
    from maps.job import Progress, Summary
    from maps.reading import Reading

__all__ = ["Found", "Target", "found_in"]


@dataclass(frozen=True, slots=True)
class Found:
    """What the inputs hold; ``summary`` if it was too much for memory, and is written already."""

    documents: Sequence[Document] = ()
    unreadable: Sequence[Unreadable] = ()
    located: Sequence[Mention | Unresolved] = ()
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a large run goes: the folder, what is recorded of the run, and the options of the page."""

    folder: Path
    run: dict[str, Any]
    page: dict[str, Any]
    on_wait: Callable[[str], None]


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
    most = MOST_QUOTES if target is not None else None
    with progress("reading and locating", _size(inputs)) as advance:
        outcomes = engine(rows, parsing, partition_of)
        with gathered(outcomes, parsing, merge=how.merge, most=most, advance=advance) as result:
            if result.spool is None or target is None:
                return Found(result.documents, result.unreadable, result.located)
            with staged(target.folder, on_wait=target.on_wait) as stage:
                written = write_gathered(result, parser, stage, run=target.run, **target.page)
                files = [target.folder / path.relative_to(stage) for path in written]
            return Found(summary=summary_of_spool(result, files))


def _size(inputs: Sequence[str]) -> int:
    """Return about how many bytes there are to read; addresses count nothing."""
    total = 0
    for given in inputs:
        path = Path(given)
        with suppress(OSError, ValueError):
            files = path.rglob("*") if path.is_dir() else [path]
            total += sum(file.stat().st_size for file in files if file.is_file())
    return total
