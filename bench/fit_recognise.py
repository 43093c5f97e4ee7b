"""Fit the weights of the recognisers: ``python bench/fit_recognise.py [--write] [--statistical]``.

A logistic model over the cues of each known name, with weights that all kinds of names share and
weights of each kind's own, fitted on the shared news corpora with cross-validation by document. ``--write``
fits on all documents and writes ``seeds/weights/recognise.json``. Only numbers leave the corpora.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.geoparse_data import Sample, corpus, folds
from geo.gazetteer import Gazetteer
from geo.recognise.discourse import TERMS, discourse_terms, with_discourse
from geo.recognise.english import entities, labels_of
from geo.recognise.evidence import Evidence, evidence
from geo.recognise.model import Model, merged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.recognise.prior import Prior

WEIGHTS = Path(__file__).resolve().parents[1] / "seeds" / "weights" / "recognise.json"
RIDGE_SHARED = 1.0
RIDGE_OWN = 4.0
LEAST_SEEN = 8
LEAST_WEIGHT = 0.01


class Case(NamedTuple):
    """A document's known names, and which of them are annotated."""

    gathered: list[Evidence]
    is_place: list[bool]
    gold: int


def prepare(
    sample: Sample, gazetteer: Gazetteer, priors: dict[tuple[str, bool], Prior], *, statistical: bool
) -> Case:
    """Return the known names of a document, marked."""
    text = sample.document.text
    matches = gazetteer.scan(text, "en")
    labels = labels_of(matches, entities(text)) if statistical else None
    gathered = evidence(text, matches, gazetteer, priors, labels)
    marks = []
    for one in gathered:
        start, end = one.match.start, one.match.end
        marks.append(
            any(g.start < end and start < g.end and _alike(start, end, g.start, g.end) for g in sample.gold)
        )
    return Case(gathered, marks, len(sample.gold))


def _alike(start: int, end: int, gold_start: int, gold_end: int) -> bool:
    shared = min(end, gold_end) - max(start, gold_start)
    return shared >= 0.5 * max(end - start, gold_end - gold_start)


def vocabulary(cases: list[Case]) -> dict[tuple[str, str], int]:
    """Return a column for each (kind, cue); the kind ``*`` is shared by all."""
    seen: Counter[tuple[str, str]] = Counter()
    for case in cases:
        for one in case.gathered:
            for cue in one.cues:
                seen["*", cue] += 1
                seen[one.kind, cue] += 1
    return {key: column for column, key in enumerate(sorted(k for k, n in seen.items() if n >= LEAST_SEEN))}


def fit(cases: list[Case], columns: dict[tuple[str, str], int]) -> NDArray[np.float64]:
    """Return the weights (Newton's method, ridge penalty)."""
    rows = [(one, mark) for case in cases for one, mark in zip(case.gathered, case.is_place, strict=True)]
    x = np.zeros((len(rows), len(columns)), dtype=np.float32)
    y = np.array([mark for _, mark in rows], dtype=np.float32)
    for number, (one, _) in enumerate(rows):
        for cue in one.cues:
            for kind in ("*", one.kind):
                column = columns.get((kind, cue))
                if column is not None:
                    x[number, column] = 1.0
    ridge = np.array([RIDGE_SHARED if kind == "*" else RIDGE_OWN for kind, _ in columns], dtype=np.float64)
    w = np.zeros(len(columns))
    for _ in range(9):
        q = 1 / (1 + np.exp(-np.clip(x @ w.astype(np.float32), -30, 30)))
        gradient = (x.T @ (y - q)).astype(np.float64) - ridge * w
        scaled = x * np.sqrt(q * (1 - q))[:, None]
        hessian = (scaled.T @ scaled).astype(np.float64) + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        w += step
        if np.abs(step).max() < 1e-3:
            break
    return w


def predict(case: Case, columns: dict[tuple[str, str], int], w: NDArray[np.float64]) -> list[float]:
    """Return the probability of each known name of ``case``."""
    result = []
    for one in case.gathered:
        total = 0.0
        for cue in one.cues:
            for kind in ("*", one.kind):
                column = columns.get((kind, cue))
                if column is not None:
                    total += w[column]
        result.append(total)
    return result


