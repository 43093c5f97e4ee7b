"""Known names judged together with a Russian statistical recogniser (natasha, optional).

Documents in other languages go to another recogniser.
"""

from __future__ import annotations

import importlib
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.errors import UsageError
from geo.recognise.english import Entity, labels_of
from geo.recognise.gazetteer import GazetteerRecogniser
from geo.recognise.model import model

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.model import Document
    from geo.recognise.found import Found, Recogniser

__all__ = ["NatashaRecogniser"]

_PIECE = 20_000  # characters given to the model at once


@cache
def _tools() -> tuple[Any, Any, Any]:
    """Return natasha's document class, segmenter and tagger."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own dependencies are of an older day
            natasha = importlib.import_module("natasha")
            tagger = natasha.NewsNERTagger(natasha.NewsEmbedding())
    except ImportError as error:
        raise UsageError(
            "natasha is not installed. Run: pip install 'corridor-atlas[ru]', or use --recogniser gazetteer."
        ) from error
    return natasha.Doc, natasha.Segmenter(), tagger


class NatashaRecogniser:
    """Known names in Russian documents, judged with what natasha says of them.

    Parameters
    ----------
    gazetteer
        Which names are known.
    others
        What reads the documents in other languages.
    demonyms
        Whether people and adjectives count as mentions of their country.
    threshold
        The probability from which a name counts as a place.

    Raises
    ------
    UsageError
        If natasha is not installed.
    """

    def __init__(
        self, gazetteer: Gazetteer, others: Recogniser, *, demonyms: bool = False, threshold: float = 0.4
    ) -> None:
        self._gazetteer = gazetteer
        self._others = others
        self._names = GazetteerRecogniser(gazetteer, demonyms=demonyms, threshold=threshold)
        _tools()

    def spans(self, document: Document) -> list[Found]:
        """Return what names a place, in document order, without overlaps."""
        if (document.language or "").casefold().split("-")[0] not in ("ru", "rus"):
            return self._others.spans(document)
        text = document.text
        matches = self._gazetteer.scan(text, "ru")
        return self._names.judged(text, matches, model("other"), labels_of(matches, _entities(text)))


def _entities(text: str) -> list[Entity]:
    """Return the entities of a text, in order."""
    make, segmenter, tagger = _tools()
    result: list[Entity] = []
    start = 0
    while start < len(text):
        end = min(len(text), start + _PIECE)
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind(" ", start, end))
            end = cut + 1 if cut > start else end
        # A lone surrogate is no letter to the model, and it cannot be handed over as UTF-8.
        parsed = make(text[start:end].encode("utf-8", "replace").decode("utf-8"))
        parsed.segment(segmenter)
        if parsed.tokens:
            parsed.tag_ner(tagger)
            result.extend(Entity(start + one.start, start + one.stop, one.type) for one in parsed.spans)
        start = end
    return result
