"""Capitals that act: places that stand for a government ("Baku agreed"), not for themselves."""

from geo import Mention
from layers import layer


@layer("actors", title="Places that stand for governments")
def actors(mentions: list[Mention]) -> list[Mention]:
    """Keep mentions in the role of an actor."""
    return [m for m in mentions if m.role == "actor"]
