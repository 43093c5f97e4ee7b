from __future__ import annotations

import zipfile

import pytest

from geo.errors import InputError, UsageError
from geo.gazetteer import additions
from geo.gazetteer.additions import add, added, remove
from geo.gazetteer.dump import dump_entries, entry_of

COLUMNS = (
    "585152\tSamur\tSamur\tSamur,Самур,smwr\t41.63671\t48.43028\tP\tPPL\tAZ\t\t57\t\t\t"
    "\t1760\t\t182\tAsia/Baku\t2012-01-17"
)
NAMES = ["id", "name", "ascii", "alternates", "lat", "lon", "class", "code", "country"]


def line(**changes):
    columns = COLUMNS.split("\t")
    for name, value in changes.items():
        columns[NAMES.index(name)] = value
    return "\t".join(columns)


def test_a_line_becomes_an_entry():
    entry = entry_of(COLUMNS.encode(), "GeoNames")
    assert (entry.id, entry.name, entry.kind, entry.country, entry.admin1) == (
        "geonames:585152",
        "Samur",
        "city",
        "AZ",
        "57",
    )
    assert (entry.lon, entry.lat, entry.population) == (48.43028, 41.63671, 1760)
    assert entry.names == {"und": ["Самур"]}


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b"one\ttwo", "2 columns instead of 19"),
        (line(id="x").encode(), "the id 'x' is not a number"),
        (line(lat="91").encode(), "off the globe"),
        (line(lon="east").encode(), "longitude 'east'"),
        (line(name="", ascii="").encode(), "no name"),
        (line(name="Bak\udcff").encode("utf-8", "surrogateescape"), "not UTF-8"),
    ],
)
def test_a_broken_row_is_told_with_its_line_and_skipped(tmp_path, broken, reason):
    path = tmp_path / "XX.txt"
    path.write_bytes(COLUMNS.encode() + b"\n" + broken + b"\n\n" + line(id="2").encode() + b"\r\n")
    addition = add(path, data_dir=tmp_path / "data")
    assert (addition.kept, addition.broken) == (2, 1)
    ((number, told),) = addition.broken_rows
    assert number == 2
    assert reason in told


def test_a_real_dump_is_kept_and_forgotten(tmp_path, azerbaijan_dump):
    addition = add(azerbaijan_dump, data_dir=tmp_path)
    assert addition.kept + addition.left_out == 10_096
    assert addition.broken == 0
    assert not addition.notable_only
    assert [(found.name, found.kept) for found in added(tmp_path)] == [("geonames_AZ", addition.kept)]
    kinds = {entry.kind for entry in dump_entries(addition.path)}
    assert {"city", "station", "river", "lake", "mountain", "admin1", "port", "airport"} <= kinds
    remove("geonames_AZ", data_dir=tmp_path)
    assert added(tmp_path) == ()


def test_a_zip_is_read_as_it_is(tmp_path):
    archive = tmp_path / "AZ.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("readme.txt", "about")
        file.writestr("AZ.txt", COLUMNS + "\n")
    assert add(archive, data_dir=tmp_path / "data").kept == 1


def test_adding_again_replaces(tmp_path):
    path = tmp_path / "AZ.txt"
    for count in (3, 1):
        path.write_text("\n".join(line(id=str(number)) for number in range(1, count + 1)))
        add(path, data_dir=tmp_path / "data")
    assert [addition.kept for addition in added(tmp_path / "data")] == [1]


def test_of_a_dump_of_the_world_the_notable_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(additions, "_MOST_FEATURES", 3)
    path = tmp_path / "allCountries.txt"
    hamlet = COLUMNS.replace("\t1760\t", "\t0\t")
    brook = line(**{"class": "H", "code": "STM", "alternates": ""}).replace("\t1760\t", "\t0\t")
    port = line(**{"class": "L", "code": "PRT"})
    path.write_text(f"{COLUMNS}\n{hamlet}\n{brook}\n{port}\n{COLUMNS}")
    addition = add(path, data_dir=tmp_path / "data")
    assert addition.notable_only
    assert (addition.kept, addition.left_out) == (3, 2)


@pytest.mark.parametrize("content", [b"", b"nothing\n", b"\x00" * 5000, b"\xff\xfe" * 3000])
def test_a_file_that_is_no_dump_adds_nothing(tmp_path, content):
    path = tmp_path / "AZ.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match="Nothing was added"):
        add(path, data_dir=tmp_path / "data")
    assert list((tmp_path / "data" / "gazetteer").iterdir()) == []


def test_missing_and_broken_files_are_told(tmp_path):
    with pytest.raises(InputError, match="is not a file"):
        add(tmp_path / "none.txt", data_dir=tmp_path)
    broken = tmp_path / "AZ.zip"
    broken.write_bytes(b"PK no zip")
    with pytest.raises(InputError, match="is not a zip file"):
        add(broken, data_dir=tmp_path)
    with zipfile.ZipFile(broken, "w") as file:
        file.writestr("one.txt", "")
        file.writestr("two.txt", "")
    with pytest.raises(InputError, match=r"one\.txt, two\.txt"):
        add(broken, data_dir=tmp_path)


def test_removing_what_is_not_there_lists_what_is(tmp_path):
    with pytest.raises(UsageError, match="Added dumps: none"):
        remove("AZ", data_dir=tmp_path)


def test_an_added_dump_changes_the_inputs(tmp_path, monkeypatch):
    from geo.gazetteer.sources import input_files

    monkeypatch.setenv("CORRIDORS_DATA", str(tmp_path))
    before = input_files()
    path = tmp_path / "AZ.txt"
    path.write_text(COLUMNS)
    addition = add(path)
    assert set(input_files()) - set(before) == {addition.path}
