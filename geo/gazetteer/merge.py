"""Entries of many sources -> one entry a place."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from geo.gazetteer.entries import UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.gazetteer.entries import Entry

__all__ = ["merge"]

_DERIVED_KINDS: Final = frozenset({"admin1", "admin2"})
"""Kinds whose shipped positions are only derived, so that a dump knows better."""


def merge(
    sources: Iterable[Entry], demonyms: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> tuple[list[Entry], dict[str, str]]:
    """Return the entries that remain, best known first, and the ids that lead to another's entry.

    Of two entries with one id the later one keeps its own facts and inherits what it lacks, so that a user's
    dump refines the cities. An entry that replaces others inherits from them in the same way.

    Parameters
    ----------
    sources
        Entries, the least trusted source first.
    demonyms
        More names of peoples, by id.

    Returns
    -------
    entries
        By population, largest first, then by id.
    other_ids
        Further and replaced ids -> the id of the entry that answers for them.
    """
    entries, other_ids = _gather(sources)
    _replace(entries, other_ids)
    for place_id, words in demonyms.items():
        entry = entries.get(other_ids.get(place_id, place_id))
        if entry is not None:
            entry.demonyms = tuple(dict.fromkeys(entry.demonyms + words))
    return sorted(entries.values(), key=lambda entry: (-entry.population, entry.id)), other_ids


def _gather(sources: Iterable[Entry]) -> tuple[dict[str, Entry], dict[str, str]]:
    """Return the entries by id, and further ids -> the id of their entry."""
    entries: dict[str, Entry] = {}
    other_ids: dict[str, str] = {}
    for entry in sources:
        # A dump tells the country again under its GeoNames number: it stays the country we have.
        owner = entries.get(other_ids.get(entry.id, ""))
        if owner is not None:
            _inherit(owner, entry)
            if owner.kind in _DERIVED_KINDS and entry.kind == owner.kind:
                owner.lon, owner.lat, owner.source = entry.lon, entry.lat, entry.source
            continue
        old = entries.get(entry.id)
        if old is not None:
            _inherit(entry, old)
        entries[entry.id] = entry
        other_ids.update(dict.fromkeys(entry.also, entry.id))
    return entries, other_ids


def _replace(entries: dict[str, Entry], other_ids: dict[str, str]) -> None:
    """Take out what curated entries replace, and let them inherit from it."""
    for entry in [entry for entry in entries.values() if entry.replaces]:
        for named_id in entry.replaces:
            old_id = other_ids.get(named_id, named_id)
            if old_id == entry.id:
                continue
            old = entries.pop(old_id, None)
            if old is not None:
                _inherit(entry, old)
                other_ids.update(dict.fromkeys((old_id, *old.also), entry.id))
            other_ids[named_id] = entry.id


def _inherit(entry: Entry, old: Entry) -> None:
    """Give ``entry`` what ``old`` has and it lacks."""
    known = {entry.name, *(name for names in entry.names.values() for name in names)}
    for language, names in ((UNKNOWN_LANGUAGE, [old.name]), *old.names.items()):
        fresh = [name for name in names if name not in known]
        known.update(fresh)
        if fresh:
            entry.names.setdefault(language, []).extend(fresh)
    entry.codes = tuple(dict.fromkeys(entry.codes + old.codes))
    entry.demonyms = tuple(dict.fromkeys(entry.demonyms + old.demonyms))
    entry.population = max(entry.population, old.population)
    entry.country = entry.country or old.country
    entry.admin1 = entry.admin1 or old.admin1
    entry.extent_km = entry.extent_km or old.extent_km
