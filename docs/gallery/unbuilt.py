"""What is not there yet: legs of routes that are planned or under construction."""

from geo import Mention
from layers import layer

UNBUILT = {"planned", "under_construction"}


@layer("unbuilt", title="Planned or under construction")
def unbuilt(mentions: list[Mention]) -> list[Mention]:
    """Keep mentions of routes none of whose legs is in use."""
    return [m for m in mentions if m.route and all(leg.status in UNBUILT for leg in m.route.legs)]
