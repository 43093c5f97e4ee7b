"""A small gazetteer made by hand: the grammar is tested without the compiled one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.model import Document, Place
from geo.names import fold
from geo.routes import geometry
from geo.routes.grammar import RouteSpan, find_routes
from geo.routes.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Each with its names, kind, position and country.
_PLACES = [
    ("Baku Bakı Баку Bakü", "city", 49.89, 40.38, "AZ"),
    ("Guba Quba Губа Губу", "city", 48.51, 41.36, "AZ"),
    ("Astara Астара", "city", 48.87, 38.43, "IR"),
    ("Astara", "city", 48.875, 38.456, "AZ"),
    ("Resht Rasht Решт Rəşt Reşt", "city", 49.59, 37.28, "IR"),
    ("Qazvin", "city", 50.0, 36.27, "IR"),
    ("Tbilisi Тбилиси Tiflis", "city", 44.83, 41.69, "GE"),
    ("Kutaisi", "city", 42.7, 42.25, "GE"),
    ("Batumi", "city", 41.64, 41.64, "GE"),
    ("Kars Карс Qars", "city", 43.09, 40.6, "TR"),
    ("Gyumri", "city", 43.84, 40.79, "AM"),
    ("Yerevan", "city", 44.51, 40.18, "AM"),
    ("Meghri", "city", 46.24, 38.9, "AM"),
    ("Supsa", "city", 41.8, 42.0, "GE"),
    ("Poti", "city", 41.67, 42.14, "GE"),
    ("Moscow", "city", 37.62, 55.75, "RU"),
    ("Махачкала", "city", 47.5, 42.98, "RU"),
    ("Дербент", "city", 48.29, 42.06, "RU"),
    ("Iğdır", "city", 44.04, 39.92, "TR"),
    ("Ankara", "city", 32.86, 39.93, "TR"),
    ("Sivas", "city", 37.02, 39.75, "TR"),
    ("Aktau", "city", 51.16, 43.65, "KZ"),
    ("Hyland", "city", -93.0, 45.0, "US"),
    ("Croy", "city", 3.0, 50.0, "FR"),
    ("Russia Россия", "country", 95.0, 61.0, "RU"),
    ("Azerbaijan Azerbaijani Азербайджан Azərbaycan", "country", 47.7, 40.3, "AZ"),
    ("Turkey Turkish", "country", 35.0, 39.0, "TR"),
    ("Iran Иран", "country", 53.7, 32.5, "IR"),
    ("Pakistan", "country", 69.0, 30.0, "PK"),
]


class _Fake:
    def __init__(self) -> None:
        self.known: dict[str, list[Place]] = {}
        for number, (names, kind, lon, lat, country) in enumerate(_PLACES):
            place = Place(f"fake:{number}", names.split()[0], kind, lon, lat, country)
            for name in names.split():
                self.known.setdefault(fold(name), []).append(place)
        for name in ("Bandar Abbas", "St Petersburg"):
            self.known[fold(name)] = [Place(f"fake:{name}", name, "city", 56.0, 27.0, "IR")]

    def find(self, name: str, *, people: bool = False) -> tuple[Place, ...]:
        return tuple(self.known.get(fold(name), ()))


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture(scope="session", autouse=True)
def only_what_ships() -> Iterator[None]:
    """Networks of the whole world may be installed here and not there: tests see those that ship."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geometry, "load_world", lambda name: None)
        yield


@pytest.fixture(scope="session")
def places() -> _Fake:
    return _Fake()


@pytest.fixture(scope="session")
def read(registry: Registry, places: _Fake) -> Callable[..., list[RouteSpan]]:
    def routes(text: str, **options: bool) -> list[RouteSpan]:
        return find_routes(Document("text", text), registry, places, **options)

    return routes
