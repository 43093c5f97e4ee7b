"""Files of one folder change together, or not at all."""

import pytest

from geo.errors import OutputError
from geo.staging import staged


def write(folder, **files):
    for name, text in files.items():
        (folder / name).write_text(text)


def read(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_new_files_replace_old_ones_and_leave_the_rest(tmp_path):
    write(tmp_path, one="old", mine="kept")
    with staged(tmp_path) as stage:
        write(stage, one="new", two="new")
        assert (tmp_path / "one").read_text() == "old"
    assert read(tmp_path) == {"one": "new", "two": "new", "mine": "kept"}


def test_a_failure_leaves_the_old_files(tmp_path):
    write(tmp_path, one="old")

    def fail():
        with staged(tmp_path) as stage:
            write(stage, one="new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert read(tmp_path) == {"one": "old"}


def test_remains_of_killed_runs_are_cleared(tmp_path):
    remains = tmp_path / ".corridors-killed.part"
    remains.mkdir()
    write(remains, one="half")
    with staged(tmp_path) as stage:
        write(stage, one="new")
    assert read(tmp_path) == {"one": "new"}


def test_the_folder_is_made(tmp_path):
    with staged(tmp_path / "a" / "b") as stage:
        write(stage, one="new")
    assert read(tmp_path / "a" / "b") == {"one": "new"}


def test_a_file_in_place_of_the_folder_is_told(tmp_path):
    write(tmp_path, out="a file")
    with pytest.raises(OutputError, match="--out"), staged(tmp_path / "out"):
        pass


def test_a_folder_in_place_of_a_file_is_told(tmp_path):
    (tmp_path / "one").mkdir()
    with pytest.raises(OutputError, match="--out"), staged(tmp_path) as stage:
        write(stage, one="new")
