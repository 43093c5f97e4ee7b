"""The options that choose an engine, and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from geo.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from maps.engine.local import Engine

__all__ = [
    "ENGINES",
    "EngineName",
    "Jobs",
    "Partitions",
    "Scheduler",
    "engine_of",
    "stale_parts",
    "write_parts",
]

ENGINES = ("local", "dask")

_PANEL = "Many documents"
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", help="Processes; by default one a core.", min=1, rich_help_panel=_PANEL),
]
EngineName = Annotated[
    str,
    typer.Option("--engine", help="local, or dask (needs the extra cluster).", rich_help_panel=_PANEL),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Dask's scheduler, tcp://host:8786; by default a cluster on this machine.",
        rich_help_panel=_PANEL,
    ),
]

Partitions = Annotated[
    str | None,
    typer.Option(
        "--partitions",
        metavar="FOLDER",
        help="Keep what --engine dask finds in each block of .jsonl and .parquet inputs here, as Parquet; "
        "a run that is restarted reads it. An address (s3://...) will do.",
        rich_help_panel=_PANEL,
    ),
]


def engine_of(name: str, jobs: int | None, scheduler: str | None, partitions: str | None = None) -> Engine:
    """Return the engine that the options ask for.

    Raises
    ------
    UsageError
        If there is no such engine, it is not installed, or the options do not go together.
    """
    if name not in ENGINES:
        raise UsageError(f"Unknown engine '{name}'. Choose one of: {', '.join(ENGINES)}.")
    from geo.scale.locate import cores
    from maps.engine.local import local_engine

    if name == "local":
        if scheduler:
            raise UsageError("--scheduler goes with --engine dask only. Add that, or leave it out.")
        if partitions:
            raise UsageError("--partitions goes with --engine dask only. Add that, or leave it out.")
        return local_engine(jobs or cores())
    from maps.engine.cluster import dask_engine

    return dask_engine(jobs or cores(), scheduler, partitions)


def write_parts(name: str, stage: Path) -> list[Path]:
    """Write what an engine adds to the outputs of a run: a cluster's layers are GeoParquet in parts, too.

    Parameters
    ----------
    name
        The engine.
    stage
        Where the run has written its atlas, and is published from.

    Returns
    -------
    list of Path
        The folders that were written.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    if name != "dask":
        return []
    from layers.partitions import write_spatial
    from maps.job import ATLAS_FILE

    return write_spatial(stage / ATLAS_FILE, stage)


def stale_parts(folder: Path) -> list[Path]:
    """Return the folders of parts that an earlier run wrote of the atlas in a folder; they go with it."""
    if not any(path.is_dir() for path in folder.glob("*.parquet")):
        return []
    from layers.partitions import spatial_parts
    from maps.job import ATLAS_FILE

    return spatial_parts(folder / ATLAS_FILE)
