"""The language of a text, offline.

py3langid (BSD-3-Clause, 4.5 MB with its model, needs numpy only) knows 97 languages, Turkmen and
Kyrgyz among them, which lingua (96 MB) does not. It always answers; too little text is None here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["language_of"]

_STRETCH = 400  # characters, three times: enough for certainty, and a book costs no more than a page
_FEWEST_LETTERS = 40
_LEAST_PROBABILITY = 0.9
_NOISE = re.compile(r"https?://\S{1,500}|\S{1,100}@\S{1,100}|[\W\d_]+")


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language that most of a text is in.

    Returns
    -------
    str or None
        None where the text has fewer than 40 letters or no language is likelier than 0.9.
    """
    words = _NOISE.sub(" ", _sample(text)).strip()
    if sum(map(str.isalpha, words)) < _FEWEST_LETTERS:
        return None
    language, probability = _classifier()(words)
    return language if probability >= _LEAST_PROBABILITY else None


def _sample(text: str) -> str:
    """Return a long text's middle and what lies half way to its ends.

    Not the head: that of a page is often menus in other languages.
    """
    if len(text) <= 3 * _STRETCH:
        return text
    return " ".join(text[at : at + _STRETCH] for at in (len(text) // 4, len(text) // 2, 3 * len(text) // 4))


@cache
def _classifier() -> Callable[[str], tuple[str, float]]:
    # The import and the model take half a second: only a run that reads documents pays. The package
    # is not typed.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    def classify(words: str) -> tuple[str, float]:
        language, probability = identifier.classify(words)
        return str(language), float(probability)

    return classify
