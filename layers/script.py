"""Layers that users write: the ``@layer`` decorator, and scripts that cost no more than their own layers."""

# ruff: noqa: PLC0415  (a script that fails early should not pay for tables)
from __future__ import annotations

import inspect
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.errors import LayerError, UsageError
from geo.model import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from layers.atlas import Atlas
    from layers.model import Layer

__all__ = ["Failure", "ScriptedLayer", "layer", "run_scripts", "scripted_layers"]


@dataclass(frozen=True, slots=True)
class ScriptedLayer:
    """A layer and the function that makes it; called like the function."""

    name: str
    title: str
    function: Callable[..., Any]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function."""
        return self.function(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Failure:
    """A layer that its script could not make: which, where in the script, and why."""

    layer: str | None
    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        which = f"Layer '{self.layer}' was left out" if self.layer else "The script was left out"
        return f"{which}: {self.reason} ({where})"


def layer(name: str, *, title: str | None = None) -> Callable[[Callable[..., Any]], ScriptedLayer]:
    """Make a function a layer.

    Parameters
    ----------
    name
        What files and options call the layer.
    title
        What the map calls it; the name by default.

    Notes
    -----
    The function takes ``mentions`` (a list of `geo.Mention`), or ``atlas`` (the whole `Atlas`), or both, by
    these names. It returns mentions, which are drawn as points, areas and lines, or a `Layer`.

    Examples
    --------
    >>> @layer("ports", title="Ports")
    ... def ports(mentions):
    ...     return [m for m in mentions if m.place and m.place.kind == "port"]
    >>> ports.name, ports([])
    ('ports', [])
    """

    def decorate(function: Callable[..., Any]) -> ScriptedLayer:
        return ScriptedLayer(name, title or name, function)

    return decorate


def run_scripts(paths: Sequence[Path], atlas: Atlas) -> tuple[Atlas, list[Failure]]:
    """Return the atlas with the layers of some scripts, and the layers that could not be made.

    Whatever a script raises costs its own layer only. A script sees the atlas with the layers made before it.

    Raises
    ------
    UsageError
        If a script does not exist.
    """
    failures: list[Failure] = []
    taken = set(atlas.layers)
    for path in paths:
        try:
            found = scripted_layers(path)
        except UsageError:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001  (a user's script may raise anything)
            failures.append(_failure(None, path, error))
            continue
        if not found:
            reason = "it defines no layer; put @layer(\"name\") from 'layers' above a function"
            failures.append(Failure(None, str(path), None, reason))
        for one in found:
            try:
                if one.name in taken:
                    raise LayerError(f"there is a layer '{one.name}' already; choose another name")  # noqa: TRY301
                atlas = atlas.with_layers({one.name: _made(one, atlas)})
                taken.add(one.name)
            except (Exception, SystemExit) as error:  # noqa: BLE001
                failures.append(_failure(one.name, path, error))
    return atlas, failures


def scripted_layers(path: Path) -> list[ScriptedLayer]:
    """Run a script and return the layers that it defines, in the order of its lines.

    Raises
    ------
    UsageError
        If there is no such file.
    Exception
        Whatever the script raises.
    """
    if not path.is_file():
        raise UsageError(f"There is no script '{path}'. Give a Python file.")
    namespace: dict[str, Any] = {"__name__": "layer_script", "__file__": str(path)}
    exec(compile(path.read_bytes(), str(path), "exec"), namespace)  # noqa: S102  (running it is what was asked for)
    return list(
        {id(value): value for value in namespace.values() if isinstance(value, ScriptedLayer)}.values()
    )


def _made(one: ScriptedLayer, atlas: Atlas) -> Layer:
    """Return the layer that a function makes."""
    from layers.model import Layer
    from layers.themes import mentions_layer

    offered = {"mentions": list(atlas.mentions), "atlas": atlas}
    asked = list(inspect.signature(one.function).parameters)
    unknown = [name for name in asked if name not in offered]
    if unknown or not asked:
        raise LayerError(f"its function takes ({', '.join(asked)}); it can take 'mentions', 'atlas', or both")
    result = one.function(**{name: offered[name] for name in asked})
    if isinstance(result, Layer):
        return Layer(one.name, one.title, result.features, result.references)
    try:
        mentions = list(result)
    except TypeError:
        mentions = [None]
    if not all(isinstance(mention, Mention) for mention in mentions):
        raise LayerError(
            f"its function returned {type(result).__name__}; return a list of mentions, or a Layer"
        )
    return mentions_layer(one.name, one.title, mentions)


def _failure(name: str | None, path: Path, error: BaseException) -> Failure:
    """Return what went wrong, with the last line of the script that was running."""
    line = error.lineno if isinstance(error, SyntaxError) and error.filename == str(path) else None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == str(path):
            line = frame.lineno
    reason = str(error) if isinstance(error, LayerError) else f"{type(error).__name__}: {error}"
    return Failure(name, str(path), line, reason)
