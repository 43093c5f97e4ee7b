"""What the words beside a name say about it.

Each neighbouring word falls into one class. The lists are closed classes of English, Russian and
Turkic function words, titles, and the nouns that head names of organisations or natural features;
none was drawn from a document.
"""

from __future__ import annotations

import re
from functools import lru_cache

from geo.recognise.lexicon import common_tier, family_share, given_share

__all__ = ["is_office", "is_organisation", "is_title", "next_class", "previous_class", "words"]


def words(text: str) -> frozenset[str]:
    """Return the blank-separated words of a table."""
    return frozenset(text.split())


_FUNCTION: frozenset[str] = words(
    "in at near from to of outside around throughout across inside within into via toward towards through "
    "between among beyond against over under on off by with for and or the a an as that than but "
    "along above below past since after before during until like about "
    "his her their our its my your this these those other former new old late both "
    "в во из на под к ко от до через около между у при за по и с со над "
    "ve ile və ilə"
)
_TITLES: frozenset[str] = words(
    "mr mrs ms miss dr prof professor sir lord lady dame rev reverend fr father sister brother pastor bishop "
    "archbishop cardinal pope rabbi imam sheikh king queen prince princess duke baron count saint "
    "president vice-president chairman chairwoman chairperson chair chief minister premier chancellor "
    "senator "
    "sen rep representative congressman congresswoman gov governor lt mayor councilman councilwoman "
    "councillor "
    "councilor alderman commissioner ambassador secretary attorney judge justice magistrate sheriff deputy "
    "officer detective trooper sgt sergeant capt captain maj major col colonel gen general adm admiral cpl "
    "corporal pvt private lieutenant cmdr commander spc coach manager director superintendent supt principal "
    "dean spokesman spokeswoman spokesperson author actor actress singer analyst economist historian "
    "quarterback pitcher receiver guard forward striker defender midfielder goalkeeper winger "
    "freshman sophomore junior senior prosecutor defendant inspector constable editor reporter "
    "businessman billionaire activist tsar emperor shah sultan comrade mp mep ceo "
    "президент министр премьер премьер-министр мэр губернатор генерал полковник господин г-н г-жа "
    "başkan cumhurbaşkanı bakan prezident nazir bəy"
)
_OFFICES: frozenset[str] = words(
    "president vice-president minister premier governor gov mayor senator sen rep ambassador secretary "
    "commissioner chairman parliament prime king queen prince sultan emir khan shah emperor foreign defense "
    "defence attorney chancellor"
)
_ORGANISATIONS: frozenset[str] = words(
    "university college institute academy school schools polytechnic conservatory faculty department dept "
    "ministry committee commission council board agency bureau office authority administration service "
    "services court senate parliament congress assembly embassy consulate police sheriff's sheriff’s "
    "troopers "
    "army navy guard force forces "
    "bank corporation corp company co inc ltd llc plc group holding holdings industries enterprises "
    "partners associates airlines airways railways railroad motors oil gas petroleum energy electric power "
    "hospital clinic medical center centre foundation fund association society union federation league "
    "organization organisation club fc united rovers athletic athletics team church cathedral chapel "
    "temple mosque museum library theatre theater opera orchestra symphony philharmonic gallery festival "
    "times post news herald tribune gazette journal chronicle press globe sun star observer mirror "
    "telegraph guardian monitor daily weekly review magazine radio tv television broadcasting network "
    "channel "
    "declaration treaty agreement accord accords protocol convention conference forum summit charter "
    "constitution act bill file files brief report award prize order medal championship cup open games "
    "olympics marathon derby bowl stadium arena hotel inn casino mall plaza market tower brigade "
    "regiment battalion division corps chamber commerce program programme project initiative party movement "
    "coalition alliance partnership network trust cooperative conservancy legion lodge post "
    "университет институт академия министерство комитет банк совет агентство партия газета клуб завод "
    "üniversitesi bakanlığı bankası universiteti nazirliyi"
)
_FEATURES: frozenset[str] = words(
    "river rivers lake lakes sea ocean bay gulf strait channel canal creek mountain mountains mount hills "
    "hill "
    "valley valleys peninsula island islands isle coast coastline beach desert plain plains basin delta "
    "plateau range pass cape county counties province provinces region regions district districts state "
    "oblast krai raion rayon prefecture governorate canton parish township borough village town city cities "
    "municipality capital republic territory territories port harbor harbour airport station border borders "
    "frontier area suburb suburbs neighborhood neighbourhood metropolitan street avenue road highway "
    "boulevard downtown "
    "río река море озеро остров полуостров область край район республика провинция город граница порт "
    "şehri rayonu nehri denizi gölü vilayeti ili çayı şəhəri"
)
_STREETS: frozenset[str] = words(
    "street st avenue ave road rd boulevard blvd drive dr lane ln court ct way pike turnpike parkway highway "
    "hwy route bridge square park building house hall room"
)
_PEOPLE: frozenset[str] = words(
    "resident residents native natives man woman men women teen boy girl couple family families police "
    "officials official officers authorities voters mayor lawmakers businessman student students "
    "government leaders leader troops forces army navy military"
)
_SAYING: frozenset[str] = words(
    "said says told asked added testified wrote argued replied admitted pleaded was is were are has had have "
    "will would did does can could should may might must who whose which where when because "
    "took went came got made led scored threw hit ran won lost plays played died lived lives moved"
)
_DIRECTIONS: frozenset[str] = words(
    "north south east west northern southern eastern western northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern central upper lower greater inner outer downtown "
    "uptown mid north-east north-west south-east south-west "
    "северный южный восточный западный северная южная восточная западная"
)
_DATES: frozenset[str] = words(
    "january february march april may june july august september october november december jan feb mar apr "
    "jun "
    "jul aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu "
    "fri "
    "sat today yesterday tomorrow"
)
_ENDING = re.compile(
    r"['’ʼ](?!s$|S$|t$|d$|ll$|re$|ve$|m$)[^\W\d_]{1,5}$"
)  # the case ending of a Turkish name
_INITIAL_LENGTH = 2
_FEW_PEOPLE = 3
_COMMON = 40
_STARTERS = frozenset(("the", "in", "of", "at", "from"))
_OPENERS = "\"'“‘«„([{—–-*•#_"
_CLOSERS = "\"'”’»)]}"
_STOPS = ".!?"


