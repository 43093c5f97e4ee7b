"""Reading one corridor file: a TOML table becomes a route, its wording, and a list of breaches.

A file looks like this (lengths in kilometres, positions in degrees WGS 84)::

    id = "sample-railway"               # the file's own name
    name = "Sample railway"
    kind = "railway"                    # corridor, railway, road, pipeline, crossing
    mode = "rail"                       # rail, road, sea, ferry, pipeline, multimodal
    status = "operational"              # planned, under_construction, operational, suspended, ...
    as_of = "2025-11"
    countries = ["AZ", "GE"]
    published_km = 120.0                # optional, with published_note
    include = ["other-route/*"]         # optional: legs that another file holds

    [names]                             # full names by language, each of them an alias
    en = ["Sample railway"]

    [wording]                           # optional: how texts speak of it
    aliases = ["Sample line"]           # stands alone
    acronyms = ["SRL"]                  # stands alone, capitals only, near a word of `context`
    cores = ["Sample"]                  # needs a noun such as "railway" beside it
    chains = [["Tbilisi | Tiflis", "Kars"]]
    nouns = ["rail"]                    # the noun classes that go with cores, default: any
    context = ["Georgia"]

    [[legs]]
    id = "tbilisi-kars"                 # becomes sample-railway/tbilisi-kars
    mode = "rail"
    status = "operational"
    follow = "network"                  # network, sea, waypoints
    countries = ["GE", "TR"]
    dates = { opened = "2017-10-30" }
    published_km = 120.0
    waypoints = [
      { name = "Tbilisi", lon = 44.83, lat = 41.69, source = "GeoNames" },
      { name = "Kars", lon = 43.09, lat = 40.6, source = "GeoNames" },
    ]

    [[sources]]
    title = "Who says so"
    url = "https://example.org/"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geo.errors import CorridorsError
from geo.model import Leg, Route, Source, Waypoint

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FOLLOWS", "KINDS", "MODES", "STATUSES", "Row", "Wording", "read_row"]

KINDS = ("corridor", "crossing", "pipeline", "railway", "road")
MODES = ("ferry", "multimodal", "pipeline", "rail", "road", "sea")
STATUSES = ("disputed", "operational", "planned", "suspended", "under_construction", "unknown")
FOLLOWS = ("network", "sea", "waypoints")

_FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "file": frozenset(
            str.split(
                "id name kind mode status as_of dates countries published_km published_note notes include "
                "names wording legs sources"
            )
        ),
        "wording": frozenset(str.split("aliases acronyms cores chains nouns context")),
        "legs": frozenset(
            str.split(
                "id name mode status as_of follow countries dates published_km published_note notes sources "
                "waypoints"
            )
        ),
        "waypoints": frozenset(str.split("name lon lat source uncertain uncertainty_km")),
        "sources": frozenset({"title", "url"}),
    }
)

_Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wording:
    """How texts speak of a route, beside its full names.

    ``aliases`` stand alone; ``acronyms`` do when a word of ``context`` is near; ``cores`` need a
    noun of the classes ``nouns`` beside them; ``chains`` are place names in order, each with its
    spellings.
    """

    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    cores: tuple[str, ...] = ()
    chains: tuple[tuple[tuple[str, ...], ...], ...] = ()
    nouns: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What one file says: the route with its own legs, what it includes, and its wording."""

    file: str
    route: Route
    include: tuple[str, ...]
    wording: Wording
    leg_countries: tuple[tuple[str, tuple[str, ...]], ...]


