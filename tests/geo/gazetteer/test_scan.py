from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.gazetteer import reading


def surfaces(gazetteer, text, **options):
    return [text[match.start : match.end] for match in gazetteer.scan(text, **options)]


def ids(gazetteer, text, **options):
    return [match.ids for match in gazetteer.scan(text, **options)]


@pytest.fixture
def caucasus(make, town):
    return make(
        town("baku", "Baku", "Bakı", "Bakü", "Баку", "باکو", "Բաքու", "ბაქო", population=2_000_000),
        town("moscow", "Moscow", "Москва", "Moskva", population=10_000_000),
        town("astara", "Astara", "Астара", "آستارا", population=15_000),
        town("karabakh", "Karabakh", kind="region"),
        town("nk", "Nagorno-Karabakh", kind="region"),
        town("yk", "Yarag-Kazmalyar"),
        town("sc", "South Caucasus", "Южный Кавказ", "Cənubi Qafqaz", kind="region"),
        town("cs", "Caspian Sea", "Каспийское море", "Xəzər dənizi", kind="sea"),
        town("ganja", "Ganja", "Gəncə", "Гянджа", population=330_000),
        town(
            "az", "Azerbaijan", "Азербайджан", "Azərbaycan", kind="country", demonyms=("Azerbaijani", "Azeri")
        ),
        town("ru", "Russia", "Россия", "Rusiya", kind="country", demonyms=("Russian", "Russians")),
        town("us", "United States", kind="country", codes=("US",), population=300_000_000),
        town("fl", "Florida", kind="admin1", codes=("FL", "Fla.")),
        town("rio", "Rio de Janeiro"),
        town("spb", "Saint Petersburg"),
        town("derbent", "Derbent", "Дербент"),
        town("grozny", "Grozny", "Грозный"),
        town("oryol", "Oryol", "Орёл", population=300_000),
        town("tbilisi", "Tbilisi", "თბილისი", population=1_000_000),
        town("yerevan", "Yerevan", "Երևան", population=1_000_000),
        town("qaim", "Al-Qa'im"),
        town("of", "Of", population=30_000),
        town("london", "London", "Londons"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Moscow-Baku axis", ["Moscow", "Baku"]),
        ("Moscow–Baku and Moscow — Baku", ["Moscow", "Baku", "Moscow", "Baku"]),
        ("in Nagorno-Karabakh, in Nagorno–Karabakh", ["Nagorno-Karabakh", "Nagorno–Karabakh"]),
        ("at Yarag-Kazmalyar and Yarag Kazmalyar", ["Yarag-Kazmalyar", "Yarag Kazmalyar"]),
        ("Baku's policy, Baku’s ports", ["Baku", "Baku"]),
        ("London's mayor", ["London"]),
        ("BAKU AND GANJA", ["BAKU", "GANJA"]),
        ("the South\nCaucasus", ["South\nCaucasus"]),
        ("South\n\nCaucasus", []),
        ("the Caspian sea", ["Caspian sea"]),
        (
            "St. Petersburg and Saint Petersburg, ST. PETERSBURG",
            ["St. Petersburg", "Saint Petersburg", "ST. PETERSBURG"],
        ),
        ("Rio de Janeiro, RIO DE JANEIRO", ["Rio de Janeiro", "RIO DE JANEIRO"]),
        ("U.S. troops, US troops, tell us", ["U.S.", "US"]),
        ("in Miami, Fla., and Fla is nothing", ["Fla."]),
        ("al-Qaim and Al-Qa’im", ["al-Qaim", "Al-Qa’im"]),
        ("baku, ganja", []),
        ("(Baku), “Ganja”; Astara/Derbent", ["Baku", "Ganja", "Astara", "Derbent"]),
        ("_Baku_ *Ganja*", ["Baku", "Ganja"]),
        ("xBaku Bakux", []),
        ("I've seen what We're told", []),
    ],
)
def test_names_are_found_as_english_writes_them(caucasus, text, expected):
    assert surfaces(caucasus, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("в Баку", "baku"),
        ("из Астары", "astara"),
        ("в Астаре", "astara"),
        ("над Москвой", "moscow"),
        ("Азербайджаном", "az"),
        ("в России", "ru"),
        ("Южного Кавказа", "sc"),
        ("на Южном Кавказе", "sc"),
        ("Каспийского моря", "cs"),
        ("в Дербенте", "derbent"),
        ("в Грозном", "grozny"),
        ("под Орлом", "oryol"),
        ("Гянджу", "ganja"),
    ],
)
def test_russian_cases_lead_to_the_name(caucasus, text, expected):
    assert ids(caucasus, text) == [(expected,)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bakü'den", "baku"),
        ("Bakü’ye", "baku"),
        ("Bakıdan", "baku"),
        ("Astarada", "astara"),
        ("Gəncənin", "ganja"),
        ("Azərbaycanın", "az"),
        ("Rusiyaya", "ru"),
        ("Cənubi Qafqazda", "sc"),
        ("Xəzər dənizində", "cs"),
    ],
)
def test_turkic_endings_lead_to_the_name(caucasus, text, expected):
    assert ids(caucasus, text, language="az") == [(expected,)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("თბილისში", "tbilisi"),
        ("თბილისიდან", "tbilisi"),
        ("ბაქოსთან", "baku"),
        ("Երևանից", "yerevan"),
        ("Երեւանում", "yerevan"),
        ("Բաքվի", "baku"),
    ],
)
def test_georgian_and_armenian_cases_lead_to_the_name(caucasus, text, expected):
    assert ids(caucasus, text) == [(expected,)]


