"""Whether a place name stands inside the proper name of an organisation, document, office or person."""

from __future__ import annotations

from functools import lru_cache

from geo.recognise.cues import is_office, is_organisation, is_title, words

__all__ = ["inside_proper_name"]

_WINDOW = 96
_REACH = 6  # words; names of offices rarely run longer
_LINKS = words("of the for and de")
_MARKS = "\"'“”‘’«»()[],.;:"
_POSSESSIVES = ("'s", "’s")


def inside_proper_name(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` is part of a longer proper name.

    Parameters
    ----------
    text
        The document.
    start, end
        The place name's half-open span.

    Examples
    --------
    >>> inside_proper_name("the Baku Slavic University", 4, 8)
    True
    >>> inside_proper_name("Ministry of Foreign Affairs of Iran", 31, 35)
    True
    >>> inside_proper_name("a visit to Baku on Monday", 11, 15)
    False
    """
    return _heads_after(text, end) or _heads_before(text, start)


def _stem(word: str) -> str:
    return word.strip(_MARKS).casefold().removesuffix("'s").removesuffix("’s")


def _heads_after(text: str, end: int) -> bool:
    """Tell whether a capitalised name goes on after the span and holds a head noun."""
    if text[end : end + 1] == " " and text[end + 1 : end + 2].islower():  # the usual case
        return False
    window = text[end : end + _WINDOW]
    if not window[:1].isspace() and not window.startswith(_POSSESSIVES):
        return False
    if window.startswith(_POSSESSIVES):
        window = window[2:]
    if window.lstrip(" \u00a0")[:1] == "\n":
        return False
    for number, raw in enumerate(window.split(None, _REACH)[:_REACH]):
        head, goes_on = _read_after(raw)
        if head == "organisation" or (number <= 1 and head == "office"):
            return True
        if not goes_on:
            return False
    return False


@lru_cache(maxsize=65536)
def _read_after(raw: str) -> tuple[str, bool]:
    """Return what a word after a name may head, and whether the name may go on after it."""
    word = raw.lstrip("\"'“‘«")
    if not word[:1].isupper():
        return "", False
    stem = _stem(word)
    head = "organisation" if is_organisation(stem) else "office" if is_office(stem) else ""
    return head, word[-1] not in ",.;:!?)"


def _heads_before(text: str, start: int) -> bool:
    """Tell whether a capitalised name leads to the span through "of" and holds a head noun."""
    window = text[max(0, start - _WINDOW) : start]
    if window[-1:] not in (" ", "\u00a0"):
        return False
    said = window.rsplit(None, _REACH)
    if len(said) > _REACH or start > _WINDOW:  # the first is a rest, or cut
        del said[0]
    linked = False
    for number, raw in enumerate(reversed(said)):
        kind = _read_before(raw)
        if kind == "of":
            linked = True
        elif kind == "organisation" or (kind == "office" and linked):
            return True
        elif kind == "role":
            return linked and number <= 2
        elif kind == "end":
            return False
    return False


@lru_cache(maxsize=65536)
def _read_before(raw: str) -> str:
    """Return what a word before a name is to it: of, organisation, office, role, end, or nothing."""
    if raw[-1] in ',.;:!?)”"':
        return "end"
    stem = _stem(raw)
    if stem in _LINKS:
        return "of" if stem in ("of", "for") else ""
    if not raw.lstrip(_MARKS)[:1].isupper():
        return "role" if stem != "" and is_title(stem) and is_office(stem) else "end"
    return "organisation" if is_organisation(stem) else "office" if is_office(stem) else ""
