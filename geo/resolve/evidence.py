"""What a candidate's share is made of, in words: the terms of the last stage, gathered by what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.resolve.features import FEATURES, dynamic, scored, softmax

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.resolve.table import Table
    from geo.resolve.weights import Weights

__all__ = ["RULED_OUT", "Terms", "contributions"]

Terms = tuple[tuple[str, float], ...]

_MEANINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "population": ("log_population",),
    "best known bearer": ("best_known",),
    "main name": ("main_name",),
    "kind of place": (
        *("country", "admin1", "admin2", "natural", "region", "works", "curated", "area_of_namesake"),
        *("called_area", "not_called_area"),
    ),
    "capital": ("capital", "capital_among_countries", "capital_beside"),
    "the text says where it lies": ("clue", "against_clue"),
    "country of the text": ("country_share", "country_beside"),
    "province of the text": ("admin1_share", "admin1_beside", "in_named_area"),
    "near other places of the text": ("near_100_km", "near_400_km", "near_beside"),
}
_COLUMNS: Final = {words: [FEATURES.index(name) for name in names] for words, names in _MEANINGS.items()}
RULED_OUT: Final[Terms] = (("the text says otherwise", -20.0),)
"""What is told of a candidate that the words of the text leave out ("Astara in Iran" is in Iran)."""


def contributions(rows: Table, fitted: Weights) -> list[Terms]:
    """Return for each row of ``rows`` what speaks for it and against it, in log odds of the last stage.

    Parameters
    ----------
    rows
        The candidates.
    fitted
        The weights by stage.
    """
    first, *later = fitted.stages
    shares = softmax(scored(rows.static, first[: rows.static.shape[1]]), rows)
    for stage in later[:-1]:
        shares = softmax(scored(dynamic(rows, shares), stage), rows)
    features = dynamic(rows, shares)
    terms = features * (later[-1] if later else first)
    return [
        tuple(
            (words, value)
            for words, columns in _COLUMNS.items()
            if (value := round(float(row[columns].sum()), 3))
        )
        for row in terms
    ]
