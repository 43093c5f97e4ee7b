"""Russian adjectives of countries ("иранская Астара"), which running text writes in small letters.

English adjectives are demonyms of the gazetteer and stand in capitals; Azerbaijani and Turkish use the
country's name itself. Source: the Russian spelling dictionary; stems only, endings are regular.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

__all__ = ["country_of_adjective"]

_TABLE: Final = """
AZ азербайджанск|AM армянск|GE грузинск|RU российск русск|IR иранск персидск|TR турецк|KZ казахстанск казахск
TM туркменск туркменистанск|UZ узбекск узбекистанск|KG киргизск кыргызск|TJ таджикск|UA украинск
BY белорусск|MD молдавск молдавск|BG болгарск|RO румынск|GR греческ|CY кипрск|SY сирийск|IQ иракск
IL израильск|LB ливанск|JO иорданск|SA саудовск|EG египетск|IN индийск|PK пакистанск|AF афганск|CN китайск
MN монгольск|JP японск|KR южнокорейск|KP северокорейск|US американск|GB британск английск|FR французск
DE немецк германск|IT итальянск|ES испанск|PT португальск|PL польск|CZ чешск|SK словацк|HU венгерск
AT австрийск|CH швейцарск|NL голландск нидерландск|BE бельгийск|DK датск|SE шведск|NO норвежск|FI финск
EE эстонск|LV латвийск латышск|LT литовск|RS сербск|HR хорватск|AL албанск|MK македонск|ME черногорск
"""
_ENDING: Final = re.compile(r"(?:ий|ой|ая|ое|ие|ого|ому|ую|им|ом|их|ими|ою)$")


def _read(table: str) -> dict[str, str]:
    rows = (row.split() for row in table.replace("\n", "|").split("|"))
    return {stem: row[0] for row in rows if row for stem in row[1:]}


_STEMS: Final = MappingProxyType(_read(_TABLE))


def country_of_adjective(word: str) -> str | None:
    """Return the ISO 3166-1 code of the country that a Russian adjective names, or None.

    Examples
    --------
    >>> country_of_adjective("иранской"), country_of_adjective("каменной")
    ('IR', None)
    """
    return _STEMS.get(_ENDING.sub("", word.casefold(), count=1))
