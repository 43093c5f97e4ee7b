import shapely

from geo.model import Document, Mention, Place, Span
from layers import BUILT_IN, build_atlas, located_of, mentions_layer
from layers.density import density_layer
from layers.geometry import WGS84, arc, distances_km, wrapped
from tests.layers.atlases import BAKU, BTC, CEYHAN, NORTH, RASHT, YARAG, located, mention, small_atlas


def built(name):
    return small_atlas(layers=(name,)).layers[name]


def test_a_place_is_in_places_or_in_regions():
    atlas = small_atlas()
    places, regions = (set(atlas.layers[name].features["name"]) for name in ("places", "regions"))
    assert places == {"Astara", "Baku", "Ceyhan", "Rasht", "Yarag-Kazmalyar"}
    assert regions == {"Azerbaijan", "Fiji"}


def test_counts_are_those_of_the_references():
    for layer in small_atlas(layers=tuple(BUILT_IN)).layers.values():
        counted = layer.references["feature_id"].value_counts().to_dict()
        assert layer.features.set_index("feature_id")["count"].to_dict() == counted


def test_every_layer_has_its_title_and_an_order_of_its_own():
    for name in BUILT_IN:
        layer = built(name)
        assert layer.name == name
        assert (
            layer.features["feature_id"].tolist() == sorted(layer.features["feature_id"]) or name == "density"
        )


def test_only_the_legs_that_a_mention_names_are_drawn():
    assert built("routes").features["feature_id"].tolist() == ["astara-rasht-railway/main", "btc/east"]
    assert built("pipelines").features["feature_id"].tolist() == ["btc/east"]
    assert built("railways").features["mode"].tolist() == ["rail"]
    assert len(built("roads")) == 0


def test_themes():
    assert built("ports").features["name"].tolist() == ["Ceyhan"]
    assert built("crossings").features["name"].tolist() == ["Yarag-Kazmalyar"]


def test_chosen_mentions_of_places_and_routes_share_a_layer():
    chosen = [one for one in located() if isinstance(one, Mention) and one.target in (BTC, CEYHAN)]
    layer = mentions_layer("mixed", "Mixed", chosen)
    assert layer.features["feature_id"].tolist() == [CEYHAN.id, "btc/east"]
    assert layer.features.geometry.geom_type.tolist() == ["Point", "LineString"]
    assert layer.features["composed"].tolist() == [None, False]


def test_comentions_join_places_of_one_sentence():
    features = built("comentions").features.set_index("name")
    assert (
        features.loc["Baku – Yarag-Kazmalyar", "count"] == 1
        or features.loc["Yarag-Kazmalyar – Baku", "count"] == 1
    )
    assert "Baku – Ceyhan" in features.index or "Ceyhan – Baku" in features.index
    assert features["weight"].max() <= features["count"].max()
    assert features.index.isin(["Rasht – Ceyhan", "Ceyhan – Rasht"]).sum() == 0


def test_a_list_of_places_joins_nothing():
    names = [f"Place{number:02}" for number in range(40)]
    text = "Trains call at " + ", ".join(names) + "."
    document = Document("list", text)
    places = [Place(name, name, "city", 40.0 + at / 10, 40.0) for at, name in enumerate(names)]
    mentions = [mention(document, place.name, place) for place in places]
    atlas = build_atlas([document], mentions, layers=("comentions",))
    assert len(atlas.layers["comentions"]) == 0


def test_density_counts_every_place_once_on_hexagons_of_one_area():
    layer = density_layer([one for one in located() if isinstance(one, Mention)], 100)
    assert layer.features["count"].sum() == 9
    areas = [abs(WGS84.geometry_area_perimeter(shape)[0]) / 1e6 for shape in layer.features.geometry]
    assert max(areas) / min(areas) < 1.01
    for feature_id, shape in zip(layer.features["feature_id"], layer.features.geometry, strict=True):
        own = layer.references[layer.references["feature_id"] == feature_id]
        for surface in own["surface"]:
            place = (
                next(one for one in (BAKU, CEYHAN, RASHT, YARAG) if one.name == surface)
                if surface != "Astara"
                else None
            )
            assert place is None or shape.buffer(1e-9).covers(shapely.Point(place.lon, place.lat))


def test_hexagons_at_the_edges_of_the_map_stay_on_the_globe():
    document = Document("edges", "Apia Suva Alert Zero")
    points = {"Apia": (-180.0, -13.8), "Suva": (180.0, -18.1), "Alert": (-62.3, 89.9), "Zero": (0.0, 0.0)}
    mentions = [mention(document, name, Place(name, name, "city", *at)) for name, at in points.items()]
    layer = density_layer(mentions, 200)
    assert layer.features["count"].sum() == 4
    assert layer.features.geometry.is_valid.all()


def test_located_spans_come_in_document_order():
    rows = located_of(small_atlas())
    assert [(one.span.document.name, one.span.start) for one in rows] == [
        (one.span.document.name, one.span.start) for one in located()
    ]


def test_an_arc_over_the_antimeridian_is_cut():
    line = arc((179.0, 0.0), (-179.0, 0.0))
    assert line.geom_type == "MultiLineString"
    assert abs(WGS84.geometry_length(line) / 1000 - 222.6) < 1


def test_what_crosses_the_antimeridian_is_cut_and_the_rest_left_alone():
    line = shapely.LineString([(170, 0), (-170, 10)])
    assert shapely.get_coordinates(wrapped(line)).tolist() == [[170, 0], [180, 5], [-180, 5], [-170, 10]]
    box = shapely.Polygon([(179, 0), (-179, 0), (-179, 1), (179, 1)])
    assert wrapped(box).equals(
        shapely.MultiPolygon([shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -179, 1)])
    )
    for shape in (
        shapely.LineString([(0, 0), (10, 10)]),
        shapely.Point(0.0, 0.0),
        shapely.box(-10, 0, 10, 5),
    ):
        assert wrapped(shape) is shape


def test_distances_are_those_of_the_ellipsoid():
    shapes = [shapely.Point(1, 0), shapely.box(-1, -1, 1, 1), shapely.LineString([(-5, 1), (5, 1)])]
    km = distances_km(shapes, 0.0, 0.0)
    assert abs(km[0] - WGS84.inv(0, 0, 1, 0)[2] / 1000) < 0.001
    assert km[1] == 0
    assert abs(km[2] - 110.57) < 0.1


def test_claims_are_read_from_the_documents():
    text = "The BTC pipeline is 1,768 km long."
    document = Document("length", text, language="en")
    span = Span(document, 4, 16, "route")
    (claim,) = build_atlas([document], [Mention(span, BTC, 0.9)]).claims
    assert (claim["route_id"], claim["attribute"], claim["value"]) == ("btc", "length_km", "1768")
    assert text[claim["start"] : claim["end"]] == claim["quote"]
    assert NORTH.text
