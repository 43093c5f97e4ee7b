"""What a run found: in memory while that is little, on disk as soon as it is much."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading import merged
from geo.scale import Located, Lost
from layers.large import MOST_QUOTES, Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from geo.model import Document, Mention, Unresolved
    from geo.scale import Parsing
    from layers.large import Partition
    from maps.engine.local import Outcome

__all__ = ["Gathered", "gathered"]

_LINES = "mentions.jsonl"
_SPOOL = "spool.sqlite"


@dataclass(slots=True)
class Gathered:
    """What was found: ``spool`` and ``lines`` (of ``mentions.jsonl``) if it is much, else the rest."""

    unreadable: list[Unreadable] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    located: list[Mention | Unresolved] = field(default_factory=list)
    spool: Spool | None = None
    lines: Path | None = None


@contextmanager
def gathered(
    outcomes: Iterable[Outcome],
    parsing: Parsing,
    *,
    merge: bool,
    most: int | None = MOST_QUOTES,
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[Gathered]:
    """Gather what an engine yields; what lies on disk is there while the block runs.

    Parameters
    ----------
    outcomes
        What the engine yields; the products are those of `layers.large.partition_of`.
    parsing
        How it was parsed.
    merge
        Whether texts that several sources have become one document: the same words if there are many
        documents, also reprints with changes if there are few.
    most
        How many spans are kept in memory; None for all.
    advance
        Called with the number of characters done.

    Raises
    ------
    InputError
        If nothing at all could be read; the message lists every reason.
    """
    with tempfile.TemporaryDirectory(prefix="corridors-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with (folder / _LINES).open("wb") as lines, ExitStack() as stack:
            heap = _Heap(parsing, lines, merge=merge, most=most)
            for one in outcomes:
                heap.add(one, lambda: stack.enter_context(Spool(folder / _SPOOL)))
                advance(one.characters)
            yield heap.finished()


class _Heap:
    """Takes outcomes one by one, and moves to disk when they are many."""

    def __init__(self, parsing: Parsing, lines: BinaryIO, *, merge: bool, most: int | None) -> None:
        self._result = Gathered()
        self._parsing = parsing
        self._lines = lines
        self._merge = merge
        self._most = most
        self._few: list[Located[Partition]] = []
        self._spans = 0

    def add(self, one: Outcome, begin: Callable[[], Spool]) -> None:
        result = self._result
        if isinstance(one, Lost):
            result.unreadable.append(one.unreadable)
            return
        result.unreadable += [row for row in one.rows if isinstance(row, Unreadable)]
        if result.spool is not None:
            self._spool(result.spool, one)
            return
        self._few.append(one)
        self._spans += len(one.product.mentions["document"]) + len(one.product.unresolved["document"])
        if self._most is not None and self._spans > self._most:
            result.spool = begin()
            for kept in self._few:
                self._spool(result.spool, kept)
            self._few.clear()

    def finished(self) -> Gathered:
        result = self._result
        if result.spool is not None:
            result.spool.finish()
            self._lines.flush()
            result.lines = Path(self._lines.name)
        else:
            self._open_few()
        return result

    def _spool(self, spool: Spool, one: Located[Partition]) -> None:
        self._lines.write(spool.add(one.product, merge=self._merge))

    def _open_few(self) -> None:
        result = self._result
        opened = [pair for one in self._few for pair in one.opened(self._parsing)]
        if not opened:
            rows = "".join(f"\n- {row.source}: {row.reason}" for row in result.unreadable)
            raise InputError(f"Nothing could be read.{rows}")
        found = {document.name: own for document, own in opened}
        documents = [document for document, _ in opened]
        result.documents = merged(documents) if self._merge else documents
        for document in result.documents:
            result.located += [
                replace(one, span=replace(one.span, document=document)) if document.copies else one
                for one in found[document.name]
            ]
