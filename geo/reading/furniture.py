"""Page furniture in a text: spans that the page put there, and in which no place is mentioned.

Only lines that cannot be the author's: ratings, share links, links to other articles, headings of
teasers. Where a text is plain, the teasers and polls below such a heading cannot be told from its last
section with certainty, and stay; in HTML they are told by their markup and never become text.
"""

from __future__ import annotations

import re

__all__ = ["furniture_of"]

_LONGEST = 240  # characters of a line that is furniture
_LINE = re.compile(
    r"""[ \t•*>#»→|-]{0,8}+(?:
      rate[ ]this[ ](?:article|post|page|story)
    | \W{0,3}votes?:[ ]*\d.{0,30} | \(\d+[ ]votes?\)
    | (?:share|print|e-?mail|save|bookmark|tweet)[ ](?:this|the)[ ](?:article|post|page|story|news)
    | share(?:[ ](?:on|via|to)[ ](?:facebook|twitter|x|linkedin|telegram|whatsapp|vk|e-?mail))?
    | (?:related|latest|recent|popular)[ ](?:posts?|articles?|stories)
    | (?:you[ ]may[ ]also[ ]like|most[ ]read|poll[ ]conducted)
    | (?:read|see|watch)[ ](?:also|more|next)(?:[ ]*[:：|].{0,200})?
    | (?:читайте[ ]также|смотрите[ ]также|по[ ]теме|также[ ]по[ ]теме)(?:[ ]*[:：].{0,200})?
    | (?:поделиться|оцените[ ]статью|читать[ ]на[ ]русском|подписаться)
    | (?:həmçinin[ ]oxuyun|oxşar[ ]xəbərlər|paylaş|paylaşın)(?:[ ]*[:：].{0,200})?
    | (?:ayrıca[ ]oku(?:yun)?|ilgili[ ]haberler)(?:[ ]*[:：].{0,200})?
    )[ \t:.…!→»]{0,8}+\Z""",
    re.IGNORECASE | re.VERBOSE,
)


def furniture_of(text: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open spans of a text that are page furniture, in order; lines without their ends."""
    spans = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if 4 <= len(line) <= _LONGEST and _LINE.match(line):
            spans.append((start, end))
        start = end + 1
    return tuple(spans)
