"""Inputs to documents: the one place where files, formats, names and bibliography come together."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.model import Document, Unreadable
from geo.reading.files import File, open_file
from geo.reading.formats import ARCHIVES, READERS, format_of, reader_of
from geo.reading.isolation import in_order
from geo.reading.limits import Limits
from geo.reading.links import links_in
from geo.reading.names import names_of
from geo.reading.raw import Raw, document_of
from geo.reading.sidecar import with_sidecars
from geo.reading.walk import walk

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geo.fetching import Policy
    from geo.reading.rows import Text

__all__ = ["read", "read_raw"]


def read(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    on_unreadable: Callable[[Unreadable], object] | None = None,
    limits: Limits | None = None,
    policy: Policy | None = None,
) -> Iterator[Document | Unreadable]:
    """Read documents from files, folders, archives, collections and addresses, each file once.

    Parameters
    ----------
    inputs
        Files and folders; folders and zip archives are read to their depth, in sorted order. Formats are
        those of `READERS`. An ``http://`` or ``https://`` address is fetched, as is each address in a text
        file of nothing else and each article of a feed at an address; nothing else uses the network.
        A ``documents.csv`` in a folder or archive overrules what its files say of themselves.
    on_unreadable
        Called with whatever could not be read; such rows are then not yielded.
    limits
        How much one input may cost.
    policy
        How addresses are fetched; see `geo.fetching.Policy`.

    Yields
    ------
    Document or Unreadable
        In the order of the inputs. A document is named after its file's stem, where two share it after
        its path in the folder that was given; a row of a collection by its ``id``. No name occurs twice.
    """
    for row in read_raw(inputs, limits=limits, policy=policy):
        if isinstance(row, Raw):
            yield document_of(row)
        elif on_unreadable is not None:
            on_unreadable(row)
        else:
            yield row


def read_raw(
    inputs: Iterable[str | os.PathLike[str]], *, limits: Limits | None = None, policy: Policy | None = None
) -> Iterator[Raw | Unreadable]:
    """Read texts as `read` does, without looking at them; `document_of` makes a document of each."""
    return _rows([str(path) for path in inputs], limits or Limits(), policy)


def _rows(inputs: list[str], limits: Limits, policy: Policy | None) -> Iterator[Raw | Unreadable]:
    with ExitStack() as stack:
        entries = list(with_sidecars(_entries(inputs, limits, policy, stack), limits))
        # Collections are not named: their rows are.
        names = names_of([entry for entry in entries if isinstance(entry, File) and _is_single(entry)])
        taken = {name: file.source for file, name in names.items()}
        for file, rows in _read(entries, limits):
            for row in rows:
                yield row if isinstance(row, Unreadable) else _named(row, file, names, taken)


def _entries(
    inputs: Sequence[str], limits: Limits, policy: Policy | None, stack: ExitStack
) -> Iterator[File | Unreadable]:
    """Yield what the inputs lead to, in their order; no file is met twice."""
    seen: dict[tuple[int, int], Path] = {}
    for given in inputs:
        if links := links_in(given, limits):
            from geo.fetching.documents import fetched  # noqa: PLC0415  half a second, for addresses only

            yield from fetched(links, limits, policy, stack)
        else:
            yield from walk([Path(given)], limits, seen)


def _read(
    entries: Sequence[File | Unreadable], limits: Limits
) -> Iterator[tuple[File | None, Iterable[Text | Unreadable]]]:
    """Yield the rows of every entry, in order."""
    waiting = iter(entries)
    files = [entry for entry in entries if isinstance(entry, File)]
    for file, rows in in_order(files, _is_isolated, lambda file: _rows_here(file, limits), limits):
        for entry in waiting:
            if isinstance(entry, File):
                break
            yield None, [entry]
        yield file, rows
    for entry in waiting:
        if isinstance(entry, Unreadable):
            yield None, [entry]


def _is_single(file: File) -> bool:
    form = format_of(file.relative.name)
    return form is not None and not form.collection


def _is_isolated(file: File) -> bool:
    form = format_of(file.relative.name)
    return form is not None and form.isolated


def _rows_here(file: File, limits: Limits) -> Iterator[Text | Unreadable]:
    form = format_of(file.relative.name)
    if form is None:
        suffix = file.relative.suffix
        what = f"Files of type '{suffix}'" if suffix else "Files without a suffix"
        yield Unreadable(file.source, f"{what} are not read. Read are {', '.join([*READERS, *ARCHIVES])}.")
        return
    try:
        with open_file(file) as stream:
            yield from reader_of(form)(stream, file.source, limits)
    except InputError as error:
        yield Unreadable(file.source, str(error))


def _named(row: Text, file: File | None, names: dict[File, str], taken: dict[str, str]) -> Raw | Unreadable:
    if row.name is None and file is not None:
        return _raw(names[file], row, file)
    name = row.name or row.source
    if name in taken:
        reason = f'The id "{name}" was used before ({taken[name]}). Give each row an id of its own.'
        return Unreadable(row.source, reason)
    taken[name] = row.source
    return _raw(name, row, file)


def _raw(name: str, row: Text, file: File | None) -> Raw:
    overruled = {**row.stated, **(file.stated if file else {})}
    return Raw(name, row.text, row.source, overruled, dict(row.hinted))
