import os
import stat

import pytest

from geo.atomic import replacing, utf8
from geo.errors import OutputError


def test_a_finished_write_takes_the_place_of_the_old_file(tmp_path):
    path = tmp_path / "new" / "a.txt"
    for content in (b"first", b"second"):
        with replacing(path) as file:
            file.write(content)
        assert path.read_bytes() == content
    assert [entry.name for entry in path.parent.iterdir()] == ["a.txt"]


def test_a_failed_write_leaves_the_old_file_whole_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        _interrupted_write(path)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def _interrupted_write(path):
    with replacing(path) as file:
        file.write(b"half")
        raise KeyboardInterrupt


def test_the_file_is_as_readable_as_the_umask_says(tmp_path):
    with replacing(tmp_path / "a.txt") as file:
        file.write(b"x")
    current = os.umask(0)
    os.umask(current)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o666 & ~current


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match=r"file/a\.txt"), replacing(tmp_path / "file" / "a.txt") as file:
        file.write(b"x")


def test_a_lone_surrogate_becomes_a_json_escape():
    assert utf8('"\udc80"') == b'"\\udc80"'
