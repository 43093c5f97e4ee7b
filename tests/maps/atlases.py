"""Atlases made by hand for the tests of the page: small, and as large as wanted."""

from __future__ import annotations

import random

import geopandas as gpd
import pandas as pd
import shapely

from geo.model import Candidate, Document, Leg, Mention, Place, Route, Span, Unreadable, Unresolved, Waypoint
from geo.sentences import quote_bounds, sentence_bounds
from layers import Atlas, Layer

NORTH = Document(
    "north-south",
    "The western branch of the North–South corridor runs from Astara to Rasht. The Astara–Rasht railway is "
    "162 km long and is planned for 2028.\n\nBaku and Moscow agreed on a timetable in May. Trains from Baku "
    "already reach Astara, and lorries queue at Yarag-Kazmalyar for up to three days. "
    "Baku wants the queue gone; Iran wants the track laid. No date was named for the Ganzak siding.",
    title="A branch line with a long queue",
    author="M. Aliyeva",
    publisher="Caspian Freight Notes",
    date="2024-05-02",
    language="en",
    url="https://example.org/north-south?a=1&b=2",
)
PIPES = Document(
    "pipes",
    "Crude leaves Baku for Ceyhan through the Baku–Tbilisi–Ceyhan pipeline, 1,768 km of it. "
    "In Tbilisi the meter house was rebuilt. Georgia earns a transit fee; Azerbaijan earns the rest. "
    "The South Caucasus has no second line of that width.",
    title="Oil by the kilometre",
    publisher="Meter & Mile",
    not_before="2023-11-01",
    language="en",
)
RUSSIAN = Document(
    "ru",
    "Очередь у пункта Яраг-Казмаляр растёт. Из Баку в Астару поезд идёт шесть часов.",
    title="Очередь на границе",
    author="И. Петров",
    date="2024",
    language="ru",
    url="javascript:alert(1)",
)
REFERENCE_COLUMNS = (
    "feature_id",
    "doc",
    "start",
    "end",
    "surface",
    "quote",
    "quote_start",
    "score",
    "role",
    "in_name",
    "lang",
)
DOCUMENTS = (NORTH, PIPES, RUSSIAN)

_PLACES = [
    # id, name, kind, lon, lat, country, certainty, surfaces
    ("geonames:587084", "Baku", "city", 49.892, 40.377, "AZ", "sure", ("Baku", "Баку")),
    ("geonames:587378", "Astara", "city", 48.871, 38.456, "AZ", "sure", ("Astara", "Астару")),
    ("geonames:118743", "Rasht", "city", 49.583, 37.281, "IR", "sure", ("Rasht",)),
    ("geonames:524901", "Moscow", "city", 37.616, 55.752, "RU", "sure", ("Moscow",)),
    ("geonames:611717", "Tbilisi", "city", 44.834, 41.694, "GE", "sure", ("Tbilisi",)),
    ("geonames:319445", "Ceyhan", "port", 35.815, 37.025, "TR", "sure", ("Ceyhan",)),
    (
        "yarag",
        "Yarag-Kazmalyar",
        "border_crossing",
        48.33,
        41.79,
        "RU",
        "uncertain",
        ("Yarag-Kazmalyar", "Яраг-Казмаляр"),
    ),
]
_REGIONS = [
    ("iso:AZ", "Azerbaijan", "country", "AZ", False, shapely.box(44.8, 38.4, 50.4, 41.9), ("Azerbaijan",)),
    ("iso:GE", "Georgia", "country", "GE", False, shapely.box(40.0, 41.1, 46.7, 43.6), ("Georgia",)),
    ("iso:IR", "Iran", "country", "IR", False, shapely.box(44.1, 25.1, 63.3, 39.7), ("Iran",)),
    (
        "south-caucasus",
        "South Caucasus",
        "region",
        None,
        True,
        shapely.Point(45.5, 41).buffer(4),
        ("South Caucasus",),
    ),
]
_LEGS = [
    # leg, route, route name, name, mode, status, method, line, km, published, surfaces
    (
        "astara-rasht-railway/main",
        "astara-rasht-railway",
        "Astara–Rasht railway",
        "Astara to Rasht",
        "rail",
        "planned",
        "waypoints",
        [(48.871, 38.456), (48.85, 37.9), (49.583, 37.281)],
        148.2,
        162.0,
        ("Astara–Rasht railway",),
    ),
    (
        "north-south/west",
        "north-south",
        "North–South corridor",
        "Western branch",
        "multimodal",
        "operational",
        "network",
        [(37.616, 55.752), (46.0, 48.7), (47.5, 42.98), (48.33, 41.79), (49.892, 40.377), (48.871, 38.456)],
        2710.0,
        None,
        ("western branch of the North–South corridor",),
    ),
    (
        "north-south/sea",
        "north-south",
        "North–South corridor",
        "Across the Caspian",
        "sea",
        "operational",
        "sea",
        [(48.0, 46.3), (50.5, 42.5), (50.2, 37.5)],
        1210.0,
        None,
        ("western branch of the North–South corridor",),
    ),
    (
        "btc/main",
        "btc",
        "Baku–Tbilisi–Ceyhan pipeline",
        "Sangachal to Ceyhan",
        "pipeline",
        "operational",
        "waypoints",
        [
            (49.47, 40.18),
            (46.4, 41.0),
            (44.834, 41.4),
            (42.9, 41.5),
            (41.0, 39.9),
            (36.9, 38.0),
            (35.815, 37.025),
        ],
        1640.0,
        1768.0,
        ("Baku–Tbilisi–Ceyhan pipeline",),
    ),
]


