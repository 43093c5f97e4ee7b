"""What the commands ask of reading: their options, and the list that ``corridors documents`` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo.errors import InputError
from geo.model import Document, Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.fetching import Policy
    from geo.reading import Limits

__all__ = [
    "AllowPrivate",
    "KeepCopies",
    "MaxMegabytes",
    "MaxPages",
    "MaxRatio",
    "MaxSeconds",
    "Reading",
    "document_rows",
    "print_documents",
    "read_all",
    "reading",
]

_MEBI = 2**20
_LIMITS = "Limits"

MaxMegabytes = Annotated[
    float,
    typer.Option("--max-megabytes", help="Largest file that is read.", min=0.001, rich_help_panel=_LIMITS),
]
MaxRatio = Annotated[
    int,
    typer.Option(
        "--max-ratio",
        help="Most bytes that a byte of an archive or docx may unpack to.",
        min=1,
        rich_help_panel=_LIMITS,
    ),
]
MaxPages = Annotated[
    int, typer.Option("--max-pages", help="Longest PDF that is read.", min=1, rich_help_panel=_LIMITS)
]
MaxSeconds = Annotated[
    float,
    typer.Option("--max-seconds", help="Longest time for one file.", min=0.1, rich_help_panel=_LIMITS),
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="Fetch addresses in private networks too.", rich_help_panel=_LIMITS),
]
KeepCopies = Annotated[
    bool, typer.Option("--keep-copies", help="Keep documents with (nearly) the same text apart.")
]


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read, and whether texts that several of them have become one document."""

    limits: Limits
    policy: Policy
    merge: bool = True


def reading(  # noqa: PLR0913  as many as the commands have options
    *,
    max_megabytes: float,
    max_ratio: int,
    max_pages: int,
    max_seconds: float,
    allow_private: bool,
    merge: bool,
) -> Reading:
    """Return how to read, from what the options of a command say."""
    from geo.fetching.policy import Policy
    from geo.reading import Limits

    limits = Limits(
        max_bytes=int(max_megabytes * _MEBI),
        max_unpacked=max(Limits().max_unpacked, int(max_megabytes * _MEBI)),
        max_ratio=max_ratio,
        max_pages=max_pages,
        seconds=max_seconds,
    )
    return Reading(limits, Policy(allow_private=allow_private), merge)


def read_all(inputs: Sequence[str], how: Reading | None = None) -> tuple[list[Document], list[Unreadable]]:
    """Read every input into documents; what cannot be read keeps its reason.

    Raises
    ------
    InputError
        If nothing at all could be read; the message lists every reason.
    """
    from geo.reading import merged, read

    documents: list[Document] = []
    unreadable: list[Unreadable] = []
    for item in read(inputs, limits=how.limits if how else None, policy=how.policy if how else None):
        if isinstance(item, Document):
            documents.append(item)
        else:
            unreadable.append(item)
    if not documents:
        rows = "".join(f"\n- {row.source}: {row.reason}" for row in unreadable)
        raise InputError(f"Nothing could be read.{rows}")
    return merged(documents) if how and how.merge else documents, unreadable


def document_rows(documents: Sequence[Document], unreadable: Sequence[Unreadable]) -> dict[str, Any]:
    """Return plain data on what would be read and what not, as ``corridors documents --json`` prints it."""
    fields = (
        "name",
        "title",
        "author",
        "publisher",
        "series",
        "date",
        "not_before",
        "language",
        "url",
        "source",
    )
    return {
        "documents": [
            {
                **{field: getattr(document, field) for field in fields},
                "id": document.id,
                "characters": len(document.text),
                "furniture": sum(end - start for start, end in document.furniture),
                "copies": [
                    {
                        field: getattr(copy, field)
                        for field in ("name", "title", "publisher", "date", "url", "source")
                    }
                    for copy in document.copies
                ],
            }
            for document in documents
        ],
        "unreadable": [{"source": row.source, "reason": row.reason} for row in unreadable],
    }


def print_documents(documents: Sequence[Document], unreadable: Sequence[Unreadable]) -> None:
    """Print what would be read as a table, then what would not, with the reasons."""
    from rich.table import Table

    from maps.report import console, plain

    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("name", "title", "author", "publisher", "date", "language"):
        table.add_column(heading, overflow="fold")
    table.add_column("characters", justify="right", no_wrap=True)
    for document in documents:
        cells = (
            document.name,
            document.title,
            document.author,
            document.publisher,
            document.date,
            document.language,
        )
        table.add_row(*(plain(cell or "–") for cell in cells), f"{len(document.text):,}")
        for copy in document.copies:
            table.add_row(
                f"  = {plain(copy.name)}",
                plain(copy.title or "–"),
                "",
                plain(copy.publisher or "–"),
                copy.date,
            )
    console.print(table)
    if unreadable:
        console.print(f"[yellow]not read: {len(unreadable)}[/]")
    for row in unreadable:
        console.print(f"  {plain(row.source)}: {plain(row.reason)}", soft_wrap=True)
