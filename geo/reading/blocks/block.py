"""A block of a collection: what it is, what it holds, and its rows."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading.blocks import columns, lines
from geo.reading.blocks.storage import matching, opened, size_of
from geo.reading.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.reading.rows import Text

__all__ = [
    "BLOCK_BYTES",
    "BLOCK_ROWS",
    "MOST_BLOCKS",
    "Block",
    "Survey",
    "blocks_of",
    "is_collection",
    "numbered",
    "rows_of",
    "surveyed",
    "whole_of",
]

BLOCK_BYTES: Final = 1 << 20
"""Bytes of a block of JSON Lines: some hundreds of documents, seconds of work."""

BLOCK_ROWS: Final = 1024
"""Rows of a block of Parquet, unless its row group would have more than `MOST_BLOCKS` of them."""

# Whoever reads a block decodes the rows of its group before it too. With blocks of a fixed size that is
# quadratic in the group; with so many it is half the group for each on average, less than nine groups in all,
# which is little beside parsing the texts. Smaller groups keep small blocks: there is work for all workers.
MOST_BLOCKS: Final = 16
"""Most blocks of a row group of Parquet."""

Form = Literal["jsonl", "gzip", "parquet"]
_FORMS: Final[dict[str, Form]] = {
    ".jsonl": "jsonl",
    ".jsonl.gz": "gzip",
    ".parquet": "parquet",
}


class Block(NamedTuple):
    """A part of a collection, as plain data: whoever can open the file can read it."""

    url: str
    form: Form
    begin: int
    """First byte (JSON Lines), or first row of the group (Parquet)."""
    end: int
    first: int = 1
    """Number of the first line in the file, of JSON Lines."""
    group: int = 0
    """Row group, of Parquet."""
    size: int = 0
    """Bytes of the whole file."""
    source: str = ""
    """What reports call the file."""
    digest: str = ""
    """Of the block's bytes; empty as long as nobody looked."""
    rows: tuple[int, int] | None = None
    """Which of the block's rows are meant; None for all."""


class Survey(NamedTuple):
    """What a block holds."""

    digest: str
    """Of its bytes, or of those of its row group."""
    lines: int
    """Lines or rows that begin in it."""


def is_collection(name: str) -> bool:
    """Tell whether a path or address names a file that is read in blocks."""
    return _form(name) is not None


def blocks_of(url: str, source: str | None = None) -> list[Block]:
    """Cut a collection into blocks; an address with wildcards stands for several.

    Lines are not counted yet: see `surveyed` and `numbered`.

    Parameters
    ----------
    url
        Path or address.
    source
        What reports call it, if that is something else.

    Raises
    ------
    InputError
        If it cannot be opened, or is no collection.
    UsageError
        If what opens it is not installed.
    """
    return [one._replace(source=source or at) for at in matching(url) for one in _blocks_of(at)]


def whole_of(block: Block) -> Block:
    """Return what is surveyed for a block: itself, or its row group, the same for all blocks of that."""
    if block.form != "parquet":
        return block
    return Block(block.url, block.form, 0, 0, group=block.group, size=block.size)


def surveyed(block: Block) -> Survey:
    """Read through a block to tell what it holds, without parsing it.

    One of Parquet has the digest of its whole row group: survey `whole_of` several blocks once.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    with opened(block.url) as stream:
        if block.form == "parquet":
            return Survey(columns.group_digest(stream, block.group), block.end - block.begin)
        return Survey(*lines.survey_of(stream, block.begin, block.end))


def numbered(blocks: Sequence[Block], surveys: Sequence[Survey | None]) -> list[Block]:
    """Return blocks with their digests, those of JSON Lines with the numbers of their first lines.

    Parameters
    ----------
    blocks
        In the order of their files.
    surveys
        What each holds; None if that could not be told. Such a block has no digest, and neither has any of
        JSON Lines after it in its file: their lines are counted from the byte where each block begins, and
        their source says so.
    """
    made = []
    first: int | None = 1
    for block, survey in zip(blocks, surveys, strict=True):
        digest = survey.digest if survey else ""
        if block.form != "jsonl":
            made.append(block._replace(digest=digest))
            continue
        first = first if block.begin else 1
        if first is None:
            made.append(block._replace(source=f"{block.source}, block at byte {block.begin}"))
            continue
        made.append(block._replace(first=first, digest=digest))
        first = first + survey.lines if survey else None
    return made


def rows_of(block: Block, limits: Limits | None = None) -> Iterator[Text | Unreadable]:
    """Read the rows of a block; what is wrong with one is a row with the reason.

    A block without any row gives none: whether the whole file is empty is for the caller to see.

    Raises
    ------
    UsageError
        If what opens it is not installed.
    """
    rows = _rows(block, limits or Limits())
    return rows if block.rows is None else islice(rows, *block.rows)


def _rows(block: Block, limits: Limits) -> Iterator[Text | Unreadable]:
    try:
        with opened(block.url) as stream:
            if block.form == "parquet":
                rows = range(block.begin, block.end)
                yield from columns.rows_of_group(stream, block.group, rows, block.source, limits)
            elif block.form == "gzip":
                yield from lines.unpacked_lines(stream, block.source, block.size, limits)
            else:
                yield from lines.lines_of(stream, (block.begin, block.end), block.first, block.source, limits)
    except InputError as error:
        yield Unreadable(block.source, str(error))


def _form(name: str) -> Form | None:
    lowered = name.lower()
    return next((form for suffix, form in _FORMS.items() if lowered.endswith(suffix)), None)


def _blocks_of(url: str) -> list[Block]:
    form = _form(url)
    if form is None:
        raise InputError(f"'{url}' is no collection. Read in blocks are {', '.join(_FORMS)}.")
    size = size_of(url)
    if form == "gzip":
        return [Block(url, form, 0, size, size=size)]
    with opened(url) as stream:
        if form == "jsonl":
            return [Block(url, form, *edges, size=size) for edges in lines.cuts(stream, size, BLOCK_BYTES)]
        counts = columns.groups(stream)
    if not sum(counts):
        raise InputError("The file has no rows.")
    return [
        Block(url, form, rows.start, rows.stop, group=group, size=size)
        for group, count in enumerate(counts)
        for rows in _cut_group(count)
    ]


def _cut_group(count: int) -> list[range]:
    """Return the rows of each block of a row group of so many."""
    step = max(BLOCK_ROWS, -(-count // MOST_BLOCKS))
    return [range(at, min(at + step, count)) for at in range(0, count, step)]
