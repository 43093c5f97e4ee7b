"""Where the map opens: on the bulk of what the documents mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from layers import Atlas

__all__ = ["Bounds", "opening_view"]

Bounds = tuple[tuple[float, float], tuple[float, float]]

_WORLD: Bounds = ((-50.0, -130.0), (70.0, 160.0))
_SHARE = 0.9  # of the mentions lie in the view along either axis
_LEAST_SPAN = 1.5  # degrees: one lone place is seen with its surroundings


def opening_view(atlas: Atlas) -> Bounds:
    """Return ``((south, west), (north, east))`` in degrees.

    Points and lines count by their number of mentions; a line counts by its vertices. Areas count only
    where there is nothing else, by their middle: one mention of Russia should not zoom out to the Pacific.
    """
    lons, lats, weights = _positions(atlas, areas=False)
    if not len(lons):
        lons, lats, weights = _positions(atlas, areas=True)
    if not len(lons):
        return _WORLD
    south, north = _middle(lats, weights)
    west, east = _middle(lons, weights)
    return (south, west), (north, east)


def _positions(atlas: Atlas, *, areas: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    positions: list[np.ndarray] = [np.empty((0, 2))]
    weights: list[np.ndarray] = [np.empty(0)]
    for layer in atlas.layers.values():
        for geometry, count in zip(layer.features.geometry, layer.features["count"], strict=True):
            if geometry is None or geometry.is_empty:
                continue
            if geometry.area > 0 and not areas:
                continue
            found = shapely.get_coordinates(
                geometry.representative_point() if geometry.area > 0 else geometry
            )
            positions.append(found)
            weights.append(np.full(len(found), max(float(count), 1.0) / len(found)))
    stacked = np.concatenate(positions)
    return stacked[:, 0], stacked[:, 1], np.concatenate(weights)


def _middle(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Return the range that holds the middle share of the weight, with a margin."""
    order = np.argsort(values, kind="stable")
    sums = np.cumsum(weights[order]) / weights.sum()
    low = float(values[order][np.searchsorted(sums, (1 - _SHARE) / 2)])
    high = float(values[order][min(np.searchsorted(sums, (1 + _SHARE) / 2), len(values) - 1)])
    margin = max((high - low) * 0.06, (_LEAST_SPAN - (high - low)) / 2, 0.0)
    return round(low - margin, 3), round(high + margin, 3)