def occurrences(document, surface):
    at = document.text.find(surface)
    while at >= 0:
        yield at, at + len(surface)
        at = document.text.find(surface, at + 1)


def reference(feature_id, document, start, end):
    quote_start, quote_end = quote_bounds(document.text, sentence_bounds(document.text), start, end)
    quote = document.text[quote_start:quote_end]
    surface = document.text[start:end]
    return (
        feature_id,
        document.name,
        start,
        end,
        surface,
        quote,
        quote_start,
        0.9,
        "place",
        False,
        document.language,
    )


def references_to(feature_id, surfaces, documents=DOCUMENTS):
    return [
        reference(feature_id, document, start, end)
        for document in documents
        for surface in surfaces
        for start, end in occurrences(document, surface)
    ]


def make_layer(name, title, rows, geometry, references):
    # Columns of objects: pandas' own strings cannot hold half a surrogate pair.
    table = pd.DataFrame(references, columns=list(REFERENCE_COLUMNS), dtype=object)
    table = table.astype(
        {"start": "int64", "end": "int64", "quote_start": "int64", "score": "float64", "in_name": "bool"}
    )
    counts = table["feature_id"].value_counts()
    for row in rows:
        row.setdefault("source", "by hand")
        row.setdefault("certainty", "sure")
        row.setdefault("country", None)
        row["count"] = int(counts.get(row["feature_id"], 0))
        row["score"] = 0.9
    names = list(rows[0])
    frame = pd.DataFrame(
        [[row[name] for name in names] for row in rows], columns=pd.Index(names, dtype=object), dtype=object
    )
    features = gpd.GeoDataFrame(frame, geometry=list(geometry), crs="EPSG:4326")
    return Layer(name, title, features, table)


def places_layer():
    rows = [
        {
            "feature_id": row[0],
            "name": row[1],
            "kind": row[2],
            "country": row[5],
            "certainty": row[6],
            "names": " · ".join((row[1], *row[7])),
            "population": 0,
        }
        for row in _PLACES
    ]
    references = [one for row in _PLACES for one in references_to(row[0], row[7])]
    return make_layer(
        "places", "Places", rows, [shapely.Point(row[3], row[4]) for row in _PLACES], references
    )


def regions_layer():
    rows = [
        {
            "feature_id": row[0],
            "name": row[1],
            "kind": row[2],
            "country": row[3],
            "fuzzy": row[4],
            "names": row[1],
            "population": 0,
        }
        for row in _REGIONS
    ]
    references = [one for row in _REGIONS for one in references_to(row[0], row[6])]
    return make_layer("regions", "Regions", rows, [row[5] for row in _REGIONS], references)


def routes_layer():
    rows = [
        {
            "feature_id": leg[0],
            "name": leg[3],
            "kind": "corridor",
            "route": leg[1],
            "route_name": leg[2],
            "leg": leg[0],
            "mode": leg[4],
            "status": leg[5],
            "as_of": "2026-02",
            "dates": "opened: 2006",
            "method": leg[6],
            "method_note": "",
            "length_km": leg[8],
            "published_km": leg[9],
            "published_note": "",
            "sources": [
                {"title": "A source", "url": "https://example.org/s"},
                {"title": "Another", "url": None},
            ],
            "notes": "",
            "names": leg[2],
            "composed": False,
        }
        for leg in _LEGS
    ]
    references = [one for leg in _LEGS for one in references_to(leg[0], leg[10])]
    return make_layer(
        "routes", "Corridors and routes", rows, [shapely.LineString(leg[7]) for leg in _LEGS], references
    )


