import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.geometry import WGS84, circle, point_on


@given(lon=st.floats(-180, 180), lat=st.floats(-85, 85), radius_km=st.floats(1, 400))
def test_a_circle_is_valid_on_the_globe_and_has_its_area(lon, lat, radius_km):
    area = circle(lon, lat, radius_km)
    west, south, east, north = area.bounds
    assert area.is_valid
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    area_km2 = abs(WGS84.geometry_area_perimeter(shapely.orient_polygons(area))[0]) / 1e6
    assert abs(area_km2 / (3.14159 * radius_km**2) - 1) < 0.06


def test_a_circle_over_the_antimeridian_is_in_two_pieces():
    assert len(shapely.get_parts(circle(179.5, 60, 200))) == 2


def test_the_point_on_some_lines_is_half_way_along_the_longest():
    short, long = shapely.LineString([(0, 0), (1, 0)]), shapely.LineString([(10, 0), (14, 0)])
    assert point_on([short, long]) == shapely.Point(12, 0)
