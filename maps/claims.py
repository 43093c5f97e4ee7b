"""What documents say about routes, beside each other: for the page, and as ``claims.csv``."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

from geo.atomic import replacing, utf8
from geo.routes.claims import Claim, disagreements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from geo.model import Route
    from layers import Atlas

    Quoted = Callable[[str, int, int, str], list[int]]
    Known = Mapping[tuple[str, str], Mapping[str, str]]

__all__ = ["CLAIM_COLUMNS", "claim_groups", "known_values", "write_claims"]

CLAIM_COLUMNS: Final = (
    "doc",
    "title",
    "date",
    "url",
    "route_id",
    "route",
    "attribute",
    "value",
    "unit",
    "disputed",
    "start",
    "end",
    "quote",
)
_FORMULA: Final = re.compile(r"[=+@\t\r]|-(?![\d.]+$)")


def claim_groups(atlas: Atlas, quoted: Quoted) -> list[list[Any]]:
    """Return the claims by route and attribute, in order of appearance.

    Parameters
    ----------
    atlas
        Documents with claims, and the layer of routes.
    quoted
        Turns a document's name, start, end and quote into a row that the page knows.

    Returns
    -------
    list
        ``[route id, attribute, unit, disputed, values]``; a value is ``[text, rows]``, or
        ``[text, source]`` for what the registry or the drawn line says against the documents.
    """
    known = known_values(atlas)
    claims = list(_claims(atlas))
    disputed = {(one.route_id, one.attribute) for one in disagreements(claims, known)}
    groups: dict[tuple[str, str], dict[str, list[list[int]]]] = {}
    units: dict[tuple[str, str], str] = {}
    for claim in claims:
        key = (claim.route_id, claim.attribute)
        units.setdefault(key, claim.unit)
        rows = groups.setdefault(key, {}).setdefault(claim.value, [])
        rows.append(quoted(claim.doc, claim.start, claim.end, claim.quote))
    result: list[list[Any]] = []
    for key, by_value in groups.items():
        values: list[list[Any]] = [[value, rows] for value, rows in by_value.items()]
        if key in disputed:
            values += [[value, source] for source, value in known.get(key, {}).items()]
        result.append([*key, units[key], int(key in disputed), values])
    return result


def known_values(atlas: Atlas) -> dict[tuple[str, str], dict[str, str]]:
    """Return what the registry and the drawn lines say, by route and attribute; lengths in kilometres.

    A drawn length counts for a route only if all of its legs are on the map.
    """
    drawn = _drawn_lengths(atlas)
    known: dict[tuple[str, str], dict[str, str]] = {}
    for route in _routes(atlas):
        lengths = {}
        published = route.published_km
        if published is None and len(route.legs) == 1:
            published = route.legs[0].published_km
        if published:
            lengths["registry"] = f"{published:g}"
        own = [drawn.get(leg.id) for leg in route.legs]
        if own and None not in own:
            lengths["drawn line"] = f"{round(sum(length for length in own if length))}"
        if lengths:
            known[route.id, "length_km"] = lengths
        if route.status != "unknown":
            known[route.id, "status"] = {"registry": route.status.replace("_", " ")}
        if len(route.legs) == 1:
            for what, when in route.legs[0].dates:
                known.setdefault((route.id, what), {}).setdefault("registry", when)
    return known


def write_claims(atlas: Atlas, path: Path) -> None:
    """Write every claim as a row of CSV (UTF-8, RFC 4180), in document order.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    claims = list(_claims(atlas))
    disputed = {(one.route_id, one.attribute) for one in disagreements(claims, known_values(atlas))}
    documents = {document.name: document for document in atlas.documents}
    names = {route.id: route.name for route in _routes(atlas)}
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(CLAIM_COLUMNS)
    for claim in claims:
        source = documents.get(claim.doc)
        row = {name: getattr(source, name, None) for name in ("title", "date", "url")}
        row |= {name: getattr(claim, name) for name in Claim.__slots__}
        row |= {"route": names.get(claim.route_id)}
        row |= {"disputed": "yes" if (claim.route_id, claim.attribute) in disputed else "no"}
        writer.writerow([_cell(row[name]) for name in CLAIM_COLUMNS])
    with replacing(path) as file:
        file.write(utf8(text.getvalue()))


def _claims(atlas: Atlas) -> Iterable[Claim]:
    fields = Claim.__slots__
    return (Claim(**{name: row[name] for name in fields}) for row in atlas.claims)


def _routes(atlas: Atlas) -> list[Route]:
    found = {one.route.id: one.route for one in atlas.mentions if one.route is not None}
    return [found[key] for key in sorted(found)]


def _drawn_lengths(atlas: Atlas) -> dict[str, float]:
    lengths: dict[str, float] = {}
    for layer in atlas.layers.values():
        if {"leg", "length_km"} <= set(layer.features.columns):
            table = layer.features
            rows = zip(table["feature_id"].tolist(), table["length_km"].tolist(), strict=True)
            lengths |= {leg: length for leg, length in rows if length == length}  # noqa: PLR0124  (no NaN)
    return lengths


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
