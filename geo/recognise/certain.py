"""Names that are places whatever the fitted weights say, because the text or the name itself settles it.

The weights come from news of other regions; they cannot know what a curated river, a second name in brackets
or a long unmistakable name is worth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.recognise.natural import natural_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.recognise.evidence import Evidence

__all__ = ["SCORE", "is_certain"]

SCORE: Final = 0.6
"""Taken as the probability where the weights give less than the threshold."""

_AREAS: Final = frozenset(
    {"region", "sea", "lake", "river", "mountain", "island", "port", "station", "terminal", "border_crossing"}
)
_LOST_ANYWAY: Final = frozenset({"title", "role", "Given", "initial"})


def is_certain(text: str, gathered: Sequence[Evidence], number: int, gazetteer: Gazetteer) -> bool:
    """Tell whether the text or the name settles that ``gathered[number]`` is a place.

    Parameters
    ----------
    text
        The document.
    gathered
        Its known names, in order.
    number
        The position of the name in ``gathered``.
    gazetteer
        Where the names are known.
    """
    one = gathered[number]
    if one.match.is_demonym or one.around.before in _LOST_ANYWAY:
        return False
    return (
        _is_second_name(text, gathered, number)
        or _is_unmistakable(one, gazetteer)
        or _is_called_natural(text, one, gazetteer)
    )


def _is_second_name(text: str, gathered: Sequence[Evidence], number: int) -> bool:
    """Tell whether the name stands in brackets after another of its place ("Khankendi (Stepanakert)")."""
    end = gathered[number].match.end
    if not number or text[end : end + 1] != ")":
        return False
    first, second = gathered[number - 1].match, gathered[number].match
    return (
        text[first.end : second.start] == " ("
        and first.name != second.name
        and bool(first.ids and second.ids)
        and first.ids[0] == second.ids[0]
    )


def _is_unmistakable(one: Evidence, gazetteer: Gazetteer) -> bool:
    """Tell whether the name has several words, one bearer, an area, and is no part of a longer name."""
    match, around = one.match, one.around
    if not match.is_curated or len(match.ids) != 1 or " " not in match.name:
        return False
    place = gazetteer.get(match.ids[0])
    return place is not None and place.kind in _AREAS and not around.run_before and not around.run_after


def _is_called_natural(text: str, one: Evidence, gazetteer: Gazetteer) -> bool:
    """Tell whether the words around a curated name call it a river or the like, and it is one."""
    if not one.match.is_curated:
        return False
    kinds = natural_kinds(text, one.match.start, one.match.end) - {"region"}
    places = (gazetteer.get(place_id) for place_id in one.match.ids) if kinds else ()
    return any(place is not None and place.kind in kinds for place in places)
