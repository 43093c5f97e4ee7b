"""Why a name means what it means: the candidates, and what their scores are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.padding import Padding

from geo.model import Document, Mention, Place, Route
from maps.report import console, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Candidate
    from geo.pipeline import Geoparser

__all__ = ["explanation", "print_explanation"]

SHOWN_CANDIDATES = 8
NEAR_TIE = 0.1  # between the scores of the first two


def explanation(parser: Geoparser, name: str, context: str | None = None) -> dict[str, Any]:
    """Return what a name means in a context, as plain data.

    Parameters
    ----------
    parser
        What resolves.
    name
        A place or route name.
    context
        Text that holds the name; if it does not, the name is put before it.
    """
    text = name if not context else context if name in context else f"{name}. {context}"
    document = Document(name="explain", text=text)
    start = text.index(name)
    located = parser.explain(document, start, start + len(name))
    chosen = located if isinstance(located, Mention) else None
    return {
        "name": name,
        "context": context,
        "chosen": _target(chosen.target) | {"score": round(chosen.score, 3)} if chosen else None,
        "reason": None if isinstance(located, Mention) else located.reason,
        "near_tie": _is_near_tie(located.candidates),
        "candidates": [_candidate(candidate) for candidate in located.candidates],
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    evidence = {feature: round(value, 2) for feature, value in candidate.evidence}
    return _target(candidate.target) | {"score": round(candidate.score, 3), "evidence": evidence}


def _target(target: Place | Route) -> dict[str, Any]:
    common = {"id": target.id, "name": target.name, "kind": target.kind}
    if isinstance(target, Place):
        place = {
            "country": target.country,
            "population": target.population,
            "lon": target.lon,
            "lat": target.lat,
        }
        return common | place | {"source": target.source}
    return common | {"country": ", ".join(target.countries) or None, "legs": [leg.id for leg in target.legs]}


def print_explanation(found: dict[str, Any]) -> None:
    """Print an explanation, the winner first, in lines that fit a narrow terminal."""
    if found["chosen"]:
        chosen = found["chosen"]
        console.print(f"[bold]{plain(found['name'])}[/] is {_named(chosen)}, score {chosen['score']:.2f}")
    else:
        console.print(f"[bold]{plain(found['name'])}[/] was not located: {plain(found['reason'])}")
    if found["near_tie"]:
        second = found["candidates"][1]
        console.print(
            f"A near tie: {_named(second)} is as likely (score {second['score']:.2f}). "
            "Give the sentence it stands in with --context."
        )
    for number, row in enumerate(found["candidates"][:SHOWN_CANDIDATES], start=1):
        _print_candidate(number, row)
    hidden = len(found["candidates"]) - SHOWN_CANDIDATES
    if hidden > 0:
        console.print(f"and {hidden} more; --json prints them all")


def _print_candidate(number: int, row: dict[str, Any]) -> None:
    console.print(f"\n{number:2}. score [bold]{row['score']:.2f}[/]  {_named(row)}")
    facts = [plain(row["id"])]
    if "lon" in row:
        facts.append(f"lon {row['lon']:.3f}, lat {row['lat']:.3f}")
    if row.get("population"):
        facts.append(f"population {row['population']:,}")
    console.print(Padding(", ".join(facts), (0, 0, 0, 4)))
    evidence = sorted(row["evidence"].items(), key=lambda item: -abs(item[1]))
    for label, terms in (
        ("for", [f"{words} {value:+.1f}" for words, value in evidence if value > 0]),
        ("against", [f"{words} {value:+.1f}" for words, value in evidence if value < 0]),
    ):
        if terms:
            console.print(Padding(f"{label}: {', '.join(terms)}", (0, 0, 0, 4)))


def _named(row: dict[str, Any]) -> str:
    where = f", {row['country']}" if row["country"] else ""
    return f"{plain(row['name'])} ({row['kind']}{where})"


def _is_near_tie(candidates: Sequence[Candidate]) -> bool:
    """Tell whether the second candidate is all but as likely as the first."""
    return len(candidates) > 1 and candidates[0].score - candidates[1].score < NEAR_TIE
