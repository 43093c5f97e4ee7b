"""Whether a place name stands for a government or its people, or for the place.

Rules over a window of words: what acts, wants, speaks, or is dealt with as a party is an actor. Where
nothing says so the name is a place, so that a map of places loses none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.recognise.cues import words

if TYPE_CHECKING:
    from geo.model import Role

__all__ = ["role_of"]

_WINDOW = 80


def _any(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")"


_VERBS = _any(
    r"says? said told tells announc\w+ declar\w+ stat(?:es|ed) warn\w* urg(?:es|ed|ing) demand\w* "
    r"call(?:s|ed) insist\w* "
    r"claim\w* accus\w+ den(?:y|ies|ied) reject\w* refus\w+ accept\w* agree[sd]? sign(?:s|ed) ratif\w+ "
    r"pledg\w+ promis\w+ "
    r"offer\w* propos\w+ plan(?:s|ned) want\w* wish\w* seek\w* sought hop(?:es|ed) intend\w* aim(?:s|ed) "
    r"tr(?:y|ies|ied) "
    r"attempt\w* decid\w+ support\w* back(?:s|ed) favou?r\w* oppos\w+ condemn\w* prais\w+ welcom\w+ "
    r"recogni[sz]\w+ "
    r"negotiat\w+ mediat\w+ cooperat\w+ collaborat\w+ discuss\w* hail\w* mull\w* consider\w* prefer\w* "
    r"priorit\w+ "
    r"pursu\w+ invest\w* lend\w* lent financ\w+ fund(?:s|ed) pay\w* paid assist\w* help(?:s|ed) send\w* "
    r"sent deploy\w* "
    r"withdr[ae]w\w* invad\w+ attack\w* defend\w* retaliat\w+ threaten\w* fear(?:s|ed) understand\w* "
    r"understood sees? saw "
    r"know(?:s|n)? knew think\w* thought believ\w+ view(?:s|ed) regard\w* feel\w* honou?rs? honou?red "
    r"neglect\w* ignor\w+ "
    r"renounc\w+ denounc\w+ greenlight\w* greenlit approv\w+ block(?:s|ed|ing)? impos\w+ joined appeal\w* "
    r"ask(?:s|ed) "
    r"benefit\w* strengthen\w* undermin\w+ restor\w+ regain\w* exploit\w* consolidat\w+ solidif\w+ "
    r"leverag\w+ circumvent\w* "
    r"redoubl\w+ rel(?:y|ies|ied) safeguard\w* bolster\w* maneuv\w+ manoeuv\w+ shift(?:s|ed) turned turns "
    r"dare[sd]? "
    r"won wins lost loses influenc\w+ influence invests expresse[sd] express demonstrat\w+ reaffirm\w* "
    r"confirm(?:s|ed) "
    r"values? valued finds? found learned learnt retains? requires? requested requests needs needed acts? "
    r"acted played plays"
)
_MODALS = _any(
    r"will would can could may might must should does did do has have had is are was were cannot never "
    r"also always still "
    r"now often increasingly consistently openly again once soberly already currently itself themselves "
    r"reportedly not"
)
_PARTY_STATE = _any(
    r"poised ready willing able eager keen reluctant determined interested concerned committed trying "
    r"seeking "
    r"planning hoping pursuing collaborating cooperating developing consolidating moving getting working "
    r"playing "
    r"increasingly serving making asking paying supporting backing using considering guaranteed intrigued "
    r"frightened "
    r"pleased satisfied prepared bent set going"
)
_HOLDINGS = _any(
    r"polic\w+ interests? government leadership leaders? authorit\w+ president\w* prime ministers? foreign "
    r"ministry minister\w* "
    r"ambassador\w* embassy parliament army forces troops military position stance view\w* decision\w* "
    r"help support claims? "
    r"wish\w* obligations? strateg\w+ ambition\w* aspirations? influence efforts? all(?:y|ies) "
    r"relations\w* ties partner\w* "
    r"invasion aggression intervention intelligence diplomac\w+ diplomats? goals? objectives? plans? "
    r"proposal\w* "
    r"role leverage friendliness sobriety procrastination takeover achievements sovereignty sense actions? "
    r"attempts? "
    r"approach stake budget central special willingness consent favou?r side direction sanctions response "
    r"officials? behalf negotiators? opponents? rapprochement tilt concerns? demands? commitment\w* "
    r"agreement\w* "
)
_DEALINGS = _any(
    r"relations? relationships? ties cooperation collaboration partnerships? partner alliance ally allies "
    r"friendship interaction talks "
    r"negotiations dialogue agreements? treat(?:y|ies) accords? deal deals war wars conflict tensions? "
    r"confrontation "
    r"dispute disputes rapprochement contacts convergence rivalry summit differences understanding accord "
    r"sympathy "
    r"channel status coordination normali[sz]ation reconciliation competition intermediary mediator trust"
)
_ADJECTIVES = r"(?:[\w’'-]+[ ]){0,3}?"
# Atomic, like every repetition here: a chain of a thousand links must fail at once.
_NAME = r"(?>(?:the[ ])?[^\W\d_a-zа-я][\w’'-]*+(?:[ ](?:of[ ])?[^\W\d_a-zа-я][\w’'-]*+){0,2}+)"
_LINK = r"[-–—][^\W\d_a-zа-я][\w’']*+"

_ACTS = re.compile(
    rf"(?:[ ]and[ ]{_NAME}|,[ ]{_NAME})?[ ](?:{_MODALS}[ ]){{0,3}}(?:(?:to|be|been|being)[ ])?"
    rf"(?:{_VERBS}|{_PARTY_STATE})(?!\w)"
)
_MUST = re.compile(
    rf"(?:[ ]and[ ]{_NAME})?[ ]"
    r"(?:(?:has|have|had)[ ](?:yet[ ])?(?:not[ ])?(?:to|no|neither)|(?:is|are|was|were)[ ]to)[ ]\w+"
)
_WILL = _any("will would can could may might must should does did")
_MODAL_ACTS = re.compile(
    rf"(?:[ ]and[ ]{_NAME})?[ ](?:{_WILL}(?:[ ](?:not|never|still|also))?(?:[ ]\w+ly)?[ ]"
    r"(?!be\b|become\b|remain\b|not\b|have\b|see\b|get\b)[a-z]+(?<!ly)(?!\w)"
    r"|(?:has|have)(?:[ ]\w+ly)?[ ]"
    r"(?:been[ ]\w+ing|\w{2,}ed|built|made|taken|given|begun|chosen|led)(?!\w)"
    r"|(?:is|are|was|were)(?:[ ](?:\w+ly|now|also|still))?[ ]"
    r"(?!being\b|becoming\b|lying\b)[a-z]{3,}ing(?!\w))"
)
# What each of the three begins with.
_FOLLOWING = re.compile(r"[ ](\w+)")
_DEED = re.compile(rf"and|to|be|been|being|{_MODALS}|{_VERBS}|{_PARTY_STATE}")
_FOR_TO = re.compile(r"[ ]to[ ][a-z]+")
_HAS = re.compile(rf"['’](?:s)?[ ]{_ADJECTIVES}{_HOLDINGS}(?!\w)")
_CHAIN = re.compile(
    rf"(?:{_LINK})*+(?:['’]s)?[ ]{_ADJECTIVES}(?:{_DEALINGS}|axis|duo|tandem|bloc|commission|forum)(?!\w)"
)
_HYPHENS = "-–—"
_APOSTROPHES = ("'", "’")
_BETWEEN = re.compile(
    rf"(?<!\w)(?i:{_DEALINGS})[ ](?:[\w’'-]+[ ]){{0,4}}?between[ ](?:both[ ])?"
    rf"(?:{_NAME}(?:,[ ]and[ ]|,[ ]|[ ]and[ ]))*+(?:the[ ])?$"
)
_GOVERNED = (
    "sanctions against|allied with|all(?:y|ies) of|partners? of|partner for|interests? of|support of|help of"
    "|influence of|influence on|pressure on|leverage over|side of|policy of|government of|"
    "behalf of|position of"
    "|champion of|supportive of|away from|annexation by|represented by|sovereignty of|importance to"
    "|cooperat(?:e|ing) with|war with|helped|back|backs|backed|sees|urged|accuse|accuses|"
    "accused|assist|push|lobby"
    "|force|persuade|convince|support|supports|supported|threaten|threatening"
)
_WITH = re.compile(
    rf"(?<!\w)(?:(?i:{_DEALINGS})[ ](?:with|towards?|against)|{_GOVERNED})[ ]"
    rf"(?:{_NAME}[ ]and[ ])?(?:the[ ])?$"
)
_PREPOSITIONS = words(
    "in into from to at near across through via around within outside inside visited reach reached"
)
_BEFORE_PARTY = words(
    "and between with toward towards against of for on over to by from urged accused accuse "
    "accuses assist push "
    "lobby force persuade convince support supports supported threaten threatening helped back "
    "backs backed sees"
)
"""The last word of what `_BETWEEN` and `_WITH` match; a quick look spares the search."""


def role_of(text: str, start: int, end: int) -> Role:
    """Return ``actor`` when ``text[start:end]`` acts, wants or is dealt with, else ``place``.

    Parameters
    ----------
    text
        The document.
    start, end
        The name's half-open span.

    Examples
    --------
    >>> role_of("Moscow urged all sides to talk.", 0, 6)
    'actor'
    >>> role_of("The train left Moscow at noon.", 15, 21)
    'place'
    """
    after = text[end : end + _WINDOW]
    before = text[max(0, start - _WINDOW) : start]
    if after[:1] in _APOSTROPHES and _HAS.match(after):
        return "actor"
    if _is_chained(text, start, after) and _CHAIN.match(after):
        return "actor"
    further, last = _last_words(before)
    previous = last.casefold()
    if previous in _BEFORE_PARTY and _is_dealt_with(before, further, last):
        return "actor"
    if previous in _PREPOSITIONS:
        return "place"
    acts = _may_act(after) and (_ACTS.match(after) or _MUST.match(after) or _MODAL_ACTS.match(after))
    return "actor" if acts or (previous == "for" and _FOR_TO.match(after)) else "place"


def _is_dealt_with(before: str, further: str, last: str) -> bool:
    """Tell whether what leads to a name is a dealing with it ("relations with", "allies of")."""
    if "between" in before and _BETWEEN.search(before):
        return True
    # Only where another name comes first ("ties with Iran and ...") is the dealing further away.
    return _WITH.search(before) is not None if last == "and" else _is_dealing(f"{further} {last} ")


@lru_cache(maxsize=65536)
def _is_dealing(said: str) -> bool:
    return _WITH.search(said) is not None


def _may_act(after: str) -> bool:
    """Tell whether what follows a name begins like a deed; few do, and this look is quick."""
    if after[:1] == ",":
        return True
    following = _FOLLOWING.match(after)
    return following is not None and _is_deed(following[1])


@lru_cache(maxsize=65536)
def _is_deed(word: str) -> bool:
    return _DEED.fullmatch(word) is not None


def _last_words(before: str) -> tuple[str, str]:
    """Return the two words before a name, the article skipped; empty where no blank stands between."""
    if not before.endswith(" "):
        return "", ""
    said = before.rsplit(" ", 4)[-4:-1]
    if len(said) > 1 and said[-1] == "the":
        said.pop()
    return said[-2] if len(said) > 1 else "", said[-1] if said else ""


def _is_chained(text: str, start: int, after: str) -> bool:
    """Tell whether the name is a link of a chain ("the Moscow-Baku axis")."""
    if after[:1] in _HYPHENS and after[1:2].isupper():
        return True
    return start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalpha()
