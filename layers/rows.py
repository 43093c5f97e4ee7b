"""The rows of ``mentions.jsonl``: one for each span, located or not, in document order."""

from __future__ import annotations

from json.encoder import encode_basestring as _told
from typing import TYPE_CHECKING, Any

from geo.atomic import utf8
from geo.model import Mention, Unresolved
from layers.references import quote_of
from layers.routes import drawn_point

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from layers.atlas import Atlas

__all__ = ["line_of", "located_of", "mention_row", "number_text", "write_rows"]


def mention_row(located: Mention | Unresolved) -> dict[str, Any]:
    """Return the row of one span: where it stands, what it means, and the sentence.

    ``lon`` and ``lat`` are degrees WGS 84, for a route those of a point on its line.
    """
    span = located.span
    row: dict[str, Any] = {
        "doc": span.document.name,
        "start": span.start,
        "end": span.end,
        "surface": span.surface,
        "kind": span.kind,
    }
    row |= _found(located) if isinstance(located, Mention) else _not_found(located)
    row["lang"] = span.document.language
    row["quote"] = quote_of(span)[1]
    return row


def _found(mention: Mention) -> dict[str, Any]:
    lon, lat = drawn_point(mention)
    return {
        "status": "resolved",
        "id": mention.target.id,
        "name": mention.target.name,
        "lat": lat,
        "lon": lon,
        "score": round(mention.score, 3),
        "role": mention.role,
        "in_name": mention.in_name,
        "legs": list(mention.leg_ids),
        "reason": None,
    }


def _not_found(unresolved: Unresolved) -> dict[str, Any]:
    nothing = dict.fromkeys(("id", "name", "lat", "lon", "score", "role"))
    return {"status": "unresolved", **nothing, "in_name": False, "legs": [], "reason": unresolved.reason}


def write_rows(located: Iterable[Mention | Unresolved], file: BinaryIO) -> int:
    """Write one JSON object a line and return how many."""
    count = 0
    for one in located:
        file.write(utf8(line_of(one, quote_of(one.span)[1])))
        count += 1
    return count


def line_of(located: Mention | Unresolved, quote: str) -> str:
    """Return the row of one span as a line of JSON: `mention_row`, made at once for runs of many.

    Parameters
    ----------
    located
        The span.
    quote
        The sentence that it stands in.
    """
    span = located.span
    document = span.document
    said = _line_found(located) if isinstance(located, Mention) else _line_not_found(located)
    language = "null" if document.language is None else _told(document.language)
    return (
        f'{{"doc": {_told(document.name)}, "start": {span.start}, "end": {span.end}, '
        f'"surface": {_told(document.text[span.start : span.end])}, "kind": {_told(span.kind)}, '
        f'{said}, "lang": {language}, "quote": {_told(quote)}}}\n'
    )


def _line_found(mention: Mention) -> str:
    target = mention.target
    lon, lat = drawn_point(mention)
    legs = ", ".join(map(_told, mention.leg_ids))
    score = number_text(round(mention.score, 3))
    return (
        f'"status": "resolved", "id": {_told(target.id)}, "name": {_told(target.name)}, '
        f'"lat": {number_text(lat)}, "lon": {number_text(lon)}, "score": {score}, '
        f'"role": {_told(mention.role)}, "in_name": {"true" if mention.in_name else "false"}, '
        f'"legs": [{legs}], "reason": null'
    )


def _line_not_found(unresolved: Unresolved) -> str:
    return (
        '"status": "unresolved", "id": null, "name": null, "lat": null, "lon": null, "score": null, '
        f'"role": null, "in_name": false, "legs": [], "reason": {_told(unresolved.reason)}'
    )


def number_text(value: float) -> str:
    """Return a number as JSON writes it, numpy's own kinds of float among them."""
    return str(value) if isinstance(value, int) else float.__repr__(value)


def located_of(atlas: Atlas) -> list[Mention | Unresolved]:
    """Return every span of an atlas, located or not, in document order."""
    order = {(document.name, document.id): at for at, document in enumerate(atlas.documents)}
    every: list[Mention | Unresolved] = [*atlas.mentions, *atlas.unresolved]

    def key(one: Mention | Unresolved) -> tuple[int, int, int]:
        span = one.span
        return order[span.document.name, span.document.id], span.start, span.end

    return sorted(every, key=key)
