import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.errors import LayerError
from layers import CRS, Layer
from layers.model import FEATURE_COLUMNS, REFERENCE_COLUMNS


def features(**changes):
    row = (
        dict(zip(FEATURE_COLUMNS, ("a", "Baku", "city", "AZ", "GeoNames", "sure", 1, 0.9), strict=True))
        | changes
    )
    return gpd.GeoDataFrame(
        {key: [value] for key, value in row.items()}, geometry=[shapely.Point(49.9, 40.4)], crs=CRS
    )


def references(**changes):
    values = ("a", "brief", 0, 4, "Baku", "Baku hosts it.", 0, 0.9, "place", False, "en")
    row = dict(zip(REFERENCE_COLUMNS, values, strict=True)) | changes
    return pd.DataFrame({key: [value] for key, value in row.items()})


def test_a_good_layer_counts_its_features():
    assert len(Layer("places", "Places", features(), references())) == 1


def test_every_breach_is_in_one_message():
    wrong = features().drop(columns="name").to_crs("EPSG:3857")
    with pytest.raises(LayerError) as caught:
        Layer("ports", "Ports", wrong, references(feature_id="b", end=9))
    message = str(caught.value)
    for part in (
        "Layer 'ports'",
        "lacks the columns name",
        "to_crs('EPSG:4326')",
        "not there: b",
        "1 references",
    ):
        assert part in message


def test_ids_must_be_unique():
    doubled = pd.concat([features(), features()], ignore_index=True)
    with pytest.raises(LayerError, match="more than once: a"):
        Layer("places", "Places", doubled, references())


def test_swapped_coordinates_raise_a_question():
    swapped = features().set_geometry([shapely.Point(40.4, 149.9)], crs=CRS)
    with pytest.raises(LayerError, match=r"off the globe: a\. Are longitude and latitude swapped\?"):
        Layer("places", "Places", swapped, references())


def test_a_feature_without_geometry_is_a_breach():
    with pytest.raises(LayerError, match="without a geometry: a"):
        Layer("places", "Places", features().set_geometry([None], crs=CRS), references())


def test_a_plain_table_is_not_enough():
    with pytest.raises(LayerError, match="features is a DataFrame"):
        Layer("places", "Places", pd.DataFrame(features()), references())
