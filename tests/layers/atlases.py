"""Atlases for the tests: one by hand, and strategies that make any."""

from __future__ import annotations

import geopandas as gpd
import shapely
from hypothesis import strategies as st

from geo.model import (
    Candidate,
    Document,
    Leg,
    Mention,
    Place,
    Route,
    Source,
    Span,
    Unreadable,
    Unresolved,
    Waypoint,
)
from layers import CRS, Layer, build_atlas
from layers.columns import table
from layers.features import FEATURE_KINDS
from layers.model import REFERENCE_KINDS

NORTH = Document(
    "north",
    "The Astara–Rasht railway runs from Astara to Rasht. Baku is its hub; lorries queue at Yarag-Kazmalyar. "
    "Baku and Rasht signed in May.\nNobody knows where Ganzak is. Azerbaijan pays.",
    title="A line with a queue",
    author="M. Aliyeva",
    publisher="Caspian Freight Notes",
    date="2024-05-02",
    language="en",
    url="https://example.org/north?a=1&b=2",
)
PIPES = Document(
    "pipes",
    "Oil goes from Baku to Ceyhan through the BTC pipeline. Ceyhan is a port. На Тихом океане: Fiji.",
    title="Oil by the kilometre",
    date="2022",
    language="en",
)
DOCUMENTS = (NORTH, PIPES)

BAKU = Place(
    "geonames:587084", "Baku", "city", 49.892, 40.377, "AZ", population=1116513,
    names={"az": ("Bakı",), "ru": ("Баку",)}, source="GeoNames",
)  # fmt: skip
ASTARA_AZ = Place("geonames:587378", "Astara", "city", 48.871, 38.456, "AZ", source="GeoNames")
ASTARA_IR = Place("geonames:143127", "Astara", "city", 48.870, 38.429, "IR", source="GeoNames")
RASHT = Place("geonames:118743", "Rasht", "city", 49.583, 37.281, "IR", source="GeoNames")
CEYHAN = Place("geonames:319445", "Ceyhan", "port", 35.815, 37.025, "TR", source="GeoNames")
YARAG = Place(
    "yarag-kazmalyar",
    "Yarag-Kazmalyar",
    "border_crossing",
    48.33,
    41.79,
    "RU",
    source="by hand",
    certainty="uncertain",
)
AZERBAIJAN = Place("iso:AZ", "Azerbaijan", "country", 47.5, 40.3, "AZ", extent_km=300, source="by hand")
FIJI = Place("test:fiji", "Fiji", "sea", 179.5, -17.8, "FJ", extent_km=200, source="by hand")
ROUTE_SOURCES = (Source("A yearbook", "https://example.org/yearbook"), Source("A map"))
RAILWAY = Route(
    "astara-rasht-railway", "Astara–Rasht railway", "railway", "rail", "planned",
    (
        Leg(
            "astara-rasht-railway/main", "Astara to Rasht", "rail", "planned",
            (Waypoint("Astara", 48.871, 38.456, "me"), Waypoint("Rasht", 49.583, 37.281, uncertain=True)),
            dates=(("planned", "2028"),), as_of="2024", published_km=162.0, sources=ROUTE_SOURCES,
        ),
    ),
    names={"en": ("Resht–Astara line",)}, countries=("AZ", "IR"), sources=ROUTE_SOURCES,
)  # fmt: skip
BTC = Route(
    "btc", "Baku–Tbilisi–Ceyhan pipeline", "pipeline", "pipeline", "operational",
    (
        Leg("btc/east", "Sangachal to Tbilisi", "pipeline", "operational",
            (Waypoint("Sangachal", 49.47, 40.18), Waypoint("Ganja", 46.4, 41), Waypoint("Gori", 44.8, 41))),
        Leg("btc/west", "Tbilisi to Ceyhan", "pipeline", "operational",
            (Waypoint("Tbilisi", 44.8, 41.4), Waypoint("Ceyhan", 35.815, 37.025))),
    ),
    names={"en": ("BTC",)},
)  # fmt: skip


