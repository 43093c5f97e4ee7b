"""Who published a text and in which series, where the text shows it."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.reading.lines import Line

__all__ = ["is_label", "publisher_of", "series_of"]

_LABEL = re.compile(
    r"\A(?:publication|publisher|published (?:by|in)|journal|source|издатель|издание|источник|nəşr|nəşriyyat"
    r"|mənbə|yayıncı|yayın|kaynak|herausgeber|quelle|éditeur|editorial|fuente)"
    r"\s*[:：]\s*(?P<name>.+)\Z",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"\bISSN\b|\b(?:vol(?:ume)?|issue|том|выпуск|cilt|cild)\b\.?\s*:?\s*(?:\d{1,5}|[IVXLC]{1,8})\b|№\s*\d",
    re.IGNORECASE,
)
_VOLUMES = ("issn", "vol", "issue", "том", "выпуск", "cilt", "cild", "№")
_TAKEN_FROM = re.compile(
    r"(?:\A|[.!?]\s+|\()"
    r"(?:this (?:article|piece|report|text|commentary|analysis) (?:was |has been )?)?"
    r"(?:(?:originally|first)\s+)?(?:translated|published|appeared|reprinted|reposted)"
    r"\s+(?:from|in|by|on|at|with permission from)\s+(?:the website of\s+)?"
    r"(?P<name>[^\n.!?()]{2,80}(?:\.[^\W\d_]{2,12}(?![^\W_]))*)",
    re.IGNORECASE,
)
_ORIGINS = ("translated", "published", "appeared", "reprinted", "reposted", "перевод", "опубликовано")
"""A quick look for the words that the two expressions turn on spares them nearly every text."""
_TAKEN_FROM_RU = re.compile(
    r"\A(?:перевод с(?:айта)?|(?:впервые )?опубликовано (?:в|на))\s+(?P<name>[^\n]{2,80}?)\.?\Z",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"\A\W*(?:©|\(c\)|copyright)\s*"
    r"(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?\s*(?:by\s+)?"
    r"(?P<name>[^\n.|]{2,80})",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"\A(?P<place>[^\W\d_][^\n.()–—]{1,50}?)\s*\((?P<name>[^\W\d_][^()\n\d]{1,30})\)\s*(?:[-–—.:]|\Z)"
)
_DATELINE_DASH = re.compile(
    r"\A(?P<place>[^\W\d_][^\n()–—]{1,30}?)[,.]\s*"
    r"\d{1,2}\.?\s+[^\W\d_]{3,10}\.?(?:\s+\d{4})?\s*[-–—.,/]\s*"
    r"(?P<name>[^\W\d_][^\n.,()–—/]{1,24})\s*[-–—./]"
)
_SELF = re.compile(
    r"\b(?:this (?:week|month|issue|edition)[’']?s?|today[’']s|the latest|in this)\s+", re.IGNORECASE
)
_CONTACT = re.compile(
    r"\b(?:(?:contact|reach|visit|follow|join|e-?mail|write to|subscribe to) us|our (?:web)?site"
    r"|subscribe at|пишите нам|наш сайт|обращайтесь|bizimlə|saytımız|bize ulaşın|sitemiz)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:[\w.+-]{1,64}@|https?://(?:www\.)?|www\.)(?P<domain>(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12})",
    re.IGNORECASE,
)
_MAIL_PROVIDERS = frozenset(
    {
        "gmail.com", "googlemail.com", "yahoo.com", "hotmail.com", "outlook.com", "live.com", "icloud.com",
        "proton.me", "protonmail.com", "mail.ru", "bk.ru", "inbox.ru", "list.ru", "yandex.ru", "ya.ru",
        "rambler.ru", "gmx.de", "gmx.net", "web.de", "aol.com", "box.az", "day.az",
    }
)  # fmt: skip
_PLATFORMS = frozenset(
    {
        "twitter", "x", "facebook", "instagram", "youtube", "telegram", "t", "linkedin", "medium",
        "substack", "wordpress", "blogspot", "wikipedia", "wikimedia", "creativecommons", "google", "apple",
        "doi",
    }
)  # fmt: skip
_LONGEST = 100


def publisher_of(text: str, title: str | None, head: Sequence[Line], tail: Sequence[Line]) -> str | None:
    """Return the publisher that a text shows, or None.

    Read are labels, notes of origin ("Translated from ..."), datelines with their agency, the name by
    which a periodical speaks of itself, the house that a contact address belongs to, and the
    copyright line, in that order.
    """
    return (
        _labelled([*takewhile(lambda line: len(line.text) <= _LONGEST, head), *tail[-3:]])
        or _origin([*head, *tail])
        or _agency(head)
        or _speaks_of_itself(title, head)
        or _addressed(text, tail)
        or _copyright(tail)
    )


def series_of(head: Sequence[Line]) -> str | None:
    """Return the series line ("Kavkaz Files ISSN 2975-0474 Volume 26 Issue 2") as the head has it."""
    short = [line for line in head if len(line.text) <= _LONGEST + 40]
    said = "\n".join([line.text for line in short]).lower()
    if not any(word in said for word in _VOLUMES):
        return None
    for line in short:
        if match := _VOLUME.search(line.text):
            label = _LABEL.match(line.text)
            return line.text[match.start() :].strip(" ,;") if label else line.text
    return None


def is_label(line: str) -> bool:
    """Whether a line names the publisher or the series."""
    return bool(_LABEL.match(line[:_LONGEST]) or (len(line) <= _LONGEST + 40 and _VOLUME.search(line)))


def _labelled(lines: Sequence[Line]) -> str | None:
    for line in lines:
        match = _LABEL.match(line.text) if len(line.text) <= _LONGEST + 60 else None
        if not match:
            continue
        volume = _VOLUME.search(match["name"])
        name = match["name"][: volume.start()] if volume else match["name"]
        if name := name.strip(" ,;.–—-"):
            return name
    return None


def _origin(lines: Sequence[Line]) -> str | None:
    short = [line for line in lines if len(line.text) <= 300]
    said = "\n".join([line.text for line in short]).lower()
    if not any(word in said for word in _ORIGINS):
        return None
    for line in short:
        match = _TAKEN_FROM_RU.match(line.text) or _TAKEN_FROM.search(line.text)
        if match and (name := _trimmed(match["name"])) and _is_proper(name):
            return name
    return None


def _agency(head: Sequence[Line]) -> str | None:
    """Read the agency out of a dateline: BAKU (Agency) - or БАКУ, 12 марта - Агентство."""
    for line in head[:8]:
        match = _DATELINE.match(line.text) if "(" in line.text else None
        match = match or _DATELINE_DASH.match(line.text)
        if match and match["place"].partition(",")[0].strip().isupper():
            return match["name"].strip()
    return None


def _speaks_of_itself(title: str | None, head: Sequence[Line]) -> str | None:
    """Read a periodical's name before the colon of its title, if the text calls itself so."""
    prefix, colon, _ = (title or "").partition(":")
    if not colon or not 2 <= len(prefix) <= 60:
        return None
    for line in head:
        for match in _SELF.finditer(line.text[:1000]):
            if line.text.startswith(prefix, match.end()):
                return prefix
    return None


