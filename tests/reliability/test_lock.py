"""One run writes into a folder at a time; one that was killed blocks nobody."""

import subprocess
import sys
import threading

import pytest

from geo.errors import OutputError
from geo.lock import LOCK_NAME, exclusive

HOLD = """
import sys
from pathlib import Path
from geo.lock import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Hold the lock in another process until it is killed or told to end."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / LOCK_NAME)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait(30)
    process.stdin.close()
    process.stdout.close()


def test_the_file_is_gone_afterwards(tmp_path):
    with exclusive(tmp_path / LOCK_NAME):
        assert (tmp_path / LOCK_NAME).exists()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ZeroDivisionError), exclusive(tmp_path / LOCK_NAME):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_the_second_says_who_is_writing_and_refuses_in_the_end(tmp_path, holder):
    told = []
    with (
        pytest.raises(OutputError, match=rf"process {holder.pid}.*--out"),
        exclusive(tmp_path / LOCK_NAME, patience=0.5, on_wait=told.append),
    ):
        pytest.fail("two hold the lock")
    assert told == [
        f"Another run (process {holder.pid}) is writing into '{tmp_path}'; waiting for it to end."
    ]


def test_the_second_waits_and_goes_on(tmp_path, holder):
    with exclusive(tmp_path / LOCK_NAME, on_wait=lambda _: holder.stdin.close()):
        assert holder.wait(30) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_killed_holder_blocks_nobody(tmp_path, holder):
    holder.kill()
    holder.wait(30)
    assert (tmp_path / LOCK_NAME).exists()
    with exclusive(tmp_path / LOCK_NAME, patience=0, on_wait=pytest.fail):
        pass
    assert list(tmp_path.iterdir()) == []


def test_many_at_once_are_one_at_a_time(tmp_path):
    inside, most, lock = [0], [0], threading.Lock()

    def enter():
        for _ in range(5):
            with exclusive(tmp_path / LOCK_NAME, patience=60):
                with lock:
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                with lock:
                    inside[0] -= 1

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OutputError, match="--out"), exclusive(tmp_path / "no" / LOCK_NAME):
        pass


def test_two_runs_of_the_command_into_one_folder(start, briefs, tmp_path, contents):
    documents, out = briefs(2), tmp_path / "out"
    out.mkdir()
    with exclusive(out / LOCK_NAME):
        process = start("map", documents, "--out", out, "--recogniser", "gazetteer", "-q")
        assert "Another run" in process.stderr.readline()
        assert contents(out) == {}
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert "map.html" in contents(out)
    assert {path.name for path in out.iterdir()} == set(contents(out))
