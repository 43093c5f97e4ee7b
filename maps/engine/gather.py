"""What a run found: in memory while that is little, on disk as soon as it is much."""

from __future__ import annotations

import pickle
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading import merged
from geo.scale import Located, Lost
from layers.large import MOST_QUOTES, Spool, partition_of
from layers.storable import restored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO

    from geo.corrections import Correction, Unmatched
    from geo.model import Document, Mention, Unresolved
    from geo.scale import Parsing
    from layers.large import Partition
    from maps.engine.correcting import Corrections
    from maps.engine.earlier import EarlierRows
    from maps.engine.local import Outcome

__all__ = ["Gathered", "Large", "gathered"]

_LINES = "mentions.jsonl"
_SPOOL = "spool.sqlite"
_WAITING = "waiting"


@dataclass(slots=True)
class Gathered:
    """What was found: ``spool`` and ``lines`` (of ``mentions.jsonl``) if it is much, else the rest."""

    unreadable: list[Unreadable] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    located: list[Mention | Unresolved] = field(default_factory=list)
    spool: Spool | None = None
    lines: Path | None = None
    corrections: Sequence[Correction] = ()
    unmatched: Sequence[Unmatched] = ()


@dataclass(frozen=True, slots=True)
class Large:
    """What becomes of a run that is too much for memory.

    Attributes
    ----------
    most
        How many spans are kept in memory; None for all.
    corrections
        What people said; applied to rows on disk only, others are corrected by whoever takes them.
    earlier
        Opens the atlas that the run is added to, when everything is read; None if there is none.
    """

    most: int | None = MOST_QUOTES
    corrections: Corrections | None = None
    earlier: Callable[[], EarlierRows] | None = None


@contextmanager
def gathered(
    outcomes: Iterable[Outcome],
    parsing: Parsing,
    *,
    merge: bool,
    large: Large | None = None,
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
    large
        What becomes of a run that is too much for memory.
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
            heap = _Heap(parsing, lines, large or Large(), merge=merge)
            for one in outcomes:
                heap.add(one, lambda: _Disk.begin(folder, stack))
                advance(one.characters)
            yield heap.finished()


class _Disk(NamedTuple):
    """Where rows go: the spool, and a file of partitions that wait for those before them."""

    spool: Spool
    waiting: BinaryIO

    @classmethod
    def begin(cls, folder: Path, stack: ExitStack) -> _Disk:
        waiting = stack.enter_context((folder / _WAITING).open("w+b"))
        return cls(stack.enter_context(Spool(folder / _SPOOL)), waiting)


class _Heap:
    """Takes outcomes one by one, and moves to disk when they are many."""

    def __init__(self, parsing: Parsing, lines: BinaryIO, large: Large, *, merge: bool) -> None:
        self._result = Gathered()
        self._parsing = parsing
        self._lines = lines
        self._merge = merge
        self._large = large
        self._few: list[Located[Partition]] = []
        self._spans = 0
        self._disk: _Disk | None = None
        self._names: set[str] = set()
        self._sources: set[str | None] = set()

    def add(self, one: Outcome, begin: Callable[[], _Disk]) -> None:
        result, most = self._result, self._large.most
        if isinstance(one, Lost):
            result.unreadable.append(one.unreadable)
            return
        result.unreadable += [row for row in one.rows if isinstance(row, Unreadable)]
        if self._disk is not None:
            self._keep(self._disk, one)
            return
        self._few.append(one)
        part = one.product
        self._spans += len(part.mentions["document"]) + len(part.unresolved["document"])
        if most is not None and self._spans > most and part.documents["name"]:
            self._disk = begin()
            for kept in self._few:
                self._keep(self._disk, kept)
            self._few.clear()

    def finished(self) -> Gathered:
        result, large = self._result, self._large
        if self._disk is None:
            self._open_few()
            return result
        if large.earlier is not None:
            self._join(self._disk, large.earlier())
        result.spool = self._disk.spool
        result.spool.finish()
        self._lines.flush()
        result.lines = Path(self._lines.name)
        if large.corrections is not None:
            result.corrections, result.unmatched = large.corrections.rows, large.corrections.unmatched()
        return result

    def _keep(self, disk: _Disk, one: Located[Partition]) -> None:
        part, corrections = one.product, self._large.corrections
        if corrections is not None and corrections.touch(part.documents["document_id"]):
            part = partition_of(corrections.applied(one.opened(self._parsing)))
        if self._large.earlier is None:
            self._lines.write(disk.spool.add(part, merge=self._merge))
            return
        # Documents of the atlas that this is added to come first; which of them stay is known at the end.
        self._names.update(map(restored, part.documents["name"]))
        self._sources.update(map(restored, part.documents["source"]))
        pickle.dump(part, disk.waiting, pickle.HIGHEST_PROTOCOL)

    def _join(self, disk: _Disk, earlier: EarlierRows) -> None:
        """Write the documents of an earlier run that are not replaced, then those of this one."""
        result = self._result
        corrections = self._large.corrections
        for batch in earlier.batches(self._names):
            part = partition_of(corrections.applied(batch) if corrections is not None else batch)
            self._lines.write(disk.spool.add(part, merge=False))
        disk.waiting.seek(0)
        for part in _unpickled(disk.waiting):
            self._lines.write(disk.spool.add(part, merge=self._merge))
        sources = self._sources | {row.source for row in result.unreadable}
        result.unreadable[:0] = [row for row in earlier.unreadable if row.source not in sources]

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


def _unpickled(file: BinaryIO) -> Iterator[Partition]:
    """Yield what this process pickled into a file of its own."""
    while True:
        try:
            yield pickle.load(file)  # noqa: S301
        except EOFError:
            return
