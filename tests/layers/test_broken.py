"""An atlas that is broken inside is told as such, whenever the broken part is read."""

import sqlite3
from contextlib import closing

import pytest

from geo.errors import InputError, UsageError
from layers import Atlas
from layers.broken import told_if_broken
from layers.formats import export
from tests.layers.atlases import small_atlas


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("UPDATE targets SET record = '{\"kind\": 7}'", "mentions"),
        ("UPDATE targets SET record = 'no JSON'", "mentions"),
        ("DROP TABLE documents", "documents"),
        ('UPDATE mentions SET role = \'x", "evil": "1\'', "mentions"),
        ('UPDATE mentions SET kind = \'x", "evil": "1\'', "mentions"),
        ("UPDATE unresolved SET kind = 'x'", "unresolved"),
    ],
)
def test_a_broken_part_is_told_when_it_is_read(tmp_path, statement, part):
    (path,) = export(small_atlas(), tmp_path / "atlas.gpkg")
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(statement)
    with pytest.raises(InputError, match=r"Make it anew|Cannot read|Make the atlas again"):
        list(getattr(Atlas.open(path), part))


def test_wrong_usage_stays_wrong_usage():
    with pytest.raises(UsageError), told_if_broken("it"):
        raise UsageError("pyarrow is not installed")
