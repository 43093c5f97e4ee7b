"""Where documents come from: collections that are read in blocks, and everything else.

Collections are JSON Lines and Parquet, as paths or as addresses of any file system that fsspec knows. A run
of JSON Lines only, be it files or folders of them, consists of collections; beside other inputs such files
are read with them, in their order, and what only blocks can read (Parquet, gzipped lines, addresses) comes
first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading import Raw, read_raw
from geo.reading.blocks import blocks_of, is_collection, numbered, rows_of, surveyed
from geo.reading.links import is_address
from geo.reading.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.fetching import Policy
    from geo.reading import Limits
    from geo.reading.blocks import Block
    from geo.reading.files import File

__all__ = ["Collection", "Names", "Source", "nothing_in", "raws_of", "source_of"]

_FETCHED: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Collection:
    """A file of many documents: what opens it, and what reports call it."""

    url: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The inputs of a run; iterating reads all of them here."""

    collections: tuple[Collection | Unreadable, ...]
    rest: tuple[str, ...]
    limits: Limits
    policy: Policy | None = None
    lines: tuple[str, ...] = ()
    """The inputs themselves if all collections are lines on this machine, and there is nothing else."""

    def __iter__(self) -> Iterator[Raw | Unreadable]:
        if self.lines:
            yield from read_raw(self.lines, limits=self.limits)
            return
        names = Names()
        for row in chain(self._collected(), self.others()):
            yield names.checked(row)

    def others(self) -> Iterator[Raw | Unreadable]:
        """Read what is in no collection."""
        return read_raw(self.rest, limits=self.limits, policy=self.policy) if self.rest else iter(())

    def _collected(self) -> Iterator[Raw | Unreadable]:
        for one in self.collections:
            yield from [one] if isinstance(one, Unreadable) else self._rows(one)

    def _rows(self, one: Collection) -> Iterator[Raw | Unreadable]:
        try:
            blocks = blocks_of(one.url, one.source)
        except InputError as error:
            yield Unreadable(one.source or one.url, str(error))
            return
        found = False
        if len(blocks) > 1 and blocks[0].form == "jsonl":  # only its blocks do not know their lines
            blocks = numbered(blocks, [surveyed(block) for block in blocks])
        for block in blocks:
            for row in raws_of(block, self.limits):
                found = True
                yield row
        if not found:
            yield nothing_in(one)


@dataclass(slots=True)
class Names:
    """Sees that no two documents of a run have one name."""

    taken: dict[str, str] = field(default_factory=dict)
    """Source of the document that has a name."""

    def checked(self, row: Raw | Unreadable) -> Raw | Unreadable:
        """Return a text, or why it cannot be taken."""
        if isinstance(row, Unreadable):
            return row
        first = self.taken.get(row.name)
        if first is None:
            self.taken[row.name] = row.source
            return row
        reason = f'The id "{row.name}" was used before ({first}). Give each row an id of its own.'
        return Unreadable(row.source, reason)


def source_of(inputs: Sequence[str], *, limits: Limits, policy: Policy | None = None) -> Source:
    """Tell collections from other inputs; nothing is read yet.

    Parameters
    ----------
    inputs
        Files, folders and addresses.
    limits, policy
        As of `geo.reading.read_raw`.
    """
    collections = _all_lines(inputs, limits)
    if collections is not None:
        return Source(collections, (), limits, policy, tuple(inputs))
    own = [given for given in inputs if _only_in_blocks(given)]
    rest = tuple(given for given in inputs if given not in own)
    return Source(tuple(map(_collection, own)), rest, limits, policy)


def raws_of(block: Block, limits: Limits) -> Iterator[Raw | Unreadable]:
    """Read the texts of a block; names are not yet known to differ."""
    for row in rows_of(block, limits):
        if isinstance(row, Unreadable):
            yield row
        else:
            yield Raw(row.name or row.source, row.text, row.source, dict(row.stated), dict(row.hinted))


def nothing_in(one: Collection) -> Unreadable:
    """Return the row for a collection without rows."""
    return Unreadable(one.source or one.url, "The file has no rows.")


def _all_lines(inputs: Iterable[str], limits: Limits) -> tuple[Collection | Unreadable, ...] | None:
    """Return the files that the inputs lead to if all are plain JSON Lines on this machine."""
    if any(map(is_address, inputs)):
        return None
    entries: list[Collection | Unreadable] = []
    for entry in walk([Path(given) for given in inputs], limits):
        if isinstance(entry, Unreadable):
            entries.append(entry)
        elif _is_plain_lines(entry):
            entries.append(Collection(str(entry.path.resolve()), entry.source))
        else:
            return None
    return tuple(entries) if any(isinstance(one, Collection) for one in entries) else None


def _is_plain_lines(file: File) -> bool:
    return file.relative.suffix.lower() == ".jsonl" and file.member is None


def _only_in_blocks(given: str) -> bool:
    if not is_collection(given):
        return False
    if is_address(given):
        return not given.lower().startswith(_FETCHED)
    return not given.lower().endswith(".jsonl") and Path(given).is_file()


def _collection(given: str) -> Collection:
    return Collection(given) if is_address(given) else Collection(str(Path(given).resolve()), given)
