"""Networks of the whole world, from ``scgraph-data`` where the extra ``[world]`` brought it.

The package holds its graphs as Python source of up to 36 MB, which takes ten seconds to compile. It is
read once and kept in the user's cache as arrays, which load in half a second.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.atomic import replacing
from geo.errors import OutputError
from geo.gazetteer.cache import cache_folder
from geo.routes.network import FORMAT, Network, NetworkName, contracted, opened

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["REGION", "load_world"]

# What the networks that ship cover, in degrees: west, south, east, north.
REGION: Final = (18.0, 8.0, 90.0, 62.0)

_PACKAGE: Final = "scgraph-data"
_MODULE_OF_NETWORK: Final[dict[NetworkName, str]] = {"rail": "world_railways", "road": "world_highways"}

_Arrays = dict[str, "NDArray[Any]"]


@lru_cache(maxsize=2)
def load_world(name: NetworkName) -> Network | None:
    """Return the world's railways or main roads, read once.

    Source: ``scgraph-data`` (derived from OpenStreetMap, ODbL).

    Parameters
    ----------
    name
        ``rail`` or ``road``.

    Returns
    -------
    Network or None
        None if the package is not installed, or has no such network.
    """
    module = _MODULE_OF_NETWORK.get(name)
    try:
        release = version(_PACKAGE)
    except PackageNotFoundError:
        return None
    if module is None:
        return None
    kept = cache_folder() / f"network-{module}-{release}-{FORMAT}.npz"
    arrays = _kept(kept)
    if arrays is None:
        arrays = contracted(**_of_package(module))
        # A cache that cannot be written costs time, not the result.
        with contextlib.suppress(OutputError), replacing(kept) as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
    return opened(arrays)


def _kept(path: Path) -> _Arrays | None:
    """Return the arrays of an earlier run; None if there are none, or they are broken."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays: _Arrays = dict(file.items())
    except Exception:  # noqa: BLE001 - a damaged zip raises half a dozen kinds; all mean: read anew
        return None
    return arrays


def _of_package(module: str) -> _Arrays:
    full_name = f"scgraph_data.{module}"
    source = getattr(importlib.import_module(full_name), f"{module}_geograph")
    # The lists of lists are of no use any more, and large.
    sys.modules.pop(full_name, None)
    lat, lon = np.asarray(source.nodes, dtype=np.float64).T.copy()
    edges = [(i, j, km) for i, links in enumerate(source.graph) for j, km in links.items() if i < j]
    first, second, km = zip(*edges, strict=True)
    return {
        "lon": lon,
        "lat": lat,
        "first": np.asarray(first, dtype=np.int32),
        "second": np.asarray(second, dtype=np.int32),
        "km": np.asarray(km, dtype=np.float64),
    }
