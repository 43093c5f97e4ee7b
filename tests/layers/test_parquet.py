import pytest
import shapely
from hypothesis import HealthCheck, given, settings

from geo.errors import InputError
from layers import Atlas
from layers.parquet import write_parquet_atlas
from layers.testing import assert_atlases_equal
from tests.layers.atlases import any_atlas, small_atlas

pytest.importorskip("pyarrow", reason="needs the extra [parquet]")
KEPT = 1e-7


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(atlas=any_atlas())
def test_any_atlas_comes_back(tmp_path_factory, atlas):
    folder = tmp_path_factory.mktemp("atlas")
    write_parquet_atlas(atlas, folder)
    assert_atlases_equal(Atlas.open(folder), atlas, degrees=KEPT)


def test_geopandas_reads_the_layers_with_their_crs(tmp_path):
    import geopandas as gpd

    write_parquet_atlas(small_atlas(), tmp_path)
    places = gpd.read_parquet(tmp_path / "places.parquet", bbox=(49, 40, 51, 41))
    assert places["name"].tolist() == ["Baku"]
    assert places.crs.equals("OGC:CRS84")
    assert places.geometry.iloc[0].equals_exact(shapely.Point(49.892, 40.377), 1e-9)


def test_the_same_atlas_gives_the_same_bytes(tmp_path):
    one, two = (
        write_parquet_atlas(small_atlas(), tmp_path / "1"),
        write_parquet_atlas(small_atlas(), tmp_path / "2"),
    )
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_an_atlas_reads_only_files_of_its_folder(tmp_path):
    import pyarrow.parquet as pq

    write_parquet_atlas(small_atlas(), tmp_path)
    path = tmp_path / "run.parquet"
    table = pq.read_table(path)
    told = {key: value.replace(b'"places"', b'"../x"') for key, value in table.schema.metadata.items()}
    pq.write_table(table.replace_schema_metadata(told), path)
    with pytest.raises(InputError, match="outside its folder"):
        Atlas.open(tmp_path)


def test_a_damaged_file_is_one_clear_error(tmp_path):
    write_parquet_atlas(small_atlas(), tmp_path)
    (tmp_path / "mentions.parquet").write_bytes(b"PAR1 and nothing")
    with pytest.raises(InputError, match=r"Cannot read '.*mentions\.parquet'"):
        list(Atlas.open(tmp_path).mentions)
