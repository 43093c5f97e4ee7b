"""What a column of a table holds, so that it comes back from any file as it went in.

Text stays in plain object columns: pandas' own text type cannot hold a lone surrogate.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd

__all__ = ["Kind", "attributes", "column", "kind_of", "kinds_of", "plain_values", "table"]

Kind = Literal["text", "int", "float", "bool", "json", "date", "datetime"]
_TEXT = frozenset({str, type(None)})
_INT64 = range(-(2**63), 2**63)


def kind_of(values: pd.Series) -> Kind:
    """Return what a column holds; ``json`` for lists, mappings and anything mixed."""
    dtype = values.dtype
    if pd.api.types.is_bool_dtype(dtype):
        return "bool"
    if pd.api.types.is_integer_dtype(dtype):
        return "int"
    if pd.api.types.is_float_dtype(dtype):
        return "float"
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return "datetime"
    return _kind_of_objects(values)


def _kind_of_objects(values: pd.Series) -> Kind:  # noqa: PLR0911  (one for each kind)
    if set(map(type, values.tolist())) <= _TEXT:  # nearly always, and checked in one sweep
        return "text"
    types = {type(value) for value in values.tolist() if not _missing(value)}
    if types <= {str}:
        return "text"
    if types == {bool}:
        return "bool"
    if types == {int}:
        return "int" if all(_missing(value) or value in _INT64 for value in values.tolist()) else "json"
    if types <= {int, float}:
        return "float"
    if types == {dt.date}:
        return "date"
    if types <= {dt.datetime, pd.Timestamp}:
        return "datetime"
    return "json"


def attributes(features: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return a layer's features without their geometry."""
    return pd.DataFrame(features.drop(columns=features.geometry.name))


def kinds_of(frame: pd.DataFrame) -> dict[str, Kind]:
    """Return what each column holds."""
    return {str(name): kind_of(frame[name]) for name in frame.columns}


def plain_values(values: pd.Series, kind: Kind) -> list[Any]:  # noqa: PLR0911  (one for each kind)
    """Return a column as plain Python values; what is missing, and what is no number, is None."""
    if kind == "bool" and values.dtype == bool:
        return values.tolist()
    if kind == "int" and values.dtype.kind in "iu":  # not a nullable one
        return values.tolist()
    if kind in {"datetime", "date"}:
        return [None if _missing(value) else value.isoformat() for value in values.tolist()]
    if kind == "float" and values.dtype == np.float64 and np.isfinite(values.to_numpy()).all():
        return values.tolist()
    if kind == "float":
        return [
            None if _missing(value) or not math.isfinite(value) else float(value) for value in values.tolist()
        ]
    if kind == "json":
        return [None if _missing(value) else _plain(value) for value in values.tolist()]
    plain = values.tolist()
    return (
        plain if set(map(type, plain)) <= _TEXT else [None if _missing(value) else value for value in plain]
    )


def column(values: Sequence[Any], kind: Kind) -> pd.Series:
    """Return plain values as the column that they came from; the opposite of `plain_values`."""
    if kind == "float":
        return pd.Series([math.nan if value is None else value for value in values], dtype="float64")
    if kind in {"int", "bool"}:
        whole: Any = {"int": "int64", "bool": "bool"}[kind]
        return pd.Series(values, dtype=object if any(value is None for value in values) else whole)
    if kind == "datetime":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object), format="ISO8601"))
    if kind == "date":
        dates = [None if value is None else dt.date.fromisoformat(value) for value in values]
        return pd.Series(dates, dtype=object)
    return pd.Series(values, dtype=object)


def table(columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, str]) -> pd.DataFrame:
    """Return a table of plain values, each column of its kind."""
    checked: dict[str, Kind] = {name: _checked(kind) for name, kind in kinds.items()}
    series = {name: column(columns[name], kind) for name, kind in checked.items()}
    rows = len(next(iter(series.values()))) if series else 0
    return pd.DataFrame(series, index=pd.RangeIndex(rows), columns=pd.Index(list(series), dtype=object))


def _checked(kind: str) -> Kind:
    if kind not in get_args(Kind):
        raise ValueError(f"Unknown kind of column '{kind}'. Kinds: {', '.join(get_args(Kind))}.")
    return cast("Kind", kind)


def _missing(value: Any) -> bool:
    return (
        value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))
    )


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if isinstance(value, np.generic | np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(inner) for inner in cast("Iterable[Any]", value)), key=repr)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
