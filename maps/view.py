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
_AREA = 2  # dimension
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
    """Return longitudes, latitudes and weights of what counts."""
    positions: list[np.ndarray] = [np.empty((0, 2))]
    weights: list[np.ndarray] = [np.empty(0)]
    for layer in atlas.layers.values():
        geometry = layer.features.geometry.to_numpy()
        counts = np.fmax(layer.features["count"].to_numpy(dtype=float), 1.0)
        wanted = (shapely.get_dimensions(geometry) == _AREA) == areas
        shapes = shapely.point_on_surface(geometry[wanted]) if areas else geometry[wanted]
        found, owner = shapely.get_coordinates(shapes, return_index=True)
        positions.append(found)
        weights.append(counts[wanted][owner] / np.bincount(owner, minlength=len(shapes))[owner])
    stacked = np.concatenate(positions)
    return stacked[:, 0], stacked[:, 1], np.concatenate(weights)


def _middle(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Return the range that holds the middle share of the weight, with a margin."""
    order = np.argsort(values, kind="stable")
    sums = np.cumsum(weights[order]) / weights.sum()
    ends = np.searchsorted(sums, [(1 - _SHARE) / 2, (1 + _SHARE) / 2])
    low, high = (float(value) for value in values[order][np.minimum(ends, len(values) - 1)])
    margin = max((high - low) * 0.06, (_LEAST_SPAN - (high - low)) / 2, 0.0)
    return round(low - margin, 3), round(high + margin, 3)
