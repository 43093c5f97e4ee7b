import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.columns import column, kind_of, plain_values, table
from tests.layers.atlases import VALUES


@given(data=st.data(), kind=st.sampled_from(sorted(VALUES)))
def test_any_column_comes_back(data, kind):
    values = data.draw(st.lists(VALUES[kind], max_size=5))
    assert plain_values(column(values, kind), kind) == values


@given(data=st.data(), kind=st.sampled_from(sorted(VALUES)))
def test_a_column_knows_what_it_holds(data, kind):
    values = data.draw(st.lists(VALUES[kind].filter(lambda one: one is not None), min_size=1, max_size=5))
    assert kind_of(column(values, kind)) == kind


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (pd.Series([1, 2]), "int"),
        (pd.Series([1, None], dtype="Int64"), "int"),
        (pd.Series([1, 2.5]), "float"),
        (pd.Series([True, None], dtype="boolean"), "bool"),
        (pd.Series(["a", None]), "text"),
        (pd.Series(["a", "b"], dtype="category"), "text"),
        (pd.Series([None, None], dtype=object), "text"),
        (pd.Series([["a"], None], dtype=object), "json"),
        (pd.Series(["a", 1], dtype=object), "json"),
        (pd.Series([2**70], dtype=object), "json"),
        (pd.Series([dt.date(2024, 1, 1)], dtype=object), "date"),
        (pd.to_datetime(pd.Series(["2024-01-01"])), "datetime"),
    ],
)
def test_kinds(values, kind):
    assert kind_of(values) == kind


def test_what_is_no_number_is_missing():
    assert plain_values(pd.Series([1.0, math.nan, math.inf]), "float") == [1.0, None, None]
    assert plain_values(pd.Series([{"a": math.nan, "b": np.int64(3)}], dtype=object), "json") == [
        {"a": None, "b": 3}
    ]


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="Unknown kind of column 'colour'"):
        table({"a": []}, {"a": "colour"})
