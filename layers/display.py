"""How an atlas or a layer shows itself in a notebook.

Layers know no pages. Whatever can draw one registers here; a distribution can announce itself under the
entry point group ``corridor_atlas.displays``, whose entries are functions that register.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["GROUP", "html_of", "register"]

GROUP: Final = "corridor_atlas.displays"
_RENDERERS: dict[type, Callable[[Any], str]] = {}


def register(kind: type, render: Callable[[Any], str]) -> None:
    """Let values of a type be shown by a function that returns HTML; the last one registered counts."""
    _RENDERERS[kind] = render


def html_of(value: object) -> str | None:
    """Return a value as HTML; None, for its plain text, if nothing that can draw it is installed."""
    if type(value) not in _RENDERERS:
        for entry in entry_points(group=GROUP):
            entry.load()()
    render = _RENDERERS.get(type(value))
    return render(value) if render else None
