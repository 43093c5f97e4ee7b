from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading import Raw
from geo.scale.store import Store


def raw(text: str, **stated: str) -> Raw:
    return Raw("name", text, "source", stated)


def test_what_was_put_is_there_in_the_next_run(tmp_path):
    with Store("mark", tmp_path) as store:
        key = store.key(raw("text"))
        assert store.get([key]) == {}
        store.put([(key, b"value")])
    with Store("mark", tmp_path) as store:
        assert store.get([key]) == {key: b"value"}
        assert store.hits == 1


def test_a_name_does_not_matter_to_a_result_but_text_statements_and_mark_do(tmp_path):
    one, other = Store("mark", tmp_path), Store("another", tmp_path)
    assert one.key(Raw("a", "text", "x")) == one.key(Raw("b", "text", "y"))
    keys = {
        one.key(raw("text")),
        one.key(raw("texts")),
        one.key(raw("text", language="ru")),
        other.key(raw("text")),
    }
    keys.add(one.key(Raw("a", "text", "x", {}, {"language": "ru"})))
    assert len(keys) == 5


@given(st.text(alphabet=st.characters(exclude_categories=())), st.text())
def test_any_text_has_a_key(text, stated):
    assert len(Store("mark").key(raw(text, title=stated))) == 16


def test_a_broken_file_is_begun_anew(tmp_path):
    (tmp_path / "results.sqlite").write_bytes(b"This is no database." * 100)
    with Store("mark", tmp_path) as store:
        store.put([(b"key", b"value")])
        assert store.get([b"key"]) == {b"key": b"value"}


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9])
def test_bytes_that_changed_on_disk_are_never_a_result(tmp_path, at):
    keys = [bytes([n]) * 16 for n in range(200)]
    with Store("mark", tmp_path) as store:
        store.put([(key, key * 50) for key in keys])
    path = tmp_path / "results.sqlite"
    data = bytearray(path.read_bytes())
    middle = int(len(data) * at)
    data[middle : middle + 3000] = b"\xff" * 3000
    path.write_bytes(bytes(data))
    with Store("mark", tmp_path) as store:
        for key, value in store.get(keys).items():
            assert value == key * 50
        store.put([(keys[0], b"new")])


def test_a_value_with_a_wrong_checksum_is_not_there(tmp_path):
    with Store("mark", tmp_path) as store:
        store.put([(b"key", b"value")])
    base = sqlite3.connect(tmp_path / "results.sqlite")
    base.execute("UPDATE results SET checksum = checksum + 1")
    base.commit()
    base.close()
    with Store("mark", tmp_path) as store:
        assert store.get([b"key"]) == {}


def test_the_results_unused_for_longest_go_first(tmp_path):
    import random

    noise = random.Random(1)  # noqa: S311  (no secret)
    values = {bytes([n]) * 16: noise.randbytes(1000) for n in range(20)}
    first, second = list(values)[:10], list(values)[10:]
    with Store("mark", tmp_path, most_bytes=16_000) as store:
        store.put([(key, values[key]) for key in first])
    with Store("mark", tmp_path, most_bytes=16_000) as store:
        store.put([(key, values[key]) for key in second])
        store.get(first[:2])
    with Store("mark", tmp_path) as store:
        left = store.get(list(values))
    assert set(first[:2]) < set(left)
    assert set(second) <= set(left)
    assert sum(map(len, left.values())) <= 12_800


def test_a_folder_that_cannot_be_written_costs_only_the_keeping(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="ascii")
    with Store("mark", blocked / "below") as store:
        store.put([(b"key", b"value")])
        assert store.get([b"key"]) == {}
