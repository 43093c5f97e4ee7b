"""The corridor registry on screen and as GeoJSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Column, Table

from geo.atomic import replacing
from geo.routes.registry import Registry
from maps.report import console, plain

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["print_registry", "registry_rows", "write_registry"]


def registry_rows() -> list[dict[str, Any]]:
    """Return one row a leg, as plain data, sorted by leg id."""
    from layers import features_of, routes_layer

    layer = routes_layer([], Registry.load().routes)
    hidden = {"references", "count", "score", "feature_id"}
    return [
        {key: value for key, value in feature["properties"].items() if key not in hidden}
        for feature in features_of(layer)
    ]


def print_registry() -> None:
    """Print the legs of every corridor with status, lengths and how the line was obtained.

    Legs stand beneath their corridor: their whole ids would not fit a terminal of 80 columns.
    """
    table = Table(
        Column("leg", overflow="fold", min_width=25),
        "mode",
        Column("status", max_width=12),
        Column("drawn", justify="right"),
        Column("published", justify="right"),
        Column("line", min_width=9),
        box=None,
        padding=(0, 1, 0, 0),
        title="km on the ellipsoid; a leg's id is corridor/leg",
        title_justify="left",
    )
    corridor = ""
    for row in registry_rows():
        first, _, leg = row["leg"].partition("/")
        if first != corridor:
            corridor = first
            table.add_row(f"[bold]{plain(corridor)}[/]")
        published = "" if row["published_km"] is None else f"{row['published_km']:,g}"
        table.add_row(
            f"  {plain(leg)}",
            row["mode"],
            row["status"].replace("_", " "),
            f"{row['length_km']:,.0f}",
            published,
            row["method"],
        )
    console.print(table)


def write_registry(path: Path) -> None:
    """Write the registry as GeoJSON, one feature a leg.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    from layers import routes_layer, write_geojson

    layer = routes_layer([], Registry.load().routes)
    with replacing(path) as file:
        write_geojson(layer, file)
    console.print(f"wrote [bold]{plain(str(path))}[/]: {len(layer)} legs", soft_wrap=True)
