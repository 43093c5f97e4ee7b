"""The layers of an atlas as GeoParquet in parts, cut by where features lie, so that readers skip most parts.

Features stand in the order of a Hilbert curve over the globe; each part holds a run of them, and says in its
metadata which box it covers, as does each row. References are in parts beside, those of a part's features in
the part of the same number, joined by ``feature_id``. ``_metadata`` has the statistics of all parts.
"""

# ruff: noqa: PLC0415  (pyarrow is an extra)
from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import InputError, OutputError
from geo.staging import staged
from layers.arrow import ABOUT, arrow_table, geo_metadata, pyarrow_or_tell, with_shapes, write_arrow
from layers.gpkg.read import fields_of, geometries_of
from layers.gpkg.schema import quoted
from layers.model import REFERENCE_KINDS
from layers.storable import restored
from layers.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

__all__ = ["spatial_parts", "write_spatial"]

_MOST_FEATURES: Final = 4096
"""Features of a part."""

_MOST_REFERENCES: Final = 65536
"""References from which a part is closed; one feature may have more."""

_GLOBE: Final = (-180.0, -90.0, 180.0, 90.0)
_PART: Final = "part-{:06d}.parquet"
_PART_NAME: Final = re.compile(r"part-\d{6,}\.parquet")
_SUMMARY: Final = "_metadata"
_NAMED: Final = bytes([len(ABOUT)]) + ABOUT
"""How ``ABOUT`` stands in a file's metadata, its length before it: it is seen without pyarrow."""


class _Features(NamedTuple):
    """The features of a layer along the curve."""

    fids: list[int]
    counts: list[int]
    columns: pa.Table
    shapes: Any
    about: dict[str, Any]


def write_spatial(atlas: Path, folder: Path) -> list[Path]:
    """Write every layer of an atlas in parts; return the folders.

    Parameters
    ----------
    atlas
        The ``atlas.gpkg`` of a run.
    folder
        Where the folders go, two a layer: ``places.parquet`` and ``places_references.parquet``. Those of the
        same names are replaced together, as by `geo.staging.staged`.

    Raises
    ------
    InputError
        If the atlas cannot be read.
    OutputError
        If the folder cannot be written to.
    UsageError
        If pyarrow is not installed.
    """
    pyarrow_or_tell()
    try:
        with _opened(atlas) as base, staged(folder) as stage:
            names = base.execute("SELECT name, title, table_name FROM corridors_layers ORDER BY position")
            made = [_write_layer(base, row, stage) for row in names.fetchall()]
    except sqlite3.Error as error:
        raise InputError(f"'{atlas}' cannot be read: {error}. Give the atlas.gpkg of a run.") from error
    return [folder / path.name for paths in made for path in paths]


def spatial_parts(atlas: Path) -> list[Path]:
    """Return the folders beside an atlas that `write_spatial` has written of its layers.

    Parameters
    ----------
    atlas
        The ``atlas.gpkg`` of a run. If it cannot be read, or is not there, no folder is known to be of it.

    Returns
    -------
    list of Path
        Folders that are called as a layer and hold parts of this project, and nothing else.
    """
    found = [path for path in sorted(atlas.parent.glob("*.parquet")) if _is_ours(path)]
    if not found or not atlas.is_file():
        return []
    try:
        with _opened(atlas) as base:
            stems = [str(restored(row[0])) for row in base.execute("SELECT table_name FROM corridors_layers")]
    except sqlite3.Error:
        return []
    own = {path.name for stem in stems for path in _paths(atlas.parent, stem)}
    return [path for path in found if path.name in own]


def _is_ours(path: Path) -> bool:
    """Tell whether a folder holds parts, their summary, which names this project, and nothing else."""
    if path.is_symlink() or not path.is_dir():
        return False
    try:
        summary = (path / _SUMMARY).read_bytes()
        names = {one.name for one in path.iterdir()} - {_SUMMARY}
    except OSError:
        return False
    return _NAMED in summary and all(_PART_NAME.fullmatch(name) for name in names)


def _opened(atlas: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"{atlas.resolve().as_uri()}?mode=ro", uri=True))


def _paths(folder: Path, stem: str) -> list[Path]:
    """Return where the features and references of a layer go."""
    return [folder / f"{stem}.parquet", folder / f"{stem}_references.parquet"]


def _write_layer(base: sqlite3.Connection, named: Sequence[str], folder: Path) -> list[Path]:
    name, title, stem = (str(restored(one)) for one in named)
    features = _features(base, name, title, stem)
    paths = _paths(folder, stem)
    for path in paths:  # a layer may be called as the references of one before
        shutil.rmtree(path, ignore_errors=True)
    for at, (begin, end) in enumerate(_cuts(features.counts)):
        _write_features(features, begin, end, paths[0] / _PART.format(at))
        rows = _references(base, name, features.fids[begin:end])
        write_arrow(rows, {"kinds": dict(REFERENCE_KINDS)}, paths[1] / _PART.format(at))
    _write_summary(paths[0], features)
    _write_summary(paths[1], None)
    return paths


