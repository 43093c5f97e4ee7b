"""The one normal form of a name.

People write one place in many ways: ``Baku``, ``Bakı``, ``BAKÜ``; ``Nagorno–Karabakh`` with any dash;
``Pakʻu`` with any apostrophe. :func:`fold` takes away what does not tell two names apart. What
*translates* a name (``Guba``, ``Губа``) is not folding: those spellings are names of their own
in the gazetteer.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["fold", "word_key"]

# Letters that Unicode does not decompose. The schwa becomes ``a``, as in GeoNames' own ASCII names
# (Lənkəran, Lankaran); the compiler files the Turkish habit ``e`` (Lenkeran) as a second key.
_LETTERS: Final = {
    "ə": "a", "ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
    "ŋ": "n", "æ": "ae", "œ": "oe", "ŧ": "t", "ɓ": "b", "ɗ": "d", "ɖ": "d", "ɛ": "e", "ǝ": "a",
    "ƙ": "k", "ƴ": "y", "ɔ": "o", "ɨ": "i", "ʉ": "u", "ƶ": "z", "ƿ": "w",
}  # fmt: skip

# Arabic script: the same letter as Arabs, Persians, Kurds and Urdu writers key it.
_ARABIC: Final = {
    "ي": "ی", "ى": "ی", "ې": "ی", "ۍ": "ی", "ے": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ۀ": "ه",
    "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه", "ٱ": "ا", "ء": "", "ـ": "",
}  # fmt: skip

_APOSTROPHES: Final = "'`´‘’‚‛′‵ʹʺʻʼʽʾʿˀˁˈˊˋʔʕꞌ＇՚՛׳״\u2035\u02bb\u05f3\u05f4"
_DASHES: Final = "‐‑‒–—―⁃−﹘﹣－֊־᠆⸺⸻〜～"
_STOPS: Final = ',;:()[]{}<>"/\\|_!?*+=~@#$%^«»„“”‹›،؛؟·•…。、・，；：（）《》「」\u1362'

# Marks that decorate a letter. Indic vowel signs, viramas and the Japanese voicing marks are not
# here: they tell words apart.
_MARK_BLOCKS: Final = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2),
    (0x05C4, 0x05C5), (0x05C7, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06DC), (0x06DF, 0x06E4), (0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x0711, 0x0711),
    (0x0730, 0x074A), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F),
)  # fmt: skip

# Characters with no ink: joiners, directional marks, soft hyphens, variation selectors, NUL.
_INKLESS_BLOCKS: Final = (
    (0x0000, 0x0008), (0x000E, 0x001B), (0x007F, 0x0084), (0x0086, 0x009F), (0x00AD, 0x00AD),
    (0x034F, 0x034F), (0x061C, 0x061C), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
)  # fmt: skip

_REPLACEMENT: Final = "\ufffd"
_SHORT_I: Final = "и\u0306"  # й as NFKD leaves it; it is a letter of its own, unlike ё


def _table() -> dict[int, str]:
    """Return the code point table that :func:`fold` applies after decomposition."""
    table: dict[int, str] = {}
    for first, last in (*_MARK_BLOCKS, *_INKLESS_BLOCKS):
        table.update(dict.fromkeys(range(first, last + 1), ""))
    table.update(dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT))
    table.update(dict.fromkeys(map(ord, _APOSTROPHES), ""))
    table.update(dict.fromkeys(map(ord, _DASHES), "-"))
    table.update(dict.fromkeys(map(ord, _STOPS), " "))
    table.update({ord(k): v for k, v in (*_LETTERS.items(), *_ARABIC.items())})
    return table


_TABLE: Final = _table()
_ASCII_TABLE: Final = {code: text for code, text in _TABLE.items() if code < 0x80}
# "U.S." is one word, "St.Petersburg" two: a full stop after a lone letter joins, any other separates.
_INITIAL_STOP: Final = re.compile(r"(?<![^\W_])([^\W_])\.(?=[^\W_]\.|[^\W_](?![^\W_])|\s|$)")
_SPACE_OR_STOP: Final = re.compile(r"[\s.]+")
_SPACED_DASH: Final = re.compile(r"\s*-[\s-]*")


def _decompose(name: str) -> str:
    """Return ``name`` caseless and decomposed, without marks, by the table."""
    text = unicodedata.normalize("NFKD", name.casefold())
    # Compatibility forms may bring capitals back (℡ becomes TEL), hence the second round.
    text = unicodedata.normalize("NFKD", text.casefold()).replace(_SHORT_I, "й")
    return unicodedata.normalize("NFC", text.translate(_TABLE))


def fold(name: str) -> str:
    """Return the normal form in which names are compared.

    Case, diacritics, apostrophes, marks without ink, the kind of dash and the width of
    spaces are taken away; letters that Unicode does not decompose follow GeoNames' ASCII names
    (``ə`` and ``ä`` give ``a``, ``ı`` gives ``i``, ``ø`` gives ``o``); Arabic, Persian and Urdu keyings of
    one letter become one. The stops of initials vanish (``U.S.`` gives ``us``).

    Parameters
    ----------
    name
        Any text, lone surrogates included.

    Returns
    -------
    str
        A text that ``fold`` leaves as it is; empty when nothing readable is in it.

    Examples
    --------
    >>> fold("Bakı"), fold("Nagorno–Karabakh"), fold("U.S."), fold("St. Gallen")
    ('baki', 'nagorno-karabakh', 'us', 'st gallen')
    """
    if name.isascii():
        text = name.lower().translate(_ASCII_TABLE)
        if "." not in text and "-" not in text and "  " not in text and text == text.strip():
            # Other blanks (tabs, line ends) are rare in names; they take the long way.
            return text if not _has_other_blank(text) else " ".join(text.split())
    else:
        text = _decompose(name)
        # Composition may make what decomposes otherwise; plain letters are settled at once.
        while not text.isascii() and (again := _decompose(text)) != text:
            text = again
    if "." in text:
        text = _INITIAL_STOP.sub(r"\1", text)
    text = _SPACED_DASH.sub("-", _SPACE_OR_STOP.sub(" ", text))
    return text.strip(" -")


def _has_other_blank(text: str) -> bool:
    return "\n" in text or "\t" in text or "\r" in text or "\v" in text or "\f" in text


def word_key(name: str) -> str:
    """Return the folded words of ``name`` joined by single blanks.

    The gazetteer files names under this key, so that ``Yarag-Kazmalyar`` and ``Yarag Kazmalyar``
    are one.

    Examples
    --------
    >>> word_key("Yarag—Kazmalyar")
    'yarag kazmalyar'
    """
    return fold(name).replace("-", " ")