def _addressed(text: str, tail: Sequence[Line]) -> str | None:
    """Read the house that the contact address at the end belongs to.

    The name as the text spells it, if it shows one that the domain is made of; a bare domain is
    named only where the line asks the reader to write to it or visit it.
    """
    for line in tail:
        said = line.text[:1000]
        if not _may_have_address(said) or not _CONTACT.search(said):
            continue
        for match in _ADDRESS.finditer(said):
            domain = match["domain"].lower()
            label = domain.removeprefix("www.").split(".")[-2]
            if domain not in _MAIL_PROVIDERS and label not in _PLATFORMS:
                return _spelled(text, label) or domain
    return None


def _may_have_address(line: str) -> bool:
    return "@" in line or "://" in line or "www." in line.lower()


def _spelled(text: str, label: str) -> str | None:
    """Find the words of a text that make up a domain's label, with a capital and outside addresses."""
    letters = r"[ \t-]?".join(map(re.escape, label.replace("-", "")))
    for match in re.finditer(rf"(?<![\w@.]){letters}(?![\w@]|\.\w)", text[:200_000], re.IGNORECASE):
        if match.group()[0].isupper():
            return match.group()
    return None


def _copyright(tail: Sequence[Line]) -> str | None:
    for line in tail:
        match = _COPYRIGHT.match(line.text) if len(line.text) <= 200 else None
        if match and (name := _trimmed(match["name"])) and _is_proper(name):
            return name
    return None


def _trimmed(name: str) -> str:
    name = re.split(r",|\s+(?:on|in|and|with|as)\s|\s+all rights", name, maxsplit=1, flags=re.IGNORECASE)[0]
    return name.strip(" .,;:«»\"“”'’")


def _is_proper(name: str) -> bool:
    """Whether a value is a proper name or a domain, and no pronoun or common noun."""
    first = name.removeprefix("the ").removeprefix("The ")[:1]
    return first.isupper() or bool(re.fullmatch(r"(?:[\w-]{1,63}\.){1,4}[^\W\d_]{2,12}", name))
