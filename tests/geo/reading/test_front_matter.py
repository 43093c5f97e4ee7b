from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.reading.front_matter import split
from geo.reading.markdown import heading


def test_plain_quoted_and_listed_values() -> None:
    text = (
        '---\n# about the file\ntitle: "Rails: a \\"history\\"" # done\nauthor: [Jane Doe, \'John '
        "O''Neill']\n"
        "publisher: Harbour Press # of Poti\ndate: 2024-01-05\nlanguage: no\nurl: https://example.org/a#b\n"
        "series: >\n  Notes on\n  ports\ntags:\n  - a\n  - b: {c: d}\nextra: &anchor {x: "
        "1}\n---\n\n\nBody: here.\n---\n"
    )
    stated, body = split(text)
    assert stated == {
        "title": 'Rails: a "history"', "author": "Jane Doe, John O'Neill", "publisher": "Harbour Press",
        "date": "2024-01-05", "language": "no", "url": "https://example.org/a#b", "series": "Notes on ports",
    }  # fmt: skip
    assert body == "Body: here.\n---\n"


def test_lists_over_lines_and_other_names_of_keys() -> None:
    stated, _ = split(
        '---\nauthors:\n- Jane Doe\n- "John Roe"\nlang: en\nLink: https://example.org\n...\nBody'
    )
    assert stated == {"author": "Jane Doe, John Roe", "language": "en", "url": "https://example.org"}


def test_a_key_of_the_bibliography_wins_over_its_other_name() -> None:
    assert split("---\nsource: A\npublisher: B\n---\nx")[0] == {"publisher": "B"}
    assert split("---\npublisher: B\nsource: A\n---\nx")[0] == {"publisher": "B"}


@pytest.mark.parametrize(
    "text",
    [
        "No front matter",
        "---\nA rule, and text.\n",
        "---\nA rule\n\nand another\n---\nText",
        "\n---\ntitle: x\n---\n",
        "",
    ],
)
def test_what_is_no_front_matter_is_body(text: str) -> None:
    assert split(text) == ({}, text)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("title: {a: b}", r"line 2.*'title' begins with '\{'"),
        ("date: 2024\ntitle: *alias", "line 3.*begins with"),
        ('title: "open', "line 2.*not closed"),
        ("title: one\n  two", "line 2.*several lines"),
        ("title: one\nnonsense here", "line 3.*'nonsense here'"),
    ],
)
def test_a_broken_line_is_named(lines: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        split(f"---\n{lines}\n---\nBody")


@given(st.text(alphabet="ab:-#'\"[]{}&*\\ \n,|>", max_size=200))
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    try:
        stated, body = split(f"---\ntitle: {text}\n---\nBody")
    except InputError:
        return
    assert body.endswith("Body")
    assert all("\n" not in value for value in stated.values())


def test_headings() -> None:
    assert heading("Intro\n\n# The *long* road ##\n\n## Part") == "The long road"
    assert heading("## Part only\n#hashtag\n") is None
