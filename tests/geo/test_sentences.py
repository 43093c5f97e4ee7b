from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import sentences
from geo.sentences import quote_bounds, sentence_at, sentence_bounds

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_bounds(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. President flew to St. Petersburg.", "It rained."],
        ["He left the U.S.", "The visit was short."],
        ["Mr. Smith met Dr. Jones and Gen. Brown at 5 p.m. on Friday.", "Nobody spoke."],
        ["The line is 162.5 km long and costs $1.6 billion.", "Work has not begun."],
        ["It was named after I.M. Sechenov in 2015.", "J. R. Smith agreed."],
        ["See No. 5 of the list, p. 12, and vol. 3.", "There is more."],
        ["Is it?", "No.", "That is all."],
        ["He asked: “Is it built?” and nobody knew.", "“It is not.”", "The room fell silent."],
        ["(The visit was brief.)", "Trade grew.", "Ports were busy."],
        ["The plan… is not a plan.", "Wait...", "Nothing came."],
        ["Trucks wait at the bridge (see EDM, July 19, 2016).", "And yet they come."],
        ["The line is 150 km.", "Azerbaijan paid by Dec. 29."],
        ["It opened in 2023.", "Russia paid."],
        ["They chose plan B.", "The rest is history."],
        ["Exports grew 21%!", "Who would have thought?", "Nobody."],
        ["A note was added.[12]", "Later it vanished."],
        ["Visit kremlin.ru or Aze.az today.", "Then write."],
        ["Sales of Yahoo! rose.", "So did others."],
    ],
)
def test_english(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["Дорога идёт вдоль р. Самур и через г. Дербент.", "Она открыта в 2023 г.", "В порту тихо."],
        ["В 2023 г. Россия и Азербайджан открыли пункт, т. е. мост.", "Это важно."],
        ["Строят дороги, мосты и т. д.", "Работы идут на ул. Ленина, в пос. Самур."],
        ["А. С. Пушкин бывал в Арзруме.", "«Где граница?» — спросил он.", "Никто не ответил."],
        ["Длина 162,5 км, цена 1,6 млрд долл. США.", "Однако работ нет."],
        ["Yol 2023-cü ildə açılıb.", "Prof. Əliyev bunu dedi.", "Bu yaxşıdır."],
        ["Bakü'den 3.5 saatlik yol.", "İstanbul'da durdu.", "Şimdi açık."],
        ["Am 12. März fuhr Dr. Meyer nach Baku.", "Er blieb dort."],
        ["راه‌آهن رشت–آستارا ساخته نشده است.", "آیا ساخته می‌شود؟", "معلوم نیست."],
        ["Երկաթուղին չի կառուցվել։", "Դա հայտնի է։"],
        ["铁路尚未建成。", "你知道吗？", "不知道！"],
        ["რკინიგზა ჯერ არ აშენებულა.", "ბაქო ელოდება.", "თბილისი მზად არის."],
        ["रेल नहीं बनी।", "काम बाकी है।"],
    ],
)
def test_other_languages(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_full_stops_that_need_no_space() -> None:
    assert split("铁路尚未建成。你知道吗？不知道！") == ["铁路尚未建成。", "你知道吗？", "不知道！"]
    assert split("Երկաթուղին չկա։Ոչինչ չկա։") == ["Երկաթուղին չկա։", "Ոչինչ չկա։"]


def test_a_missing_space_after_a_stop() -> None:
    assert split("It ended in the area.The next day it rained.") == [
        "It ended in the area.",
        "The next day it rained.",
    ]


def test_headings_and_list_items_stand_alone() -> None:
    text = (
        "# Rail\nThe line is short\n\nWhat is missing\n• Rolling stock\n• Money. And time\n"
        "1. First item\n2. Second"
    )
    assert split(text) == [
        "# Rail", "The line is short", "What is missing", "• Rolling stock", "• Money.", "And time",
        "1. First item", "2. Second",
    ]  # fmt: skip


def test_one_paragraph_a_line_is_not_joined() -> None:
    text = (
        "A heading without a stop\n"
        + "The road goes on and on and on past the town. " * 8
        + "\nAnother heading\nEnd"
    )
    assert split(text)[0] == "A heading without a stop"
    assert split(text)[-2:] == ["Another heading", "End"]


PARAGRAPH = (
    "The railway between Astara and Rasht has not been built, and the river Samur marks the border "
    "further north – where lorries wait. Nobody knows when the works will end, because St. Petersburg "
    "and Tehran still talk about the money and about the land that lies on the way to the coast"
)


@pytest.mark.parametrize("width", [45, 60, 72, 80, 100])
def test_hard_wrapped_lines_are_joined(width: int) -> None:
    text = (
        "Heading\n"
        + textwrap.fill(PARAGRAPH + ".", width, break_on_hyphens=False)
        + "\n\n"
        + "Next paragraph."
    )
    found = [" ".join(sentence.split()) for sentence in split(text)]
    assert found == ["Heading", *split(PARAGRAPH + "."), "Next paragraph."]


def test_short_wrapped_paragraphs_without_blank_lines_are_joined() -> None:
    paragraphs = [
        "The bridge was closed on Monday after the river had risen by more than two metres in a night.",
        "Drivers who had come from the coast were sent back to the last town, where no room was left.",
        "Nobody could say on Tuesday when the road would open, and the office did not answer the telephone.",
    ]
    text = "\n".join(textwrap.fill(one, 80, subsequent_indent="    ") for one in paragraphs)
    assert [" ".join(sentence.split()) for sentence in split(text)] == paragraphs


def test_short_lines_of_a_page_are_not_joined() -> None:
    text = "Rate this article\n(votes: 4, rating: 5)\nShare this article\nAndrey Petrov\n\nDeputy Director"
    assert split(text) == text.replace("\n\n", "\n").split("\n")


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(" \n.!?…”\"') Aa1г。։\u200d\x00\ud800"))))
def test_bounds_are_ordered_disjoint_and_cover_every_character(text: str) -> None:
    bounds = sentence_bounds(text)
    covered: set[int] = set()
    last = 0
    for start, end in bounds:
        assert last <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        covered.update(range(start, end))
        last = end
    assert all(text[at].isspace() for at in set(range(len(text))) - covered)


