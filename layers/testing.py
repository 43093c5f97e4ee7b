"""Assertions for authors of layers and scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from layers.columns import attributes, kind_of, plain_values
from layers.geometry import wrapped_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from layers.atlas import Atlas
    from layers.model import Layer

__all__ = ["assert_atlases_equal", "assert_layers_equal"]


def assert_layers_equal(actual: Layer, expected: Layer, *, degrees: float = 0.0) -> None:
    """Assert that two layers hold the same features and references, in the same order.

    Column order, index, and the choice between None and NaN for what is missing do not count; nor do the
    order of rings and where a ring starts, or a cut at the antimeridian.

    Parameters
    ----------
    actual, expected
        The layers.
    degrees
        How far coordinates may differ (GeoJSON keeps 7 decimals: pass ``1e-7``).

    Raises
    ------
    AssertionError
        If they differ; names the table, the column and the first row that does.
    """
    _require(actual.name == expected.name, f"name: {actual.name!r} is not {expected.name!r}")
    _require(actual.title == expected.title, f"title: {actual.title!r} is not {expected.title!r}")
    _tables_equal("features", attributes(actual.features), attributes(expected.features))
    _geometries_equal(actual, expected, degrees)
    _tables_equal("references", actual.references, expected.references)


def assert_atlases_equal(actual: Atlas, expected: Atlas, *, degrees: float = 0.0) -> None:
    """Assert that two atlases hold the same documents, mentions, layers and the rest.

    Raises
    ------
    AssertionError
        If they differ; names the part and the first row that does.
    """
    for part in ("documents", "mentions", "unresolved", "unreadable", "claims", "corrections"):
        _rows_equal(part, list(getattr(actual, part)), list(getattr(expected, part)))
    _require(dict(actual.run) == dict(expected.run), f"run: {actual.run!r} is not {expected.run!r}")
    names, wanted = list(actual.layers), list(expected.layers)
    _require(names == wanted, f"layers: {names} are not {wanted}")
    for name, layer in expected.layers.items():
        assert_layers_equal(actual.layers[name], layer, degrees=degrees)


def _tables_equal(what: str, actual: pd.DataFrame, expected: pd.DataFrame) -> None:
    names, wanted = sorted(actual.columns), sorted(expected.columns)
    _require(names == wanted, f"{what} have the columns {names}, not {wanted}")
    for column in expected.columns:
        kind = kind_of(expected[column])
        _rows_equal(
            f"{what}, column {column!r}", *(plain_values(t[column], kind) for t in (actual, expected))
        )


def _rows_equal(what: str, actual: Sequence[Any], expected: Sequence[Any]) -> None:
    _require(len(actual) == len(expected), f"{what}: {len(actual)} rows, not {len(expected)}")
    for row, (one, other) in enumerate(zip(actual, expected, strict=True)):
        _require(one == other, f"{what}, row {row}: {one!r} is not {other!r}")


def _geometries_equal(actual: Layer, expected: Layer, degrees: float) -> None:
    one, other = (shapely.normalize(wrapped_all(layer.features.geometry)) for layer in (actual, expected))
    if not len(one):
        return
    same = shapely.equals_exact(one, other, tolerance=degrees)
    if not same.all():
        row = int(np.flatnonzero(~same)[0])
        raise AssertionError(f"features, geometry, row {row}: {one[row]} is not {other[row]}")


def _require(holds: bool, message: str) -> None:  # noqa: FBT001  (a condition, as in assert)
    """Raise AssertionError unless a condition holds; unlike assert, also under ``python -O``."""
    if not holds:
        raise AssertionError(message)
