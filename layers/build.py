"""From located mentions to an atlas with its built-in layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from geo.errors import UsageError
from geo.model import Mention, Unresolved
from layers.atlas import Atlas
from layers.claims import claim_rows
from layers.comentions import comentions_layer
from layers.density import density_layer
from layers.places import places_layer, regions_layer
from layers.routes import routes_layer
from layers.themes import crossings_layer, pipelines_layer, ports_layer, railways_layer, roads_layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from geo.model import Document, Unreadable
    from layers.model import Layer

__all__ = ["BUILT_IN", "DEFAULT_LAYERS", "build_atlas", "built_in_layer", "merged"]

BUILT_IN: Final[Mapping[str, Callable[[Sequence[Mention]], Layer]]] = {
    "comentions": comentions_layer,
    "crossings": crossings_layer,
    "density": density_layer,
    "pipelines": pipelines_layer,
    "places": places_layer,
    "ports": ports_layer,
    "railways": railways_layer,
    "regions": regions_layer,
    "roads": roads_layer,
    "routes": routes_layer,
}
DEFAULT_LAYERS: Final = ("routes", "regions", "places")


def build_atlas(  # noqa: PLR0913  (what an atlas is made of)
    documents: Sequence[Document],
    located: Iterable[Mention | Unresolved],
    unreadable: Sequence[Unreadable] = (),
    *,
    layers: Sequence[str] = DEFAULT_LAYERS,
    claims: Sequence[Mapping[str, Any]] | None = None,
    corrections: Sequence[Mapping[str, Any]] = (),
    run: Mapping[str, Any] | None = None,
) -> Atlas:
    """Return the atlas of a run.

    Parameters
    ----------
    documents, located, unreadable
        What was read, what was located in it (in document order), and what could not be read.
    layers
        Built-in layers to make, in the order in which a map draws them.
    claims
        What the documents say about routes, one row a claim; found in them by default.
    corrections
        What people corrected, one row a correction.
    run
        How this was made: versions, options, inputs.

    Raises
    ------
    UsageError
        If a layer is not built in.
    """
    rows = list(located)
    mentions = tuple(row for row in rows if isinstance(row, Mention))
    unresolved = tuple(row for row in rows if isinstance(row, Unresolved))
    made = {name: built_in_layer(name, mentions) for name in layers}
    return Atlas(
        tuple(documents),
        mentions,
        unresolved,
        tuple(unreadable),
        made,
        claim_rows(documents, mentions) if claims is None else tuple(claims),
        tuple(corrections),
        run or {},
    )


def built_in_layer(name: str, mentions: Sequence[Mention]) -> Layer:
    """Return a built-in layer of some mentions.

    Raises
    ------
    UsageError
        If there is no such layer.
    """
    if name not in BUILT_IN:
        raise UsageError(f"Unknown layer '{name}'. Built-in layers: {', '.join(BUILT_IN)}.")
    return BUILT_IN[name](mentions)


def merged(old: Atlas, new: Atlas) -> Atlas:
    """Return the atlas of both runs: the new run's documents replace those of the same name.

    Everything about the other documents stays as it was. Built-in layers are made anew from all mentions;
    a layer of the old run that is not built in, and that the new one lacks, is gone, since only its
    script can make it. Corrections of both are kept, each once.
    """
    fresh = {document.name for document in new.documents}
    documents = [document for document in old.documents if document.name not in fresh]
    kept: list[Mention | Unresolved] = [
        *(mention for mention in old.mentions if mention.document.name not in fresh),
        *(one for one in old.unresolved if one.span.document.name not in fresh),
    ]
    sources = {row.source for row in new.unreadable} | {document.source for document in new.documents}
    names = [name for name in dict.fromkeys([*old.layers, *new.layers]) if name in BUILT_IN]
    atlas = build_atlas(
        [*documents, *new.documents],
        [*kept, *new.mentions, *new.unresolved],
        [*(row for row in old.unreadable if row.source not in sources), *new.unreadable],
        layers=names,
        claims=[*(row for row in old.claims if row.get("doc") not in fresh), *new.claims],
        corrections=[*old.corrections, *(row for row in new.corrections if row not in list(old.corrections))],
        run=new.run,
    )
    own = {name: layer for name, layer in new.layers.items() if name not in BUILT_IN}
    return atlas.with_layers(own)
