"""Cities within 25 km of a railway that the documents name: full control, with a Layer as the result."""

from layers import Atlas, Layer, layer

KM = 25
PLANE = "EPSG:32639"  # UTM 39 N, metres around the Caspian


@layer("along_the_railways", title=f"Cities within {KM} km of a railway")
def along_the_railways(atlas: Atlas) -> Layer:
    """Join places with railway legs on a plane, and add each one's distance as a column."""
    places = atlas.layers["places"]
    legs = atlas.layers["routes"].features
    rails = legs[legs["mode"] == "rail"].to_crs(PLANE)
    cities = places.features[places.features["kind"] == "city"].copy()
    if rails.empty:
        cities = cities.iloc[:0]
    cities["railway_km"] = (cities.to_crs(PLANE).distance(rails.union_all()) / 1000).round(1)
    cities = cities[cities["railway_km"] <= KM]
    references = places.references[places.references["feature_id"].isin(cities["feature_id"])]
    return Layer("along_the_railways", "Cities along the railways", cities, references)
