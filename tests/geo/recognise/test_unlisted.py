from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.model import Document, Unresolved
from geo.recognise import unlisted
from geo.recognise.unlisted import unlisted_names
from geo.resolve import resolve


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two places, Khrakh-Uba and Uryan-Uba, were enclaves.", "Khrakh-Uba"),
        ("Two places, Khrakh-Uba and Uryan-Uba, were enclaves.", "Uryan-Uba"),
        ("Shells hit the village of Zhvarkheti overnight.", "Zhvarkheti"),
        ("Lorries queue at the Qwrzani checkpoint.", "Qwrzani"),
        ("The Xqerti railway station was closed.", "Xqerti"),
        ("Поезд прошёл станцию Жварнаул ночью.", "Жварнаул"),
        ("Yük Qurzaxlı kəndində saxlanır.", "Qurzaxlı"),
    ],
)
def test_names_that_a_noun_or_their_parts_call_places(text, name):
    assert name in [text[one.start : one.end] for one in unlisted_names(text, [])]


@pytest.mark.parametrize(
    "text",
    [
        "He met Johnson near the village.",
        "Police set up the DUI checkpoint.",
        "The Armenian-Azerbaijani border crossing opened.",
        "The mayor of the village of Peace spoke.",
        "Rolls-Royce and Hewlett-Packard signed.",
        "Amazon River cruises",
    ],
)
def test_people_words_and_firms_are_no_places(names, text):
    found = [text[one.start : one.end] for one in unlisted_names(text, [])]
    known = names(text)
    assert [name for name in found if name not in ("Armenian-Azerbaijani", *known)] == []
    assert "Armenian-Azerbaijani" not in known


def test_such_a_name_is_listed_with_the_reason(world, recogniser):
    document = Document(
        "test", "Khrakh-Uba and Uryan-Uba were pieces of Russia inside Azerbaijan.", language="en"
    )
    answers = resolve(document, recogniser.spans(document), world)
    lost = [one for one in answers if isinstance(one, Unresolved)]
    assert [one.span.surface for one in lost] == ["Khrakh-Uba", "Uryan-Uba"]
    assert all("gazetteer" in one.reason for one in lost)


@given(st.text(max_size=300))
def test_spans_are_in_order_and_quote_names(text):
    found = unlisted_names(text, [])
    assert all(text[one.start].isalpha() for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_long_line_takes_linear_work():
    assert unlisted_names("Aa-" * 400_000 + " village", []) == []


_NOUNS = [
    "town",
    "village",
    "of",
    "x",
    "hamlet",
    "railway",
    "station",
    "river",
    "kəndi",
    "kəndində",
    "qəsəbəsi",
    "stansiyasında",
    "limanı",
    "köyündə",
    "посёлке",
    "поселок",
    "села",
    "селе",
    "деревней",
    "аула",
    "хуторе",
    "станцией",
    "border",
    "crossing",
    "customs",
    "post",
    "marshalling",
    "yard",
    "raion",
    "islets",
]


@example(["river", " river"])
@given(st.lists(st.sampled_from([lead + noun for lead in (" ", "\u00a0", " «", "(", "") for noun in _NOUNS])))
def test_nouns_are_found_by_their_stems(parts):
    text = "".join(parts)
    assert [noun.span() for noun in unlisted._nouns(text)] == [
        noun.span() for noun in unlisted._NOUN.finditer(text)
    ]
