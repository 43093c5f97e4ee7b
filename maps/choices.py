"""What a reader needs to correct a mention: the candidates that lost, and what was corrected before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model import Mention, Unresolved
    from layers import Atlas

__all__ = ["astral_positions", "choices"]

_DECIMALS = 4


def choices(atlas: Atlas, at: Callable[[str, int], int]) -> dict[str, Any]:
    """Return the candidates of every span that has some.

    Parameters
    ----------
    atlas
        Documents with located and unresolved spans.
    at
        Turns a document's name and an offset in code points into the offset that JavaScript counts.

    Returns
    -------
    dict
        ``places`` as ``[id, name, kind, country, lon, lat]``, each once (degrees WGS 84), and ``spans`` as
        ``[document, start, end, [place, score, place, score, ...]]``, likeliest candidate first.
    """
    index = {document.name: number for number, document in enumerate(atlas.documents)}
    numbers: dict[str, int] = {}
    places: list[list[Any]] = []
    spans: list[list[Any]] = []
    located: list[Mention | Unresolved] = [*atlas.mentions, *atlas.unresolved]
    for one in located:
        span, name = one.span, one.span.document.name
        row: list[float] = []
        for candidate in one.candidates:
            if not isinstance(candidate.target, Place):
                continue
            number = numbers.setdefault(candidate.target.id, len(places))
            if number == len(places):
                places.append(_place(candidate.target))
            row += [number, round(candidate.score, 3)]
        if row and name in index:
            spans.append([index[name], at(name, span.start), at(name, span.end), row])
    return {"places": places, "spans": spans}


def _place(place: Place) -> list[Any]:
    lon, lat = round(place.lon, _DECIMALS), round(place.lat, _DECIMALS)
    return [place.id, place.name, place.kind, place.country, lon, lat]


def astral_positions(text: str) -> list[int]:
    """Return where JavaScript counts two for one character, as offsets in code points; mostly none."""
    return [] if text.isascii() else [at for at, char in enumerate(text) if char > "\uffff"]