@given(st.text(alphabet="ab. \nА", min_size=1), st.data())
def test_quotes_contain_their_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    limit = data.draw(st.integers(1, 40))
    bounds = sentence_bounds(text)
    low, high = sentence_at(bounds, start, end)
    assert low <= start < end <= high
    left, right = quote_bounds(text, bounds, start, end, limit)
    assert low <= left <= start < end <= right <= high
    assert right - left <= max(limit + limit // 2, end - start)


def test_sentence_at_joins_what_a_span_crosses() -> None:
    text = "One two. Three four. Five."
    bounds = sentence_bounds(text)
    assert sentence_at(bounds, 10, 12) == (9, 20)
    assert sentence_at(bounds, 5, 12) == (0, 20)
    assert sentence_at(bounds, 8, 9) == (8, 9)
    assert sentence_at([], 3, 4) == (3, 4)


def test_a_very_long_sentence_is_quoted_by_a_window_on_words() -> None:
    text = " ".join(f"word{n}" for n in range(2000)) + "."
    at = text.index("word1000")
    bounds = sentence_bounds(text)
    left, right = quote_bounds(text, bounds, at, at + 8)
    quote = text[left:right]
    assert "word1000" in quote.split()
    assert 300 < len(quote) <= 400
    assert all(word in text.split() for word in quote.split())


def test_windows_at_either_edge_use_the_whole_limit() -> None:
    text = " ".join(f"word{n}" for n in range(2000))
    bounds = sentence_bounds(text)
    assert quote_bounds(text, bounds, 0, 5)[0] == 0
    assert quote_bounds(text, bounds, 0, 5)[1] > 350
    left, right = quote_bounds(text, bounds, len(text) - 5, len(text))
    assert right == len(text)
    assert right - left > 350


@pytest.mark.parametrize(
    "unit", [".", "a.", "\"'", "[1]", " »", "...  ", "\u200d", "ا", "\x00", "a" * 50 + " ", "г. А"]
)
def test_a_huge_single_line_is_covered(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    bounds = sentence_bounds(text)
    assert bounds[-1][1] == len(text.rstrip())


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs ../shared/seeds beside the repository")
def test_the_seeds_split_into_readable_sentences() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        sentences = split(path.read_text(encoding="utf-8"))
        assert not [one for one in sentences if one.endswith((" St.", " I.M.", "No.", "U.S."))]
        assert max(map(len, sentences)) < 1000


_SAID = [
    "Baku",
    "etc",
    "Inc",
    "No",
    "St",
    "г",
    "ул",
    "A",
    "u.s",
    "prof-r",
    "approx",
    "don't",
    "(Mr",
    "Jan",
    "12",
]
_AFTER = [". ", " ", ".", ".\n", ". \n", "! ", ".  ", ".) ", ". (", "… ", ". в "]


@given(
    st.lists(st.sampled_from([said + after for said in _SAID for after in _AFTER]), max_size=12).map("".join)
)
def test_the_quick_look_at_a_full_stop_changes_no_sentence(text: str) -> None:
    quick = sentences._all_sentences(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sentences, "_is_plain_end", lambda *_: False)
        assert sentences._all_sentences(text) == quick
