"""Checks of an installation."""

from __future__ import annotations

import importlib
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import CorridorsError
from maps.report import console, plain

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DISTRIBUTION", "EXTRAS", "PACKAGES", "Check", "checks", "print_checks"]

DISTRIBUTION = "corridor-atlas"
PACKAGES = ("geo", "layers", "maps", "seeds")
EXTRAS = (
    ("spacy", "ner", "English names by a model"),
    ("natasha", "ru", "Russian names by a model"),
    ("geopy", "online", "online geocoders"),
    ("pyarrow", "parquet", "GeoParquet"),
    ("psycopg", "postgis", "PostGIS"),
    ("matplotlib", "figure", "static figures"),
    ("distributed", "cluster", "runs on a cluster"),
    ("scgraph_data", "world", "networks of the whole world"),
)
SHIPPED = ("places.csv", "areas.geojson", "basemap.json.gz", "corridors", "networks", "documents")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``detail`` says what was found, and the repair if it failed."""

    name: str
    passed: bool
    detail: str
    required: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def checks() -> list[Check]:
    """Look at everything that a run needs, and at what it can use."""
    required: tuple[tuple[str, Callable[[], str]], ...] = (
        ("distribution", _distribution),
        ("import names", _import_names),
        ("shipped data", _shipped),
        ("corridor registry", _registry),
        ("gazetteer", _gazetteer),
        ("page assets", _assets),
    )
    found = [_checked(name, look) for name, look in required]
    return found + [_extra(*row) for row in EXTRAS]


def _checked(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, passed=True, detail=look())
    except (CorridorsError, OSError, ImportError, LookupError, ValueError) as error:
        return Check(name, passed=False, detail=str(error))


def _distribution() -> str:
    try:
        return f"{DISTRIBUTION} {version(DISTRIBUTION)}"
    except PackageNotFoundError as error:
        raise ImportError(f"{DISTRIBUTION} is not installed here. Run: pip install .") from error


def _import_names() -> str:
    """Check that the four generic names are ours: from one folder, and from no other distribution."""
    folders = {Path(str(importlib.import_module(name).__file__)).parent.parent for name in PACKAGES}
    if len(folders) > 1:
        places = ", ".join(sorted(str(folder) for folder in folders))
        raise ImportError(
            f"The packages come from several folders: {places}. Install into a fresh environment."
        )
    owners = packages_distributions()
    for name in PACKAGES:
        strangers = sorted(set(owners.get(name, [])) - {DISTRIBUTION})
        if strangers:
            raise ImportError(
                f"The import name '{name}' is also that of {', '.join(strangers)}. "
                f"Uninstall it, or install {DISTRIBUTION} into an environment of its own."
            )
    return f"{', '.join(PACKAGES)} from {folders.pop()}"


def _shipped() -> str:
    import seeds

    return f"{', '.join(seeds.path(name).name for name in SHIPPED)}"


def _registry() -> str:
    from geo.routes.registry import Registry

    registry = Registry.load()
    return f"{len(registry.routes)} routes, {sum(len(route.legs) for route in registry.routes)} legs"


def _gazetteer() -> str:
    from geo.gazetteer import Gazetteer

    gazetteer = Gazetteer.open()
    if not gazetteer.find("Baku"):
        raise LookupError("The gazetteer does not know Baku. Delete its cache folder and run again.")
    return "opens, and knows Baku"


def _assets() -> str:
    from maps.assets import asset_sizes

    sizes = asset_sizes()
    return f"{len(sizes)} files, {sum(sizes.values()) / 1000:.0f} kB"


def _extra(module: str, extra: str, what: str) -> Check:
    passed = find_spec(module) is not None
    detail = (
        f"{what}: installed" if passed else f"{what}: not installed (pip install '{DISTRIBUTION}[{extra}]')"
    )
    return Check(f"extra [{extra}]", passed=passed, detail=detail, required=False)


def print_checks(found: list[Check]) -> None:
    """Print the checks, a line each."""
    for check in found:
        mark = "[green]ok[/]" if check.passed else "[red]no[/]" if check.required else "[dim]--[/]"
        console.print(f"{mark}  {plain(check.name)}: {plain(check.detail)}", soft_wrap=True)
