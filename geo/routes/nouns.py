"""The nouns that make a name a route: railway, otoyol, dəhliz, газопровод, and what may stand before them.

A noun phrase is any number of modifiers and a head ("international transport corridor", "oil
pipeline", "железная дорога"), or a head that specifies another one ("railway line", "border
crossing point").
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.routes.words import Word, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Noun", "is_corridor", "is_head", "is_inner", "noun_after", "noun_before"]

# What a head is about. "way" is any corridor or route, "line" a line or link of unsaid kind.
_HEADS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rail": "railway railways railroad railroads demiryolu demiryol dəmiryolu железка",
        "road": "highway highways road roads motorway motorways freeway expressway expressways autobahn "
        "дорога автодорога шоссе трасса автотрасса автомагистраль автобан karayolu otoyol otoban yolu şose "
        "avtomagistral",
        "pipeline": "pipeline pipelines нефтепровод газопровод трубопровод продуктопровод kəməri",
        "ferry": "ferry ferries паром переправа feribot bərə",
        "way": "corridor corridors route routes mtc itc коридор маршрут мтк koridoru güzergahı rotası "
        "dəhlizi marşrutu",
        "line": "line link линия магистраль ветка hattı xətti magistralı",
        "bridge": "bridge bridges мост köprüsü körpüsü",
        "crossing": "crossing crossings checkpoint checkpoints мапп кпп пропуск kapısı məntəqəsi",
        "project": "project projects проект projesi layihəsi",
        "section": "section sections segment stretch участок участке отрезок отрезке kesimi sahəsi hissəsi",
    }
)
# Adjectives that describe a route and are no part of what it is called.
_PLAIN: Final = "new old existing planned proposed future новый старый yeni"
# What may stand between a name and its head, or before it; some of them tell the mode.
_MODIFIERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": f"{_PLAIN} international transport transportation transportational trade transit multimodal "
        "multi modal intermodal logistics logistic freight cargo container passenger main trunk toll federal "
        "high speed economic "
        "energy border cross export natural crude commuter overland land direct broad gauge standard single "
        "double track lane four two six "
        "международный транспортный торговый транзитный мультимодальный логистический федеральный платный "
        "скоростной высокоскоростной грузовой магистральный экспортный пограничный автомобильный пункт "
        "uluslararası ulaştırma ulaşım taşımacılık ticaret transit uluslar arası çift "
        "hızlı yüksek beynəlxalq nəqliyyat ticarət tranzit buraxılış sərhəd sınır yük ",
        "rail": "rail train tren qatar железнодорожный железный ж/д demir dəmir",
        "road": "avtomobil kara motor автодорожный",
        "pipeline": "oil gas нефтяной газовый neft qaz petrol gaz doğalgaz boru",
        "ferry": "ferry паромный feribot",
        "sea": "sea maritime shipping морской deniz dəniz",
    }
)
# A head that only says more of the head before it: "railway line", "crossing point".
_SECOND_HEADS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rail": "line lines link links corridor route bridge tunnel hattı xətti",
        "road": "corridor link bridge tunnel route artery hattı xətti",
        "pipeline": "corridor route system hattı",
        "crossing": "point points",
        "ferry": "line service route crossing link hattı xətti",
        "bridge": "crossing",
        "way": "route",
    }
)
_MODES: Final = frozenset({"rail", "road", "pipeline", "ferry", "sea"})


def _keys(words: Mapping[str, str]) -> dict[str, str]:
    return {key(word): label for label, text in words.items() for word in text.split()}


_HEAD: Final = _keys(_HEADS)
_MODIFIER: Final = _keys(_MODIFIERS)
_SECOND: Final = {label: frozenset(map(key, text.split())) for label, text in _SECOND_HEADS.items()}
_INNER: Final = frozenset(_MODIFIER).union(*_SECOND.values())
_CORRIDORS: Final = frozenset(map(key, str.split("corridor corridors mtc itc коридор мтк koridoru dəhlizi")))
_PLAIN_KEYS: Final = frozenset(map(key, _PLAIN.split()))
_MOST_MODIFIERS: Final = 5


class Noun(NamedTuple):
    """A noun phrase: its span in the text, what it is about, and whether a modifier says more.

    ``label`` is a class of heads (rail, road, pipeline, ferry, sea, way, line, bridge, crossing,
    project, section); ``mode`` is told by the head or a modifier, None where neither does.
    """

    start: int
    end: int
    label: str
    mode: str | None
    modified: bool


def is_head(stem: str) -> bool:
    """Tell whether a stem is the head of a route noun."""
    return stem in _HEAD


def is_corridor(stem: str) -> bool:
    """Tell whether a stem is a head that says "corridor" rather than "route"."""
    return stem in _CORRIDORS


def is_inner(stem: str) -> bool:
    """Tell whether a stem may belong to a noun phrase beside its head: a modifier, or a second head."""
    return stem in _INNER


def noun_after(text: str, words: Sequence[Word], first: int) -> Noun | None:
    """Return the noun phrase that begins with word ``first``, or None.

    Examples
    --------
    >>> from geo.routes.words import words_after
    >>> text = "international transport corridor of the region"
    >>> noun_after(text, words_after(text, 0, 6), 0).label
    'way'
    """
    index = first
    modes: list[str] = []
    while index < len(words) and index - first <= _MOST_MODIFIERS:
        stem = words[index].key
        if stem in _HEAD and not _is_modifier_here(text, words, index):
            return _finish(text, words, first, index, modes)
        if stem not in _MODIFIER or not _joined(text, words, index):
            return None
        modes.append(_MODIFIER[stem])
        index += 1
    return None


def noun_before(text: str, words: Sequence[Word]) -> Noun | None:
    """Return the noun phrase that ends with the last of ``words``, or None.

    It reaches left over modifiers, so that "the international checkpoint" begins at
    "international".
    """
    last = len(words) - 1
    if last < 0 or words[last].key not in _HEAD:
        return None
    first = last
    while first > 0 and last - first < _MOST_MODIFIERS and _is_phrase_word(words[first - 1].key):
        if not _joined(text, words, first - 1):
            break
        first -= 1
    head = last
    while head > first and _pairs(words[head - 1].key, words[head].key):
        head -= 1
    return _finish(text, words, first, head, [_MODIFIER.get(word.key, "") for word in words[first:head]])


def _is_phrase_word(stem: str) -> bool:
    return stem in _MODIFIER and stem not in _PLAIN_KEYS


def _pairs(left: str, right: str) -> bool:
    return left in _HEAD and right in _SECOND.get(_HEAD[left], ())


def _is_modifier_here(text: str, words: Sequence[Word], index: int) -> bool:
    """Tell whether a word that is both (ferry, transit) modifies the next one."""
    stem = words[index].key
    if stem not in _MODIFIER or index + 1 >= len(words) or not _joined(text, words, index):
        return False
    following = words[index + 1].key
    return following in _HEAD and following not in _SECOND.get(_HEAD[stem], ())


def _joined(text: str, words: Sequence[Word], index: int) -> bool:
    gap = text[words[index].end : words[index + 1].start] if index + 1 < len(words) else ""
    return gap in {" ", "-", "\u00a0", "\n", "/"}


def _finish(text: str, words: Sequence[Word], first: int, head: int, modes: Iterable[str]) -> Noun:
    label = _HEAD[words[head].key]
    last = head
    if head + 1 < len(words) and _joined(text, words, head) and _pairs(words[head].key, words[head + 1].key):
        last = head + 1
    told = [mode for mode in modes if mode]
    if label == "road" and "rail" in told:
        label = "rail"
    if label == "line" and "pipeline" in told:
        label = "pipeline"
    mode = told[-1] if told else label if label in _MODES else None
    return Noun(words[first].start, words[last].end, label, mode, modified=head > first)
