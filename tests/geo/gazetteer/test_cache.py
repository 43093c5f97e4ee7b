from __future__ import annotations

import json
import multiprocessing
import os
import warnings

import pytest

from geo.errors import GazetteerError, InputError
from geo.gazetteer import cache
from geo.gazetteer.cache import cache_folder, fingerprint, open_index
from geo.gazetteer.compile import compile_index
from geo.gazetteer.entries import Entry
from geo.gazetteer.index import load

BAKU = Entry(id="baku", name="Baku", kind="city", lon=49.9, lat=40.4)


def build(folder):
    compile_index([BAKU], folder)


def build_and_count(folder):
    (folder.parent / f"built-by-{os.getpid()}").touch()
    build(folder)


def open_in_a_process(parent):
    return open_index(parent, "same", build_and_count).record(0)["id"]


def refuse(_folder):
    pytest.fail("the index was compiled although a whole one was there")


def test_an_index_is_compiled_once(tmp_path):
    open_index(tmp_path, "mark", build)
    assert open_index(tmp_path, "mark", refuse).record(0)["name"] == "Baku"


def test_another_fingerprint_means_another_index(tmp_path):
    open_index(tmp_path, "one", build)
    open_index(tmp_path, "two", build)
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {"gazetteer-one", "gazetteer-two"}


def test_only_a_few_old_indexes_are_kept(tmp_path):
    for number in range(6):
        open_index(tmp_path, str(number), build)
    folders = [path for path in tmp_path.iterdir() if path.is_dir()]
    assert len(folders) == 3
    assert tmp_path / "gazetteer-5" in folders


@pytest.mark.parametrize(
    "name", sorted(path for path in ("names.marisa", "places.npy", "rows.npy", "manifest.json"))
)
@pytest.mark.parametrize("harm", ["delete", "cut", "alter", "empty"])
def test_a_broken_index_is_compiled_anew(tmp_path, name, harm):
    open_index(tmp_path, "mark", build)
    path = tmp_path / "gazetteer-mark" / name
    content = path.read_bytes()
    if harm == "delete":
        path.unlink()
    else:
        path.write_bytes({"cut": content[:-3], "alter": content[:-3] + b"xyz", "empty": b""}[harm])
    with pytest.raises(GazetteerError, match="Delete that folder"):
        load(path.parent)
    assert open_index(tmp_path, "mark", build).record(0)["name"] == "Baku"


def test_an_index_of_an_older_format_is_refused(tmp_path):
    open_index(tmp_path, "mark", build)
    manifest = tmp_path / "gazetteer-mark" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 0}))
    with pytest.raises(GazetteerError, match="format 0"):
        load(manifest.parent)


def test_a_compiler_that_fails_leaves_nothing_behind(tmp_path):
    def fail(folder):
        (folder / "names.marisa").write_bytes(b"half")
        message = "the cities are broken"
        raise GazetteerError(message)

    with pytest.raises(GazetteerError, match="cities are broken"):
        open_index(tmp_path, "mark", fail)
    assert [path.name for path in tmp_path.iterdir()] == ["gazetteer-lock"]


def test_a_broken_input_is_not_taken_for_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))

    def fail(_folder):
        message = "AZ.zip breaks off"
        raise InputError(message)

    with pytest.raises(InputError, match=r"^AZ\.zip breaks off$"):
        open_index(None, "mark", fail)


def test_what_a_killed_compiler_left_is_cleared(tmp_path):
    remains = tmp_path / ".gazetteer-killed"
    remains.mkdir()
    (remains / "names.marisa").write_bytes(b"half")
    open_index(tmp_path, "mark", build)
    assert not remains.exists()


def test_processes_that_start_together_compile_once(tmp_path):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(open_in_a_process, [tmp_path] * 3) == ["baku"] * 3
    assert len(list(tmp_path.glob("built-by-*"))) == 1


def test_the_same_entries_give_the_same_bytes(tmp_path):
    entries = [BAKU, Entry(id="guba", name="Guba", kind="city", lon=48.5, lat=41.4, names={"az": ["Quba"]})]
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        compile_index(entries, folder)
    one, two = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert one == two


def test_a_chosen_folder_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(GazetteerError, match="CORRIDORS_CACHE"):
        open_index(tmp_path / "file" / "inside", "mark", build)


def test_without_a_writable_cache_a_temporary_folder_serves(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "file" / "inside"))
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(tmp_path))
    with pytest.warns(RuntimeWarning, match="cannot be compiled into"):
        index = open_index(None, "mark", build)
    assert index.record(0)["name"] == "Baku"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "fine"))
        open_index(None, "mark", build)


def test_the_environment_chooses_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("CORRIDORS_CACHE")
    assert cache_folder().name == "corridor-atlas"


def test_the_fingerprint_follows_the_inputs(tmp_path):
    table = tmp_path / "places.csv"
    table.write_text("one")
    before = fingerprint([table])
    os.utime(table, (1, 1))
    assert fingerprint([table]) == before  # a small file counts by content
    table.write_text("two")
    assert fingerprint([table]) != before


def test_a_large_input_counts_by_size_and_time(tmp_path):
    large = tmp_path / "cities.json"
    large.write_bytes(b"x" * (5 << 20))
    before = fingerprint([large])
    os.utime(large, (1, 1))
    assert fingerprint([large]) != before
