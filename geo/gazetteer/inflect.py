"""From an inflected name in running text back to the forms a gazetteer may know.

The rules are loose on purpose: they only propose, and a proposal counts only when the gazetteer has it.
They work on folded words (`geo.names.fold`).

Sources: the declension of Russian nouns and adjectives (Zaliznyak's classes, endings only); the case and
possessive endings of Azerbaijani and Turkish with their vowel harmony and buffer consonants; the case
endings and postpositions of Georgian; the case endings and article of Armenian.
"""

from __future__ import annotations

import re
from typing import Final, Literal

__all__ = ["Inflection", "base_forms", "inflection_of", "inflection_of_word", "is_case_ending"]

Inflection = Literal["none", "slavic", "turkic", "georgian", "armenian"]

# Ending in the text -> endings that the dictionary form may have instead.
_SLAVIC: Final[dict[str, tuple[str, ...]]] = {
    # adjectives and names declined like them: Южного Кавказа, Нижнем Новгороде, Каспийским морем
    "ого": ("ый", "ий", "ое", "ой"),
    "его": ("ее", "ий"),
    "ому": ("ое", "ой", "ый", "ий"),
    "ему": ("ее", "ий"),
    "ом": ("", "о", "ое", "ой", "ый", "ий"),
    "ем": ("ь", "й", "е", "ее", "ий", ""),
    "ым": ("ый", "ое", "ой", ""),
    "им": ("ий", "ое", "ее", "ой", "ие"),
    "ой": ("а", "ая"),
    "ей": ("я", "ая", "яя", "ь", "а", "и"),
    "ую": ("ая",),
    "юю": ("яя",),
    "ых": ("ые",),
    "их": ("ие",),
    "ыми": ("ые",),
    "ими": ("ие",),
    # nouns: Астары, Баку, Ирана, Азербайджаном, Армению, России, Тегеране, Тбилиси
    "ами": ("ы", "и", "а"),
    "ями": ("и", "ы"),
    "ам": ("ы", "и", "а"),
    "ям": ("и",),
    "ах": ("ы", "и", "а"),
    "ях": ("и", "ья"),
    "ов": ("ы", "и"),
    "ии": ("ия", "ий"),
    "ию": ("ия", "ий"),
    "ией": ("ия",),
    "ием": ("ий", "ие"),
    "ия": ("ий", "ие"),
    "ю": ("я", "ь", "й", "е"),
    "я": ("ь", "й", "е", "и"),
    "а": ("", "о", "ы"),
    "у": ("", "а", "о"),
    "ы": ("а", ""),
    "и": ("а", "я", "ь", "й", ""),
    "е": ("", "а", "о", "я", "ь", "й", "и"),
    "ью": ("ь",),
}
# A fleeting vowel: Орёл, Орла; Донец, Донца.
_FLEETING: Final = re.compile(r"([бвгджзклмнпрстфхцчшщ])([кнлрц])(?:[аеуыиюя]|ом)$")

# Longest first. Folded: ə is a, ı is i, ö is o, ü is u.
_TURKIC_ENDINGS: Final = (
    "da|de|ta|te|dan|den|tan|ten|nda|nde|ndan|nden|a|e|ya|ye|na|ne|i|u|yi|yu|ni|nu|in|un|nin|nun|"
    "la|le|yla|yle|daki|deki|taki|teki|ndaki|ndeki|dir|dur|tir|tur|ca|ce|dadir|dedir|"
    "sina|sine|sinda|sinde|sindan|sinden|sinin"
)
_TURKIC: Final = sorted(_TURKIC_ENDINGS.split("|"), key=lambda ending: (-len(ending), ending))
# Ending -> what the nominative may have instead. Georgian drops its final -ი, and -ა in some cases.
_GEORGIAN: Final[dict[str, tuple[str, ...]]] = {
    "ისკენ": ("ი", "ა"), "სკენ": ("",), "იდან": ("ი", "ა"), "დან": ("",), "სთან": ("", "ი"), "თან": ("ი", ""),
    "ამდე": ("ი", "ა"), "მდე": ("",), "ში": ("ი", ""), "ზე": ("ი", ""), "ის": ("ი", "ა"), "ით": ("ი", "ა"),
    "მა": ("ი",), "მ": ("",), "ს": ("ი", ""),
}  # fmt: skip
# Armenian: case endings with and without the article; -ու becomes -վ- before a vowel (Բաքու, Բաքվի).
_ARMENIAN: Final[dict[str, tuple[str, ...]]] = {
    "վից": ("ու",), "վում": ("ու",), "վով": ("ու",), "վին": ("ու",), "վի": ("ու",),
    "այից": ("ա",), "այում": ("ա",), "այի": ("ա",), "ից": ("", "ի"), "ում": ("", "ի"), "ով": ("", "ի"),
    "ին": ("", "ի"), "ի": ("",), "ը": ("",), "ն": ("",),
}  # fmt: skip
_SHORTEST_STEM: Final = 3
_LONGEST_WORD: Final = 40
_LONGEST_ENDING: Final = 5
_SCRIPTS: Final[tuple[tuple[Inflection, re.Pattern[str]], ...]] = (
    ("slavic", re.compile("[\u0400-\u04ff]")),
    ("georgian", re.compile("[\u10a0-\u10ff]")),
    ("armenian", re.compile("[\u0530-\u058f]")),
)
_TURKIC_LETTERS: Final = "əƏıİğĞşŞ"
_SAMPLE: Final = 20_000
_TURKIC_SHARE: Final = 0.03  # of these letters; in Azerbaijani about 0.12, in Turkish 0.07


