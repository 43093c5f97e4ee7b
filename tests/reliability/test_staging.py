"""Files of one folder change together, or not at all."""

import shutil
from pathlib import Path

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


class Killed(BaseException):
    """Stands for the end of a process: nothing is tidied after it."""


def write_folder(folder, name, text):
    (folder / name).mkdir()
    for part in ("part-0", "part-1"):
        (folder / name / part).write_text(text)


def read_all(folder):
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def expected(**texts):
    files = {}
    for name, text in texts.items():
        files |= {f"{name}/part-0": text, f"{name}/part-1": text} if name != "one" else {name: text}
    return files


def replacing_ends_after(monkeypatch, calls, error):
    replace, done = Path.replace, []

    def counted(self, target):
        if len(done) >= calls:
            raise error
        done.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", counted)


def test_a_folder_replaces_a_folder_and_a_file(tmp_path):
    write_folder(tmp_path, "a", "old")
    (tmp_path / "a" / "part-9").write_text("old")
    write(tmp_path, b="old", mine="kept")
    with staged(tmp_path) as stage:
        write_folder(stage, "a", "new")
        write_folder(stage, "b", "new")
        assert (tmp_path / "a" / "part-9").read_text() == "old"
    assert read_all(tmp_path) == expected(a="new", b="new") | {"mine": "kept"}


def published(folder, text):
    with staged(folder) as stage:
        write_folder(stage, "a", text)
        write_folder(stage, "b", text)
        write(stage, one=text)


@pytest.mark.parametrize("calls", range(6))
def test_what_a_kill_cuts_off_between_two_renames_the_next_run_ends(tmp_path, monkeypatch, calls):
    published(tmp_path, "old")
    with monkeypatch.context() as patch:
        replacing_ends_after(patch, calls, Killed())
        patch.setattr("shutil.rmtree", lambda *_, **__: None)
        if calls < 5:
            with pytest.raises(Killed):
                published(tmp_path, "new")
        else:
            published(tmp_path, "new")

    def fail():
        with staged(tmp_path):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert read_all(tmp_path) == expected(a="new", b="new", one="new")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "one"}


@pytest.mark.parametrize("calls", range(5))
def test_a_rename_that_fails_leaves_every_folder_whole(tmp_path, monkeypatch, calls):
    published(tmp_path, "old")
    with monkeypatch.context() as patch:
        replacing_ends_after(patch, calls, OSError("no"))
        with pytest.raises(OutputError, match="--out"):
            published(tmp_path, "new")
    with staged(tmp_path):
        pass
    found = read_all(tmp_path)
    assert set(found) == set(expected(a="", b="", one=""))
    assert all(found[f"{name}/part-0"] == found[f"{name}/part-1"] for name in ("a", "b"))


def test_one_rename_that_fails_puts_the_old_folder_back(tmp_path, monkeypatch):
    published(tmp_path, "old")
    replace = Path.replace

    def failing(self, target):
        if target == tmp_path / "a" and self.parent.name.endswith(".part"):
            raise OSError("no")
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        with pytest.raises(OutputError, match="--out"):
            published(tmp_path, "new")
    assert read_all(tmp_path) == expected(a="old", b="old", one="old")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "one"}


def test_a_kill_while_a_failure_is_tidied_publishes_nothing_half(tmp_path, monkeypatch):
    """What was put back is not replaced by a stage that is half deleted."""
    published(tmp_path, "old")
    replace, rmtree = Path.replace, shutil.rmtree

    def failing(self, target):
        if target == tmp_path / "a" and self.parent.name.endswith(".part"):
            raise OSError("no")
        return replace(self, target)

    def cut_off(path, **options):
        if path.name.endswith(".part"):
            (path / "b" / "part-0").unlink()
            raise Killed
        rmtree(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        patch.setattr("shutil.rmtree", cut_off)
        with pytest.raises(Killed):
            published(tmp_path, "new")
    with staged(tmp_path):
        pass
    assert read_all(tmp_path) == expected(a="old", b="old", one="old")


def test_what_is_stale_goes_when_the_new_ones_come(tmp_path):
    published(tmp_path, "old")

    def stale(folder):
        return [folder / "a", folder / "b"]

    def fail():
        with staged(tmp_path, stale=stale):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert read_all(tmp_path) == expected(a="old", b="old", one="old")
    with staged(tmp_path, stale=stale) as stage:
        write_folder(stage, "a", "new")
        assert (tmp_path / "b" / "part-0").read_text() == "old"
    assert read_all(tmp_path) == expected(a="new", one="old")


def test_a_place_that_somebody_filled_after_a_kill_gives_way(tmp_path, monkeypatch):
    published(tmp_path, "old")
    with monkeypatch.context() as patch:
        replacing_ends_after(patch, 1, Killed())
        patch.setattr("shutil.rmtree", lambda *_, **__: None)
        with pytest.raises(Killed):
            published(tmp_path, "new")
    write_folder(tmp_path, "a", "mine")
    with staged(tmp_path):
        pass
    assert read_all(tmp_path) == expected(a="new", b="new", one="new")
