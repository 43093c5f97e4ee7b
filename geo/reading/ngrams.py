"""How likely each language is for a text, by the model of py3langid.

The model is a naive Bayes classifier over short sequences of bytes, which an automaton finds. py3langid moves
it byte by byte in Python. The automaton forgets: no sequence is longer than six bytes, so the state after a
byte follows from the last six, and numpy finds the states of all bytes in six steps. The answers are the
same, to the last bit.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["likeliest"]

_MEMORY: Final = 6
"""Bytes after which the automaton of the model has forgotten what came before."""


class _Bayes(NamedTuple):
    """The model's automaton and weights."""

    moves: NDArray[np.uint32]
    """The next state, by row and byte."""
    rows: NDArray[np.intp]
    """Where in ``moves`` the row of each state begins; states that move alike share one."""
    first: NDArray[np.intp]
    """The state after two bytes from the start, by the first of them times 256 plus the second."""
    features: NDArray[np.intp]
    """The feature that a state completes; -1 for none."""
    weights: NDArray[np.float32]
    """Log likelihood, by feature and class."""
    bias: NDArray[np.float32]
    languages: list[str]
    """Of each class, ISO 639-1; one that has two scripts stands twice."""
    twins: list[tuple[int, int]]
    """The two classes of such a language."""


def likeliest(words: str) -> tuple[str, float]:
    """Return the likeliest language of ``words``, ISO 639-1, and its probability (0 to 1).

    Parameters
    ----------
    words
        Words with blanks between them; lone surrogates are allowed.
    """
    model = _model()
    encoded = _encoded(words)
    found = Counter(_features(model, encoded))
    scores = _scores(model, found)
    scores *= 1.0 / math.sqrt(len(encoded) or 1)
    np.exp(scores - scores.max(), out=scores)
    scores /= scores.sum()
    for one, other in model.twins:
        scores[one] += scores[other]
        scores[other] = 0.0
    best = int(scores.argmax())
    return model.languages[best], float(scores[best])


def _encoded(words: str) -> bytes:
    words = words.lower() if words.isupper() else words
    return unicodedata.normalize("NFC", words).encode("utf-8", "surrogatepass")


def _features(model: _Bayes, encoded: bytes) -> list[int]:
    """Return the features of the model that ``encoded`` has, in order.

    NULs stand for what is before the beginning: no feature begins with one, so they lead nowhere.
    """
    padded = np.frombuffer(b"\0" * (_MEMORY - 1) + encoded, dtype=np.uint8).astype(np.intp)
    size = len(encoded)
    states = model.first[(padded[:size] << 8) + padded[1 : size + 1]]
    for at in range(2, _MEMORY):
        states = model.moves[model.rows[states] + padded[at : at + size]]
    features = model.features[states]
    listed: list[int] = features[features >= 0].tolist()
    return listed


def _scores(model: _Bayes, found: Counter[int]) -> NDArray[np.float32]:
    if not found:
        return np.zeros(len(model.languages), dtype=np.float32)
    features = np.fromiter(found.keys(), dtype=np.intp, count=len(found))
    counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))
    scores: NDArray[np.float32] = np.log1p(counts) @ model.weights.take(features, axis=0) + model.bias
    return scores


@cache
def _model() -> _Bayes:
    # The import and the model take half a second: only a run that reads documents pays. The package
    # is not typed.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    read = LanguageIdentifier.from_model_file(MODEL_FILE)
    moves = np.frombuffer(read.tk_nextmove, dtype=np.dtype(read.tk_nextmove.typecode))
    rows = np.array(read.tk_row, dtype=np.intp) << 8
    byte = np.arange(256)
    after_one = moves[rows[0] + byte]
    first = moves[rows[after_one][:, None] + byte].ravel().astype(np.intp)
    features = np.array(read.tk_output, dtype=np.intp)
    twins = _twins(read.nb_classes)
    weights = read.nb_ptc.astype(np.float32)  # as half floats they would be made so for every text
    return _Bayes(moves, rows, first, features, weights, read.nb_pc, list(read.nb_classes), twins)


def _twins(languages: list[str]) -> list[tuple[int, int]]:
    """Return the numbers of the classes that have one name, the first and each other."""
    first: dict[str, int] = {}
    return [
        (first[language], number)
        for number, language in enumerate(languages)
        if first.setdefault(language, number) != number
    ]
