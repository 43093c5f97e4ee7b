"""A disk that fills, a cache that cannot be written, no HOME: a clear line each, and the old output stays."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo.gazetteer.cache import cache_folder

ROOT = Path(__file__).resolve().parent.parent.parent
OPTIONS = ("--recogniser", "gazetteer", "-q")


def _mounted(folder, *options):
    """Mount a small memory file system; tell whether that worked."""
    folder.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path):
    """Return a folder on a disk that holds one output, but not two."""
    folder = tmp_path / "disk"
    if not _mounted(folder, "size=4m"):
        pytest.skip("needs to mount a small tmpfs, which takes root")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_that_fills_leaves_the_old_output(finish, briefs, small_disk, contents):
    out = small_disk / "out"
    code, errors = finish("map", briefs(1, "Ships"), "--out", out, *OPTIONS)
    assert code == 0, errors
    old = contents(out)
    free = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - 300_000)))
    code, errors = finish("map", briefs(3), "--out", out, *OPTIONS)
    assert code == 1
    assert "No space left on device" in errors
    assert "--out" in errors
    assert "Traceback" not in errors
    assert contents(out) == old
    assert {path.name for path in out.iterdir()} == set(old)


def test_a_full_disk_has_room_for_no_lock_file_either(finish, briefs, small_disk):
    free = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(bytes(free.f_bavail * free.f_frsize))
    code, errors = finish("map", briefs(1), "--out", small_disk / "out", *OPTIONS)
    assert code == 1
    assert "No space left on device" in errors
    assert "Traceback" not in errors


def test_a_file_that_may_not_grow_leaves_the_old_output(finish, briefs, tmp_path, contents):
    out = tmp_path / "out"
    code, errors = finish("map", briefs(1, "Ships"), "--out", out, *OPTIONS)
    assert code == 0, errors
    old = contents(out)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    code, errors = finish("map", briefs(3), "--out", out, *OPTIONS, preexec_fn=limit)
    assert code == 1
    assert "File too large" in errors
    assert "Traceback" not in errors
    assert contents(out) == old


def test_a_cache_that_is_a_file_costs_a_line(finish, briefs, tmp_path, contents):
    (tmp_path / "cache").write_text("a file where the folder should be")
    env = {"CORRIDORS_CACHE": str(tmp_path / "cache"), "TMPDIR": str(_spare(tmp_path))}
    code, errors = finish("map", briefs(1), "--out", tmp_path / "out", *OPTIONS, env=env)
    assert code == 0, errors
    assert "Set CORRIDORS_CACHE to a folder that can be written" in errors
    assert "map.html" in contents(tmp_path / "out")


def test_a_read_only_cache_costs_a_line(finish, briefs, tmp_path):
    folder = tmp_path / "cache"
    if not _mounted(folder, "ro"):
        pytest.skip("needs to mount a read-only tmpfs, which takes root")
    try:
        env = {"CORRIDORS_CACHE": str(folder), "TMPDIR": str(_spare(tmp_path))}
        code, errors = finish("map", briefs(1), "--out", tmp_path / "out", *OPTIONS, env=env)
        assert code == 0, errors
        assert "Set CORRIDORS_CACHE to a folder that can be written" in errors
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_whole_read_only_cache_is_used(finish, briefs, tmp_path):
    env = {"CORRIDORS_CACHE": str(_copied_cache(tmp_path / "cache"))}
    for path in [*(tmp_path / "cache").rglob("*"), tmp_path / "cache"]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        code, errors = finish("map", briefs(1), "--out", tmp_path / "out", *OPTIONS, env=env)
        assert (code, errors) == (0, "")
    finally:
        for path in [tmp_path / "cache", *(tmp_path / "cache").iterdir()]:
            path.chmod(0o755)


NO_ACCOUNT = """
import pwd
def unknown(_):
    raise KeyError("no such user")
pwd.getpwuid = pwd.getpwnam = unknown
from maps.cli import run
run()
"""


@pytest.mark.parametrize("home", [None, "", "/proc/nonexistent"])
def test_no_home_is_no_matter(briefs, tmp_path, home):
    """A user without home and account, as in a container: the cache goes elsewhere, not into this folder."""
    folder = tmp_path / "work"
    shutil.copytree(briefs(1), folder / "in")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "CORRIDORS_"))}
    env |= {"TMPDIR": str(_spare(tmp_path)), "PYTHONPATH": str(ROOT)}
    env.pop("HOME", None)
    if home is not None:
        env["HOME"] = home
    done = subprocess.run(
        [sys.executable, "-c", NO_ACCOUNT, "map", "in", "--out", "out", *OPTIONS],
        check=False,
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "out" / "map.html").exists()
    assert {path.name for path in folder.iterdir()} == {"in", "out"}


def _spare(folder):
    """Return a temporary folder for the run that already has the compiled gazetteer."""
    own = _copied_cache(folder / "spare" / f"corridor-atlas-{os.getuid()}")
    own.chmod(0o700)
    return folder / "spare"


def _copied_cache(folder):
    """Copy the newest compiled gazetteer, so that a run need not compile its own."""
    folder.mkdir(parents=True)
    for path in cache_folder().glob("gazetteer-*"):
        if path.is_dir():
            shutil.copytree(path, folder / path.name)
    return folder
