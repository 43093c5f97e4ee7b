"""Why a name means what it means: the candidates, and what their scores are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table

from geo.model import Document, Mention, Place, Route
from maps.report import console, plain

if TYPE_CHECKING:
    from geo.model import Candidate
    from geo.pipeline import Geoparser

__all__ = ["explanation", "print_explanation"]

SHOWN_CANDIDATES = 8


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
    """Print an explanation as a table, the winner first."""
    if found["chosen"]:
        chosen = found["chosen"]
        where = f", {chosen['country']}" if chosen["country"] else ""
        meaning = f"{plain(chosen['name'])} ({chosen['kind']}{where})"
        console.print(f"[bold]{plain(found['name'])}[/] is {meaning}, score {chosen['score']:.2f}")
    else:
        console.print(f"[bold]{plain(found['name'])}[/] was not located: {plain(found['reason'])}")
    if not found["candidates"]:
        return
    table = Table(
        "id", "name", "kind", "country", "population", "lon, lat", "score", "what speaks for or against it"
    )
    for row in found["candidates"][:SHOWN_CANDIDATES]:
        evidence = sorted(row["evidence"].items(), key=lambda item: -abs(item[1]))
        table.add_row(
            plain(row["id"]),
            plain(row["name"]),
            row["kind"],
            row["country"] or "",
            f"{row['population']:,}" if row.get("population") else "",
            f"{row['lon']:.3f}, {row['lat']:.3f}" if "lon" in row else "",
            f"{row['score']:.2f}",
            ", ".join(f"{feature} {value:+.1f}" for feature, value in evidence if value),
        )
    console.print(table)
    hidden = len(found["candidates"]) - SHOWN_CANDIDATES
    if hidden > 0:
        console.print(f"and {hidden} more; --json prints them all")
