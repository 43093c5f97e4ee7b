from __future__ import annotations

import pytest

from geo.gazetteer import Gazetteer
from geo.gazetteer.compile import compile_index
from geo.gazetteer.entries import Entry
from geo.gazetteer.index import load


@pytest.fixture(scope="session")
def world():
    """The gazetteer that ships, compiled into the user's cache."""
    return Gazetteer.open()


@pytest.fixture
def make(tmp_path):
    """Compile entries into a gazetteer of their own."""

    def build(*entries: Entry, demonyms=None) -> Gazetteer:
        folder = tmp_path / f"index-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        compile_index(entries, folder, demonyms=demonyms or {})
        return Gazetteer(load(folder))

    return build


@pytest.fixture
def town():
    """Return a maker of entries with sensible defaults."""

    def make_town(place_id: str, name: str, *others: str, **fields) -> Entry:
        values = {"kind": "city", "lon": 48.0, "lat": 40.0, "names": {"und": list(others)}} | fields
        return Entry(id=place_id, name=name, **values)

    return make_town


@pytest.fixture
def azerbaijan_dump(shared):
    return shared / "data" / "geonames_AZ.txt"
