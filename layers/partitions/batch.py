"""A partition (`layers.large.Partition`) as tables for Parquet, and back.

Rows name their document, target and feature by place in their own batch; names and ids stand beside. What has
no rows of its own is kept as JSON in the schema of the documents.
"""

# ruff: noqa: PLC0415  (pyarrow is an extra)
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from geo.errors import InputError, UsageError
from layers.large.partition import PARTITION_KINDS, Columns, LayerPart, Partition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

__all__ = ["TABLES", "batch_of", "batch_tables"]

TABLES: Final = ("mentions", "unresolved", "references", "composed", "claims", "documents")
"""The tables of a batch. Documents come last: a batch is whole when it has them."""

_ABOUT: Final = b"corridors"
_FORMAT: Final = 1
_LAYERED: Final = {"layer": "text", **PARTITION_KINDS["references"]}
_KINDS: Final[Mapping[str, Mapping[str, str]]] = {**PARTITION_KINDS, "references": _LAYERED}


def batch_tables(
    part: Partition, beside: Mapping[str, Sequence[bytes]], about: Mapping[str, Any]
) -> dict[str, pa.Table]:
    """Return the tables of a batch, by the names in `TABLES`.

    Parameters
    ----------
    part
        What the batch contributes.
    beside
        More columns of its documents.
    about
        What else is to be kept; plain values, as JSON has them.

    Raises
    ------
    UsageError
        If pyarrow is not installed.
    """
    pa = _pyarrow()
    columns = {name: getattr(part, name) for name in PARTITION_KINDS if name != "references"}
    columns["references"] = _layered(part.layers)
    tables = {name: _table(columns[name], _KINDS[name]) for name in TABLES}
    for name, values in beside.items():
        tables["documents"] = tables["documents"].append_column(name, pa.array(values, pa.binary()))
    own = {
        "format": _FORMAT,
        "targets": part.targets,
        "layers": {name: layer.features for name, layer in part.layers.items()},
        "beside": list(beside),
        "about": dict(about),
    }
    tables["documents"] = tables["documents"].replace_schema_metadata(
        {_ABOUT: json.dumps(own).encode("ascii")}
    )
    return tables


def batch_of(tables: Mapping[str, pa.Table]) -> tuple[Partition, Columns, dict[str, Any]]:
    """Return the batch of some tables, the columns beside its documents, and what else was kept.

    Raises
    ------
    InputError
        If they are not the tables of a batch, or those of another version.
    """
    try:
        own = json.loads((tables["documents"].schema.metadata or {})[_ABOUT])
        if own["format"] != _FORMAT:
            raise InputError(f"These partitions have format {own['format']}, not {_FORMAT}. Make them anew.")
        columns = {name: _columns(tables[name], _KINDS[name]) for name in TABLES}
        layers = _parted(columns["references"], own["layers"])
        beside = {name: tables["documents"].column(name).to_pylist() for name in own["beside"]}
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"These are no tables of a batch: {error!r}. Make them anew.") from error
    part = Partition(
        columns["documents"],
        columns["mentions"],
        columns["unresolved"],
        layers,
        own["targets"],
        columns["composed"],
        columns["claims"],
    )
    return part, beside, own["about"]


def _layered(layers: Mapping[str, LayerPart]) -> Columns:
    """Return the references of all layers as one table."""
    columns: Columns = {name: [] for name in _LAYERED}
    for layer, part in layers.items():
        columns["layer"] += [layer] * len(part.references["document"])
        for name, values in part.references.items():
            columns[name] += values
    return columns


def _parted(references: Columns, features: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, LayerPart]:
    """Return layers again; the rows of each stand together."""
    layers = {}
    begin = 0
    owners = references.pop("layer")
    for layer, own in features.items():
        end = begin + owners.count(layer)
        rows = {name: values[begin:end] for name, values in references.items()}
        layers[layer] = LayerPart([(feature, target) for feature, target in own], rows)
        begin = end
    return layers


def _table(columns: Columns, kinds: Mapping[str, str]) -> pa.Table:
    pa = _pyarrow()
    types = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "bytes": pa.binary()}
    arrays = [pa.array(columns[name], types.get(kind, pa.string())) for name, kind in kinds.items()]
    return pa.Table.from_arrays(arrays, names=list(kinds))


def _columns(table: pa.Table, kinds: Mapping[str, str]) -> Columns:
    return {name: table.column(name).to_pylist() for name in kinds}


def _pyarrow() -> Any:
    try:
        import pyarrow as pa
    except ImportError as error:
        message = (
            "Partitions need pyarrow, which is not installed. Run: pip install 'corridor-atlas[cluster]'"
        )
        raise UsageError(message) from error
    return pa
