"""How much a document may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass, fields

from geo.errors import UsageError

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one input; whatever is over them is one row with its reason.

    Attributes
    ----------
    max_bytes
        Largest file, attachment or member of an archive, and longest line of a ``.jsonl``, in bytes.
    max_unpacked
        Most bytes that a zip archive, docx, odt or epub may unpack to.
    max_ratio
        Most bytes that one packed byte may unpack to. Text packs 3 to 20 times, a bomb 1,000 times.
    max_entries
        Most members of an archive, parts of a docx, or entries of a feed.
    max_pages
        Most pages of a PDF.
    seconds
        Longest time for one file. The process that reads it is then ended.
    memory
        Most bytes of address space for the process that reads a file, where the system can hold it to that.
    """

    max_bytes: int = 64 * 2**20
    max_unpacked: int = 512 * 2**20
    max_ratio: int = 200
    max_entries: int = 10_000
    max_pages: int = 2_000
    seconds: float = 60.0
    memory: int = 2**30

    def __post_init__(self) -> None:
        for field in fields(self):
            if (value := getattr(self, field.name)) <= 0:
                raise UsageError(f"The limit {field.name} is {value}. Give a number above 0.")
