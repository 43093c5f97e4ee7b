"""Why a span has no position, in words that a reader of the map understands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from geo.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Candidate, Place

__all__ = ["is_vague", "reason_for"]

_MOST_RIVALS: Final = 4
_VAGUE: Final = frozenset(
    map(
        fold,
        (
            *("West", "East", "North", "South", "the West", "the East", "the North", "the South"),
            *("Orient", "Occident", "Global South", "Global North"),
            *(
                "Запад",
                "Восток",
                "Север",
                "Юг",
                "Batı",
                "Doğu",
                "Kuzey",
                "Güney",
                "Qərb",
                "Şərq",
                "Şimal",
                "Cənub",
            ),
        ),
    )
)


@lru_cache(maxsize=16384)
def is_vague(surface: str) -> bool:
    """Tell whether a name points in a direction rather than at a place ("the West")."""
    return fold(surface) in _VAGUE


def reason_for(surface: str, rivals: Sequence[Candidate]) -> str:
    """Return why ``surface`` was not located.

    Parameters
    ----------
    surface
        The name as the text has it.
    rivals
        The places it may mean, likeliest first; empty if none bears the name.
    """
    if is_vague(surface):
        return f"Too vague: '{surface}' points in a direction and has no position of its own."
    if not rivals:
        return (
            f"No place named '{surface}' in the gazetteer; "
            "load one that has it with 'corridors gazetteer add'."
        )
    named = ", ".join(_told(rival.target) for rival in rivals[:_MOST_RIVALS])  # type: ignore[arg-type]
    more = len(rivals) - _MOST_RIVALS
    rest = f" and {more} more" if more > 0 else ""
    return f"Too ambiguous: '{surface}' may be {named}{rest}, and nothing in the text decides."


def _told(place: Place) -> str:
    where = "/".join(part for part in (place.country, place.admin1) if part)
    people = f", population {place.population:,}" if place.population else ""
    return f"{place.name} ({place.kind} in {where}{people})" if where else f"{place.name} ({place.kind})"
