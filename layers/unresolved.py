"""What could not be located, as a table: a reason is an answer too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from layers.columns import table
from layers.references import quote_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geo.model import Unresolved

__all__ = ["UNRESOLVED_KINDS", "unresolved_table"]

UNRESOLVED_KINDS: Final = {
    "doc": "text",
    "start": "int",
    "end": "int",
    "surface": "text",
    "kind": "text",
    "reason": "text",
    "quote": "text",
    "quote_start": "int",
    "lang": "text",
}


def unresolved_table(unresolved: Sequence[Unresolved]) -> pd.DataFrame:
    """Return one row for each span that was not located, with its reason and sentence."""
    spans = [one.span for one in unresolved]
    quotes = [quote_of(span) for span in spans]
    columns: dict[str, list[Any]] = {
        "doc": [span.document.name for span in spans],
        "start": [span.start for span in spans],
        "end": [span.end for span in spans],
        "surface": [span.surface for span in spans],
        "kind": [span.kind for span in spans],
        "reason": [one.reason for one in unresolved],
        "quote": [quote for _, quote in quotes],
        "quote_start": [start for start, _ in quotes],
        "lang": [span.document.language for span in spans],
    }
    return table(columns, UNRESOLVED_KINDS)
