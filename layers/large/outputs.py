"""From a spool to an atlas that memory holds: all features with true counts, and the best of their quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.model import Document, Route
from geo.routes.geometry import draw
from layers.atlas import Atlas
from layers.features import LEG_KINDS, PLACE_KINDS, features_table
from layers.large.restoring import documents_of, first_named, lookup, mentions_at, references_of
from layers.large.tally import LayerTally
from layers.model import Layer
from layers.places import REGION_KINDS, area_shape, place_row
from layers.routes import leg_row
from layers.storable import restored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import geopandas as gpd

    from geo.model import Place, Unreadable
    from geo.pipeline import Geoparser
    from geo.routes.geometry import Line
    from layers.large.spool import Spool

    Lookup = Callable[[str], Place | Route]

__all__ = ["MOST_QUOTES", "sampled_atlas"]

MOST_QUOTES: Final = 20_000
"""Mentions past which a run goes to disk, and features are quoted by their best references."""

_LAYERS: Final = (("routes", "Corridors and routes"), ("regions", "Regions"), ("places", "Places"))


def sampled_atlas(
    spool: Spool,
    parser: Geoparser,
    unreadable: Sequence[Unreadable] = (),
    *,
    run: Mapping[str, Any] | None = None,
    most: int = MOST_QUOTES,
) -> Atlas:
    """Return an atlas of all features with their true counts and the best of their references.

    Of documents it has those that are quoted, by their bibliography, without text; of mentions, the first of
    each route that a claim is about.

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
    find = lookup(spool, parser)
    layers = {}
    quoted: set[int] = set()
    for name, title in _LAYERS:
        tally = spool.tally.layers.get(name, LayerTally())
        rows, documents = tally.best(each)
        features = _features(name, spool, tally, find)
        layers[name] = Layer(name, title, features, references_of(spool, name, rows.tolist()))
        quoted.update(documents.tolist())
    claims = tuple(spool.claims())
    quoted.update(number for (number,) in spool.select("SELECT DISTINCT document FROM claims"))
    named = first_named(spool, sorted({row["route_id"] for row in claims}))
    telling = dict(documents_of(spool, dict.fromkeys(number for number, _, _ in named)))
    spans = [(telling[number].name, start, end) for number, start, end in named]
    mentions = mentions_at(spool, telling, spans, find)
    cited = tuple(_cited(spool, sorted(quoted)))
    return Atlas(cited, mentions, (), tuple(unreadable), layers, claims, run=run or {})


def _features(name: str, spool: Spool, tally: LayerTally, find: Lookup) -> gpd.GeoDataFrame:
    made = []
    for feature, number in sorted(spool.numbers.features.get(name, {}).items()):
        counted = {"count": int(tally.count[number]), "score": float(tally.score[number])}
        key = spool.numbers.owners[name][number - 1]
        target, feature_id = find(key), restored(feature)
        if isinstance(target, Route):
            lines = spool.lines(spool.numbers.targets[key]) if target.composed else {}
            made.append(_leg_feature(target, feature_id, lines.get(feature_id), counted))
        else:
            made.append(_place_feature(name, feature_id, target, counted))
    kinds: Mapping[str, str] = {"routes": LEG_KINDS, "regions": REGION_KINDS}.get(name, PLACE_KINDS)
    return features_table([row for row, _ in made], kinds, [shape for _, shape in made])


def _leg_feature(
    route: Route, leg_id: str, line: Line | None, counted: dict[str, Any]
) -> tuple[dict[str, Any], shapely.Geometry]:
    leg = next(leg for leg in route.legs if leg.id == leg_id)
    line = line or draw(leg)
    return leg_row(leg, route, (), line) | counted, line.geometry


def _place_feature(
    layer: str, feature_id: str, place: Place, counted: dict[str, Any]
) -> tuple[dict[str, Any], shapely.Geometry]:
    row = place_row(place, ()) | counted
    if layer == "places":
        return row, shapely.Point(row["lon"], row["lat"])
    area = area_shape(place)
    if area is None:
        raise LookupError(f"'{feature_id}' is no area.")
    return row | {"fuzzy": area[1]}, area[0]


def _cited(spool: Spool, numbers: Iterable[int]) -> Iterator[Document]:
    """Yield documents by what citing them takes."""
    query = "SELECT name, title, publisher, date, url FROM documents WHERE id = ?"
    for number in numbers:
        name, title, publisher, date, url = map(restored, next(spool.select(query, (number,))))
        yield Document(name, "", title=title, publisher=publisher, date=date, url=url)
