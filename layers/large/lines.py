"""What a batch of documents contributes to a file of mentions, and nothing else."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from geo.model import Unresolved
from layers.rows import write_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model import Document, Mention

__all__ = ["Lines", "lines_of"]


class Lines(NamedTuple):
    """Lines of ``mentions.jsonl``, and how many of what they are."""

    text: bytes
    documents: int
    located: int
    references_back: int
    """Of those that were located, the mentions of the role ``coreference``."""
    reasons: dict[str, int]


def lines_of(located: Iterable[tuple[Document, Sequence[Mention | Unresolved]]]) -> Lines:
    """Return the lines of a batch of documents."""
    file = BytesIO()
    documents = rows = back = 0
    reasons: Counter[str] = Counter()
    for _, found in located:
        documents += 1
        rows += write_rows(found, file)
        for one in found:
            if isinstance(one, Unresolved):
                reasons[one.reason] += 1
            elif one.role == "coreference":
                back += 1
    return Lines(file.getvalue(), documents, rows - reasons.total(), back, dict(reasons))
