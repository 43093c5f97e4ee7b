"""Ports named in the documents."""

from geo import Mention
from layers import layer


@layer("harbours", title="Ports named in the documents")
def harbours(mentions: list[Mention]) -> list[Mention]:
    """Keep mentions of ports."""
    return [m for m in mentions if m.place and m.place.kind == "port"]
