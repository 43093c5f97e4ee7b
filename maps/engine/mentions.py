"""A file of mentions, written as they are found: memory does not grow with their number."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geo.atomic import replacing
from geo.errors import InputError
from geo.model import Unreadable
from geo.scale import Lost
from layers.large.lines import lines_of
from maps.engine.extent import size_of
from maps.engine.source import source_of
from maps.job import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.scale import Parsing
    from maps.engine.local import Engine
    from maps.job import Progress
    from maps.reading import Reading

__all__ = ["write_found"]


def write_found(  # noqa: PLR0913, PLR0917  (each is what a run is made of)
    inputs: Sequence[str], engine: Engine, parsing: Parsing, progress: Progress, how: Reading, out: Path
) -> Summary:
    """Write every mention of the inputs as a line of JSON, in document order; return what was counted.

    Raises
    ------
    InputError
        If nothing at all could be read; nothing is written then.
    OutputError
        If the file cannot be written.
    """
    unreadable: list[Unreadable] = []
    reasons: Counter[str] = Counter()
    documents = resolved = back = 0
    rows = source_of(inputs, limits=how.limits, policy=how.policy)
    with progress("reading and locating", size_of(inputs)) as advance, replacing(out) as file:
        for one in engine(rows, parsing, lines_of):
            advance(one.characters)
            if isinstance(one, Lost):
                unreadable.append(one.unreadable)
                continue
            unreadable += [row for row in one.rows if isinstance(row, Unreadable)]
            lines = one.product
            file.write(lines.text)
            documents += lines.documents
            resolved += lines.located - lines.references_back
            back += lines.references_back
            reasons.update(lines.reasons)
        if not documents:
            every = "".join(f"\n- {row.source}: {row.reason}" for row in unreadable)
            raise InputError(f"Nothing could be read.{every}")
    return Summary(
        documents=documents,
        mentions=resolved + reasons.total(),
        resolved=resolved,
        unresolved=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        unreadable=tuple((row.source, row.reason) for row in unreadable),
        files=(str(out),),
        references_back=back,
    )