def targets():
    """Return every place by its id, and every route by its own, as the mentions point to them."""
    places = {row[0]: Place(row[0], row[1], row[2], row[3], row[4], row[5]) for row in _PLACES}
    for row in _REGIONS:
        middle = row[5].representative_point()
        places[row[0]] = Place(row[0], row[1], row[2], middle.x, middle.y, row[3], extent_km=200)
    legs = {}
    for leg in _LEGS:
        points = tuple(Waypoint(f"{leg[3]} {n}", *xy) for n, xy in enumerate(leg[7]))
        made = Leg(leg[0], leg[3], leg[4], leg[5], points, published_km=leg[9])
        legs.setdefault((leg[1], leg[2]), []).append(made)
    routes = {
        route: Route(route, name, "corridor", own[0].mode, own[0].status, tuple(own))
        for (route, name), own in legs.items()
    }
    return places | routes


def mentions_of(layers):
    """Return the mentions behind the references of some layers, in document order."""
    known = targets()
    by_name = {document.name: document for document in DOCUMENTS}
    spans = {}
    for layer in layers:
        table = layer.references
        for feature, doc, start, end in zip(
            *(table[name].tolist() for name in ("feature_id", "doc", "start", "end")), strict=True
        ):
            target = known[feature.partition("/")[0] if "/" in feature else feature]
            kind = "route" if isinstance(target, Route) else "place"
            spans[doc, start, end] = Mention(
                Span(by_name[doc], start, end, kind), target, 0.9, candidates=rivals(target, known)
            )
    return tuple(spans[key] for key in sorted(spans))


def rivals(target, known):
    if isinstance(target, Route) or target.kind != "city":
        return ()
    other = Place(f"{target.id}-us", target.name, "city", target.lon - 90, target.lat, "US")
    return (Candidate(target, 0.9), Candidate(other, 0.06), Candidate(known["iso:IR"], 0.01))


def small_atlas(documents=DOCUMENTS, extra_layers=()):
    at = NORTH.text.index("Ganzak")
    unresolved = Unresolved(Span(NORTH, at, at + 6, "place"), "The gazetteer has no such name.")
    layers = [routes_layer(), regions_layer(), places_layer(), *extra_layers]
    mentions = mentions_of(layers[:3])
    unreadable = (Unreadable("scan.pdf", "It is not text."),)
    return Atlas(
        tuple(documents), mentions, (unresolved,), unreadable, {layer.name: layer for layer in layers}
    )


def large_atlas(count):
    """Return an atlas of ``count`` places, each with one mention and a sentence of its own."""
    chance = random.Random(7)  # noqa: S311  (the same atlas every time)
    words = [
        "freight",
        "rail",
        "port",
        "quay",
        "customs",
        "yard",
        "depot",
        "gauge",
        "tariff",
        "transit",
        "border",
        "lorry",
        "siding",
        "terminal",
    ]
    documents, rows, points, references = [], [], [], []
    per_document = 200
    for first in range(0, count, per_document):
        sentences, spans, at = [], [], 0
        for number in range(first, min(first + per_document, count)):
            name = f"Place {number}"
            middle = " ".join(chance.choices(words, k=24))
            sentence = f"The {middle} of {name} was measured again in {1990 + number % 35}. "
            spans.append(
                (number, at + sentence.index(name), at + sentence.index(name) + len(name), at, sentence)
            )
            sentences.append(sentence)
            at += len(sentence)
        document = Document(
            f"doc-{first}", "".join(sentences), title=f"Report {first}", date="2024-01-01", language="en"
        )
        documents.append(document)
        for number, start, end, quote_start, sentence in spans:
            rows.append(
                {"feature_id": f"p{number}", "name": f"Place {number}", "kind": "city", "country": "AZ"}
            )
            points.append(shapely.Point(chance.uniform(20, 80), chance.uniform(25, 60)))
            references.append(
                (
                    f"p{number}",
                    document.name,
                    start,
                    end,
                    f"Place {number}",
                    sentence,
                    quote_start,
                    0.8,
                    "place",
                    False,
                    "en",
                )
            )
    layer = make_layer("places", "Places", rows, points, references)
    own = {document.name: document for document in documents}
    places = {
        row["feature_id"]: Place(row["feature_id"], row["name"], "city", point.x, point.y, "AZ")
        for row, point in zip(rows, points, strict=True)
    }
    mentions = tuple(
        Mention(Span(own[row[1]], row[2], row[3], "place"), places[row[0]], 0.8) for row in references
    )
    return Atlas(tuple(documents), mentions, (), (), {"places": layer})
