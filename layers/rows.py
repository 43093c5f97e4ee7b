"""The rows of ``mentions.jsonl``: one for each span, located or not, in document order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geo.atomic import utf8
from geo.model import Mention, Unresolved
from layers.references import quote_of
from layers.routes import drawn_point

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from layers.atlas import Atlas

__all__ = ["located_of", "mention_row", "write_rows"]


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
        file.write(utf8(json.dumps(mention_row(one), ensure_ascii=False)) + b"\n")
        count += 1
    return count


def located_of(atlas: Atlas) -> list[Mention | Unresolved]:
    """Return every span of an atlas, located or not, in document order."""
    order = {(document.name, document.id): at for at, document in enumerate(atlas.documents)}
    every: list[Mention | Unresolved] = [*atlas.mentions, *atlas.unresolved]

    def key(one: Mention | Unresolved) -> tuple[int, int, int]:
        span = one.span
        return order[span.document.name, span.document.id], span.start, span.end

    return sorted(every, key=key)
