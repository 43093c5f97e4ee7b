"""From a spool to an atlas that memory holds: all features with true counts, and the best of their quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.model import Span, Unresolved
from geo.routes.geometry import draw
from layers.atlas import Atlas
from layers.columns import table
from layers.features import LEG_KINDS, PLACE_KINDS, features_table
from layers.gpkg.schema import quoted
from layers.large.partition import PLACE, ROUTE
from layers.large.tally import LayerTally
from layers.model import REFERENCE_KINDS, Layer
from layers.places import REGION_KINDS, area_shape, place_row
from layers.records import DOCUMENT_FIELDS, DOCUMENT_LISTS, document_of, mention_of, target_of
from layers.routes import leg_row
from layers.storable import loaded, restored, storable
from layers.tables import MENTION_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from geo.model import Document, Leg, Mention, Place, Route, Unreadable
    from geo.pipeline import Geoparser
    from layers.large.spool import Spool

    Lookup = Callable[[str], Place | Route]

__all__ = ["MOST_QUOTES", "MOST_UNRESOLVED", "lookup", "sampled_atlas", "totals"]

MOST_QUOTES: Final = 20_000
"""Quotes that the page carries; past it, each feature shows its best."""

MOST_UNRESOLVED: Final = 2_000
"""Spans without a place that the page lists."""

_LAYERS: Final = (("routes", "Corridors and routes"), ("regions", "Regions"), ("places", "Places"))


def sampled_atlas(
    spool: Spool,
    parser: Geoparser,
    unreadable: Sequence[Unreadable] = (),
    *,
    run: Mapping[str, Any] | None = None,
    most: int = MOST_QUOTES,
) -> Atlas:
    """Return an atlas of all features with their true counts, and the best of their references and mentions.

    Parameters
    ----------
    spool
        A finished spool.
    parser
        What the places and routes are known to.
    unreadable, run
        As in `layers.build.build_atlas`.
    most
        How many references there may be, beyond one a feature.
    """
    each = spool.tally.shown(most)
    chosen = {name: tally.best(each) for name, tally in spool.tally.layers.items()}
    rows = {name: spool.references(name, own.tolist()) for name, (own, _) in chosen.items()}
    find = lookup(spool, parser)
    layers = {name: _layer(name, title, spool, rows.get(name, ()), find) for name, title in _LAYERS}
    unplaced = list(spool.select(_SPANS, (MOST_UNRESOLVED,)))
    named = list(spool.select('SELECT document, start, "end" FROM first_named ORDER BY target'))
    wanted = {number for _, documents in chosen.values() for number in documents.tolist()}
    wanted |= {row[0] for row in (*unplaced, *named)}
    documents = _documents(spool, sorted(wanted))
    mentions = _mentions(spool, documents, [row for own in rows.values() for row in own], named, find)
    spans = [
        Unresolved(Span(documents[number], start, end, kind), restored(reason))
        for number, start, end, kind, reason in unplaced
    ]
    held = tuple(documents.values())
    return Atlas(held, mentions, spans, tuple(unreadable), layers, tuple(spool.claims()), run=run or {})


def lookup(spool: Spool, parser: Geoparser) -> Lookup:
    """Return what finds a place or route by what it goes by (see `layers.large.partition.target_key`)."""

    def find(key: str) -> Place | Route:
        kind, target_id = key[: len(PLACE)], key[len(PLACE) :]
        if kind == ROUTE and (record := spool.composed(spool.numbers.targets[key])) is not None:
            return target_of(record)
        known = parser.gazetteer.get(target_id) if kind == PLACE else parser.registry.get(target_id)
        if known is None:
            raise LookupError(f"'{target_id}' was found by another gazetteer or registry than this one.")
        return known

    return find


def totals(spool: Spool) -> dict[str, Any]:
    """Return how many of everything there are, as the page tells it."""
    tally = spool.tally
    unresolved = tally.reasons.total()
    return {
        "documents": tally.documents,
        "mentions": tally.mentions + unresolved,
        "resolved": tally.mentions,
        "unresolved": unresolved,
        "reasons": sorted(tally.reasons.items(), key=lambda row: (-row[1], row[0])),
        "note": "The counts are of all documents. The page carries the best quotes of each feature, from "
        "different documents and years; every quote is in atlas.gpkg.",
    }


# The first spans of every reason, then the second of each, and so on.
_SPANS: Final = """
SELECT document, start, "end", kind, reason FROM (
  SELECT id, document, start, "end", kind, reason, row_number() OVER (PARTITION BY reason ORDER BY id) AS rank
  FROM unresolved ORDER BY rank, id LIMIT ?
) ORDER BY id
"""


def _layer(name: str, title: str, spool: Spool, rows: Sequence[Sequence[Any]], find: Lookup) -> Layer:
    numbers, tally = spool.numbers.features.get(name, {}), spool.tally.layers.get(name, LayerTally())
    made = []
    for feature, number in sorted(numbers.items()):
        counted = {"count": int(tally.count[number]), "score": float(tally.score[number])}
        target = find(spool.numbers.owners[name][number - 1])
        made.append(_feature(name, restored(feature), target, counted))
    kinds: Mapping[str, str] = {"routes": LEG_KINDS, "regions": REGION_KINDS}.get(name, PLACE_KINDS)
    features = features_table([row for row, _ in made], kinds, [shape for _, shape in made])
    columns = dict(zip(REFERENCE_KINDS, zip(*rows, strict=True), strict=True)) if rows else {}
    plain = {key: _plain(columns.get(key, ()), kind) for key, kind in REFERENCE_KINDS.items()}
    return Layer(name, title, features, table(plain, REFERENCE_KINDS))


def _feature(
    layer: str, feature: str, target: Place | Route, counted: Mapping[str, Any]
) -> tuple[dict[str, Any], shapely.Geometry]:
    if layer == "routes":
        leg = _leg(target, feature)  # type: ignore[arg-type]  # the routes' targets are routes
        return leg_row(leg, target, ()) | dict(counted), draw(leg).geometry  # type: ignore[arg-type]
    row = place_row(target, ()) | dict(counted)  # type: ignore[arg-type]  # the others' are places
    if layer == "places":
        return row, shapely.Point(row["lon"], row["lat"])
    area = area_shape(target)  # type: ignore[arg-type]
    if area is None:
        raise LookupError(f"'{feature}' is no area.")
    return row | {"fuzzy": area[1]}, area[0]


def _leg(route: Route, leg_id: str) -> Leg:
    return next(leg for leg in route.legs if leg.id == leg_id)


def _plain(values: Sequence[Any], kind: str) -> list[Any]:
    if kind == "text":
        return [restored(value) for value in values]
    return [bool(value) for value in values] if kind == "bool" else list(values)


def _mentions(
    spool: Spool,
    documents: Mapping[int, Document],
    rows: Iterable[Sequence[Any]],
    named: Iterable[tuple[int, int, int]],
    find: Lookup,
) -> tuple[Mention, ...]:
    """Return the mentions behind some references, and those at some places, in document order."""
    own: dict[str, set[tuple[int, int]]] = {}
    for row in rows:
        _, doc, start, end, *_ = row
        own.setdefault(doc, set()).add((start, end))
    for number, start, end in named:
        own.setdefault(storable(documents[number].name), set()).add((start, end))
    keys = list(spool.numbers.targets)
    targets = _Numbered(lambda number: find(keys[number - 1]))
    columns = ", ".join(quoted(name) for name in MENTION_FIELDS)
    query = f"SELECT {columns} FROM mentions WHERE document = ? ORDER BY id"  # noqa: S608 - names of fields
    found = []
    for number, document in documents.items():
        wanted = own.get(storable(document.name), set())
        for row in spool.select(query, (number,)) if wanted else ():
            record = dict(zip(MENTION_FIELDS, row, strict=True))
            if (record["start"], record["end"]) in wanted:
                listed = {name: loaded(record[name]) for name in ("leg_ids", "candidates")}
                found.append(mention_of(record | listed, documents, targets))
    return tuple(found)


class _Numbered(dict[int, "Place | Route"]):
    """Places and routes by number, each looked up once."""

    def __init__(self, find: Callable[[int], Place | Route]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, number: int) -> Place | Route:
        self[number] = target = self._find(number)
        return target


def _documents(spool: Spool, numbers: Sequence[int]) -> dict[int, Document]:
    return dict(_documents_of(spool, numbers))


def _documents_of(spool: Spool, numbers: Sequence[int]) -> Iterator[tuple[int, Document]]:
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
