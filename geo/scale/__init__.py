"""Many documents: results kept from run to run, and work spread over processes."""

from __future__ import annotations

from geo.scale.locate import Located, Lost, located
from geo.scale.mark import code_mark
from geo.scale.parsing import Parsing
from geo.scale.store import Store

__all__ = ["Located", "Lost", "Parsing", "Store", "code_mark", "located"]
