"""Density: how often places are mentioned, on a grid of hexagons of equal area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from pyproj import Transformer

from geo.errors import UsageError
from layers.features import FEATURE_KINDS, layer_of_rows
from layers.geometry import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import Mention
    from layers.model import Layer

__all__ = ["HEXAGON_KM", "density_layer"]

HEXAGON_KM: Final = 50.0
_EQUAL_AREA: Final = "EPSG:6933"  # cylindrical, true area everywhere (NSIDC EASE-Grid 2.0)
_TO_PLANE: Final = Transformer.from_crs("EPSG:4326", _EQUAL_AREA, always_xy=True)
_KINDS: Final = FEATURE_KINDS | {"places": "int", "per_1000_km2": "float"}


def density_layer(mentions: Sequence[Mention], hexagon_km: float = HEXAGON_KM) -> Layer:
    """Return hexagons with the number of mentions of places in them.

    Parameters
    ----------
    mentions
        Mentions of places; areas such as countries are left out, since their point says nothing of where.
    hexagon_km
        Distance between neighbours' centres at 30° latitude, kilometres. All hexagons have the same area.

    Raises
    ------
    UsageError
        If the size is not between 1 and 2000 km.
    """
    if not 1 <= hexagon_km <= 2000:
        raise UsageError(f"Hexagons of {hexagon_km} km cannot be drawn. Choose a size from 1 to 2000 km.")
    points = [m for m in mentions if m.place is not None and m.place.extent_km == 0]
    if not points:
        return layer_of_rows("density", "Density of mentions", [], _KINDS, [], [])
    lonlat = np.array([(m.place.lon, m.place.lat) for m in points if m.place is not None])
    cells = _cells(lonlat, hexagon_km * 1000)
    unique, owner, counts = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    ids = [f"hex:{hexagon_km:g}:{column}:{row}" for column, row in unique.tolist()]
    owners = owner.ravel().tolist()
    best = np.zeros(len(unique))
    np.maximum.at(best, owner.ravel(), [m.score for m in points])
    area_km2 = hexagon_km**2 * np.sqrt(3) / 2
    names: list[set[str]] = [set() for _ in ids]
    for at, mention in zip(owners, points, strict=True):
        names[at].add(mention.target.id)
    rows = [
        _row(*cell, per_1000_km2=round(cell[1] / area_km2 * 1000, 4))
        for cell in zip(ids, counts.tolist(), best.tolist(), map(len, names), strict=True)
    ]
    referring = [(ids[at], mention) for at, mention in zip(owners, points, strict=True)]
    shapes = [wrapped(shape) for shape in _hexagons(unique, hexagon_km * 1000)]
    return layer_of_rows("density", "Density of mentions", rows, _KINDS, shapes, referring)


def _row(feature_id: str, count: int, score: float, places: int, *, per_1000_km2: float) -> dict[str, Any]:
    return {
        "feature_id": feature_id,
        "name": f"{count} mentions of {places} places",
        "kind": "hexagon",
        "country": None,
        "source": "mentions counted on a grid",
        "certainty": "sure",
        "count": count,
        "score": round(score, 3),
        "places": places,
        "per_1000_km2": per_1000_km2,
    }


def _cells(lonlat: NDArray[np.float64], size_m: float) -> NDArray[np.int64]:
    """Return the column and row of the hexagon that holds each point.

    Centres lie on two interleaved rectangular grids; the nearer of the two nearest centres wins.
    """
    x, y = _TO_PLANE.transform(lonlat[:, 0], lonlat[:, 1])
    height = size_m * np.sqrt(3)
    even = np.stack([np.round(x / size_m), np.round(y / height)], axis=1)
    odd = np.stack([np.floor(x / size_m), np.floor(y / height)], axis=1)
    to_even = (x - even[:, 0] * size_m) ** 2 + (y - even[:, 1] * height) ** 2
    to_odd = (x - (odd[:, 0] + 0.5) * size_m) ** 2 + (y - (odd[:, 1] + 0.5) * height) ** 2
    doubled = np.where((to_even <= to_odd)[:, None], even * 2, odd * 2 + 1)
    cells: NDArray[np.int64] = doubled.astype(np.int64)
    return cells


def _hexagons(cells: NDArray[np.int64], size_m: float) -> list[shapely.Geometry]:
    """Return hexagons in degrees; those at the antimeridian or a pole end there."""
    height = size_m * np.sqrt(3)
    x, y = cells[:, 0] * size_m / 2, cells[:, 1] * height / 2
    radius = size_m / np.sqrt(3)
    angles = np.radians(np.arange(30, 390, 60))
    xs, ys = x[:, None] + radius * np.cos(angles), y[:, None] + radius * np.sin(angles)
    # The plane is a cylinder: longitude is linear in x, and the sine of latitude nearly so in y.
    east, north = _TO_PLANE.transform(180.0, 89.9999)
    lons = xs / east * 180
    lats = _TO_PLANE.transform(np.zeros(ys.size), np.clip(ys, -north, north).ravel(), direction="INVERSE")[1]
    rings = np.stack([lons, lats.reshape(ys.shape)], axis=2)
    box = shapely.box(-180, -90, 180, 90)
    return [shape if box.covers(shape) else shape.intersection(box) for shape in shapely.polygons(rings)]
