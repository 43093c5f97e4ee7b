"""The ``export`` command's work: an atlas to files or to a database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["export_atlas"]


def export_atlas(  # noqa: PLR0913  (the options of the command)
    path: Path,
    out: Path | None,
    to: str | None,
    *,
    format_name: str | None,
    layers: Sequence[str],
    warn: Callable[[str], None],
) -> list[str]:
    """Export an atlas; return the files or tables that were written.

    Raises
    ------
    UsageError
        If neither or both of a file and a database are named, or what is asked for cannot be.
    InputError
        If the atlas cannot be read.
    OutputError
        If something cannot be written.
    """
    from layers import Atlas, export

    if (out is None) == (to is None):
        raise UsageError("Name one of the two: -o FILE or folder, or --to postgresql://...")
    atlas = Atlas.open(path)
    if out is not None:
        return [str(one) for one in export(atlas, out, format=format_name, layers=layers, warn=warn)]
    from layers.formats import chosen_layers
    from layers.postgis import write_postgis

    if format_name not in {None, "postgis"}:
        raise UsageError(f"--format {format_name} does not go with --to, which writes PostGIS tables.")
    if to is None or not to.startswith(("postgresql://", "postgres://")):
        raise UsageError("--to wants the address of a database: postgresql://user@host/database")
    return write_postgis(replace(atlas, layers=chosen_layers(atlas, layers), stored=None), to)
