"""Places that only one document names: news, or a mistake."""

from collections import defaultdict

from geo import Mention
from layers import layer


@layer("one_source", title="Named by one document only")
def one_source(mentions: list[Mention]) -> list[Mention]:
    """Keep mentions of places that a single document names."""
    documents = defaultdict(set)
    for mention in mentions:
        documents[mention.target.id].add(mention.document.id)
    return [m for m in mentions if m.place and len(documents[m.target.id]) == 1]
