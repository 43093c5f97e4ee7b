"""Work on blocks of collections, for workers: each reads its block itself.

Everything here is a function of a module on plain data, so that it can be sent to a worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading import Raw
from geo.reading.blocks import blocks_of, surveyed
from geo.scale.locate import Located, Lost, Task, work_of
from maps.engine.source import raws_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.reading import Limits
    from geo.reading.blocks import Block, Survey
    from geo.scale import Parsing
    from maps.engine.local import Outcome, Product
    from maps.engine.source import Collection

__all__ = ["How", "count_rows", "cut", "found_in_block", "narrower", "read_row", "survey_all"]

_PIECES: Final = 16


@dataclass(frozen=True, slots=True)
class How:
    """How blocks are read and parsed, and what is made of that."""

    parsing: Parsing
    product: Product
    limits: Limits


def cut(collection: Collection) -> list[Block] | Unreadable:
    """Return the blocks of a collection, or why there are none."""
    try:
        return blocks_of(collection.url, collection.source)
    except InputError as error:
        return Unreadable(collection.source or collection.url, str(error))


def survey_all(blocks: Sequence[Block]) -> list[Survey | None]:
    """Return what blocks hold; None for one that cannot be read: it says why when its rows are asked for."""
    found: list[Survey | None] = []
    for block in blocks:
        try:
            found.append(surveyed(block))
        except InputError:
            found.append(None)
    return found


def found_in_block(how: How, block: Block) -> list[Outcome]:
    """Read a block, and return what is found in its texts."""
    rows = list(raws_of(block, how.limits))
    batch = [row if isinstance(row, Unreadable) else Task(row, b"", None) for row in rows]
    (done,) = work_of(how.parsing, how.product)(batch)
    return [Located(rows, done.packets, done.product)]


def count_rows(limits: Limits, block: Block) -> int:
    """Return how many rows a block has."""
    return sum(1 for _ in raws_of(block, limits))


def narrower(block: Block, count: int) -> list[Block]:
    """Return parts of a block of so many rows; none if it has but one."""
    if count < 2:
        return []
    begin = block.rows[0] if block.rows else 0
    step = -(-count // _PIECES)
    return [block._replace(rows=(begin + at, begin + min(at + step, count))) for at in range(0, count, step)]


def read_row(how: How, block: Block) -> list[Outcome]:
    """Return the only row of a block as lost: it is read, and not parsed."""
    return [
        Lost(row) if isinstance(row, Raw) else Located([row], [None], how.product([]))
        for row in islice(raws_of(block, how.limits), 1)
    ]
