"""What a run prints: progress, a summary, and a message for what went wrong."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geo.gazetteer import Addition
    from maps.job import Summary

__all__ = [
    "SHOWN_REASONS",
    "console",
    "errors",
    "plain",
    "print_added",
    "print_additions",
    "print_json",
    "print_summary",
    "progress",
    "steps",
]

SHOWN_REASONS = 8
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def plain(text: str) -> str:
    """Return text that neither styles the terminal nor steers it."""
    visible = "".join(char if char.isprintable() or char == "\n" else "�" for char in text)
    return escape(visible)


@contextmanager
def progress(
    label: str, total: int, *, silent: bool = False, rate: bool = True
) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on standard error while the block runs; the block is given what advances it.

    Parameters
    ----------
    label
        What is done.
    total
        Bytes, or other steps without a ``rate``, until it is done.
    silent
        Show nothing.
    rate
        Whether to show megabytes a second, beside the time that is left.
    """
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = [TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()]
    if rate:
        columns.append(TransferSpeedColumn())
    with Progress(*columns, console=errors, transient=True, disable=silent or not errors.is_terminal) as bars:
        task = bars.add_task(label, total=total)

        def advance(amount: int) -> None:
            bars.advance(task, amount)

        yield advance


@contextmanager
def steps(*, silent: bool = False) -> Iterator[Callable[[str, float], None]]:
    """Show a progress bar for work that names its step and the share done, 0 to 1."""
    done = 0.0
    with progress("preparing the gazetteer (once)", 1000, silent=silent, rate=False) as advance:

        def step(_name: str, share: float) -> None:
            nonlocal done
            advance(round(1000 * max(share - done, 0)))
            done = max(done, share)

        yield step


def print_json(data: object) -> None:
    """Print plain data as JSON on standard output; lone surrogates stay escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    console.out(text.encode("utf-8", "backslashreplace").decode("utf-8"), highlight=False)


def print_summary(summary: Summary) -> None:
    """Print counts, reasons, unreadable inputs and the files written."""
    table = Table.grid(padding=(0, 2))
    unresolved = sum(count for _, count in summary.unresolved)
    for label, count in (
        ("documents", summary.documents),
        ("mentions", summary.mentions),
        ("resolved", summary.resolved),
        ("unresolved", unresolved),
    ):
        table.add_row(label, str(count))
    if summary.references_back:
        table.add_row("references back", str(summary.references_back))
    console.print(table)
    for reason, count in summary.unresolved[:SHOWN_REASONS]:
        console.print(f"  {count} × {plain(reason)}", soft_wrap=True)
    if len(summary.unresolved) > SHOWN_REASONS:
        console.print(
            f"  and {len(summary.unresolved) - SHOWN_REASONS} other reasons; the outputs list them all"
        )
    for source, name in summary.copies:
        console.print(f"  {plain(source)}: the same text as '{plain(name)}', counted once", soft_wrap=True)
    if summary.unreadable:
        console.print(f"[yellow]not read: {len(summary.unreadable)}[/]")
    for source, reason in summary.unreadable:
        console.print(f"  {plain(source)}: {plain(reason)}", soft_wrap=True)
    if summary.not_applied:
        console.print(f"[yellow]corrections not applied: {len(summary.not_applied)}[/]")
    for _, reason in summary.not_applied:
        console.print(f"  {plain(reason)}", soft_wrap=True)
    print_written(summary.files)


def print_written(names: Iterable[str]) -> None:
    """Print the files or tables that were written."""
    for name in names:
        console.print(f"wrote [bold]{plain(name)}[/]", soft_wrap=True)


def print_added(addition: Addition) -> None:
    """Print what a GeoNames dump brought, and the rows that were broken."""
    console.print(f"added [bold]{plain(addition.name)}[/]: {addition.kept:,} places", soft_wrap=True)
    if addition.notable_only:
        console.print("  a dump of this size is kept without its hamlets")
    if addition.left_out:
        console.print(f"  {addition.left_out:,} features of kinds that no document names were left out")
    if addition.broken:
        console.print(f"  {addition.broken:,} broken rows were skipped:")
    for number, reason in addition.broken_rows:
        console.print(f"    line {number}: {plain(reason)}", soft_wrap=True)


def print_additions(additions: Sequence[Addition]) -> None:
    """Print the dumps that were added, a line each."""
    if not additions:
        console.print("Nothing was added. Add a GeoNames dump with: corridors gazetteer add AZ.zip")
    for addition in additions:
        console.print(
            f"{plain(addition.name)}: {addition.kept:,} places, {plain(str(addition.path))}", soft_wrap=True
        )
