"""What is found in collections: cut, surveyed and read by the workers, in the order of the rows."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from geo.model import Unreadable
from geo.reading import Raw
from geo.reading.blocks import Block, Survey, numbered, whole_of
from geo.scale import Located, Lost
from geo.scale.pool import MOST_TRIES
from layers.large.joining import without
from maps.engine.cluster.blocks import count_rows, cut, found_in_block, narrower, read_row, survey_all
from maps.engine.cluster.flights import Work, asked, in_cluster
from maps.engine.source import Collection, nothing_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from distributed import Client

    from maps.engine.cluster.blocks import How
    from maps.engine.local import Outcome
    from maps.engine.source import Names, Source

__all__ = ["collected"]

_SURVEYED_AT_ONCE: Final = 32  # blocks of lines

_Step = Block | Unreadable | Collection
"""A block to work on, a row for the report, or the end of a collection."""


def collected(
    source: Source,
    how: How,
    names: Names,
    client: Client,
    find: Callable[[How, Block], list[Outcome]] = found_in_block,
) -> Iterator[Outcome]:
    """Yield what is found in the collections of a source.

    Parameters
    ----------
    source
        Where the documents come from.
    how
        How they are read and parsed.
    names
        Those of all documents of the run.
    client
        Of the cluster.
    find
        What a worker does with a block.
    """
    steps = _steps(source, client)
    work = _work(how, client, find)
    landed = in_cluster(work, (step for step in steps if isinstance(step, Block)), client)
    rows = 0
    for step in steps:
        if isinstance(step, Block):
            for one in next(landed)[1]:
                rows += 1 if isinstance(one, Lost) else len(one.rows)
                yield _checked(one, names)
        elif isinstance(step, Unreadable):
            yield _told(step, how)
        else:
            if not rows:
                yield _told(nothing_in(step), how)
            rows = 0


def _steps(source: Source, client: Client) -> list[_Step]:
    """Return everything to do, in order."""
    own = [one for one in source.collections if isinstance(one, Collection)]
    cutting: Work[Collection, Any] = Work(cut, _not_apart, _all, _unreadable)
    cuts = dict(in_cluster(cutting, own, client))
    every = chain.from_iterable(found for found in map(cuts.get, own) if isinstance(found, list))
    blocks = iter(_surveyed(list(every), client))
    steps: list[_Step] = []
    for one in source.collections:
        found = one if isinstance(one, Unreadable) else cuts[one]
        if isinstance(found, Unreadable):
            steps.append(found)
        else:
            steps += [next(blocks) for _ in found]
            steps.append(one)
    return steps


def _surveyed(blocks: list[Block], client: Client) -> list[Block]:
    """Return blocks with their digests and the numbers of their lines, as far as they can be told."""
    wholes = dict.fromkeys(map(whole_of, blocks))
    surveys = _surveys([one for one in wholes if one.form == "jsonl"], _SURVEYED_AT_ONCE, client)
    surveys |= _surveys([one for one in wholes if one.form != "jsonl"], 1, client)  # of any size
    # Without a count, later blocks of the file lose their numbers: a failure that passes must not cost that.
    failed = [one for one, survey in surveys.items() if survey is None]
    surveys |= _surveys(failed, 1, client)
    return numbered(blocks, [surveys[whole_of(block)] for block in blocks])


def _surveys(blocks: list[Block], at_once: int, client: Client) -> dict[Block, Survey | None]:
    surveying: Work[list[Block], list[Survey | None]] = Work(survey_all, _each, _all, _unknown)
    parts = [blocks[at : at + at_once] for at in range(0, len(blocks), at_once)]
    return {
        block: survey
        for part, found in in_cluster(surveying, parts, client)
        for block, survey in zip(part, found, strict=True)
    }


def _work(
    how: How, client: Client, find: Callable[[How, Block], list[Outcome]]
) -> Work[Block, list[Outcome]]:
    def apart(block: Block) -> list[Block]:
        return narrower(block, asked(client, partial(count_rows, how.limits), block) or 0)

    def lost(block: Block) -> list[Outcome]:
        found = asked(client, partial(read_row, how), block)
        where = f" from line {block.first} on" if block.form == "jsonl" else ""
        return [_told(_ended(block.source, where), how)] if found is None else found

    return Work(partial(find, how), apart, _all, lost)


def _checked(one: Outcome, names: Names) -> Outcome:
    """Return an outcome without the texts whose names are taken."""
    if isinstance(one, Lost):
        names.checked(one.raw)
        return one
    rows = [names.checked(row) for row in one.rows]
    texts = [at for at, row in enumerate(one.rows) if isinstance(row, Raw)]
    dropped = {place for place, at in enumerate(texts) if not isinstance(rows[at], Raw)}
    if not dropped:
        return one
    packets = [
        packet if isinstance(row, Raw) else None for row, packet in zip(rows, one.packets, strict=True)
    ]
    return Located(rows, packets, without(one.product, dropped))


def _told(row: Unreadable, how: How) -> Outcome:
    return Located([row], [None], how.product([]))


def _ended(source: str, where: str = "") -> Unreadable:
    reason = (
        f"It ended {MOST_TRIES} processes that read it{where}, so it was set aside. Write the file again."
    )
    return Unreadable(source, reason)


def _unreadable(one: Collection) -> Unreadable:
    return _ended(one.source or one.url)


def _not_apart(_: Collection) -> list[Collection]:
    return []


def _each(blocks: list[Block]) -> list[list[Block]]:
    return [[block] for block in blocks] if len(blocks) > 1 else []


def _all(_: Any, parts: Sequence[list[Any]]) -> list[Any]:
    return [one for part in parts for one in part]


def _unknown(blocks: Sequence[Block]) -> list[Survey | None]:
    return [None] * len(blocks)
