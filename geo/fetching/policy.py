"""How addresses are fetched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from geo.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Policy", "user_agent"]


@dataclass(frozen=True, slots=True)
class Policy:
    """What a run may ask of the network, and how patiently.

    Attributes
    ----------
    allow_private
        Whether addresses in private, loopback and link-local networks may be fetched.
    timeout
        Seconds without a byte after which a server is given up.
    deadline
        Seconds for one answer in all, however steadily it drips.
    retries
        How often 429 and 5xx are asked again.
    backoff
        Seconds before the first repetition; doubled each time, unless the server names a time.
    longest_wait
        Most seconds that are waited at a server's wish; one that asks for more is given up.
    delay
        Seconds between two requests to one host, if its robots.txt asks for no more.
    redirects
        Most redirects that are followed.
    keep_days
        How long an answer is taken from the cache.
    cache_dir
        Where answers are kept; None for the user's cache folder.
    """

    allow_private: bool = False
    timeout: float = 20.0
    deadline: float = 60.0
    retries: int = 3
    backoff: float = 1.0
    longest_wait: float = 60.0
    delay: float = 1.0
    redirects: int = 5
    keep_days: float = 7.0
    cache_dir: Path | None = None

    def __post_init__(self) -> None:
        for name in (
            "timeout",
            "deadline",
            "retries",
            "backoff",
            "longest_wait",
            "delay",
            "redirects",
            "keep_days",
        ):
            value = getattr(self, name)
            least_excluded = name in {"timeout", "deadline"}
            if not math.isfinite(value) or value < 0 or (least_excluded and value == 0):
                raise UsageError(f"The policy's {name} is {value}. Give a number above 0.")


def user_agent() -> str:
    """Return who asks, with where to complain."""
    try:
        number = version("corridor-atlas")
    except PackageNotFoundError:
        number = "0"
    return f"corridor-atlas/{number} (+https://github.com/corridor-atlas/corridor-atlas)"
