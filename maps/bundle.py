"""The page's own script and style, put together from the readable modules in ``maps/assets``.

The modules are plain ES modules, so a linter or Node can read them as they are. One file that opens
from disk cannot import others, therefore they are joined into one function: in order of dependency,
without their ``import`` lines and ``export`` words. That works because every module exports by
declaration only and top-level names are unique across modules; both are checked here.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from geo.errors import UsageError

__all__ = ["page_script", "page_style_sheet"]

_IMPORT = re.compile(r"^import\s+\{([^}]*)\}\s+from\s+\"\./([\w-]+\.js)\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_TOP_LEVEL = re.compile(r"^(?:async )?(?:function\*?|const|let|class)\s+(\w+)", re.MULTILINE)
_ENTRY = "main.js"


@cache
def page_script() -> str:
    """Return the script that defines ``CorridorAtlas``.

    Raises
    ------
    UsageError
        If modules import each other in a circle, or declare one name twice.
    """
    order: list[str] = []
    _visit(_ENTRY, order, ())
    bodies = [_EXPORT.sub("", _IMPORT.sub("", _read(name))) for name in order]
    _refuse_doubles(dict(zip(order, bodies, strict=True)))
    joined = "\n".join(f"// {name}\n{body.strip()}\n" for name, body in zip(order, bodies, strict=True))
    return f'const CorridorAtlas = (() => {{\n"use strict";\n{joined}\nreturn entry;\n}})();\n'


@cache
def page_style_sheet() -> str:
    """Return the style sheet of the page."""
    return _read("atlas.css")


def _visit(name: str, order: list[str], path: tuple[str, ...]) -> None:
    if name in order:
        return
    if name in path:
        raise UsageError(f"The page's modules import each other in a circle: {' -> '.join((*path, name))}.")
    for match in _IMPORT.finditer(_read(name)):
        _visit(match[2], order, (*path, name))
    order.append(name)


def _refuse_doubles(bodies: dict[str, str]) -> None:
    owner: dict[str, str] = {}
    for module, body in bodies.items():
        for declared in _TOP_LEVEL.findall(body):
            if declared in owner:
                raise UsageError(
                    f"'{declared}' is declared in {owner[declared]} and in {module}. "
                    "The page's modules share one scope: rename one of them."
                )
            owner[declared] = module


def _read(name: str) -> str:
    return (files("maps") / "assets" / name).read_text(encoding="utf-8")
