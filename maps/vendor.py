"""Third-party scripts and styles by the address that Folium asks them from, offline.

They come from the installed distribution ``folium-offline``, which carries every asset of the same
Folium version in one table. Its package takes two seconds to import, so the table is read from the
module's source instead: a twentieth of a second, and nothing of it is run.
"""

from __future__ import annotations

import ast
import importlib.util
import re
from functools import cache
from pathlib import Path

from geo.errors import UsageError

__all__ = ["asset"]

_TABLE = "_res"
_SOURCE_MAP = re.compile(r"^\s*/[/*][#@] sourceMappingURL=[^\n]*$", re.MULTILINE)


def asset(url: str) -> str:
    """Return the text of the script or style that lives at ``url``.

    Raises
    ------
    UsageError
        If it is not among the assets that are kept offline.
    """
    found = _table().get(url)
    if found is None:
        raise UsageError(
            f"The page opens offline, but '{url}' is not among the assets kept offline. "
            "Leave out what asks for it, or hand over its text: atlas_map(..., assets={url: text})."
        )
    return _SOURCE_MAP.sub("", found)


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for statement in ast.parse(_source()).body:
        match statement:
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(url)))],
                value=ast.Constant(value=str(text)),
            ) if name == _TABLE:
                table[url] = text
    return table


def _source() -> str:
    spec = importlib.util.find_spec("offlinefolium")
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(
            "The distribution folium-offline is missing. Install it: pip install folium-offline."
        )
    return (Path(spec.submodule_search_locations[0]) / "elements.py").read_text(encoding="utf-8")
