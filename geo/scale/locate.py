"""Texts in, what is found in them out: from the store, in this process or in several, in order."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from geo.model import Unreadable
from geo.reading import Raw, document_of
from geo.scale.packing import packed, unpacked
from geo.scale.pool import MOST_TRIES, in_processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geo.model import Document, Mention, Unresolved
    from geo.scale.parsing import Parsing
    from geo.scale.store import Store

__all__ = [
    "FEW_BYTES",
    "Batch",
    "Located",
    "Lost",
    "Results",
    "Task",
    "batches",
    "cores",
    "located",
    "outcomes_of",
    "work_of",
]

FEW_BYTES: Final = 500_000
"""Characters below which starting processes takes longer than the work."""

_BATCH_CHARACTERS: Final = 100_000
_BATCH_ITEMS: Final = 256

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Task:
    """A text to parse; ``known`` is its packet, if the store had it."""

    raw: Raw
    key: bytes
    known: bytes | None


Batch = Sequence[Task | Unreadable]
Results = Sequence[tuple[bytes, Any] | None]
"""Packet and product of each row of a batch; None for what is no text, or ended every process."""


@dataclass(frozen=True, slots=True)
class Located(Generic[P]):
    """A text, its packed result, and what was made of that."""

    raw: Raw
    packet: bytes
    product: P

    def opened(self, parsing: Parsing) -> tuple[Document, list[Mention | Unresolved]]:
        """Return the document and what was found in it."""
        return unpacked(self.packet, self.raw, parsing.parser())


@dataclass(frozen=True, slots=True)
class Lost:
    """A text that killed every process it was given to."""

    raw: Raw

    @property
    def unreadable(self) -> Unreadable:
        """The row for the run's report."""
        reason = (
            f"'{self.raw.name}' ended {MOST_TRIES} processes that read it, so it was set aside. "
            "It may need more memory than there is: cut it into parts."
        )
        return Unreadable(self.raw.source, reason)


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def located(
    raws: Iterable[Raw | Unreadable],
    parsing: Parsing,
    product: Callable[[Document, Sequence[Mention | Unresolved]], P],
    *,
    jobs: int = 1,
    store: Store | None = None,
) -> Iterator[Located[P] | Lost | Unreadable]:
    """Yield what is found in each text, in the order of the texts.

    Parameters
    ----------
    raws
        Texts; what could not be read passes through.
    parsing
        How to parse.
    product
        Makes of a document and its mentions what is wanted, in the process that found them; a function of
        a module, so that it can be pickled.
    jobs
        How many processes. Few and small texts are parsed in this one: that takes less time.
    store
        Where results are kept; None keeps none.
    """
    stream = iter(raws)
    head: list[Raw | Unreadable] = []
    if jobs > 1:
        size = 0
        for row in stream:
            head.append(row)
            size += len(row.text) if isinstance(row, Raw) else 0
            if size > FEW_BYTES:
                break
        else:
            jobs = 1
    work = work_of(parsing, product)
    for batch, results in _worked(work, batches(chain(head, stream), store), jobs):
        if store is not None:
            store.put(_fresh(batch, results))
        yield from outcomes_of(batch, results)


def work_of(
    parsing: Parsing, product: Callable[[Document, Sequence[Mention | Unresolved]], Any]
) -> Callable[[Batch], list[Any]]:
    """Return the work on a batch as one function, which can be pickled."""
    return partial(_work, parsing, product)


def outcomes_of(batch: Batch, results: Results) -> Iterator[Located[Any] | Lost | Unreadable]:
    """Yield what became of each row of a batch."""
    for task, result in zip(batch, results, strict=True):
        if isinstance(task, Unreadable):
            yield task
        else:
            yield Lost(task.raw) if result is None else Located(task.raw, *result)


def _fresh(batch: Batch, results: Results) -> list[tuple[bytes, bytes]]:
    """Return key and packet of what was not in the store."""
    return [
        (task.key, result[0])
        for task, result in zip(batch, results, strict=True)
        if isinstance(task, Task) and result is not None and result[0] != task.known
    ]


def _worked(
    work: Callable[[Batch], list[Any]],
    tasks: Iterable[Batch],
    jobs: int,
) -> Iterator[tuple[Batch, Results]]:
    if jobs > 1:
        yield from in_processes(work, tasks, jobs)
    else:
        for batch in tasks:
            yield batch, work(batch)


def batches(rows: Iterable[Raw | Unreadable], store: Store | None = None) -> Iterator[Batch]:
    """Yield batches of about the same work."""
    for batch in _batches(rows):
        texts = [row for row in batch if isinstance(row, Raw)]
        keys = [store.key(raw) for raw in texts] if store is not None else [b""] * len(texts)
        known = store.get(keys) if store is not None else {}
        ready = iter([Task(raw, key, known.get(key)) for raw, key in zip(texts, keys, strict=True)])
        yield [row if isinstance(row, Unreadable) else next(ready) for row in batch]


def _batches(rows: Iterable[Raw | Unreadable]) -> Iterator[list[Raw | Unreadable]]:
    batch: list[Raw | Unreadable] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row.text) if isinstance(row, Raw) else 0
        if size >= _BATCH_CHARACTERS or len(batch) >= _BATCH_ITEMS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _work(
    parsing: Parsing,
    product: Callable[[Document, Sequence[Mention | Unresolved]], Any],
    batch: Batch,
) -> list[tuple[bytes, Any] | None]:
    """Return packet and product of every text of a batch; None for what is none."""
    parser = parsing.parser()
    results: list[tuple[bytes, Any] | None] = []
    for task in batch:
        if isinstance(task, Unreadable):
            results.append(None)
            continue
        packet = task.known
        if packet is not None:
            try:
                document, found = unpacked(packet, task.raw, parser)
            except ValueError:
                packet = None  # written by a fault: what is kept counts only if it can be read
        if packet is None:
            document = document_of(task.raw)
            found = parser.locate(document)
            packet = packed(document, found)
        results.append((packet, product(document, found)))
    return results
