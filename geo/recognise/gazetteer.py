"""Place names without a statistical model: known names, judged by what surrounds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.recognise import certain
from geo.recognise.discourse import with_discourse
from geo.recognise.evidence import Evidence, evidence
from geo.recognise.found import Found
from geo.recognise.language import is_english
from geo.recognise.model import Model, model, probability
from geo.recognise.proper import inside_proper_name
from geo.recognise.role import role_of
from geo.recognise.spans import is_common_noun, widened, without_article, without_overlaps
from geo.recognise.unlisted import unlisted_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.gazetteer import Gazetteer
    from geo.model import Document
    from geo.recognise.prior import Prior

__all__ = ["GazetteerRecogniser", "judged"]


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
        text = document.text
        matches = self._gazetteer.scan(text, document.language)
        gathered = evidence(text, matches, self._gazetteer, self._priors)
        fitted = self._english if is_english(document) else model("other")
        return judged(
            text, gathered, self._gazetteer, fitted, demonyms=self._demonyms, threshold=self._threshold
        )


def judged(  # noqa: PLR0913 - the two last are options
    text: str,
    gathered: Sequence[Evidence],
    gazetteer: Gazetteer,
    fitted: Model,
    *,
    demonyms: bool,
    threshold: float,
) -> list[Found]:
    """Return the names of ``gathered`` that are places by the weights of ``fitted``."""
    tables = fitted.tables
    shared = tables["*"]
    kept: list[Found] = []
    own = [_log_odds(tables.get(one.kind, shared), one.cues) for one in gathered]
    log_odds = with_discourse([one.match.name for one in gathered], own, fitted.discourse)
    for number, (one, value) in enumerate(zip(gathered, log_odds, strict=True)):
        score = probability(value)
        is_demonym = one.match.is_demonym
        if score < threshold and certain.is_certain(text, gathered, number, gazetteer):
            score = max(certain.SCORE, threshold)
        if score < threshold or (is_demonym and not demonyms):
            continue
        start, end = without_article(text, one.match, gazetteer), one.match.end
        if is_common_noun(text, start, end):
            continue
        if not is_demonym:
            start, end = widened(text, start, end)
        kept.append(
            Found(
                start,
                end,
                inside_proper_name(text, start, end),
                role_of(text, start, end),
                round(score, 4),
                is_demonym,
            )
        )
    placed = without_overlaps(kept)
    people = [(one.match.start, one.match.end) for one in gathered if one.match.is_demonym]
    return sorted([*placed, *unlisted_names(text, placed, people)], key=lambda found: found.start)


def _log_odds(table: Mapping[str, float], cues: Sequence[str]) -> float:
    return sum([table.get(cue, 0.0) for cue in cues])
