"""Whether a place name stands inside the proper name of an organisation, document, office or person."""

from __future__ import annotations

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
    for number, raw in enumerate(window.split(None, _REACH)[:_REACH]):
        word = raw.lstrip("\"'“‘«")
        if not word[:1].isupper() or (number == 0 and window.lstrip(" \u00a0")[:1] == "\n"):
            return False
        stem = _stem(word)
        if is_organisation(stem) or (number <= 1 and is_office(stem)):
            return True
        if word[-1] in ",.;:!?)":
            return False
    return False


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
        if raw[-1] in ',.;:!?)”"':
            return False
        stem = _stem(raw)
        if stem in _LINKS:
            linked = linked or stem in ("of", "for")
            continue
        if not raw.lstrip(_MARKS)[:1].isupper():
            return linked and number <= 2 and stem != "" and is_title(stem) and is_office(stem)
        if is_organisation(stem) or (linked and is_office(stem)):
            return True
    return False
