"""Cues around a span: what stands before and after a name.

Only a window of a few words is read for each name, so the work grows with the number of names and
never with the length of a line.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from geo.recognise.cues import next_class, previous_class, words

__all__ = ["Surroundings", "surroundings"]

_WINDOW = 72  # three or four words on each side
_DASHES = "–—―−"
_HYPHENS = "-‐‑"
_QUOTES = "\"“‘«„'"
_UNQUOTES = '"”’»'
_APOSTROPHES = "'’ʼ"
_MARKS = {
    **dict.fromkeys(_DASHES, "dash"),
    **dict.fromkeys(_UNQUOTES, "close"),
    **{mark: f"mark{mark}" for mark in ");:]"},
}
_POSSESSIVES = ("'s", "’s", "ʼs", "'S", "’S")
_STATES = words(
    "Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Kans. Ky. La. Md. Mass. Mich. Minn. "
    "Miss. Mo. Mont. Neb. Nebr. Nev. N.H. N.J. N.M. N.Y. N.C. N.D. Okla. Ore. Oreg. Pa. R.I. S.C. S.D. "
    "Tenn. Tex. Vt. Va. Wash. W.Va. W. Wis. Wisc. Wyo. D.C. B.C. Ont. Que. Alta. Sask. Man. N.S. N.B. "
    "P.E.I. N.L. AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH "
    "NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC BC ON "
)


class Surroundings(NamedTuple):
    """What stands around a span.

    ``cues`` are short names of what was seen, the keys of the fitted weights; ``run_before`` and
    ``run_after`` tell whether the span continues a capitalised name on that side; ``before`` and
    ``after`` are the classes of the neighbours.
    """

    cues: tuple[str, ...]
    before: str
    after: str
    run_before: bool
    run_after: bool


def surroundings(text: str, start: int, end: int) -> Surroundings:
    """Return what stands around ``text[start:end]``."""
    before, run_before, previous = _before(text, start)
    after, run_after, following = _after(text, end)
    return Surroundings(_cues(before, after, previous, following), before, after, run_before, run_after)


@lru_cache(maxsize=65536)  # of the classes of words, which are few
def _cues(before: str, after: str, previous: str, following: str) -> tuple[str, ...]:
    cues = ["p=" + before, "n=" + after]
    if previous:
        cues.append("pp=" + previous)
    if following:
        cues.append("nn=" + following)
    return tuple(cues)


def _before(text: str, start: int) -> tuple[str, bool, str]:
    """Return the class before, whether it continues a name, and the class one word further."""
    if start == 0:
        return "edge", False, ""
    close = text[start - 1]
    if not close.isspace():
        return _written_against(close), False, ""
    window = text[max(0, start - _WINDOW) : start]
    said = window.rsplit(None, 2)
    if not said:
        return "edge", False, ""
    if (close == "\n" or window[-2:-1].isspace()) and "\n" in window[len(window.rstrip()) :]:
        return "line", False, ""
    kind, run = previous_class(said[-1])
    further = previous_class(said[-2])[0] if len(said) > 1 else "edge"
    return kind, run, further


def _written_against(mark: str) -> str:
    if mark in _HYPHENS:
        return "hyphen"
    if mark in _DASHES:
        return "dash"
    if mark in _QUOTES:
        return "quote"
    if mark in "([":
        return "open"
    return "glued"


def _after(text: str, end: int) -> tuple[str, bool, str]:
    """Return the class after, whether it continues a name, and the class one word further."""
    window = text[end : end + _WINDOW]
    if not window:
        return "edge", False, ""
    first = window[0]
    if first.isspace():
        return _next_word(window)
    if window.startswith(_POSSESSIVES):
        rest = window[2:].split(None, 1)
        return "possessive", False, next_class(rest[0])[0] if rest else "edge"
    if first == ",":
        return _after_comma(window)
    return _mark_after(window), False, ""


def _mark_after(window: str) -> str:
    """Return the class of what is written against the end of a name."""
    first, second = window[0], window[1:2]
    if first in _APOSTROPHES and second.isalpha():
        return "ending"  # the case ending of a Turkish name
    if first in _HYPHENS:
        return "hyphen" if second.isupper() else "hyphen+lower"
    if first in ".!?…":
        return "glued" if second.isalnum() else "stop"
    return _MARKS.get(first, "glued")


def _next_word(window: str) -> tuple[str, bool, str]:
    said = window.split(None, 2)
    if not said:
        return "edge", False, ""
    if (window[0] == "\n" or window[1].isspace()) and "\n" in window[: window.find(said[0])]:
        return "line", False, ""
    kind, run = next_class(said[0])
    ends = said[0][-1] in ".,;:!?)"
    further = "" if len(said) == 1 or ends else next_class(said[1])[0]
    return kind, run, further


def _after_comma(window: str) -> tuple[str, bool, str]:
    said = window[1:].split(None, 2)
    if not said:
        return "comma", False, "edge"
    if said[0].rstrip(",;)") in _STATES:
        return "comma", False, "State"
    return "comma", False, next_class(said[0])[0]
