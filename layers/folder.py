"""An atlas in a folder of files: the same tables as in the GeoPackage, in JSON or Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from geo.errors import InputError
from layers.atlas import Atlas
from layers.gpkg.schema import table_names
from layers.lazy import LazyLayers, LazySequence
from layers.tables import (
    Table,
    documents_from,
    mentions_from,
    rows_from,
    run_from,
    targets_from,
    unreadable_from,
    unresolved_from,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from layers.model import Layer

__all__ = ["FOLDER_FORMAT", "atlas_of_tables", "check_format", "file_names", "own_file"]

FOLDER_FORMAT: Final = 1
"""Version of the layout; a reader refuses a newer one."""


def file_names(atlas: Atlas) -> dict[str, str]:
    """Return a file's stem for each layer; names that no file can have are numbered."""
    return table_names(atlas.layers)


def own_file(name: str) -> str:
    """Return the name of a file in an atlas's folder as the atlas gives it.

    An atlas may come from anyone, and must not have other files of this machine read.

    Raises
    ------
    InputError
        If the name leads out of the folder.
    """
    if "/" in name or "\\" in name or name in {"", ".", ".."}:
        raise InputError(f"The atlas names the file '{name}' outside its folder. Export the atlas again.")
    return name


def check_format(path: Path, written: Any) -> None:
    """Refuse what is no atlas, or one that a newer version wrote.

    Raises
    ------
    InputError
        In both cases.
    """
    if not isinstance(written, int):
        raise InputError(f"'{path}' is not an atlas. Give a folder that `corridors export` wrote.")
    if written > FOLDER_FORMAT:
        message = f"'{path}' is an atlas of format {written}; this version reads up to {FOLDER_FORMAT}."
        raise InputError(f"{message} Update corridor-atlas.")


def atlas_of_tables(
    load: Callable[[str], Table], layers: Mapping[str, str], load_layer: Callable[[str, str], Layer]
) -> Atlas:
    """Return an atlas whose parts are read from their files when they are used.

    Parameters
    ----------
    load
        Reads a table by its name.
    layers
        The stem of each layer's files.
    load_layer
        Reads a layer by its name and stem.
    """
    documents = LazySequence(lambda: documents_from(load("documents")))

    def located(name: str, make: Callable[[Table, Any, Any], Sequence[Any]]) -> LazySequence[Any]:
        return LazySequence(
            lambda: make(
                load(name),
                dict(enumerate(documents, start=1)),
                dict(enumerate(targets_from(load("targets")), start=1)),
            )
        )

    return Atlas(
        documents,
        located("mentions", mentions_from),
        located("unresolved", unresolved_from),
        LazySequence(lambda: unreadable_from(load("unreadable"))),
        LazyLayers(list(layers), lambda name: load_layer(name, layers[name])),
        LazySequence(lambda: rows_from(load("claims"))),
        LazySequence(lambda: rows_from(load("corrections"))),
        run_from(load("run")),
    )
