"""What a page says of itself: JSON-LD, then the ``meta`` elements of Open Graph, Highwire and Dublin Core.

Nothing is guessed from the text, and nothing from the clock; the text's own head is read elsewhere.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from geo.reading.rows import one_line, stated_fields

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["page_metadata"]

_NAMES = {
    "title": ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title"),
    "author": ("citation_author", "author", "article:author", "dc.creator", "dcterms.creator", "byl"),
    "publisher": ("citation_publisher", "og:site_name", "dc.publisher", "dcterms.publisher", "publisher"),
    "series": ("citation_journal_title",),
    "date": (
        "citation_publication_date", "citation_date", "article:published_time", "og:article:published_time",
        "datepublished", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "pubdate",
        "publication_date", "sailthru.date", "parsely-pub-date", "date",
    ),
    "language": ("og:locale", "dc.language", "dcterms.language", "content-language"),
    "url": ("og:url",),
}  # fmt: skip
_ARTICLE = re.compile(r"(?:Article|Posting|Report|CreativeWork|WebPage|Book|Chapter|Thesis|Podcast\w*)\Z")
_LANGUAGE = re.compile(r"\A([a-z]{2,3})(?:[-_]|\Z)", re.IGNORECASE)
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})\Z")  # how Highwire's elements have their dates
_MOST_OBJECTS = 2_000
_LONGEST_SCRIPT = 1_000_000  # characters


def page_metadata(tree: Any) -> dict[str, str]:
    """Return what a page states, by the names of the bibliography."""
    linked = _json_ld(tree)
    meta = _meta(tree)
    found: dict[str, str | None] = {
        name: linked.get(name) or _first(meta, keys, several=name == "author")
        for name, keys in _NAMES.items()
    }
    found["title"] = found["title"] or _title(tree)
    found["url"] = _address(tree, found["url"])
    if found["author"] and urlsplit(found["author"]).scheme in {"http", "https"}:
        found["author"] = None  # the address of a profile is no name
    if found["date"] and (slashed := _SLASHED.match(found["date"])):
        found["date"] = "-".join(part.zfill(2) for part in slashed.groups())
    language = _LANGUAGE.match(tree.get("lang") or found["language"] or "")
    found["language"] = language.group(1).lower() if language else None
    return stated_fields(found)


def _meta(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        key = key or element.get("http-equiv")
        value = one_line(element.get("content") or "")
        if key and value and value not in found.setdefault(key.strip().lower(), []):
            found[key.strip().lower()].append(value)
    return found


def _first(meta: dict[str, list[str]], names: tuple[str, ...], *, several: bool) -> str | None:
    values = next((meta[name] for name in names if name in meta), None)
    return (", ".join(values) if several else values[0]) if values else None


def _title(tree: Any) -> str | None:
    """Return the only first-level heading, or the title element up to the name of the site."""
    headings = [one_line(heading.text_content()) for heading in tree.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    title = next((one_line(element.text_content()) for element in tree.iter("title")), "")
    return re.split(r"\s+[|–—•·]\s+|\s+-\s+(?=[^-]{1,40}\Z)", title)[0] or None


def _address(tree: Any, stated: str | None) -> str | None:
    canonical = next(
        (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"),
        None,
    )
    address = (canonical or stated or "").strip()
    if stated and not urlsplit(address).scheme:
        address = urljoin(stated, address)
    try:
        return address if urlsplit(address).scheme in {"http", "https"} else None
    except ValueError:
        return None


def _json_ld(tree: Any) -> dict[str, str]:
    """Return what the first article in the page's JSON-LD says."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads((script.text or "")[:_LONGEST_SCRIPT])
        except (ValueError, RecursionError):
            continue
        for item in _objects(data):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if item.get("headline") and any(
                isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds
            ):
                return _article(item)
    return {}


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a graph, outer ones first."""
    waiting, seen = [data], 0
    while waiting and seen < _MOST_OBJECTS:
        one = waiting.pop(0)
        seen += 1
        if isinstance(one, dict):
            yield one
            waiting.extend(value for value in one.values() if isinstance(value, dict | list))
        elif isinstance(one, list):
            waiting.extend(one[:_MOST_OBJECTS])


def _article(item: dict[str, Any]) -> dict[str, str]:
    return stated_fields(
        {
            "title": _named(item.get("headline")),
            "author": _named(item.get("author") or item.get("creator")),
            "publisher": _named(item.get("publisher")),
            "date": _named(item.get("datePublished")),
            "language": _named(item.get("inLanguage")),
            "url": _named(item.get("url")),
        }
    )


def _named(value: Any) -> str | None:
    """Return a value, the name of an object, or those of a list."""
    if isinstance(value, list):
        return (
            ", ".join(filter(None, (_named(one) for one in value[:20] if not isinstance(one, list)))) or None
        )
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) and value.strip() else None