def mention(document, surface, target, nth=0, **rest):
    at = -1
    for _ in range(nth + 1):
        at = document.text.index(surface, at + 1)
    kind = "place" if isinstance(target, Place) else "route"
    return Mention(Span(document, at, at + len(surface), kind), target, rest.pop("score", 0.9), **rest)


def located():
    rivals = (
        Candidate(ASTARA_AZ, 0.8, (("population", 0.3), ("near", 0.5))),
        Candidate(ASTARA_IR, 0.6),
    )
    ganzak = NORTH.text.index("Ganzak")
    return [
        mention(NORTH, "Astara–Rasht railway", RAILWAY, score=0.95),
        mention(NORTH, "Astara", ASTARA_AZ, 1, score=0.8, candidates=rivals),
        mention(NORTH, "Rasht", RASHT, 1),
        mention(NORTH, "Baku", BAKU),
        mention(NORTH, "Yarag-Kazmalyar", YARAG),
        mention(NORTH, "Baku", BAKU, 1, role="actor"),
        mention(NORTH, "Rasht", RASHT, 2, score=0.7, in_name=True),
        Unresolved(Span(NORTH, ganzak, ganzak + 6, "place"), "No gazetteer has 'Ganzak'.", rivals[:1]),
        mention(NORTH, "Azerbaijan", AZERBAIJAN, role="actor"),
        mention(PIPES, "Baku", BAKU),
        mention(PIPES, "Ceyhan", CEYHAN),
        mention(PIPES, "BTC pipeline", BTC, leg_ids=("btc/east",)),
        mention(PIPES, "Ceyhan", CEYHAN, 1),
        mention(PIPES, "Fiji", FIJI),
    ]


def small_atlas(**rest):
    settings = {
        "layers": ("routes", "regions", "places"),
        "claims": (
            {"doc": "north", "route_id": "astara-rasht-railway", "attribute": "length_km", "value": 162},
        ),
        "corrections": ({"doc": "north", "start": 4, "action": "accept"},),
        "run": {
            "version": "0.1.0",
            "options": {"recogniser": "gazetteer"},
            "inputs": ["north.txt", "pipes.txt"],
        },
    } | rest
    return build_atlas(DOCUMENTS, located(), [Unreadable("broken.bin", "It is no text.")], **settings)


