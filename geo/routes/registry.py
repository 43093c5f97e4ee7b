"""The corridor registry: what ``seeds/corridors`` says, checked as a whole.

Each file is one route (see :mod:`geo.routes.rows` for the fields). A route may include legs of
other routes, so that nothing is written twice: ``include = ["instc-western/*"]``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import RegistryError
from geo.names import fold
from geo.routes.lexicon import Lexicon, compile_lexicon
from geo.routes.rows import Row, Wording, read_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.model import Leg, Route

__all__ = ["Registry"]


@dataclass(frozen=True, slots=True)
class Registry:
    """The known routes.

    ``aliases`` maps every folded full name and alias to its route's id; ``wording`` is how texts
    speak of each route, ``lexicon`` the same made ready for matching; ``leg_countries`` holds the
    ISO 3166-1 codes that each leg runs through.
    """

    routes: tuple[Route, ...]
    by_id: Mapping[str, Route] = field(repr=False)
    aliases: Mapping[str, str]
    wording: Mapping[str, Wording]
    leg_countries: Mapping[str, tuple[str, ...]]
    lexicon: Lexicon = field(repr=False)

    @staticmethod
    def load(folder: Path | str | None = None) -> Registry:
        """Return the registry of a folder of corridor files.

        Parameters
        ----------
        folder
            Where the ``.toml`` files are; None takes those that ship in ``seeds/corridors``.

        Raises
        ------
        RegistryError
            If any row is wrong: unknown mode or status, a waypoint off the globe, a leg with one
            point, one alias for two routes, an unknown include. The message lists every breach
            with file, row and repair.
        """
        if folder is None:
            with as_file(files("seeds") / "corridors") as shipped:
                return _load(shipped)
        return _load(Path(folder))

    def get(self, route_id: str) -> Route | None:
        """Return the route with this id, or None."""
        return self.by_id.get(route_id)


def _load(folder: Path) -> Registry:
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise RegistryError(f"No corridor files (*.toml) in '{folder}'. Name a folder that holds some.")
    rows: list[Row] = []
    breaches: list[str] = []
    for path in paths:
        row, found = read_row(path)
        breaches += found
        if row is not None:
            rows.append(row)
    aliases, found = _aliases(rows)
    breaches += found
    # Broken files hide their legs: includes are judged once all files can be read.
    by_id = {row.route.id: row for row in rows}
    legs = {} if breaches else {row.route.id: _legs_of(row, by_id, (), breaches) for row in rows}
    if breaches:
        raise RegistryError(_message(folder, breaches))
    routes = tuple(replace(row.route, legs=legs[row.route.id]) for row in rows)
    wording = MappingProxyType({row.route.id: row.wording for row in rows})
    return Registry(
        routes=routes,
        by_id=MappingProxyType({route.id: route for route in routes}),
        aliases=MappingProxyType(aliases),
        wording=wording,
        lexicon=compile_lexicon(routes, wording),
        leg_countries=MappingProxyType({leg: codes for row in rows for leg, codes in row.leg_countries}),
    )


def _message(folder: Path, breaches: Sequence[str]) -> str:
    listed = "\n".join(f"  {text}" for text in dict.fromkeys(breaches))
    return f"The corridor registry in '{folder}' cannot be used:\n{listed}"


def _aliases(rows: Iterable[Row]) -> tuple[dict[str, str], list[str]]:
    """Return every folded alias with its route, and a breach for each that two routes claim."""
    owner: dict[str, Row] = {}
    breaches: list[str] = []
    for row in rows:
        for alias in dict.fromkeys(_all_names(row)):
            first = owner.setdefault(fold(alias), row)
            if first.route.id != row.route.id:
                breaches.append(
                    f"{row.file}: alias '{alias}' is taken by {first.file}. Keep it in one of the two files."
                )
    return {alias: row.route.id for alias, row in sorted(owner.items(), key=lambda item: item[0])}, breaches


def _all_names(row: Row) -> list[str]:
    names = [row.route.name, *(name for group in row.route.names.values() for name in group)]
    return [*names, *row.wording.aliases, *row.wording.acronyms]


def _legs_of(
    row: Row, rows: Mapping[str, Row], above: tuple[str, ...], breaches: list[str]
) -> tuple[Leg, ...]:
    """Return a route's own legs and those it includes, in order, each once."""
    legs = {leg.id: leg for leg in row.route.legs}
    for entry in row.include:
        route_id, _, leg_id = entry.partition("/")
        other = rows.get(route_id)
        if other is None or not leg_id:
            breaches.append(
                f"{row.file}: include '{entry}' names no route. Write 'route/leg' or 'route/*'; "
                f"routes here: {', '.join(sorted(rows))}."
            )
            continue
        if route_id in above or route_id == row.route.id:
            breaches.append(
                f"{row.file}: include '{entry}' goes round in a circle. Include legs one way only."
            )
            continue
        offered = _legs_of(other, rows, (*above, row.route.id), breaches)
        chosen = (
            offered
            if leg_id == "*"
            else tuple(leg for leg in offered if leg.id in {entry, f"{route_id}/{leg_id}"})
        )
        if not chosen:
            breaches.append(
                f"{row.file}: include '{entry}' names no leg. Legs of {route_id}: "
                f"{', '.join(leg.id.partition('/')[2] for leg in offered)}."
            )
        legs.update((leg.id, leg) for leg in chosen)
    return tuple(legs.values())
