"""Fit the weights of the resolver: ``python bench/fit_resolve.py [--write]``.

A conditional logit over the candidates of each group of mentions, fitted stage by stage on the shared
news corpora, with cross-validation by document. ``--write`` fits on all documents and
writes ``seeds/weights/resolve.json``. Only numbers leave the corpora.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.geoparse_data import Sample, corpus, folds, great_circle_km
from geo.gazetteer import Gazetteer
from geo.resolve.engine import shares_of
from geo.resolve.features import FEATURES, dynamic, scored, softmax
from geo.resolve.groups import Group, group
from geo.resolve.table import Table, table
from geo.resolve.weights import Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray


STAGES = 3
RIDGE = 2.0
NEAR_KM = 161.0
AREAS = ("country", "region", "sea", "river", "lake", "mountain", "island")
AREA_SHARE = 1.0
"""An area is the annotated one when its point lies within this share of its extent."""
WEIGHTS = Path(__file__).resolve().parents[1] / "seeds" / "weights" / "resolve.json"


class Case(NamedTuple):
    """A document ready for fitting."""

    groups: list[Group]
    rows: Table
    right: NDArray[np.bool_]
    """Rows that are the annotated place."""
    near: NDArray[np.bool_]
    """Rows within 161 km of it."""
    counted: NDArray[np.float64]
    """By group, how many annotated mentions it has."""
    mentions: int
    """Annotated mentions with coordinates in the document."""


def prepare(sample: Sample, gazetteer: Gazetteer) -> Case:
    """Return a document's candidates, marked right or wrong."""
    groups = group(sample.document, sample.found(), gazetteer)
    rows = table([groups])
    right = np.zeros(len(rows.group), dtype=bool)
    near = np.zeros(len(rows.group), dtype=bool)
    counted = np.zeros(len(groups))
    begin = 0
    for number, one in enumerate(groups):
        golds = [sample.gold[member] for member in one.members if sample.gold[member].lat is not None]
        counted[number] = len(golds)
        for offset, place in enumerate(one.candidates):
            if golds:
                gold = golds[0]
                distance = great_circle_km(place.lon, place.lat, gold.lon, gold.lat)  # type: ignore[arg-type]
                near[begin + offset] = distance <= NEAR_KM
        if golds and one.candidates:
            off = np.array(
                [great_circle_km(p.lon, p.lat, golds[0].lon, golds[0].lat) for p in one.candidates]  # type: ignore[arg-type]
            )
            wide = np.array([AREA_SHARE * p.extent_km if p.kind in AREAS else 0.0 for p in one.candidates])
            hit = off <= np.maximum(NEAR_KM, wide)
            if hit.any():
                nearest = (off / np.maximum(NEAR_KM, wide))[hit].min() * NEAR_KM
                right[begin : begin + len(one.candidates)] = hit & (
                    off / np.maximum(NEAR_KM, wide) * NEAR_KM <= max(25.0, nearest + 5.0)
                )
        begin += len(one.candidates)
    mentions = sum(one.lat is not None for one in sample.gold)
    return Case(groups, rows, right, near, counted, mentions)


