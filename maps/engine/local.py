"""The engine of one machine: processes, and results kept from run to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from geo.model import Unreadable
from geo.reading import Raw
from geo.scale import Located, Lost, Store, code_mark, located

if TYPE_CHECKING:
    from geo.scale import Parsing

__all__ = ["Engine", "Outcome", "Product", "local_engine"]

Outcome = Located[Any] | Lost
Product = Callable[..., Any]
Engine = Callable[[Iterable[Raw | Unreadable], "Parsing", Product], Iterator[Outcome]]
"""Yields what is found in texts, batch by batch, in order; the product is made where a batch was parsed."""


def local_engine(jobs: int) -> Engine:
    """Return the engine of this machine.

    Parameters
    ----------
    jobs
        How many processes; few and small texts are parsed in this one.
    """

    def run(rows: Iterable[Raw | Unreadable], parsing: Parsing, product: Product) -> Iterator[Outcome]:
        with Store(code_mark(*parsing.options)) as store:
            yield from located(rows, parsing, product, jobs=jobs, store=store)

    return run