def test_a_common_word_is_not_the_case_of_a_hamlet(make, town):
    gazetteer = make(town("recco", "Recco", "Реко", population=900), town("baku", "Baku", "Баку"))
    assert surfaces(gazetteer, "Река у Баку") == ["Баку"]


def test_the_curated_place_is_meant_before_the_case_of_another(make, town):
    gazetteer = make(town("olya", "Olya", "Оля", curated=True), town("oli", "Oli", "Оли", population=90_000))
    assert ids(gazetteer, "в порту Оля") == [("olya",)]


def test_turkic_endings_are_not_tried_in_english(caucasus):
    assert surfaces(caucasus, "Astarada is a word", language="en") == []
    assert surfaces(caucasus, "Astarada is a word") == []


def test_the_letters_tell_a_turkic_text(caucasus):
    assert surfaces(caucasus, "Qatar Bakıdan çıxıb Astarada dayanır") == ["Bakıdan", "Astarada"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("از باکو به آستارا", ["باکو", "آستارا"]), ("Բաքու եւ", ["Բաքու"]), ("ბაქო და", ["ბაქო"])],
)
def test_scripts_without_capitals(caucasus, text, expected):
    assert surfaces(caucasus, text) == expected


def test_a_match_tells_what_its_name_is_worth(caucasus):
    baku, us, russians, bakidan = (
        caucasus.scan(text, language="az")[0] for text in ("Baku", "US", "Russians", "Bakıdan")
    )
    assert (baku.best_population, baku.is_primary) == (2_000_000, True)
    assert (baku.is_code, baku.is_demonym) == (False, False)
    assert us.is_code
    assert russians.is_demonym
    assert russians.ids == ("ru",)
    assert bakidan.is_inflected
    assert not bakidan.is_primary
    assert bakidan.name == "baki"


def test_the_best_known_bearer_comes_first(make, town):
    gazetteer = make(town("small", "Paris", population=3), town("large", "Paris", population=2_000_000))
    assert ids(gazetteer, "Paris") == [("large", "small")]


TEXTS = st.text(
    st.sampled_from("BakuGnjMosc ow-–'’.\n\tАстарыİı\u0301\u200d\u200f\ud800\x00باکو ბაქო北京éA1_"),
    max_size=60,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=80) | TEXTS, st.sampled_from([None, "en", "az", "ru"]))
def test_spans_lie_in_any_text_in_order_and_apart(caucasus, text, language):
    end = 0
    for match in caucasus.scan(text, language):
        assert end <= match.start < match.end <= len(text)
        assert text[match.start : match.end].strip()
        assert match.ids
        end = match.end


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["Baku", "Ganja", "nothing", "Astara", "x"]), min_size=1, max_size=9))
def test_names_among_other_words_are_all_found(caucasus, words):
    text = ", ".join(words)
    assert surfaces(caucasus, text) == [word for word in words if word[0].isupper()]


@pytest.mark.parametrize(
    "text",
    ["A " * 200_000, "A" * 1_000_000, "А" * 1_000_000, "A." * 300_000, "A-" * 300_000, "A'" * 300_000,
     chr(0x5317) * 500_000, "St. " * 200_000, " " * 1_000_000 + "A", "\u0301" * 500_000,
     "ა ბ " * 150_000, "Aa of the " * 80_000],
    ids=lambda text: f"{text[:8]!r}...",
)  # fmt: skip
def test_no_text_takes_for_ever(caucasus, text):
    for match in caucasus.scan(text):
        assert match.end <= len(text)


def test_a_second_scan_finds_the_same(world):
    text = "From Baku to Makhachkala by way of Guba; Astara, Resht and St. Petersburg."
    assert world.scan(text) == world.scan(text)
    assert surfaces(world, text) == ["Baku", "Makhachkala", "Guba", "Astara", "Resht", "St. Petersburg"]


@pytest.mark.parametrize("unit", ["A ", "Baku-", "Ağ ", "Астары ", "Q X ", "U.S. ", "de A ", "Baku of the "])
def test_a_run_is_read_once_however_often_it_comes(caucasus, monkeypatch, unit):
    looked: list[int] = []
    as_it_stands = reading._as_it_stands

    def counting(whole, at, lexicon):
        looked.append(at)
        return as_it_stands(whole, at, lexicon)

    monkeypatch.setattr(reading, "_as_it_stands", counting)
    caucasus.scan(unit * 100_000)
    assert len(looked) <= 2_000


def test_reading_grows_with_the_words(caucasus, monkeypatch):
    looked: list[str] = []
    lookup = reading.Lexicon.lookup

    def counting(lexicon, key, surface, *, dotted=False):
        looked.append(key)
        return lookup(lexicon, key, surface, dotted=dotted)

    monkeypatch.setattr(reading.Lexicon, "lookup", counting)
    few = " ".join(f"Baku Q{number:x} A" for number in range(2_000))
    caucasus.scan(few)
    once = len(looked)
    caucasus.scan(" ".join(f"Baku R{number:x} A" for number in range(4_000)))
    assert 0 < once <= 3 * 2_000
    assert len(looked) - once <= 2 * once + 1
