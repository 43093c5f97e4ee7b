"""Measure recognition and resolution: ``python bench/geoparse.py``; writes ``bench/results/geoparse.md``.

News corpora are measured with weights fitted on the other folds of documents; the seed documents
with the weights that ship, which never saw them. Needs ``../shared`` beside the repository.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import fit_recognise, fit_resolve
from bench.geoparse_data import SHARED, Gold, Sample, corpus, folds, great_circle_km
from geo.errors import UsageError
from geo.gazetteer import Gazetteer
from geo.model import Document, Mention
from geo.recognise import Found, GazetteerRecogniser, SpacyRecogniser
from geo.recognise.english import available_models
from geo.recognise.role import role_of
from geo.resolve import resolve, resolve_many

if TYPE_CHECKING:
    from geo.model import Unresolved
    from geo.recognise import Recogniser
    from geo.recognise.model import Model
    from geo.resolve.weights import Weights

ROOT = Path(__file__).resolve().parents[1]
ROLE_LABELS = ROOT / "tests" / "geo" / "recognise" / "role_labels.jsonl"
RESULTS = ROOT / "bench" / "results" / "geoparse.md"
NEAR_KM = 161.0
CORPORA = ("lgl", "trnews")
TITLES = {"lgl": "LGL", "trnews": "TR-News"}
WIDEST = 5  # a prediction over five times as long as the annotated span is no find


@dataclass(slots=True)
class Report:
    """Lines that are printed and kept."""

    lines: list[str]

    def say(self, line: str = "") -> None:
        """Print a line and keep it."""
        print(line, flush=True)
        self.lines.append(line)


def near(answer: Mention | Unresolved, gold: Gold) -> bool:
    """Tell whether an answer lies within 161 km of the annotated place."""
    place = answer.place if isinstance(answer, Mention) else None
    if place is None or gold.lon is None or gold.lat is None:
        return False
    return great_circle_km(place.lon, place.lat, gold.lon, gold.lat) <= NEAR_KM


def calibration_error(pairs: list[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten equal bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for score, right in pairs:
        bins.setdefault(min(9, int(score * 10)), []).append((score, right))
    return sum(abs(sum(right - score for score, right in part)) for part in bins.values()) / max(
        1, len(pairs)
    )


def most_populous(sample: Sample, gazetteer: Gazetteer) -> int:
    """Return how many annotated places the best-known bearer of the name is within 161 km of."""
    right = 0
    for gold in sample.gold:
        if gold.lon is not None and gold.lat is not None:
            found = gazetteer.find(sample.document.text[gold.start : gold.end], people=True)
            right += (
                bool(found) and great_circle_km(found[0].lon, found[0].lat, gold.lon, gold.lat) <= NEAR_KM
            )
    return right


def resolution(report: Report, gazetteer: Gazetteer, samples: list[Sample], weights: list[Weights]) -> None:
    """Print accuracy on annotated spans."""
    report.say("## Resolution on annotated spans")
    report.say()
    report.say("| | mentions | most populous | this resolver, other folds | goal | calibration error |")
    report.say("|---|---|---|---|---|---|")
    for name, goal in zip(CORPORA, (0.85, 0.87), strict=True):
        right = total = baseline = 0
        pairs = []
        for part, fitted in zip(folds(samples), weights, strict=True):
            for sample in (
                samples[number] for number in part if samples[number].document.name.startswith(name)
            ):
                baseline += most_populous(sample, gazetteer)
                answers = resolve(sample.document, sample.found(), gazetteer, fitted=fitted)
                for answer, gold in zip(answers, sample.gold, strict=True):
                    if gold.lat is not None:
                        total += 1
                        right += near(answer, gold)
                        if isinstance(answer, Mention):
                            pairs.append((answer.score, near(answer, gold)))
        report.say(
            f"| {TITLES[name]} | {total} | {baseline / total:.3f} | **{right / total:.3f}** | {goal} "
            f"| {calibration_error(pairs):.3f} |"
        )
    report.say()


def shares_text(found: Found, gold: Gold) -> bool:
    """Tell whether a find meets an annotated span."""
    overlap = min(found.end, gold.end) - max(found.start, gold.start)
    return overlap > 0 and found.end - found.start <= WIDEST * (gold.end - gold.start)


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def recognition(  # noqa: PLR0913, PLR0917 - what is measured, and what with
    report: Report,
    gazetteer: Gazetteer,
    samples: list[Sample],
    models: list[Model],
    weights: list[Weights],
    kind: type[GazetteerRecogniser | SpacyRecogniser],
) -> None:
    """Print recognition and end-to-end figures of one recogniser, demonyms counted as the corpora do."""
    for name, goals in zip(CORPORA, ((0.80, 0.65), (0.88, 0.75)), strict=True):
        exact = hits = finds = golds = met = placed = located = 0
        pairs = []
        for part, fitted, resolved in zip(folds(samples), models, weights, strict=True):
            recogniser: Recogniser = kind(gazetteer, demonyms=True, english=fitted)
            for sample in (
                samples[number] for number in part if samples[number].document.name.startswith(name)
            ):
                found = recogniser.spans(sample.document)
                answers = resolve(sample.document, found, gazetteer, fitted=resolved)
                exact += len({(f.start, f.end) for f in found} & {(g.start, g.end) for g in sample.gold})
                finds += len(found)
                golds += len(sample.gold)
                hits += sum(any(shares_text(f, g) for g in sample.gold) for f in found)
                for gold in sample.gold:
                    meeting = [a for f, a in zip(found, answers, strict=True) if shares_text(f, gold)]
                    met += bool(meeting)
                    if gold.lat is not None:
                        placed += 1
                        located += bool(meeting) and near(meeting[0], gold)
                        if meeting and isinstance(meeting[0], Mention):
                            pairs.append((meeting[0].score, near(meeting[0], gold)))
                pairs += [
                    (a.score, False)
                    for f, a in zip(found, answers, strict=True)
                    if isinstance(a, Mention) and not any(shares_text(f, g) for g in sample.gold)
                ]
        overlap = f1(hits / finds, met / golds)
        report.say(
            f"| {kind.__name__} | {TITLES[name]} | {f1(exact / finds, exact / golds):.3f} "
            f"| {hits / finds:.3f} "
            f"| {met / golds:.3f} | **{overlap:.3f}** | {goals[0]} | **{located / placed:.3f}** | {goals[1]} "
            f"| {calibration_error(pairs):.3f} |"
        )


def seeds(report: Report, gazetteer: Gazetteer, recognisers: list[Recogniser]) -> None:
    """Print the figures on the five seed documents, scored by the shared scorer."""
    scorer = _scorer()
    gold = scorer.load(SHARED / "gold" / "seeds_gold.jsonl")
    report.say("## The five seed documents (places; weights that ship)")
    report.say()
    report.say(
        "| | exact P | exact R | exact F1 (goal 0.96) | within tolerance (0.98) "
        "| points within 25 km (0.95) |"
    )
    report.say("|---|---|---|---|---|---|")
    for recogniser in recognisers:
        rows = []
        for file in sorted((SHARED / "seeds").glob("*.txt")):
            document = Document(file.stem, file.read_bytes().decode("utf-8"), language="en")
            for answer in resolve(document, recogniser.spans(document), gazetteer):
                span, place = answer.span, answer.place if isinstance(answer, Mention) else None
                row = {"doc": file.stem, "start": span.start, "end": span.end, "kind": "place"}
                rows.append(row | ({"id": place.id, "lat": place.lat, "lon": place.lon} if place else {}))
        c = scorer.evaluate(gold, rows, str.lower)
        precision, recall = c["place", "tpx"] / c["place", "n"], c["place", "rx"] / c["place", "gold"]
        report.say(
            f"| {type(recogniser).__name__} | {precision:.3f} | {recall:.3f} "
            f"| **{f1(precision, recall):.3f}** "
            f"| **{c['tol'] / c['place', 'ro']:.3f}** | **{c['25'] / c['pt']:.3f}** |"
        )
    report.say()


def roles(report: Report) -> None:
    """Print how often an ``actor`` is one, on the mentions labelled by hand."""
    rows = [json.loads(line) for line in ROLE_LABELS.read_text(encoding="utf-8").splitlines()]
    texts = {
        row["doc"]: (SHARED / "seeds" / f"{row['doc']}.txt").read_bytes().decode("utf-8") for row in rows
    }
    said = [(role_of(texts[row["doc"]], row["start"], row["end"]), row["role"]) for row in rows]
    actors = [label for answer, label in said if answer == "actor"]
    right, labelled = actors.count("actor"), [label for _, label in said].count("actor")
    report.say(f"## Roles on {len(rows)} mentions labelled by hand")
    report.say()
    report.say(
        f"Actors: precision {right / len(actors):.3f}, recall {right / labelled:.3f} ({labelled} labelled)."
    )
    report.say()


def _scorer():  # noqa: ANN202 - a module that is not part of this project
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(
            f"No scorer at '{SHARED / 'tools' / 'score.py'}'. Put 'shared' beside the repository."
        )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def throughput(
    report: Report, gazetteer: Gazetteer, samples: list[Sample], recognisers: list[Recogniser]
) -> None:
    """Print kilobytes per second of one core, warm, and the peak of memory."""
    report.say("## Speed (processor time of one core, warm; best of three)")
    report.say()
    report.say("| | texts | recognition | with positions | goal with positions |")
    report.say("|---|---|---|---|---|")
    news = [sample.document for sample in samples]
    joined = "\n\n".join(document.text for document in news)
    long = [
        Document(f"part {n}", joined[n : n + 100_000], language="en") for n in range(0, len(joined), 100_000)
    ]
    one = [Document("one", joined, language="en")]
    for recogniser in recognisers:
        texts = (("news articles", news), ("parts of 100,000 characters", long), ("one text", one))
        for title, documents in texts:
            size = sum(len(document.text.encode("utf-8", "surrogatepass")) for document in documents) / 1000
            best = [float("inf"), float("inf")]
            for _ in range(3):
                began = time.process_time()
                found = [recogniser.spans(document) for document in documents]
                middle = time.process_time()
                resolve_many(zip(documents, found, strict=True), gazetteer)
                best = [min(best[0], middle - began), min(best[1], time.process_time() - began)]
            goal = "2,000 KB/s" if isinstance(recogniser, GazetteerRecogniser) else "40 KB/s"
            report.say(
                f"| {type(recogniser).__name__} | {title} | {size / best[0]:,.0f} KB/s "
                f"| **{size / best[1]:,.0f} KB/s** | {goal} |"
            )
            if isinstance(recogniser, SpacyRecogniser):
                break
    report.say()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report.say(f"Peak memory of this whole run, fitting included: {peak:,.0f} MB.")


def main() -> None:
    """Measure everything and write the report."""
    if not SHARED.is_dir():
        sys.exit(f"No evaluation material at '{SHARED}'. Put the folder 'shared' beside the repository.")
    gazetteer = Gazetteer.open()
    samples = [sample for name in CORPORA for sample in corpus(name)]
    recognisers: list[Recogniser] = [GazetteerRecogniser(gazetteer)]
    try:
        recognisers.append(SpacyRecogniser(gazetteer))
    except UsageError as error:
        print(error)
    report = Report([])
    report.say("# Geoparsing")
    report.say()
    report.say(
        f"Made by `bench/geoparse.py`. English model: "
        f"{', '.join(available_models()[:1]) or 'none installed'}."
    )
    report.say()
    throughput(report, gazetteer, samples, recognisers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report.lines[-1] = f"Peak memory so far, model loaded: {peak:,.0f} MB (goal: at most 1,024 MB)."
    report.say()
    seeds(report, gazetteer, recognisers)
    roles(report)
    cases = [fit_resolve.prepare(sample, gazetteer) for sample in samples]
    weights = fit_resolve.cross_validated(cases, folds(samples))
    resolution(report, gazetteer, samples, weights)
    report.say("## Recognition, and end to end (share of all annotated places within 161 km)")
    report.say()
    report.say(
        "| | | exact F1 | precision | recall | overlap F1 | goal | end to end | goal | calibration error |"
    )
    report.say("|---|---|---|---|---|---|---|---|---|---|")
    for recogniser in recognisers:
        statistical = isinstance(recogniser, SpacyRecogniser)
        known = [fit_recognise.prepare(sample, gazetteer, {}, statistical=statistical) for sample in samples]
        models, _ = fit_recognise.cross_validated(known, folds(samples))
        kind = SpacyRecogniser if statistical else GazetteerRecogniser
        recognition(report, gazetteer, samples, models, weights, kind)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(report.lines) + "\n", encoding="utf-8")
    print(f"Written to {RESULTS.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
