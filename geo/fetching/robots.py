"""What a site's robots.txt allows (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

__all__ = ["Ask", "Robots"]

_AGENT = "corridor-atlas"
_LONGEST = 500 * 1024  # bytes that RFC 9309 asks to be read

Ask = Callable[[str], tuple[int, bytes] | None]
"""Fetches an address: status and body, or None where there is no answer."""


@dataclass(slots=True)
class Robots:
    """The rules of the sites met in a run; each robots.txt is asked for once."""

    ask: Ask
    _rules: dict[str, Protego | bool] = field(default_factory=dict)

    def allows(self, url: str) -> bool:
        """Whether an address may be fetched.

        A site without a robots.txt (4xx) allows all; one that does not answer, or with 5xx, nothing.
        """
        rules = self._of(url)
        return rules if isinstance(rules, bool) else bool(rules.can_fetch(url, _AGENT))

    def delay(self, url: str) -> float:
        """Return the seconds that a site wants between two requests; 0 if it does not say."""
        rules = self._of(url)
        return 0.0 if isinstance(rules, bool) else float(rules.crawl_delay(_AGENT) or 0.0)

    def _of(self, url: str) -> Protego | bool:
        site = urlunsplit((*urlsplit(url)[:2], "/robots.txt", "", ""))
        if site not in self._rules:
            self._rules[site] = _rules(self.ask(site))
        return self._rules[site]


def _rules(answer: tuple[int, bytes] | None) -> Protego | bool:
    if answer is None or answer[0] >= 500:
        return False
    status, body = answer
    if status >= 300:
        return True
    return Protego.parse(body[:_LONGEST].decode("utf-8", "replace"))
