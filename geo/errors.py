"""The one error tree.

::

    CorridorsError
    ├── UsageError (ValueError)          the caller asked for something that cannot be
    │   └── CoordinateError              a longitude or latitude that is off the globe
    ├── InputError (OSError)             a file or folder that cannot be read
    ├── GazetteerError (LookupError)     the compiled gazetteer is missing or broken
    ├── RegistryError (ValueError)       a row of the corridor registry is wrong
    ├── LayerError (ValueError)          a layer's tables break their contract
    ├── OutputError (OSError)            a result that cannot be written
    └── ProcessError (RuntimeError)      processes, or a cluster, that cannot do the work

Every message says what was wrong, with the value, and names the repair.
"""

from __future__ import annotations

__all__ = [
    "CoordinateError",
    "CorridorsError",
    "GazetteerError",
    "InputError",
    "LayerError",
    "OutputError",
    "ProcessError",
    "RegistryError",
    "UsageError",
]


class CorridorsError(Exception):
    """Root of every error that this project raises on purpose."""


class UsageError(CorridorsError, ValueError):
    """The caller asked for something that cannot be."""


class CoordinateError(UsageError):
    """A longitude or latitude that does not lie on the globe."""


class InputError(CorridorsError, OSError):
    """A file or folder that cannot be read."""


class GazetteerError(CorridorsError, LookupError):
    """The compiled gazetteer is missing, broken, or cannot be built."""


class RegistryError(CorridorsError, ValueError):
    """A row of the corridor registry is wrong; names file, row and repair."""


class LayerError(CorridorsError, ValueError):
    """A layer's tables break their contract; lists every breach at once."""


class OutputError(CorridorsError, OSError):
    """A result that cannot be written."""


class ProcessError(CorridorsError, RuntimeError):
    """Processes on this machine, or the workers of a cluster, cannot be started or are gone."""
