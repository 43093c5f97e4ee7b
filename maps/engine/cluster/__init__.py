"""The engine of a cluster: the same work as on one machine, given to the workers of Dask."""

from __future__ import annotations

from maps.engine.cluster.engine import dask_engine

__all__ = ["dask_engine"]
