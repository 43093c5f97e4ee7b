from __future__ import annotations

import shapely
from atlases import make_layer, small_atlas

from layers import Atlas
from maps.view import opening_view


def atlas_of(geometries):
    rows = [{"feature_id": str(n), "name": str(n), "kind": "city"} for n in range(len(geometries))]
    layer = make_layer("places", "Places", rows, geometries, [])
    return Atlas((), (), (), (), {"places": layer})


def test_the_view_holds_the_bulk_of_the_places():
    (south, west), (north, east) = opening_view(small_atlas())
    assert south < 38.456 < north
    assert west < 49.892 < east


def test_one_place_is_seen_with_its_surroundings():
    (south, west), (north, east) = opening_view(atlas_of([shapely.Point(0, 0)]))
    assert west < -0.5 < 0.5 < east
    assert south < -0.5 < 0.5 < north


def test_a_country_does_not_widen_the_view():
    places = [shapely.Point(49, 40), shapely.Point(50, 41)]
    assert opening_view(atlas_of([*places, shapely.box(20, 41, 180, 80)])) == opening_view(atlas_of(places))


def test_without_any_feature_the_view_is_the_world():
    assert opening_view(Atlas((), (), (), (), {}))[0][0] < -40