def fit_discourse(cases: list[Case], scores: list[list[float]]) -> dict[str, float]:
    """Return the weights of the second step from log odds that were not fitted on the same documents."""
    x = np.array(
        [
            t
            for c, s in zip(cases, scores, strict=True)
            for t in discourse_terms([o.match.name for o in c.gathered], s)
        ]
    )
    y = np.array([mark for case in cases for mark in case.is_place], dtype=float)
    w = np.zeros(len(TERMS))
    for _ in range(20):
        q = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        hessian = (x * (q * (1 - q))[:, None]).T @ x + 0.1 * np.eye(len(w))
        w = w + np.linalg.solve(hessian, x.T @ (y - q) - 0.1 * w)
    return dict(zip(TERMS, w.tolist(), strict=True))


def report(name: str, cases: list[Case], parts: list[list[int]], models: list[Model], mine: set[int]) -> None:
    """Print precision and recall of the known names over all annotated ones, and the calibration."""
    gold = sum(cases[number].gold for number in mine)
    pairs = []
    for part, fitted in zip(parts, models, strict=True):
        for number in mine.intersection(part):
            gathered = cases[number].gathered
            own = [
                sum(fitted.tables.get(one.kind, fitted.tables["*"]).get(cue, 0.0) for cue in one.cues)
                for one in gathered
            ]
            after = with_discourse([one.match.name for one in gathered], own, fitted.discourse)
            pairs += [
                (1 / (1 + np.exp(-v)), mark) for v, mark in zip(after, cases[number].is_place, strict=True)
            ]
    for threshold in (0.3, 0.4, 0.5):
        kept = [mark for p, mark in pairs if p >= threshold]
        precision, recall = sum(kept) / len(kept), sum(kept) / gold
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name} at {threshold}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


def model_of(columns: dict[tuple[str, str], int], w: NDArray[np.float64], second: dict[str, float]) -> Model:
    """Return fitted weights as the recogniser wants them."""
    return Model(merged(tables_of(columns, w)), second)


def tables_of(columns: dict[tuple[str, str], int], w: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    """Return the weights by kind of name and cue, without those that are next to nothing."""
    tables: dict[str, dict[str, float]] = {}
    for (kind, cue), column in columns.items():
        if abs(w[column]) >= LEAST_WEIGHT:
            tables.setdefault(kind, {})[cue] = round(float(w[column]), 3)
    return tables


def cross_validated(cases: list[Case], parts: list[list[int]]) -> tuple[list[Model], dict[str, float]]:
    """Return for each part the model that was fitted on the others, and the weights of the second step."""
    columns = vocabulary(cases)
    fitted = []
    scores: list[list[float]] = [[] for _ in cases]
    for part in parts:
        out = set(part)
        w = fit([case for number, case in enumerate(cases) if number not in out], columns)
        fitted.append(w)
        for number in part:
            scores[number] = predict(cases[number], columns, w)
    second = fit_discourse(cases, scores)
    return [model_of(columns, w, second) for w in fitted], second


def main(*, write: bool, statistical: bool) -> None:
    """Cross-validate, print, and write the weights if asked."""
    gazetteer = Gazetteer.open()
    priors: dict[tuple[str, bool], Prior] = {}
    samples = [sample for name in ("lgl", "trnews") for sample in corpus(name)]
    cases = [prepare(sample, gazetteer, priors, statistical=statistical) for sample in samples]
    parts = folds(samples)
    models, second = cross_validated(cases, parts)
    print({term: round(value, 3) for term, value in second.items()})
    for name in ("lgl", "trnews"):
        mine = [n for n, sample in enumerate(samples) if sample.document.name.startswith(name)]
        report(name, cases, parts, models, set(mine))
    if write:
        columns = vocabulary(cases)
        stored = json.loads(WEIGHTS.read_text(encoding="ascii")) if WEIGHTS.exists() else {"models": {}}
        stored["about"] = (
            "Weights of geo.recognise, fitted by bench/fit_recognise.py; see docs/notes/geoparsing.md."
        )
        model = "statistical" if statistical else "gazetteer"
        stored["models"][model] = tables_of(columns, fit(cases, columns))
        stored["discourse"] = stored.get("discourse", {}) | {
            model: {k: round(v, 3) for k, v in second.items()}
        }
        WEIGHTS.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(write="--write" in sys.argv, statistical="--statistical" in sys.argv)
