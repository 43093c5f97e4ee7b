"""A batch in Parquet: what is read is what was written."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

pytest.importorskip("pyarrow", reason="needs the extra [parquet]")

import pyarrow as pa

from geo.errors import InputError
from layers.large.partition import partition_of
from layers.partitions import TABLES, batch_of, batch_tables
from tests.layers.atlases import any_atlas
from tests.layers.test_partition import by_document


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(any_atlas())
def test_a_batch_comes_back_from_its_tables(atlas):
    part = partition_of(by_document(atlas))
    packets = [bytes([at % 256]) for at in range(len(atlas.documents))]
    tables = batch_tables(part, {"packet": packets}, {"rows": [None, ["a", "b"]]})
    assert list(tables) == list(TABLES)
    assert batch_of(tables) == (part, {"packet": packets}, {"rows": [None, ["a", "b"]]})


def test_other_tables_are_no_batch():
    tables = batch_tables(partition_of([]), {}, {})
    with pytest.raises(InputError, match="no tables of a batch"):
        batch_of(tables | {"documents": pa.table({"a": [1]})})
    with pytest.raises(InputError, match="no tables of a batch"):
        batch_of(tables | {"mentions": pa.table({"a": [1]})})
