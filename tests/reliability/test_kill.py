"""``kill -9`` at any moment: the old output stays whole, and the next run ends as if nothing had been."""

import random
import signal
import time

import pytest

from geo.staging import staged

DOCUMENTS = 200
MOMENTS = 20


@pytest.fixture(scope="module")
def undisturbed(finish, briefs, tmp_path_factory, contents):
    """Return the documents, the output of a run on them, and how long it took."""
    documents, out = briefs(DOCUMENTS), tmp_path_factory.mktemp("undisturbed")
    begin = time.monotonic()
    code, errors = finish("map", documents, "--out", out, "--recogniser", "gazetteer", "-q")
    assert code == 0, errors
    return documents, contents(out), time.monotonic() - begin


def test_a_killed_run_leaves_the_old_output_and_the_next_one_ends_the_same(
    start, finish, briefs, undisturbed, tmp_path, contents
):
    documents, new, seconds = undisturbed
    out = tmp_path / "out"
    arguments = ("--out", out, "--recogniser", "gazetteer", "-q")
    code, errors = finish("map", briefs(1, "Ships"), *arguments)
    assert code == 0, errors
    old = contents(out)
    assert set(old) == set(new)
    assert old != new
    chance = random.Random(20)  # noqa: S311
    killed = 0
    for moment in range(MOMENTS):
        process = start("map", documents, *arguments)
        if moment % 2:  # every other time while files are being written
            _wait_for_writing(out, process)
            time.sleep(chance.uniform(0, seconds / 4))
        else:
            time.sleep(chance.uniform(0, seconds))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        found = contents(out)
        assert found in (old, new), (
            f"moment {moment}: {[name for name in new if found.get(name) != old[name]]}"
        )
        if found == new:  # it was done before it could be killed: begin again from the old output
            with staged(out) as stage:
                for name, data in old.items():
                    (stage / name).write_bytes(data)
    assert killed >= MOMENTS // 2
    code, errors = finish("map", documents, *arguments)
    assert code == 0, errors
    assert contents(out) == new
    assert {path.name for path in out.iterdir()} == set(new)


def _wait_for_writing(out, process):
    while process.poll() is None and not list(out.glob(".corridors-*.part/*")):
        time.sleep(0.01)
