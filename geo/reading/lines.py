"""The lines at a text's two ends, where it says what it is, and which of them are the page's own.

"Share this article" or a poll is furniture: the web page put it there, and it tells nothing about
the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Line", "head_lines", "is_furniture", "tail_lines"]

_HEAD_CHARACTERS = 6000
_TAIL_CHARACTERS = 3000
_HEAD_LINES = 25
_TAIL_LINES = 15
_FURNITURE = re.compile(
    r"""(?:
      (?:rate|share|print|save|bookmark|like|email|e-mail|tweet|download)\b.{0,40}
    | (?:read|listen|watch|available|also)\s+(?:more|on|in|this|also|next|full|the|it)\b.{0,60}
    | \W*votes?\b.{0,40} | \W*\d+\s+(?:votes?|comments?|views?|shares?|min(?:utes?)?(?:\s+read)?)\W*
    | (?:home|menu|search|subscribe|sign\s+(?:in|up)|log\s*in|skip\s+to|cookies?|advertisement
      |newsletter)\b.{0,60}
    | (?:related|latest|recent|popular|most\s+read|trending)\s+(?:posts?|articles?|news|stories|reports)\W*
    | (?:for\s+(?:business|researchers|students)|upcoming\s+course|poll\s+conducted|tags?|topics?)\W*(?::.*)?
    | (?:читать|поделиться|оцените|подписаться|подписывайтесь|войти|меню|поиск|комментари\w+
      |версия\s+для)\b.{0,60}
    | (?:paylaş|oxu|abunə|bölüş|menyu|axtar|paylaşın|oku|abone|giriş\s+yap|yazdır|ana\s+səhifə
      |ana\s*sayfa)\b.{0,60}
    | (?:teilen|drucken|abonnieren|anmelden|partager|imprimer|s'abonner|compartir|imprimir
      |suscríbete)\b.{0,60}
    | (?:photo|image|picture|foto|фото)\s*(?:credits?|by|:).{0,200}
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_KICKERS = frozenset(
    {
        "abstract", "introduction", "summary", "contents", "background", "news", "analysis", "opinion",
        "commentary", "brief", "report", "article", "blog", "analytics", "interview", "editorial", "press",
        "release", "аннотация", "введение", "содержание", "новости", "аналитика", "мнение", "интервью",
        "xəbər", "xəbərlər", "təhlil", "giriş", "haber", "haberler", "analiz", "yorum", "özet",
        "executive summary", "press release", "table of contents", "key findings", "breaking news",
        "policy brief",
    }
)  # fmt: skip


_LONGEST_KICKER = max(map(len, _KICKERS))


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; ``alone`` when a blank line or the end of the text follows."""

    text: str
    alone: bool
    start: int


def head_lines(text: str) -> list[Line]:
    """Return the first lines of a text that are not blank (at most 25, from 6,000 characters)."""
    return _lines(text[:_HEAD_CHARACTERS], 0)[:_HEAD_LINES]


def tail_lines(text: str) -> list[Line]:
    """Return the last lines of a text that are not blank (at most 15, from 3,000 characters)."""
    start = max(len(text) - _TAIL_CHARACTERS, 0)
    if start:  # a line cut in two is none
        start = text.find("\n", start) + 1 or len(text)
    return _lines(text[start:], start)[-_TAIL_LINES:]


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page and not to the text, or is a heading that every text may have."""
    short = line.strip(" \t#*•|—–-")
    if not short or _FURNITURE.match(short):
        return True
    bare = short.rstrip(":.")
    return len(bare) <= _LONGEST_KICKER and bare.lower() in _KICKERS


def _lines(text: str, offset: int) -> list[Line]:
    lines: list[Line] = []
    raw = text.split("\n")
    at = offset
    for line, following in zip(raw, [*raw[1:], ""], strict=True):
        if body := line.strip():
            lines.append(Line(body, not following.strip(), at + line.index(body)))
        at += len(line) + 1
    return lines
