"""Co-mentions: arcs between places that one sentence names together."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from layers.features import FEATURE_KINDS, layer_of_rows
from layers.geometry import arc
from layers.references import quote_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Mention, Place
    from layers.model import Layer

__all__ = ["comentions_layer"]

_KINDS: Final = FEATURE_KINDS | {"place_a": "text", "place_b": "text", "weight": "float"}
_MOST_IN_A_SENTENCE: Final = 30


def comentions_layer(mentions: Sequence[Mention]) -> Layer:
    """Return arcs between places named in the same sentence.

    ``count`` is the number of references (one for each sentence that joins the two); ``weight`` shares
    one sentence out among its pairs, so that a list of twenty names does not outweigh a statement about
    two. A sentence with more than 30 places is a list and joins nothing.
    """
    sentences = _places_by_sentence(mentions)
    weights: dict[tuple[str, str], float] = {}
    referring: dict[tuple[str, str], list[Mention]] = {}
    places: dict[str, Place] = {}
    for together in sentences.values():
        if len(together) > _MOST_IN_A_SENTENCE:
            continue
        pairs = list(combinations(sorted(together), 2))
        for a, b in pairs:
            first = min(together[a], together[b], key=lambda mention: mention.span.start)
            weights[a, b] = weights.get((a, b), 0.0) + 1 / len(pairs)
            referring.setdefault((a, b), []).append(first)
            for place_id in (a, b):
                if (place := together[place_id].place) is not None:
                    places[place_id] = place
    keys = sorted(weights)
    rows = [_row(places[a], places[b], weights[a, b], referring[a, b]) for a, b in keys]
    shapes = [arc((places[a].lon, places[a].lat), (places[b].lon, places[b].lat)) for a, b in keys]
    pairs_of = [(_id(*key), mention) for key in keys for mention in referring[key]]
    return layer_of_rows("comentions", "Named together", rows, _KINDS, shapes, pairs_of)


def _places_by_sentence(mentions: Sequence[Mention]) -> dict[tuple[str, str, int], dict[str, Mention]]:
    """Return, for each sentence, its places with the first mention of each."""
    sentences: dict[tuple[str, str, int], dict[str, Mention]] = {}
    for mention in mentions:
        if mention.place is not None and mention.role != "coreference":
            start, _ = quote_of(mention.span)
            key = (mention.document.id, mention.document.name, start)
            sentences.setdefault(key, {}).setdefault(mention.place.id, mention)
    return sentences


def _row(a: Place, b: Place, weight: float, mentions: Sequence[Mention]) -> dict[str, Any]:
    return {
        "feature_id": _id(a.id, b.id),
        "name": f"{a.name} – {b.name}",
        "kind": "comention",
        "country": a.country if a.country == b.country else None,
        "source": "places named in one sentence",
        "certainty": "sure" if a.certainty == b.certainty == "sure" else "uncertain",
        "count": len(mentions),
        "score": round(max(mention.score for mention in mentions), 3),
        "place_a": a.id,
        "place_b": b.id,
        "weight": round(weight, 4),
    }


def _id(a: str, b: str) -> str:
    return f"{a}|{b}"
