"""The rows of ``mentions.jsonl``: one for each span, located or not, in document order."""

from __future__ import annotations

from json.encoder import encode_basestring as text_json
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.atomic import utf8
from geo.model import Mention, Unresolved
from layers.references import quote_of
from layers.routes import drawn_point

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from geo.model import Document
    from layers.atlas import Atlas

__all__ = ["Told", "line_of", "located_of", "mention_row", "number_text", "text_json", "write_rows"]


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
        span = one.span
        told = Told.of_document(span.document)
        told = told._replace(surface=text_json(span.surface), quote=text_json(quote_of(span)[1]))
        file.write(utf8(line_of(one, told)))
        count += 1
    return count


class Told(NamedTuple):
    """Texts of a row as JSON; most are those of the rows beside, and are made once."""

    doc: str
    lang: str
    surface: str = ""
    quote: str = ""

    @classmethod
    def of_document(cls, document: Document) -> Told:
        """Return what all rows of a document share."""
        lang = "null" if document.language is None else text_json(document.language)
        return cls(text_json(document.name), lang)


def line_of(located: Mention | Unresolved, told: Told, lonlat: tuple[float, float] | None = None) -> str:
    """Return the row of one span as a line of JSON: `mention_row`, made at once for runs of many.

    Parameters
    ----------
    located
        The span.
    told
        Its texts.
    lonlat
        What `layers.routes.drawn_point` returns for it (degrees, WGS 84), if that is known already.
    """
    span = located.span
    doc, lang, surface, quote = told
    if isinstance(located, Mention):
        said = _line_found(located, lonlat or drawn_point(located))
    else:
        said = _line_not_found(located)
    return (
        f'{{"doc": {doc}, "start": {span.start}, "end": {span.end}, "surface": {surface}, '
        f'"kind": "{span.kind}", {said}, "lang": {lang}, "quote": {quote}}}\n'
    )


def _line_found(mention: Mention, lonlat: tuple[float, float]) -> str:
    target = mention.target
    lon, lat = lonlat
    legs = ", ".join(map(text_json, mention.leg_ids))
    score = number_text(round(mention.score, 3))
    return (
        f'"status": "resolved", "id": {text_json(target.id)}, "name": {text_json(target.name)}, '
        f'"lat": {number_text(lat)}, "lon": {number_text(lon)}, "score": {score}, '
        f'"role": "{mention.role}", "in_name": {"true" if mention.in_name else "false"}, '
        f'"legs": [{legs}], "reason": null'
    )


def _line_not_found(unresolved: Unresolved) -> str:
    return (
        '"status": "unresolved", "id": null, "name": null, "lat": null, "lon": null, "score": null, '
        f'"role": null, "in_name": false, "legs": [], "reason": {text_json(unresolved.reason)}'
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