def _features(base: sqlite3.Connection, name: str, title: str, stem: str) -> _Features:
    fields = [row for row in fields_of(base, stem) if row[1] != "quotes"]
    chosen = ", ".join(["fid", "geom", *(quoted(field) for field, _, _ in fields)])
    rows = base.execute(f"SELECT {chosen} FROM {quoted(stem)} ORDER BY fid").fetchall()  # noqa: S608 - its own names
    cells: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * (len(fields) + 2)
    shapes = geometries_of(cells[1]) if rows else np.empty(0, dtype=object)
    shapes = shapely.orient_polygons(shapes, exterior_cw=False)  # as the metadata say
    order = _along_the_curve(shapes)
    kinds = {column: kind for _, column, kind in fields}
    columns = {
        column: [_plain(cells[at][row], kind) for row in order]
        for at, (_, column, kind) in enumerate(fields, start=2)
    }
    return _Features(
        [cells[0][row] for row in order],
        columns["count"],
        arrow_table(Table(kinds, columns)),
        shapes[order],
        {"kinds": kinds, "name": name, "title": title, "geometry": "geometry"},
    )


def _plain(value: Any, kind: str) -> Any:
    if kind in {"text", "json"}:
        return restored(value) if kind == "text" else json.loads(restored(value) or "null")
    return bool(value) if kind == "bool" and value is not None else value


def _along_the_curve(shapes: Any) -> Any:
    """Return the order of shapes along a Hilbert curve; those at one place keep theirs."""
    if not len(shapes):
        return np.empty(0, dtype=int)
    centres = shapely.box(*np.nan_to_num(shapely.bounds(shapes)).T)
    far = gpd.GeoSeries(centres).hilbert_distance(total_bounds=_GLOBE, level=16)
    return np.argsort(far.to_numpy(), kind="stable")


def _cuts(counts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where parts begin and end, so that none has too much; at least one."""
    begin = held = 0
    for at, count in enumerate(counts):
        if at > begin and (at - begin >= _MOST_FEATURES or held + count > _MOST_REFERENCES):
            yield begin, at
            begin, held = at, 0
        held += count
    yield begin, len(counts)


def _write_features(features: _Features, begin: int, end: int, path: Path) -> None:
    shapes = features.shapes[begin:end]
    columns, bounds = with_shapes(features.columns.slice(begin, end - begin), shapes, ("geometry", "bbox"))
    write_arrow(columns, features.about, path, geo=geo_metadata(shapes, bounds, "geometry", "bbox"))


def _references(base: sqlite3.Connection, layer: str, fids: Sequence[int]) -> pa.Table:
    """Return the references of some features: in their order, then in that of the documents."""
    columns = ", ".join(quoted(name) for name in REFERENCE_KINDS)
    query = (
        f'SELECT {columns} FROM json_each(?) AS own JOIN "references" ON feature = own.value '  # noqa: S608 - its own names
        'WHERE layer = ? ORDER BY own.id, "references".id'
    )
    rows = base.execute(query, (json.dumps(list(fids)), layer)).fetchall()
    cells: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(REFERENCE_KINDS)
    values = {
        name: [_plain(value, kind) for value in column]
        for (name, kind), column in zip(REFERENCE_KINDS.items(), cells, strict=True)
    }
    return arrow_table(Table(REFERENCE_KINDS, values))


def _write_summary(folder: Path, features: _Features | None) -> None:
    """Write the statistics of all parts into one file, for readers that look there."""
    import pyarrow.parquet as pq

    parts = sorted(folder.glob("part-*.parquet"))
    collected = []
    for path in parts:
        about = pq.read_metadata(path)
        about.set_file_path(path.name)
        collected.append(about)
    schema = pq.read_schema(parts[0])
    metadata: dict[bytes, bytes] = {ABOUT: (schema.metadata or {})[ABOUT]}
    if features is not None:
        bounds = shapely.bounds(features.shapes) if len(features.shapes) else np.empty((0, 4))
        whole: Mapping[str, Any] = geo_metadata(features.shapes, bounds, "geometry", "bbox")
        metadata[b"geo"] = json.dumps(whole).encode("ascii")
    try:
        pq.write_metadata(schema.with_metadata(metadata), folder / _SUMMARY, collected)
    except OSError as error:
        raise OutputError(f"Cannot write into '{folder}': {error}. Choose another folder.") from error
