from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.recognise import role
from geo.recognise.role import role_of

LABELS = Path(__file__).with_name("role_labels.jsonl")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Moscow urged all sides to talk.", "Moscow", "actor"),
        ("Experts doubt Baku’s foreign policy.", "Baku", "actor"),
        ("Relations between Ankara and Yerevan improved.", "Yerevan", "actor"),
        ("The Moscow-Tehran partnership grows.", "Tehran", "actor"),
        ("It will not depend on what Tehran wants.", "Tehran", "actor"),
        ("The train left Moscow at noon.", "Moscow", "place"),
        ("He lives in Baku and works in Ganja.", "Baku", "place"),
        ("The road from Baku to Guba is long.", "Guba", "place"),
        ("the border with Iran", "Iran", "place"),
    ],
)
def test_roles(text, name, expected):
    start = text.index(name)
    assert role_of(text, start, start + len(name)) == expected


def test_precision_on_labelled_mentions(shared):
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    texts = {
        row["doc"]: (shared / "seeds" / f"{row['doc']}.txt").read_bytes().decode("utf-8") for row in rows
    }
    said = [(role_of(texts[row["doc"]], row["start"], row["end"]), row["role"]) for row in rows]
    actors = [label for answer, label in said if answer == "actor"]
    assert len(rows) >= 200
    assert actors.count("actor") / len(actors) >= 0.9
    assert actors.count("actor") / [label for _, label in said].count("actor") >= 0.7


_BEFORE = [
    "relations",
    "with",
    "and",
    "the",
    "of",
    "Iran,",
    "allies",
    "talks",
    "between",
    "both",
    "to",
    "on",
    "away",
    "from",
    "sanctions",
    "against",
    "Deal",
    "ties",
]
_AFTER = [
    "and",
    "Iran",
    ",",
    "has",
    "yet",
    "to",
    "will",
    "not",
    "say",
    "says",
    "also",
    "being",
    "built",
    "is",
    "taking",
    "would",
    "go",
    "Baku",
    "urged",
    "may",
    "be",
]


@given(
    st.lists(st.sampled_from(_BEFORE), max_size=7).map(" ".join),
    st.lists(st.sampled_from(_AFTER), max_size=7).map(" ".join),
)
def test_the_quick_looks_refuse_no_actor(before, after):
    before, after = before + " ", " " + after
    acts = any(deed.match(after) for deed in (role._ACTS, role._MUST, role._MODAL_ACTS))
    assert role._may_act(after) or not acts
    further, last = role._last_words(before)
    if last.casefold() in role._BEFORE_PARTY:
        dealt = "between" in before and role._BETWEEN.search(before)
        assert role._is_dealt_with(before, further, last) == bool(dealt or role._WITH.search(before))
