"""Files of other systems: whatever such a system raises is a message."""

from __future__ import annotations

import pytest

from geo.errors import InputError, OutputError
from geo.reading.blocks.storage import matching, opened, size_of

fsspec = pytest.importorskip("fsspec", reason="needs the extra [cluster]")


class NoCredentialsError(Exception):
    """Not an OSError, as that of the library for S3."""


class Locked(fsspec.AbstractFileSystem):
    protocol = "locked"

    def info(self, *_, **__):
        raise NoCredentialsError("Unable to locate credentials")

    ls = glob = open = pipe_file = info


@pytest.fixture(autouse=True)
def _system():
    fsspec.register_implementation("locked", Locked, clobber=True)


def test_a_system_without_credentials_is_a_message():
    for ask in (size_of, lambda url: matching(url + "*"), lambda url: opened(url).__enter__()):
        with pytest.raises(InputError, match=r"Unable to locate credentials.*Check the address"):
            ask("locked://bucket/docs.jsonl")


def test_what_cannot_be_kept_for_want_of_credentials_is_a_message():
    pa = pytest.importorskip("pyarrow")
    from maps.engine.cluster.kept import _put

    with pytest.raises(OutputError, match="Unable to locate credentials"):
        _put("locked://bucket/part.parquet", pa.table({"id": [1]}))
