"""Texts in, what is found in them out: from the store, in this process or in several, in order."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from geo.model import Unreadable
from geo.reading import Raw, document_of
from geo.scale.packing import packed, unpacked
from geo.scale.pool import MOST_TRIES, in_processes, start_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geo.model import Document, Mention, Unresolved
    from geo.pipeline import Geoparser
    from geo.scale.parsing import Parsing
    from geo.scale.store import Store

__all__ = [
    "FEW_BYTES",
    "Batch",
    "Done",
    "Located",
    "Lost",
    "Product",
    "Results",
    "Task",
    "batches",
    "cores",
    "located",
    "modules_of",
    "outcomes_of",
    "work_of",
]

FEW_BYTES: Final = 500_000
"""Characters below which starting processes takes longer than the work."""

_BATCH_CHARACTERS: Final = 100_000
_BATCH_ITEMS: Final = 256

P = TypeVar("P")
Product: TypeAlias = "Callable[[Sequence[tuple[Document, Sequence[Mention | Unresolved]]]], P]"


@dataclass(frozen=True, slots=True)
class Task:
    """A text to parse; ``known`` is its packet, if the store had it."""

    raw: Raw
    key: bytes
    known: bytes | None


Batch = Sequence[Task | Unreadable]


class Done(NamedTuple):
    """What became of rows of a batch that were worked on together."""

    packets: list[bytes | None]
    """Of each row; None for what is no text."""
    product: Any


Results = Sequence[Done | None]
"""What became of a batch, in order; None for a single text that ended every process."""


@dataclass(frozen=True, slots=True)
class Located(Generic[P]):
    """Rows of a batch, the packed result of each text, and what was made of all of them together."""

    rows: Sequence[Raw | Unreadable]
    packets: Sequence[bytes | None]
    product: P

    def opened(self, parsing: Parsing) -> list[tuple[Document, list[Mention | Unresolved]]]:
        """Return the documents, and what was found in each."""
        return [
            unpacked(packet, row, parsing.parser())
            for row, packet in zip(self.rows, self.packets, strict=True)
            if isinstance(row, Raw) and packet is not None
        ]

    @property
    def characters(self) -> int:
        """How much text was worked on."""
        return sum(len(row.text) for row in self.rows if isinstance(row, Raw))


@dataclass(frozen=True, slots=True)
class Lost:
    """A text that killed every process it was given to."""

    raw: Raw

    @property
    def characters(self) -> int:
        """How much text was given up."""
        return len(self.raw.text)

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
    product: Product[P],
    *,
    jobs: int = 1,
    store: Store | None = None,
) -> Iterator[Located[P] | Lost]:
    """Yield what is found in texts, batch by batch, in the order of the texts.

    Parameters
    ----------
    raws
        Texts; what could not be read passes through.
    parsing
        How to parse.
    product
        Makes of documents, each with what was found in it, what is wanted, in the process that found them; a
        function of a module, so that it can be pickled. How many documents it is given at once may depend on
        anything.
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
    if jobs > 1:
        start_server(modules_of(product))
    work = work_of(parsing, product)
    for batch, results in _worked(work, batches(chain(head, stream), store), jobs):
        if store is not None:
            store.put(_fresh(batch, results))
        yield from outcomes_of(batch, results)


def work_of(parsing: Parsing, product: Product[Any]) -> Callable[[Batch], list[Done]]:
    """Return the work on a batch as one function, which can be pickled."""
    return partial(_work, parsing, product)


def modules_of(product: Callable[..., Any]) -> list[str]:
    """Return the modules that the work on a batch needs."""
    return ["geo.pipeline", "geo.reading", "geo.scale.locate", product.__module__]


def outcomes_of(batch: Batch, results: Results) -> Iterator[Located[Any] | Lost]:
    """Yield what became of the rows of a batch."""
    rows = iter(batch)
    for result in results:
        if result is None:
            yield Lost(next(task.raw for task in rows if isinstance(task, Task)))
        else:
            own = islice(rows, len(result.packets))
            yield Located([task.raw if isinstance(task, Task) else task for task in own], *result)


def _fresh(batch: Batch, results: Results) -> list[tuple[bytes, bytes]]:
    """Return key and packet of what was not in the store."""
    packets = chain.from_iterable([None] if result is None else result.packets for result in results)
    return [
        (task.key, packet)
        for task, packet in zip(batch, packets, strict=True)
        if isinstance(task, Task) and packet is not None and packet != task.known
    ]


def _worked(
    work: Callable[[Batch], list[Done]],
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


def _work(parsing: Parsing, product: Product[Any], batch: Batch) -> list[Done]:
    """Return packets and product of a batch."""
    parser = parsing.parser()
    tasks = [task for task in batch if isinstance(task, Task)]
    kept = [_kept(task, parser) for task in tasks]
    fresh = [document_of(task.raw) for task, one in zip(tasks, kept, strict=True) if one is None]
    located = zip(fresh, parser.locate_many(fresh), strict=True)
    made = [next(located) if one is None else one for one in kept]
    packets = iter(
        [
            task.known if one is not None else packed(*new)
            for task, one, new in zip(tasks, kept, made, strict=True)
        ]
    )
    return [Done([next(packets) if isinstance(task, Task) else None for task in batch], product(made))]


def _kept(task: Task, parser: Geoparser) -> tuple[Document, list[Mention | Unresolved]] | None:
    """Return what the store has of a text; what was written by a fault counts as nothing."""
    if task.known is None:
        return None
    try:
        return unpacked(task.known, task.raw, parser)
    except ValueError:
        return None
