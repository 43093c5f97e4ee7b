"""Place names without a statistical model: known names, judged by what surrounds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.recognise import certain
from geo.recognise.discourse import with_discourse
from geo.recognise.evidence import evidence
from geo.recognise.found import Found
from geo.recognise.language import is_english
from geo.recognise.model import Model, model, probability
from geo.recognise.proper import inside_proper_name
from geo.recognise.role import role_of
from geo.recognise.spans import is_common_noun, widened, without_article, without_overlaps
from geo.recognise.unlisted import unlisted_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.gazetteer import Gazetteer, Match
    from geo.model import Document
    from geo.recognise.prior import Prior

__all__ = ["GazetteerRecogniser"]


class GazetteerRecogniser:
    """Finds the names that the gazetteer knows, where they are meant as places.

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
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        *,
        demonyms: bool = False,
        threshold: float = 0.4,
        english: Model | None = None,
    ) -> None:
        self._english = english or model("gazetteer")
        self._gazetteer = gazetteer
        self._demonyms = demonyms
        self._threshold = threshold
        self._priors: dict[tuple[str, bool, bool, int], Prior] = {}

    def spans(self, document: Document) -> list[Found]:
        """Return what names a place, in document order, without overlaps."""
        matches = self._gazetteer.scan(document.text, document.language)
        fitted = self._english if is_english(document) else model("other")
        return self.judged(document.text, matches, fitted)

    def judged(
        self, text: str, matches: Sequence[Match], fitted: Model, labels: Mapping[int, str] | None = None
    ) -> list[Found]:
        """Return the known names that are places by the weights of ``fitted``, in document order.

        Parameters
        ----------
        text
            The document.
        matches
            Known names in it, in order.
        fitted
            The weights.
        labels
            By the position of a match in ``matches``, what a statistical recogniser says of it.
        """
        gathered = evidence(text, matches, self._gazetteer, self._priors, labels)
        own = [fitted.log_odds(one.kind, one.known.cues, one.seen) for one in gathered]
        scores = with_discourse([match.name for match in matches], own, fitted.discourse)
        kept = []
        for number, (match, value) in enumerate(zip(matches, scores, strict=True)):
            if match.is_demonym and not self._demonyms:
                continue
            score = probability(value)
            if score < self._threshold:
                if not certain.is_certain(text, gathered, number, self._gazetteer):
                    continue
                score = max(certain.SCORE, self._threshold)
            if found := _place(text, match, score, self._gazetteer):
                kept.append(found)
        placed = without_overlaps(kept)
        people = [(match.start, match.end) for match in matches if match.is_demonym]
        unlisted = unlisted_names(text, placed, people)
        return sorted([*placed, *unlisted], key=lambda found: found.start) if unlisted else placed


def _place(text: str, match: Match, score: float, gazetteer: Gazetteer) -> Found | None:
    """Return the span of a name that is a place; None where it turns out to be a common noun."""
    start, end = without_article(text, match, gazetteer), match.end
    if is_common_noun(text, start, end):
        return None
    if not match.is_demonym:
        start, end = widened(text, start, end)
    in_name = inside_proper_name(text, start, end)
    return Found(start, end, in_name, role_of(text, start, end), round(score, 4), match.is_demonym)
