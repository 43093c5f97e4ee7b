"""What to check by hand: mentions with a low score, or with a rival that came close."""

from geo import Mention
from layers import layer


def close_call(mention: Mention) -> bool:
    """Whether another candidate was nearly as good."""
    rivals = [one.score for one in mention.candidates if one.target != mention.target]
    return bool(rivals) and max(rivals) > mention.score - 0.25


@layer("check_these", title="To be checked by hand")
def check_these(mentions: list[Mention]) -> list[Mention]:
    """Keep what is unsure."""
    return [m for m in mentions if m.score < 0.6 or close_call(m)]
