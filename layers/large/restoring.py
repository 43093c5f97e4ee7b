"""Documents, mentions and references back from a spool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers.columns import table
from layers.gpkg.schema import quoted
from layers.large.partition import PLACE, ROUTE
from layers.model import REFERENCE_KINDS
from layers.records import DOCUMENT_FIELDS, DOCUMENT_LISTS, document_of, mention_of, target_of
from layers.storable import loaded, restored, storable
from layers.tables import MENTION_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from geo.model import Document, Mention, Place, Route
    from geo.pipeline import Geoparser
    from layers.large.spool import Spool

    Lookup = Callable[[str], Place | Route]

__all__ = ["documents_of", "first_named", "lookup", "mentions_at", "references_of"]


def lookup(spool: Spool, parser: Geoparser) -> Lookup:
    """Return what finds a place or route by what it goes by (see `layers.large.partition.target_key`)."""

    def find(key: str) -> Place | Route:
        kind, target_id = key[: len(PLACE)], key[len(PLACE) :]
        if (record := spool.composed(spool.numbers.targets[key])) is not None:
            return target_of(record)
        known = parser.gazetteer.get(target_id) if kind == PLACE else parser.registry.get(target_id)
        if known is None:
            raise LookupError(f"'{target_id}' was found by another gazetteer or registry than this one.")
        return known

    return find


def documents_of(spool: Spool, numbers: Iterable[int]) -> Iterator[tuple[int, Document]]:
    """Yield documents by number, with their text."""
    columns = ", ".join(DOCUMENT_FIELDS)
    query = f"SELECT {columns} FROM documents WHERE id = ?"  # noqa: S608 - names of fields
    for number in numbers:
        (row,) = spool.select(query, (number,))
        record = dict(zip(DOCUMENT_FIELDS, row, strict=True))
        yield (
            number,
            document_of(
                {
                    name: (loaded(value) or []) if name in DOCUMENT_LISTS else restored(value)
                    for name, value in record.items()
                }
            ),
        )


def mentions_at(
    spool: Spool,
    documents: Mapping[int, Document],
    spans: Iterable[tuple[str, int, int]],
    find: Lookup,
) -> tuple[Mention, ...]:
    """Return the mentions at some spans (name of the document, start, end), in document order."""
    wanted: dict[str, set[tuple[int, int]]] = {}
    for name, start, end in spans:
        wanted.setdefault(name, set()).add((start, end))
    keys = list(spool.numbers.targets)
    targets = _Numbered(lambda number: find(keys[number - 1]))
    columns = ", ".join(quoted(name) for name in MENTION_FIELDS)
    query = f"SELECT {columns} FROM mentions WHERE document = ? ORDER BY id"  # noqa: S608 - names of fields
    found = []
    for number, document in documents.items():
        own = wanted.get(document.name, set())
        for row in spool.select(query, (number,)) if own else ():
            record = dict(zip(MENTION_FIELDS, row, strict=True))
            if (record["start"], record["end"]) in own:
                listed = {name: loaded(record[name]) for name in ("leg_ids", "candidates")}
                found.append(mention_of(record | listed, documents, targets))
    return tuple(found)


def first_named(spool: Spool, routes: Iterable[str]) -> list[tuple[int, int, int]]:
    """Return document, start and end of the first mention of each route, by their ids, in document order."""
    query = 'SELECT document, start, "end" FROM first_named WHERE target = ?'
    known = spool.numbers.targets
    numbers = [known[key] for one in routes if (key := ROUTE + storable(one)) in known]
    return sorted(row for number in numbers for row in spool.select(query, (number,)))


def references_of(spool: Spool, layer: str, rows: Sequence[int]) -> pd.DataFrame:
    """Return some references of a layer by row, as layers hold them."""
    found = spool.references(layer, rows)
    columns = dict(zip(REFERENCE_KINDS, zip(*found, strict=True), strict=True)) if found else {}
    plain = {key: _plain(columns.get(key, ()), kind) for key, kind in REFERENCE_KINDS.items()}
    return table(plain, REFERENCE_KINDS)


class _Numbered(dict[int, "Place | Route"]):
    """Places and routes by number, each looked up once."""

    def __init__(self, find: Callable[[int], Place | Route]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, number: int) -> Place | Route:
        self[number] = target = self._find(number)
        return target


def _plain(values: Sequence[Any], kind: str) -> list[Any]:
    if kind == "text":
        return [restored(value) for value in values]
    return [bool(value) for value in values] if kind == "bool" else list(values)
