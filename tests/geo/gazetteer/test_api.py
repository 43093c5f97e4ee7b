from __future__ import annotations

import pytest

import geo.gazetteer
from geo.gazetteer import Gazetteer, Match


def test_the_public_names_are_sorted_and_there():
    assert geo.gazetteer.__all__ == sorted(geo.gazetteer.__all__)
    assert all(hasattr(geo.gazetteer, name) for name in geo.gazetteer.__all__)


def test_places_and_matches_cannot_be_changed(make, town):
    place = make(town("baku", "Baku", "Bakı")).get("baku")
    with pytest.raises(AttributeError):
        place.name = "Other"
    with pytest.raises(TypeError):
        place.names["und"] = ()
    with pytest.raises(AttributeError):
        Match(0, 1, "x", ()).start = 2


def test_a_place_keeps_everything_its_source_tells(make, town):
    gazetteer = make(
        town("zero", "Null Island", kind="island", lon=0.0, lat=0.0, country="XX", admin1="01", population=5,
             extent_km=1.5, source="a source", certainty="uncertain")
    )  # fmt: skip
    place = gazetteer.get("zero")
    assert (place.lon, place.lat, place.kind, place.country, place.admin1) == (0.0, 0.0, "island", "XX", "01")
    assert (place.population, place.extent_km, place.source, place.certainty) == (
        5,
        1.5,
        "a source",
        "uncertain",
    )
    assert make(town("nowhere", "Nowhere")).get("nowhere").country is None


def test_find_reads_russian_cases(make, town):
    gazetteer = make(town("m", "Makhachkala", "Махачкала"))
    assert [place.id for place in gazetteer.find("Махачкалы")] == ["m"]
    assert gazetteer.find("") == gazetteer.find("\ud800") == gazetteer.find(" - ") == ()


def test_progress_runs_from_start_to_end(tmp_path, monkeypatch):
    from geo.gazetteer import lookup
    from geo.gazetteer.entries import Entry

    monkeypatch.setattr(lookup, "all_entries", lambda: iter([Entry("a", "A", "city", 1.0, 1.0)]))
    monkeypatch.setattr(lookup, "input_files", list)
    monkeypatch.setattr(lookup, "all_demonyms", dict)
    shares = []
    Gazetteer.open(tmp_path, lambda _step, share: shares.append(share))
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert shares == sorted(shares)
    again = []
    Gazetteer.open(tmp_path, lambda _step, share: again.append(share))
    assert again == []


def test_a_sketch_is_what_the_place_is(make, town):
    name = 'Ganja",\\"names":{'  # what separates the names in a record, written in a name
    gazetteer = make(
        town("ganja", name, "Gəncə", country="AZ", admin1="20"),
        town("caspian", "Caspian Sea", kind="sea"),
    )
    for place_id in ("ganja", "caspian"):
        sketch = gazetteer.sketch(place_id)
        place = gazetteer.get(place_id)
        assert sketch == (place.kind, place.country, place.admin1)
        assert gazetteer.sketch(place_id) == sketch
    assert gazetteer.get("ganja").name == name
    assert gazetteer.sketch("nowhere") is gazetteer.sketch("\ud800") is None