def is_title(word: str) -> bool:
    """Tell whether a word (lower case, no stop) precedes or follows a person's name as a title."""
    return word in _TITLES


def is_office(word: str) -> bool:
    """Tell whether a capitalised word (lower case) heads the name of a high office."""
    return word in _OFFICES


def is_organisation(word: str) -> bool:
    """Tell whether a word (lower case) heads the name of an organisation or a document."""
    return word in _ORGANISATIONS


@lru_cache(maxsize=65536)
def previous_class(raw: str) -> tuple[str, bool]:
    """Return the class of the word before a name, and whether it continues a capitalised name.

    Parameters
    ----------
    raw
        The word with what is written against it, such as ``Mr.`` or ``(Aliyev``.
    """
    core = raw.lstrip(_OPENERS)
    bare = core.rstrip(_CLOSERS)
    if not bare:
        return "mark", False
    word = bare.rstrip(",;:.!?…").casefold()
    capital = bare[0].isupper()
    if word in _TITLES and not bare.endswith((",", ";", ":")):
        return ("title" if capital else "role"), capital
    if ended := _end_of(bare, core, capital=capital):
        return ended
    if capital and _ENDING.search(bare):
        return "ended", False
    return _shared_class(word, capital=capital, bare=bare), capital


def _end_of(bare: str, core: str, *, capital: bool) -> tuple[str, bool] | None:
    """Return the class of a word that a mark closes, or None."""
    if bare[-1] in _STOPS or core[-1] in _STOPS:
        return ("initial", True) if capital and len(bare) == _INITIAL_LENGTH else ("stop", False)
    if bare[-1] in ",;:":
        return ("comma" if bare[-1] == "," else "colon"), False
    return ("close", False) if core != bare else None


@lru_cache(maxsize=65536)
def next_class(raw: str) -> tuple[str, bool]:
    """Return the class of the word after a name, and whether it continues a capitalised name.

    Parameters
    ----------
    raw
        The word with what is written against it, such as ``River,`` or ``said``.
    """
    bare = raw.lstrip("\"'“‘«„([{").rstrip(_CLOSERS).rstrip(",;:.!?…").rstrip(_CLOSERS)
    if not bare:
        return "mark", False
    if raw[0] in "([{":
        return "open", False
    opened = raw[0] in "\"'“‘«„—–-"
    word = bare.casefold()
    capital = bare[0].isupper()
    stem = word.removesuffix("'s").removesuffix("’s")
    if capital and not opened:
        return _name_class(stem) or _shared_class(word, capital=True, bare=bare), True
    for kind, listed in (("verb", _SAYING), ("people", _PEOPLE), ("feature", _FEATURES)):
        if word in listed or (kind == "people" and stem in listed):
            return kind, False
    return _shared_class(word, capital=capital, bare=bare), False


def _name_class(stem: str) -> str | None:
    """Return what a capitalised word makes of the name before it, or None."""
    if stem in _STREETS and stem not in _FEATURES:
        return "Street"
    if stem in _FEATURES:
        return "Feature"
    if stem in _ORGANISATIONS:
        return "Organisation"
    return "Title" if stem in _TITLES or stem in _OFFICES else None


def _shared_class(word: str, *, capital: bool, bare: str) -> str:
    if word in _DATES and capital:
        return "date"
    if word in _DIRECTIONS:
        return "Direction" if capital else "direction"
    if word in _FUNCTION:
        return word if not capital else f"^{word}" if word in _STARTERS else "^function"
    if bare[0].isdigit() or bare[0] in "$€£":
        return "number"
    if capital:
        return _capital_class(word, bare)
    return "feature" if word in _FEATURES else "lower" if bare[0].isalpha() else "mark"


def _capital_class(word: str, bare: str) -> str:
    """Return what kind of name a capitalised word may be."""
    if word in _ORGANISATIONS:
        return "Organisation"
    if len(bare) == 1:
        return "initial"
    stem = word.removesuffix("'s").removesuffix("’s")
    if given_share(stem) >= _FEW_PEOPLE:
        return "Given"
    if common_tier(stem) <= _COMMON:
        return "Common"
    return "Family" if family_share(stem) >= _FEW_PEOPLE else "Capital"
