"""Options of the page as the command line gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from geo.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Embed", "embed_choice", "tile_choices"]

Embed = Literal["text", "quotes"]

_NONE: Final = "none"
_FOLIUMS_OWN: Final = {"openstreetmap": "OpenStreetMap.Mapnik"}


def embed_choice(word: str) -> Embed:
    """Return how much of a document travels in the page.

    Raises
    ------
    UsageError
        If the word is neither ``text`` nor ``quotes``.
    """
    for choice in get_args(Embed):
        if word == choice:
            return choice  # type: ignore[no-any-return]  # get_args says nothing of types
    raise UsageError(f"--embed '{word}': choose one of {', '.join(get_args(Embed))}.")


def tile_choices(names: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the online tiles to offer; None leaves the page's own choice.

    Raises
    ------
    UsageError
        If Folium knows no tiles of a name, or they need a key.
    """
    if not names:
        return None
    if _NONE in names:
        if len(names) > 1:
            raise UsageError("--tiles none goes with no other tiles.")
        return ()
    from xyzservices import providers  # type: ignore[import-untyped]  # what Folium asks, too

    known = {one.name: one for one in providers.flatten().values()}
    for name in names:
        try:
            found = providers.query_name(_FOLIUMS_OWN.get(name.lower(), name))
        except ValueError:
            close = _close(name, known)
            raise UsageError(f"--tiles '{name}': Folium knows no such tiles. {close}") from None
        if found.requires_token():
            raise UsageError(f"--tiles '{name}' needs a key, which a page cannot keep. Choose others.")
    return tuple(dict.fromkeys(names))


def _close(name: str, known: dict[str, object]) -> str:
    from difflib import get_close_matches

    matches = get_close_matches(name, known, n=3, cutoff=0.4) or ["OpenStreetMap", "Esri.WorldImagery"]
    return f"Names are like: {', '.join(matches)}."