def fit_stage(cases: list[Case], features: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the weights that make the right candidates likeliest (Newton's method, ridge penalty)."""
    x_parts, starts, hits, mass = [], [], [], []
    offset = 0
    for case, matrix in zip(cases, features, strict=True):
        for number in range(len(case.rows.starts)):
            chosen = np.flatnonzero(case.rows.group == number)
            if len(chosen) < 2 or not case.right[chosen].any() or case.counted[number] == 0:
                continue
            x_parts.append(matrix[chosen])
            hits.append(case.right[chosen])
            starts.append(offset)
            mass.append(np.sqrt(case.counted[number]))
            offset += len(chosen)
    x = np.concatenate(x_parts)
    hit = np.concatenate(hits)
    begin = np.array(starts)
    sizes = np.diff(np.append(begin, len(x)))
    group_of = np.repeat(np.arange(len(begin)), sizes)
    weight = np.array(mass)[group_of]
    w = np.zeros(x.shape[1])
    for _ in range(25):
        s = x @ w
        p = _normal(s, group_of, begin)
        q = _normal(np.where(hit, s, -1e9), group_of, begin)
        gradient = x.T @ (weight * (q - p)) - RIDGE * w
        mean_p = np.add.reduceat(x * p[:, None], begin)
        mean_q = np.add.reduceat(x * q[:, None], begin)
        own = np.array(mass)
        hessian = (x * (weight * p)[:, None]).T @ x - (mean_p * own[:, None]).T @ mean_p
        hessian -= 0.9 * ((x * (weight * q)[:, None]).T @ x - (mean_q * own[:, None]).T @ mean_q)
        hessian += RIDGE * np.eye(len(w))
        step = np.linalg.solve(hessian + 1e-6 * np.eye(len(w)), gradient)
        w = w + step * min(1.0, 3.0 / max(np.abs(step).max(), 1e-9))
        if np.abs(step).max() < 1e-4:
            break
    return w


def _normal(
    s: NDArray[np.float64], group_of: NDArray[np.intp], begin: NDArray[np.intp]
) -> NDArray[np.float64]:
    top = np.maximum.reduceat(s, begin)
    raised = np.exp(s - top[group_of])
    return raised / np.add.reduceat(raised, begin)[group_of]


def fit(cases: list[Case]) -> list[NDArray[np.float64]]:
    """Return the weights of all stages."""
    shares: list[NDArray[np.float64]] = []
    stages = []
    for stage in range(STAGES):
        if stage == 0:
            features = [
                np.hstack(
                    (c.rows.static, np.zeros((len(c.rows.group), len(FEATURES) - c.rows.static.shape[1])))
                )
                for c in cases
            ]
        else:
            features = [dynamic(c.rows, share) for c, share in zip(cases, shares, strict=True)]
        w = fit_stage(cases, features)
        stages.append(w)
        shares = [softmax(scored(matrix, w), c.rows) for c, matrix in zip(cases, features, strict=True)]
    return stages


def outcomes(case: Case, fitted: Weights) -> list[tuple[float, int, bool, int]]:
    """Return each group's winning share, number of candidates, whether it is near, and its mentions."""
    shares = np.split(shares_of(case.rows, fitted), case.rows.starts[1:]) if case.groups else []
    result = []
    for number, share in enumerate(shares):
        if len(share) and case.counted[number]:
            best = int(np.argmax(share))
            begin = int(case.rows.starts[number])
            near = bool(case.near[begin + best])
            result.append((float(share[best]), len(share), near, int(case.counted[number])))
    return result


def calibrate(found: list[tuple[float, int, bool, int]]) -> tuple[float, float, float]:
    """Return slope, intercept and the weight of log candidates that make shares probabilities."""
    p = np.clip(np.array([one[0] for one in found]), 1e-6, 1 - 1e-6)
    x = np.column_stack((np.log(p / (1 - p)), np.ones(len(p)), np.log([one[1] for one in found])))
    y = np.array([one[2] for one in found], dtype=float)
    n = np.array([one[3] for one in found], dtype=float)
    w = np.array([0.5, 0.0, 0.0])
    for _ in range(50):
        q = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (n * (y - q)) - 0.1 * w
        hessian = (x * (n * q * (1 - q))[:, None]).T @ x + 0.1 * np.eye(3)
        w = w + np.linalg.solve(hessian, gradient)
    return float(w[0]), float(w[1]), float(w[2])


def cross_validated(cases: list[Case], parts: list[list[int]]) -> list[Weights]:
    """Return for each part the weights that were fitted on the others, calibrated on the held-out parts."""
    fitted, held = [], []
    for part in parts:
        out = set(part)
        stages = fit([case for number, case in enumerate(cases) if number not in out])
        fitted.append(Weights(tuple(stages), (1.0, 0.0, 0.0)))
        held.append([one for number in part for one in outcomes(cases[number], fitted[-1])])
    calibrated = []
    for number, weights in enumerate(fitted):
        others = [one for other, listed in enumerate(held) if other != number for one in listed]
        calibrated.append(weights._replace(calibration=calibrate(others)))
    return calibrated


def main(*, write: bool) -> None:
    """Cross-validate, print, and write the weights if asked."""
    gazetteer = Gazetteer.open()
    samples = [sample for name in ("lgl", "trnews") for sample in corpus(name)]
    cases = [prepare(sample, gazetteer) for sample in samples]
    parts = folds(samples)
    models = cross_validated(cases, parts)
    for name in ("lgl", "trnews"):
        right = total = reach = 0.0
        for part, fitted in zip(parts, models, strict=True):
            for number in part:
                if samples[number].document.name.startswith(name):
                    case = cases[number]
                    total += case.mentions
                    reach += sum(
                        n for g, n in enumerate(case.counted) if case.near[case.rows.group == g].any()
                    )
                    right += sum(one[3] for one in outcomes(case, fitted) if one[2])
        print(
            f"{name}: ceiling {reach / total:.3f}, cross-validated acc@161 {right / total:.4f} of {total:.0f}"
        )
    if write:
        stages = fit(cases)
        rounded = [{f: round(float(v), 4) for f, v in zip(FEATURES, w, strict=True)} for w in stages]
        held = [
            one
            for part, fitted in zip(parts, models, strict=True)
            for n in part
            for one in outcomes(cases[n], fitted)
        ]
        names = ("slope", "intercept", "rivals")
        stored = {
            "about": "Weights of geo.resolve, fitted by bench/fit_resolve.py; see docs/notes/geoparsing.md.",
            "calibration": {k: round(v, 4) for k, v in zip(names, calibrate(held), strict=True)},
            "stages": rounded,
        }
        WEIGHTS.parent.mkdir(exist_ok=True)
        WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="ascii")
        for f in FEATURES:
            print(f"{f:24s}", *(f"{stage[f]:8.3f}" for stage in rounded))


if __name__ == "__main__":
    main(write="--write" in sys.argv)