def read_row(path: Path) -> tuple[Row | None, list[str]]:
    """Return the row of a corridor file and every breach found in it.

    Parameters
    ----------
    path
        A TOML file as described at the top of this module.

    Returns
    -------
    tuple
        The row, None when it cannot be built, and one message a breach, each naming file, row
        and repair.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return None, [f"{path.name}: not a readable TOML file: {error}. Repair the line it names."]
    try:
        breaches = [f"{path.name}: {text}" for text in _breaches(table, path.stem)]
        return (None, breaches) if breaches else (_row(path.name, table), [])
    except (AttributeError, TypeError, ValueError) as error:
        return None, [
            f"{path.name}: a field has the wrong form ({error}). geo/routes/rows.py shows the form of each."
        ]


def _breaches(table: _Table, stem: str) -> list[str]:
    found = _unknown_fields(table, "file", "top level")
    found += _missing(table, ("id", "name", "kind", "mode", "status"), "top level")
    found += _choice(table, "kind", KINDS, "top level")
    found += _choice(table, "mode", MODES, "top level")
    found += _choice(table, "status", STATUSES, "top level")
    found += _length(table, "published_km", "top level")
    if table.get("id", stem) != stem:
        found.append(f"id '{table['id']}' differs from the file's name. Rename one of them.")
    found += _unknown_fields(table.get("wording", {}), "wording", "wording")
    if not table.get("legs") and not table.get("include"):
        found.append("no legs. Add [[legs]], or include those of another route.")
    for number, leg in enumerate(table.get("legs", ()), start=1):
        found += _leg_breaches(leg, f"leg {number} '{leg.get('id', '')}'")
    ids = [leg.get("id") for leg in table.get("legs", ())]
    found += [
        f"two legs have the id '{i}'. Rename one." for i in sorted({str(i) for i in ids if ids.count(i) > 1})
    ]
    return found + _source_breaches(table.get("sources", ()), "sources")


def _leg_breaches(leg: _Table, where: str) -> list[str]:
    found = _unknown_fields(leg, "legs", where)
    found += _missing(leg, ("id", "mode", "status", "waypoints"), where)
    found += _choice(leg, "mode", MODES, where)
    found += _choice(leg, "status", STATUSES, where)
    found += _choice(leg, "follow", FOLLOWS, where)
    found += _length(leg, "published_km", where)
    waypoints = leg.get("waypoints", ())
    if len(waypoints) == 1:
        found.append(f"{where}: one waypoint is not a line. Give both ends.")
    for number, point in enumerate(waypoints, start=1):
        at = f"{where}, waypoint {number} '{point.get('name', '')}'"
        found += _unknown_fields(point, "waypoints", at) + _missing(point, ("name", "lon", "lat"), at)
        found += _position_breaches(point, at) + _length(point, "uncertainty_km", at)
    return found + _source_breaches(leg.get("sources", ()), where)


def _source_breaches(sources: Iterable[_Table], where: str) -> list[str]:
    found: list[str] = []
    for number, source in enumerate(sources, start=1):
        at = f"{where}, source {number}"
        found += _unknown_fields(source, "sources", at) + _missing(source, ("title",), at)
    return found


def _unknown_fields(table: _Table, kind: str, where: str) -> list[str]:
    unknown = sorted(set(table) - _FIELDS[kind])
    known = ", ".join(sorted(_FIELDS[kind]))
    return [f"{where}: unknown field '{name}'. Fields here: {known}." for name in unknown]


def _missing(table: _Table, names: Iterable[str], where: str) -> list[str]:
    return [f"{where}: '{name}' is missing. Add it." for name in names if name not in table]


def _choice(table: _Table, name: str, choices: tuple[str, ...], where: str) -> list[str]:
    if name not in table or table[name] in choices:
        return []
    return [f"{where}: unknown {name} '{table[name]}'. Choose from: {', '.join(choices)}."]


def _length(table: _Table, name: str, where: str) -> list[str]:
    value = table.get(name, 1)
    if isinstance(value, int | float) and value > 0:
        return []
    return [f"{where}: {name} is {value!r}. Give kilometres as a number above 0."]


def _position_breaches(point: _Table, where: str) -> list[str]:
    try:
        _waypoint(point)
    except CorridorsError as error:
        return [f"{where}: {error}"]
    except (KeyError, TypeError, ValueError) as error:
        return [f"{where}: {error!r}. Give lon and lat as numbers."]
    return []


def _row(file: str, table: _Table) -> Row:
    legs = tuple(_leg(table["id"], leg) for leg in table.get("legs", ()))
    route = Route(
        id=table["id"],
        name=table["name"],
        kind=table["kind"],
        mode=table["mode"],
        status=table["status"],
        legs=legs,
        names=MappingProxyType({lang: tuple(names) for lang, names in table.get("names", {}).items()}),
        countries=tuple(table.get("countries", ())),
        published_km=table.get("published_km"),
        published_note=table.get("published_note", ""),
        sources=_sources(table.get("sources", ())),
        notes=table.get("notes", ""),
    )
    countries = tuple(
        (f"{table['id']}/{leg['id']}", tuple(leg.get("countries", ()))) for leg in table.get("legs", ())
    )
    return Row(file, route, tuple(table.get("include", ())), _wording(table.get("wording", {})), countries)


def _leg(route_id: str, leg: _Table) -> Leg:
    waypoints = tuple(_waypoint(point) for point in leg["waypoints"])
    return Leg(
        id=f"{route_id}/{leg['id']}",
        name=leg.get("name", f"{waypoints[0].name} – {waypoints[-1].name}"),
        mode=leg["mode"],
        status=leg["status"],
        waypoints=waypoints,
        follow=leg.get("follow", "waypoints"),
        dates=tuple((what, str(when)) for what, when in leg.get("dates", {}).items()),
        as_of=leg.get("as_of"),
        published_km=leg.get("published_km"),
        published_note=leg.get("published_note", ""),
        sources=_sources(leg.get("sources", ())),
        notes=leg.get("notes", ""),
    )


def _waypoint(point: _Table) -> Waypoint:
    return Waypoint(
        name=point["name"],
        lon=float(point["lon"]),
        lat=float(point["lat"]),
        source=point.get("source", ""),
        uncertain=bool(point.get("uncertain", False)),
        uncertainty_km=point.get("uncertainty_km"),
    )


def _sources(sources: Iterable[_Table]) -> tuple[Source, ...]:
    return tuple(Source(source["title"], source.get("url")) for source in sources)


def _wording(table: _Table) -> Wording:
    chains = tuple(
        tuple(tuple(name.strip() for name in place.split("|")) for place in chain)
        for chain in table.get("chains", ())
    )
    words = {
        name: tuple(table.get(name, ())) for name in ("aliases", "acronyms", "cores", "nouns", "context")
    }
    return Wording(chains=chains, **words)
