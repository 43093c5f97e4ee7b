from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading import dates
from geo.reading.dates import dates_in, iso_date, latest_past, published


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 12 March 2024", "2024-03-12"),
        ("on March 12th, 2024,", "2024-03-12"),
        ("on Dec. 29, 2023", "2023-12-29"),
        ("in May 2023", "2023-05"),
        ("2023-10-21T10:30:00Z", "2023-10-21"),
        ("21.10.2023", "2023-10-21"),
        ("21/10/2023", "2023-10-21"),
        ("12 марта 2024 года", "2024-03-12"),
        ("в октябре 2023 года", "2023-10"),
        ("12 березня 2024 року", "2024-03-12"),
        ("30 oktyabr 2017-ci ildə", "2017-10-30"),
        ("7 Ekim 2023", "2023-10-07"),
        ("7 KASIM 2023", "2023-11-07"),
        ("7 NİSAN 2023", "2023-04-07"),
        ("7 MART 2023", "2023-03-07"),
        ("am 12. März 2024", "2024-03-12"),
        ("le 1er août 2022", "2022-08-01"),
        ("el 3 de mayo de 2021", "2021-05-03"),
    ],
)
def test_dates_in_many_languages(text: str, expected: str) -> None:
    assert [found.iso for found in dates_in(text)] == [expected]
    assert iso_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31 June 2023",
        "version 1.2.2023.4",
        "12-2023",
        "marching 12 men",
        "2,024 lorries",
        "03/21/2023",
        "13.13.2023",
        "19999",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert [found for found in dates_in(text) if found.day] == []


@pytest.mark.parametrize("value", ["yesterday", "", "March", "12 March", "12:30"])
def test_stated_dates_need_a_year(value: str) -> None:
    assert iso_date(value) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge opened on 30 December 2023. The road will open on 5 May 2025.", "2023-12-30"),
        (
            "The next course is scheduled for Saturday, 12 October 2024. It rained on 3 March 2024.",
            "2024-03-03",
        ),
        ("The post was rebuilt on December 29, 2023, and the bridge opened on December 30.", "2023-12-30"),
        ("It was signed on 5 June 2019.\n\nHe said so twice (The Quay, October 7).", "2019-10-07"),
        ("In 2020 a paper was founded, and in 2023 it closed.", "2023"),
        ("The 2018 roadmap and the plan for 2024-2026 are still on the table.", None),
        ("The line is to be completed by 2030.", None),
        ("Мост открыли 30 декабря 2023 года. Дорогу планируют сдать к 1 мая 2026 года.", "2023-12-30"),
        ("Körpü 30 dekabr 2023-cü ildə açılıb.", "2023-12-30"),
        ("The road was opened by the president on 21 October 2023.", "2023-10-21"),
        ("It was closed due to snow on 2 January 2024 and reopened by 5 March 2024.", "2024-01-02"),
        ("Yol 2023-cü ildə açılıb.", "2023"),
        ("There were 2024 lorries and 12 men.", None),
        ("", None),
        ("He came on 1 March 2023. February 29 was a cold day.", "2023-03-01"),
    ],
)
def test_the_latest_date_that_is_past(text: str, expected: str | None) -> None:
    assert latest_past(text) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Published: 12 March 2024", "2024-03-12"),
        ("Published on 12 March 2024 at 10:30 GMT", "2024-03-12"),
        ("Дата публикации: 12.03.2024", "2024-03-12"),
        ("12 марта 2024 г., 14:05", "2024-03-12"),
        ("Tuesday, March 12, 2024", "2024-03-12"),
        ("TEHRAN, Mar. 12, 2024 (Wire) – Rain fell.", "2024-03-12"),
        ("Rain fell on 12 March 2024.", None),
        ("March 2024", "2024-03"),
        ("2024", None),
        ("Baku, 12 March 2024 was a date to remember.", None),
    ],
)
def test_publication(head: str, expected: str | None) -> None:
    assert published(f"A title of it\n\n{head}\n\nRain fell again.") == expected


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("0123456789 .,/-марchMayKASIMkasımİſ\n"))))
def test_every_date_is_one(text: str) -> None:
    for found in dates_in(text):
        assert 0 <= found.start < found.end <= len(text)
        if found.day and found.year:
            dt.date.fromisoformat(found.iso)
    for date in (latest_past(text), published(text)):
        assert date is None or date[:4].isdigit()


@pytest.mark.parametrize("name", sorted(dates._NAMES))
def test_a_date_begins_at_a_number_or_at_any_name_of_a_month(name: str) -> None:
    for said in (name, name.title(), name.upper()):
        for written in (f"12 {said} 2024", f"{said} 12, 2024", f"{said} 2024", f"{said}. 3"):
            found = list(dates.dates_in(f"Gone, {written} gone"))
            assert len(found) == 1, written
            assert found[0].month == dates._NUMBER[dates._month_key(name)]


_WORDS = [
    "12",
    "3rd",
    "March",
    "mar",
    "МАРТ",
    "мая",
    "Kasım",
    "KASIM",
    "of",
    "de",
    "del",
    "2024",
    "1999",
    "2024-05-06",
    "12.03.2024",
    "3/4/2021",
    "5th",
    "may.",
    "jan,",
    "31",
    "2019–2020",
    "in",
    "2012-ci",
    "il",
    "1er",
    "1º",
    "300",
    "45%",
    "OF",
    "Apr",
    "dec",
    "30/",
    "20",
    "(March",
    "Feb/March",
    "«мая",
    "12.",
]
_JOINTS = [" ", "  ", ", ", ". ", "\n", "-", "/", "."]


@given(
    st.lists(st.sampled_from([word + joint for word in _WORDS for joint in _JOINTS]), max_size=10).map(
        "".join
    )
)
def test_looking_at_numbers_finds_every_date(text: str) -> None:
    spans = [match.span() for match in dates._DATE.finditer(text)]
    over, found = 0, []
    for begin, end in dates._beginnings(text):
        match = dates._DATE.match(text, begin, end) if begin >= over else None
        if match:
            found.append(match.span())
            over = match.end()
    assert found == spans
