"""What the documents of an atlas say about routes, as rows of plain data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geo.routes.claims import claims

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model import Document, Mention

__all__ = ["claim_rows"]


def claim_rows(documents: Iterable[Document], mentions: Sequence[Mention]) -> tuple[dict[str, Any], ...]:
    """Return every claim of every document, in document order; fields as in `geo.routes.claims.Claim`."""
    own: dict[tuple[str, str], list[Mention]] = {}
    for mention in mentions:
        if mention.route is not None:
            own.setdefault((mention.document.name, mention.document.id), []).append(mention)
    return tuple(
        asdict(claim)
        for document in documents
        if (named := own.get((document.name, document.id)))
        for claim in claims(document, named)
    )
