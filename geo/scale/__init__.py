"""Many documents: results kept from run to run, and work spread over processes.

Names are imported when first used: telling that a run has nothing to do should not wait for a parser.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.scale.locate import Located, Lost, located
    from geo.scale.mark import code_mark
    from geo.scale.parsing import Parsing
    from geo.scale.store import Store

__all__ = ["Located", "Lost", "Parsing", "Store", "code_mark", "located"]

_HOME = {
    "Located": "geo.scale.locate",
    "Lost": "geo.scale.locate",
    "Parsing": "geo.scale.parsing",
    "Store": "geo.scale.store",
    "code_mark": "geo.scale.mark",
    "located": "geo.scale.locate",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'geo.scale' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