def inflection_of(text: str, language: str | None) -> Inflection:
    """Return which endings the Latin words of ``text`` may carry, from its language or its letters.

    Words in Cyrillic, Georgian and Armenian letters are always tried with the endings of their script; this
    tells Azerbaijani and Turkish, whose alphabet is also that of languages without such endings.
    """
    if language is not None:
        return "turkic" if language[:2] in {"az", "tr", "tk"} else "none"
    if text.isascii():
        return "none"
    sample = text[:_SAMPLE]
    marked = sum(map(sample.count, _TURKIC_LETTERS))
    return "turkic" if marked >= _TURKIC_SHARE * len(sample) and marked > 1 else "none"


def inflection_of_word(word: str, otherwise: Inflection) -> Inflection:
    """Return which endings the script of ``word`` carries, or ``otherwise``."""
    return next((inflection for inflection, script in _SCRIPTS if script.search(word)), otherwise)


def is_case_ending(folded: str) -> bool:
    """Return whether ``folded`` may follow an apostrophe: an English possessive or a Turkic ending."""
    return folded == "s" or folded in _TURKIC


def base_forms(word: str, inflection: Inflection) -> list[str]:
    """Return the dictionary forms that the folded ``word`` may be a case of, without ``word``.

    Examples
    --------
    >>> base_forms("bakidan", "turkic")
    ['baki']
    >>> "астара" in base_forms("астары", "slavic")
    True
    """
    if len(word) > _LONGEST_WORD:
        return []
    if inflection == "slavic":
        return _slavic(word)
    if inflection == "turkic":
        return _turkic(word)
    table = {"georgian": _GEORGIAN, "armenian": _ARMENIAN}.get(inflection)
    return _by_table(word, table) if table else []


def _by_table(word: str, table: dict[str, tuple[str, ...]]) -> list[str]:
    found: dict[str, None] = {}
    for length in range(_LONGEST_ENDING, 0, -1):
        stem = word[: len(word) - length]
        if len(stem) < _SHORTEST_STEM - 1:
            continue
        for base in table.get(word[-length:], ()):
            if len(stem) + len(base) >= _SHORTEST_STEM:
                found[stem + base] = None
    found.pop(word, None)
    return list(found)


def _slavic(word: str) -> list[str]:
    found = dict.fromkeys(_by_table(word, _SLAVIC))
    if len(word) > _SHORTEST_STEM + 1 and (fleeting := _FLEETING.search(word)):
        for vowel in "ео":
            found[word[: fleeting.start()] + fleeting[1] + vowel + fleeting[2]] = None
    found.pop(word, None)
    return list(found)


def _turkic(word: str) -> list[str]:
    found: dict[str, None] = {}
    for ending in _TURKIC:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)]
            if len(stem) >= _SHORTEST_STEM:
                found[stem] = None
                # A final k softens before a vowel: Kerkük, Kerküğe.
                if stem[-1] == "g" and ending[0] in "aeiu":
                    found[stem[:-1] + "k"] = None
    return list(found)
