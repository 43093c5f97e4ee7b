"""Who wrote a text, where the text shows it.

Four ways of showing it are read: a label ("Author: ..."), a byline ("By ..."), a name on a line of
its own above a job title, and a note at the end ("... is a fellow at ...").
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from geo.reading.lines import Line, is_furniture

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["author_of", "is_byline", "is_job"]

_LABEL = re.compile(
    r"\A(?:authors?|written by|by(?= *:)|text by|автор(?:ы)?|текст|материал подготовил[аи]?|підготував"
    r"|müəllif(?:lər)?|müəlliflər|hazırladı|yazar(?:lar)?|yazan|haber|autor(?:en|in|es)?|auteurs?"
    r"|von(?= *:))\s*[:：]\s*(?P<name>.+)\Z",
    re.IGNORECASE,
)
_BY = re.compile(r"\A(?i:by|von|par|por)\s+(?P<name>.+)\Z")
_TAIL = re.compile(r"[,|;(–—].*\Z|\s+-\s.*\Z", re.DOTALL)
_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\bи\b|\bvə\b|\bve\b)\s*")
_PARTICLES = frozenset(
    {
        "de", "la", "van", "von", "der", "den", "al", "el", "bin", "ibn", "oğlu", "qızı", "oglu", "qizi",
        "ogly", "kyzy", "da", "di", "du", "le", "d",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʻ`.-])*\Z")
_JOB = re.compile(
    r"\b(?:director|editor|editor-in-chief|analyst|researcher|fellow|advis[eo]r|correspondent"
    r"|journalist|columnist|reporter|professor|lecturer|expert|specialist|scholar|head of"
    r"|chair(?:man|woman)? of|founder|co-founder|ph\.?d|consultant|writer|contributor|historian"
    r"|economist|lawyer|political scientist|research associate|директор\w*|редактор\w*|аналитик\w*"
    r"|эксперт\w*|исследовател\w*|сотрудник\w*|корреспондент\w*|журналист\w*|обозревател\w*"
    r"|профессор\w*|доцент\w*|кандидат\w*|доктор\w*|советник\w*|политолог\w*|экономист\w*|direktor\w*"
    r"|redaktor\w*|analitik\w*|ekspert\w*|tədqiqatçı\w*|müxbir\w*|jurnalist\w*|şərhçi\w*|politoloq\w*"
    r"|müdür\w*|editör\w*|analist\w*|uzman\w*|araştırmacı\w*|muhabir\w*|gazeteci\w*|yazarı|profesör\w*"
    r"|redakteur\w*|forscher\w*|wissenschaftler\w*|journalistin|chercheu\w+|rédact\w+|investigador\w*"
    r"|periodista)\b",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\A(?:about the author:?\s*"
    r"|об авторе:?\s*)?(?P<name>[^\W\d_][^\n,(:;]{2,50}?),?\s+(?:\([^)\n]{1,40}\)\s*)?(?:is|was"
    r"|works as|serves as|—|–|-|является|работает|ist|est|es)\s+(?P<job>[^\n]{3,200})",
    re.IGNORECASE,
)
_LONGEST_NAME = 60
_LONGEST_JOB = 160
_BYLINE_LINES = 15


def author_of(text: str, head: Sequence[Line], tail: Sequence[Line]) -> str | None:
    """Return the author or authors that a text shows, joined by commas."""
    return (
        _labelled([*head, *tail])
        or _byline(head[:_BYLINE_LINES])
        or _above_a_job(head[:_BYLINE_LINES])
        or _noted(text, reversed(tail))
    )


def is_byline(line: str) -> bool:
    """Whether a line names the author."""
    return bool(_labelled([Line(line, alone=True, start=0)]) or _byline([Line(line, alone=True, start=0)]))


def is_job(line: str) -> bool:
    """Whether a line is a job title, as it stands below a name."""
    return len(line) <= _LONGEST_JOB and line[-1:] not in ".!?:" and bool(_JOB.search(line))


def _labelled(lines: Sequence[Line]) -> str | None:
    matches = (_LABEL.match(line.text[:300].lstrip("*#> ")) for line in lines)
    return next((names for match in matches if match and (names := _names(match["name"].strip("* ")))), None)


def _byline(lines: Sequence[Line]) -> str | None:
    matches = (_BY.match(line.text.lstrip("*#> ")) for line in lines if len(line.text) <= 120)
    return next((names for match in matches if match and (names := _names(match["name"].strip("* ")))), None)


def _above_a_job(lines: Sequence[Line]) -> str | None:
    for line, following in pairwise(lines):
        if len(line.text) <= _LONGEST_NAME and _is_name(line.text) and is_job(following.text):
            return line.text
    return None


def _noted(text: str, lines: Iterable[Line]) -> str | None:
    """Read the note on the author in the last paragraphs.

    Only of somebody whom the text does not speak of otherwise: an author is not a figure in it.
    """
    shown = (line for line in lines if not is_furniture(line.text))
    for line in islice(shown, 4):
        match = _NOTE.match(line.text) if len(line.text) <= 600 else None
        if not match or not _is_name(match["name"]) or not _JOB.search(match["job"].partition(". ")[0]):
            continue
        surname = match["name"].split()[-1]
        if text.count(surname, 0, line.start) == 0:
            return match["name"].strip()
    return None


def _names(value: str) -> str | None:
    """Return the names in a value ("Jane Doe and John Roe, Baku"), or None if it does not begin with one."""
    names: list[str] = []
    for part in _AND.split(value[:300].rstrip(".")):
        name = _TAIL.sub("", part).strip()
        if not _is_name(name):
            break
        names.append(name)
    return ", ".join(names) or None


def _is_name(value: str) -> bool:
    """Whether a value has the form of a person's name: two to five words, each with a capital."""
    words = value.split()
    if not 2 <= len(words) <= 5 or len(value) > _LONGEST_NAME:
        return False
    capitals = [word for word in words if word.lower() not in _PARTICLES]
    return (
        len(capitals) >= 2
        and all(_WORD.match(word) and word[0].isupper() for word in capitals)
        and not any(word.isupper() and len(word) > 3 for word in capitals[:1] if len(capitals) > 3)
        and not _JOB.search(value)
    )
