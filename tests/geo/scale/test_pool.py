from __future__ import annotations

import pytest
import scale_works as works

from geo.scale.pool import ProcessError, in_processes

pytestmark = pytest.mark.enable_socket  # the fork server listens on a socket of this machine


def test_results_come_in_the_order_of_the_batches():
    batches = [[n, n + 1] for n in range(0, 40, 2)]
    done = list(in_processes(works.doubled, batches, 2))
    assert [batch for batch, _ in done] == batches
    assert [result for _, results in done for result in results] == [2 * n for n in range(40)]


def test_batches_are_read_no_further_than_the_processes_are_ahead():
    read = []

    def batches():
        for n in range(100):
            read.append(n)
            yield [n]

    stream = in_processes(works.doubled, batches(), 2)
    next(stream)
    assert len(read) < 20
    stream.close()


def test_an_item_that_kills_its_process_costs_only_itself():
    batches = [["a", "b"], ["c", works.POISON, "d"], ["e"], ["f", "g"]]
    done = list(in_processes(works.deadly, batches, 2))
    assert [batch for batch, _ in done] == batches
    assert [results for _, results in done] == [["a!", "b!"], ["c!", None, "d!"], ["e!"], ["f!", "g!"]]


def test_a_process_killed_twice_loses_and_doubles_nothing(tmp_path):
    deadly = tmp_path / "item.twice"
    deadly.write_text("", encoding="ascii")
    batches = [["a"], [str(deadly)], ["b"], ["c"]]
    done = list(in_processes(works.deadly_twice, batches, 2))
    assert [result for _, results in done for result in results] == ["A", str(deadly).upper(), "B", "C"]
    assert deadly.read_text(encoding="ascii") == "xx"


def test_an_error_of_the_work_is_raised_here():
    with pytest.raises(ValueError, match="no 1"):
        list(in_processes(works.refusing, [[1], [2]], 2))


def test_processes_that_never_live_are_no_fault_of_the_items():
    with pytest.raises(ProcessError, match="--jobs 1"):
        list(in_processes(works.never_living, [[1]], 2))
