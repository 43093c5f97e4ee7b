"""The registry's wording, made ready for matching: names by their first word, chains by their places."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from geo.routes.nouns import is_corridor, is_head
from geo.routes.openings import Openings
from geo.routes.words import WORD, Keys, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.model import Route
    from geo.routes.rows import Wording

__all__ = ["Chain", "Keys", "Lexicon", "Name", "compile_lexicon", "keys_of"]

# The noun classes that go with a name that needs a noun, by the route's kind.
_NOUNS_OF_KIND: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "corridor": ("way", "project"),
        "crossing": ("crossing", "bridge"),
        "pipeline": ("pipeline", "project", "line"),
        "railway": ("rail", "line", "way", "project", "section"),
        "road": ("road", "way", "project", "section"),
    }
)


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a route: its words, and how it may stand.

    ``form`` is ``name`` (stands alone), ``acronym`` (stands alone as written, with context near)
    or ``core`` (needs a noun beside it). ``exact`` is the spelling that the text must have, None
    for any.
    """

    keys: Keys
    route_id: str
    form: Literal["name", "acronym", "core"]
    exact: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """A route as places in order, each with the keys of its spellings and the spellings themselves."""

    route_id: str
    mode: str
    places: tuple[tuple[frozenset[Keys], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the grammar looks up.

    ``names`` holds the names by the key of their first word, longest first; ``openings`` tells
    which words may open a route; ``spellings`` are those of all places in chains; ``nouns``,
    ``context``, ``kin`` and ``acronyms`` are by route. ``kin`` are those words of its context that are
    names of routes: its parent corridor's, for one. ``corridors`` are the routes that some name calls so.
    """

    names: Mapping[str, tuple[Name, ...]]
    chains: tuple[Chain, ...]
    spellings: frozenset[Keys]
    nouns: Mapping[str, frozenset[str]]
    context: Mapping[str, tuple[str, ...]]
    kin: Mapping[str, tuple[str, ...]]
    acronyms: Mapping[str, frozenset[str]]
    corridors: frozenset[str]
    openings: Openings


def keys_of(name: str) -> Keys:
    """Return the stems of the words of a name.

    Examples
    --------
    >>> keys_of("Baku–Tbilisi–Kars railway")
    ('baku', 'tbilisi', 'kars', 'railway')
    """
    return tuple(key(match.group()) for match in WORD.finditer(name))


def compile_lexicon(routes: Iterable[Route], wording: Mapping[str, Wording]) -> Lexicon:
    """Return the lexicon of a registry's routes."""
    known = list(routes)
    names: dict[str, list[Name]] = {}
    for route in known:
        for name in _names(route, wording[route.id]):
            names.setdefault(name.keys[0], []).append(name)
    chains = tuple(chain for route in known for chain in _chains(route, wording[route.id]))
    return Lexicon(
        names=MappingProxyType({first: tuple(sorted(group, key=_order)) for first, group in names.items()}),
        openings=Openings(name.keys for group in names.values() for name in group),
        chains=chains,
        spellings=frozenset(keys for chain in chains for spellings, _ in chain.places for keys in spellings),
        nouns=MappingProxyType(
            {route.id: frozenset(wording[route.id].nouns or _NOUNS_OF_KIND[route.kind]) for route in known}
        ),
        context=MappingProxyType(
            {route.id: tuple(word.casefold() for word in wording[route.id].context) for route in known}
        ),
        corridors=frozenset(
            name.route_id for group in names.values() for name in group if _is_corridor(name)
        ),
        kin=MappingProxyType({route.id: _kin(wording[route.id], names) for route in known}),
        acronyms=MappingProxyType({route.id: _short_names(wording[route.id]) for route in known}),
    )


def _is_corridor(name: Name) -> bool:
    """Tell whether a name calls its route a corridor; "eastern branch of the corridor" does not."""
    heads = [word for word in name.keys if is_head(word)]
    return bool(heads) and all(map(is_corridor, heads)) and "of" not in name.keys


def _kin(wording: Wording, names: Mapping[str, Sequence[Name]]) -> tuple[str, ...]:
    keys = {name.keys for group in names.values() for name in group}
    return tuple(word.casefold() for word in wording.context if keys_of(word) in keys)


def _order(name: Name) -> tuple[int, str, str]:
    return -len(name.keys), name.form, name.route_id


def _names(route: Route, wording: Wording) -> list[Name]:
    full = [route.name, *(name for group in route.names.values() for name in group), *wording.aliases]
    found = [Name(keys_of(name), route.id, "name", name if name.isupper() else None) for name in full]
    found += [Name(keys_of(name), route.id, "acronym", name) for name in wording.acronyms]
    found += [Name(keys_of(name), route.id, "core") for name in wording.cores]
    return [name for name in dict.fromkeys(found) if name.keys]


def _short_names(wording: Wording) -> frozenset[str]:
    return frozenset(name for name in (*wording.aliases, *wording.acronyms) if name.isupper())


def _chains(route: Route, wording: Wording) -> list[Chain]:
    return [
        Chain(route.id, route.mode, tuple(_spellings(place) for place in chain)) for chain in wording.chains
    ]


def _spellings(names: Sequence[str]) -> tuple[frozenset[Keys], tuple[str, ...]]:
    return frozenset(map(keys_of, names)), tuple(names)