def joined(text: str) -> str:
    """Join the halves of surrogate pairs: JSON cannot tell two halves from the character they make."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


# Any string at all: surrogates, NULs, the stand-ins that the stores use for them.
TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("\0\ud800\udfff\U0010e800\U0010f000\U0010f001\u2028\\\"'"))
).map(joined)
NAME = st.text(st.one_of(st.characters(), st.sampled_from('"`__proto__\ud800')), min_size=1, max_size=12).map(
    joined
)
# Column names come from the authors of scripts, and pandas cannot hold lone surrogates in them.
COLUMN = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
LON = st.one_of(st.just(0.0), st.floats(-180, 180)).map(lambda value: round(value, 7))
LAT = st.one_of(st.just(0.0), st.floats(-89, 89)).map(lambda value: round(value, 7))
POINTS = st.builds(shapely.Point, LON, LAT)
LINES = st.one_of(
    st.lists(st.tuples(LON, LAT), min_size=2, max_size=6, unique=True).map(shapely.LineString),
    st.just(shapely.LineString([(170, 10), (-170, 12)])),
)
BOXES = st.builds(
    lambda lon, lat, width, height: shapely.box(lon, lat, lon + width, lat + height),
    st.integers(-170, 160), st.integers(-80, 70), st.integers(1, 10), st.integers(1, 10),
)  # fmt: skip
GEOMETRIES = st.one_of(POINTS, LINES, BOXES)
VALUES = {
    "text": st.none() | TEXT,
    "int": st.none() | st.integers(-(2**63), 2**63 - 1),
    "float": st.none() | st.floats(allow_nan=False, allow_infinity=False),
    "bool": st.none() | st.booleans(),
    "json": st.none()
    | st.lists(st.dictionaries(st.sampled_from(["title", "url"]), TEXT | st.none()), max_size=2),
    "date": st.none() | st.dates().map(lambda day: day.isoformat()),
    "datetime": st.datetimes().map(lambda time: time.isoformat()),
}


@st.composite
def any_layer(draw, name=None):
    """Any layer that keeps the contract, with columns of its own."""
    rows = draw(st.integers(0, 4))
    kinds = dict(FEATURE_KINDS)
    columns = {}
    ids = draw(st.lists(NAME, min_size=rows, max_size=rows, unique=True))
    extra = draw(st.dictionaries(COLUMN.filter(lambda one: one not in kinds and one != "geometry"),
                                 st.sampled_from(sorted(VALUES)), max_size=3))  # fmt: skip
    kinds |= extra
    for column_name, kind in kinds.items():
        values = VALUES[kind]
        if column_name in FEATURE_KINDS and column_name != "country":
            values = values.filter(lambda one: one is not None)
        columns[column_name] = draw(st.lists(values, min_size=rows, max_size=rows))
    columns["feature_id"] = ids
    shapes = draw(
        st.lists(draw(st.sampled_from([POINTS, LINES, BOXES, GEOMETRIES])), min_size=rows, max_size=rows)
    )
    features = gpd.GeoDataFrame(table(columns, kinds), geometry=gpd.GeoSeries(shapes, crs=CRS))
    return Layer(name or draw(NAME), draw(NAME), features, draw(any_references(ids)))


@st.composite
def any_references(draw, ids):
    rows = draw(st.integers(0, 3)) if ids else 0
    columns = {}
    for name, kind in REFERENCE_KINDS.items():
        columns[name] = draw(
            st.lists(VALUES[kind].filter(lambda one: one is not None), min_size=rows, max_size=rows)
        )
    columns["feature_id"] = [draw(st.sampled_from(ids)) for _ in range(rows)]
    columns["start"] = [draw(st.integers(0, 10**6)) for _ in range(rows)]
    columns["end"] = [
        start + len(surface) for start, surface in zip(columns["start"], columns["surface"], strict=True)
    ]
    return table(columns, REFERENCE_KINDS)


@st.composite
def any_atlas(draw):
    """Any atlas: hostile documents, mentions of places and routes in them, layers of any columns."""
    optional = st.none() | TEXT
    documents = draw(
        st.lists(
            st.builds(
                Document, NAME, TEXT, optional, optional, optional, optional, optional, optional, optional
            ),
            max_size=3,
            unique_by=lambda one: one.name,
        )
    )
    targets = [BAKU, ASTARA_IR, BTC, RAILWAY, FIJI]
    mentions, unresolved = [], []
    for document in documents:
        if document.text:
            start = draw(st.integers(0, len(document.text) - 1))
            end = draw(st.integers(start + 1, len(document.text)))
            target = draw(st.sampled_from(targets))
            span = Span(document, start, end, "place" if isinstance(target, Place) else "route")
            legs = ("btc/east",) if target is BTC else ()
            rivals = (Candidate(BAKU, 0.5, (("name", draw(st.floats(0, 1))),)),)
            mentions.append(Mention(span, target, draw(st.floats(0, 1)), "actor", True, legs, rivals))
            unresolved.append(Unresolved(span, draw(TEXT), rivals))
    layers = draw(st.lists(any_layer(), max_size=2, unique_by=lambda one: one.name))
    rows = draw(
        st.lists(st.dictionaries(NAME, TEXT | st.integers(-9, 9) | st.none(), max_size=3), max_size=2)
    )
    unreadable = draw(st.lists(st.builds(Unreadable, TEXT, TEXT), max_size=2))
    run = draw(st.dictionaries(NAME, TEXT, max_size=2))
    atlas = build_atlas(
        documents, [*mentions, *unresolved], unreadable, layers=(), claims=rows, corrections=rows, run=run
    )
    return atlas.with_layers({layer.name: layer for layer in layers})
