"""The language of a text, offline.

py3langid (BSD-3-Clause, 4.5 MB with its model, needs numpy only) knows 97 languages, Turkmen and
Kyrgyz among them, which lingua (96 MB) does not. It always answers; too little text is None here. What its
model says is read by `geo.reading.ngrams`, which comes to the same answers three times as fast; a text
that is plainly English is told by its function words, which takes a tenth of that.
"""

from __future__ import annotations

import re

__all__ = ["language_of"]

_STRETCH = 400  # characters, three times: enough for certainty, and a book costs no more than a page
_FEWEST_LETTERS = 40
_LEAST_PROBABILITY = 0.9
_ADDRESS = re.compile(r"https?://\S{1,500}|\S{1,100}@\S{1,100}")
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "the of and that with from were are which this have been their they his would who when after about "  # noqa: SIM905
    "there into could than not what she him you because while where through between".split()
)
"""Closed-class words that are common in English and rare elsewhere."""
_ENGLISH_SHARE = 8  # one in so many words: one in five is usual, so most of such a text is English
_FEWEST_WORDS = 40
_FOREIGN_SHARE = 20  # one in so many characters may be no ASCII: names, quotation marks


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language that most of a text is in.

    Returns
    -------
    str or None
        None where the text has fewer than 40 letters or no language is likelier than 0.9.
    """
    sample = _sample(text)
    if _is_plainly_english(sample):
        return "en"
    if "@" in sample or "://" in sample:
        sample = _ADDRESS.sub(" ", sample)
    words = " ".join(_WORD.findall(sample))
    if not _has_letters(words):
        return None
    from geo.reading.ngrams import likeliest  # noqa: PLC0415 - numpy, for a text that needs it

    language, probability = likeliest(words)
    return language if probability >= _LEAST_PROBABILITY else None


def _is_plainly_english(sample: str) -> bool:
    said = sample.lower().split()
    english = sum(map(_ENGLISH.__contains__, said))
    if len(said) < _FEWEST_WORDS or english * _ENGLISH_SHARE < len(said):
        return False
    return len(sample) - len(sample.encode("ascii", "ignore")) <= len(sample) // _FOREIGN_SHARE


def _has_letters(words: str) -> bool:
    """Tell whether there are letters enough; numerals that are no digits ("Ⅷ") are none."""
    letters = words.replace(" ", "")
    if len(letters) < _FEWEST_LETTERS:
        return False
    return letters.isalpha() or sum(map(str.isalpha, letters)) >= _FEWEST_LETTERS


def _sample(text: str) -> str:
    """Return a long text's middle and what lies half way to its ends.

    Not the head: that of a page is often menus in other languages.
    """
    if len(text) <= 3 * _STRETCH:
        return text
    return " ".join(text[at : at + _STRETCH] for at in (len(text) // 4, len(text) // 2, 3 * len(text) // 4))
