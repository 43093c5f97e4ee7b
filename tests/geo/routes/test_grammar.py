from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

FAR = " Russia, Iran and Azerbaijan agreed."

KNOWN = [
    (
        "the International North-South Transport Corridor (INSTC)",
        "International North-South Transport Corridor (INSTC)",
        "instc",
    ),
    ("Baku hosts a leg of the INSTC.", "INSTC", "instc"),
    (
        "the North—South International Transport Corridor",
        "North—South International Transport Corridor",
        "instc",
    ),
    ("the north-south trade route is promoted", "north-south trade route", "instc"),
    ("the “North-South” MTC plays a role", "“North-South” MTC", "instc"),
    ("within the “North-South” project for freight", "“North-South” project", "instc"),
    (
        "the international transport corridor “North-South”, within",
        "international transport corridor “North-South”",
        "instc",
    ),
    ("a section of the North-South ITC", "North-South ITC", "instc"),
    ("the proposed “Zangezur Corridor” would", "“Zangezur Corridor”", "zangezur-corridor"),
    ("the Zangezur Corridor project", "Zangezur Corridor", "zangezur-corridor"),
    ("over the Southern Gas Corridor", "Southern Gas Corridor", "southern-gas-corridor"),
    ("the Baku-Tbilisi-Ceyhan pipeline", "Baku-Tbilisi-Ceyhan pipeline", "btc"),
    ("the Baku–Tbilisi–Kars (BTK) railway opened", "Baku–Tbilisi–Kars (BTK) railway", "btk"),
    ("along the Baku — Tbilisi — Kars route", "Baku — Tbilisi — Kars route", "btk"),
    ("the Astara-Resht railroad section", "Astara-Resht railroad", "astara-rasht-railway"),
    ("the Resht–Astara railway", "Resht–Astara railway", "astara-rasht-railway"),
    ("The road from Baku to Guba, 129 km long", "road from Baku to Guba", "baku-guba-highway"),
    ("a new highway from Baku to Guba in October", "highway from Baku to Guba", "baku-guba-highway"),
    (
        "the international checkpoint “Yarag-Kazmalyar” on",
        "international checkpoint “Yarag-Kazmalyar”",
        "yarag-kazmalyar",
    ),
    (
        "The “Yarag-Kazmalyar” border crossing point has",
        "“Yarag-Kazmalyar” border crossing point",
        "yarag-kazmalyar",
    ),
    (
        "a border crossing point across the Astarachay River on the",
        "border crossing point across the Astarachay River",
        "astara-border",
    ),
    ("Within the East-West route", "East-West route", "east-west-corridor"),
    ("по железной дороге Решт — Астара поедут", "железной дороге Решт — Астара", "astara-rasht-railway"),
    ("поезда МТК «Север – Юг» пойдут", "МТК «Север – Юг»", "instc"),
    ("строительство Зангезурского коридора", "Зангезурского коридора", "zangezur-corridor"),
    ("дорога из Баку в Губу открыта", "дорога из Баку в Губу", "baku-guba-highway"),
    ("нефтепровод Баку–Тбилиси–Джейхан", "нефтепровод Баку–Тбилиси–Джейхан", "btc"),
    ("мост через реку Астарачай", "мост через реку Астарачай", "astara-border"),
    ("Zengezur Koridoru'nun geleceği", "Zengezur Koridoru", "zangezur-corridor"),
    ("Bakü-Tiflis-Kars Demiryolu'nun açılışı", "Bakü-Tiflis-Kars Demiryolu", "btk"),
    ("Zəngəzur dəhlizinin açılışı", "Zəngəzur dəhlizinin", "zangezur-corridor"),
    ("Bakıdan Qubaya gedən yol", "Bakıdan Qubaya gedən yol", "baku-guba-highway"),
    ("Astara–Rəşt dəmir yolu", "Astara–Rəşt dəmir yolu", "astara-rasht-railway"),
    ("دالان زنگزور و ارس", "دالان زنگزور", "zangezur-corridor"),
]


@pytest.mark.parametrize(("text", "surface", "route_id"), KNOWN)
def test_a_known_corridor_is_found_by_name_or_ends(read, text, surface, route_id):
    found = read(text + FAR)
    assert [(text[span.start : span.end], span.route_id) for span in found] == [(surface, route_id)]


UNLISTED = [
    ("the Kars–Gyumri railway", "Kars–Gyumri railway", "rail", ["Kars", "Gyumri"]),
    (
        "the highway from Tbilisi to Batumi via Kutaisi is",
        "highway from Tbilisi to Batumi via Kutaisi",
        "road",
        ["Tbilisi", "Kutaisi", "Batumi"],
    ),
    (
        "the railway between Gyumri and Yerevan,",
        "railway between Gyumri and Yerevan",
        "rail",
        ["Gyumri", "Yerevan"],
    ),
    ("the Bandar Abbas–Qazvin railway", "Bandar Abbas–Qazvin railway", "rail", ["Bandar Abbas", "Qazvin"]),
    (
        "the St. Petersburg–Moscow highway",
        "St. Petersburg–Moscow highway",
        "road",
        ["St. Petersburg", "Moscow"],
    ),
    ("автодорога Махачкала – Дербент", "автодорога Махачкала – Дербент", "road", ["Махачкала", "Дербент"]),
    ("Kars ile Iğdır arasındaki karayolu", "Kars ile Iğdır arasındaki karayolu", "road", ["Kars", "Iğdır"]),
    ("Ankara'dan Sivas'a uzanan otoyol", "Ankara'dan Sivas'a uzanan otoyol", "road", ["Ankara", "Sivas"]),
    ("the Aktau–Baku ferry", "Aktau–Baku ferry", "ferry", ["Aktau", "Baku"]),
    ("the Iran–Pakistan gas pipeline", "Iran–Pakistan gas pipeline", "pipeline", ["Iran", "Pakistan"]),
    ("the Foobar–Tbilisi railway", "Foobar–Tbilisi railway", "rail", ["Foobar", "Tbilisi"]),
]


@pytest.mark.parametrize(("text", "surface", "mode", "parts"), UNLISTED)
def test_an_unlisted_line_is_found_by_its_ends(read, text, surface, mode, parts):
    (span,) = read(text)
    assert text[span.start : span.end] == surface
    assert (span.route_id, span.mode) == (None, mode)
    assert [text[start:end] for start, end in span.parts] == parts


@pytest.mark.parametrize(
    "text",
    [
        "The Moscow-Baku axis, Moscow-Baku ties and Moscow-Baku relations.",
        "the Moscow-Baku strategic partnership",
        "Turn off the TAP before you leave.",
        "BTC fell to 60,000 dollars while oil rose.",
        "the middle corridor of the hotel",
        "Talks on the Russia–Azerbaijan border crossing.",
        "a trade route connecting Russia to Iran",
        "the Trans-Siberian railway",
        "They met on Hyland-Croy Road.",
        "The road from 2022 to 2025 was long.",
        "the railway. Baku-Guba is far",
        "a north-south street in a town",
    ],
)
def test_what_is_no_route_stays_out(read, text):
    assert read(text) == []


def test_acronyms_need_their_field_nearby(read):
    text = "The BTC pipeline and the BTK railway; TAP carries gas, as TANAP does."
    assert [(text[s.start : s.end], s.route_id) for s in read(text)] == [
        ("BTC pipeline", "btc"), ("BTK railway", "btk"), ("TAP", "tap"), ("TANAP", "tanap"),
    ]  # fmt: skip


def test_one_noun_serves_several_chains(read):
    text = "the Baku-Tbilisi-Ceyhan and Baku-Supsa pipelines"
    assert [(text[s.start : s.end], s.route_id) for s in read(text)] == [
        ("Baku-Tbilisi-Ceyhan", "btc"), ("Baku-Supsa pipelines", None),
    ]  # fmt: skip


def test_places_count_by_themselves_in_a_phrase_and_not_in_a_chain(read):
    text = "the road from Baku to Guba and the Astara-Resht railroad"
    phrase, chain = read(text)
    assert [text[start:end] for start, end in phrase.places] == ["Baku", "Guba"]
    assert chain.places == ()


SECTIONS = [
    ("the Turkish section of the BTC pipeline", {"btc/turkey"}),
    ("the Zangezur corridor through Meghri", {"meghri-section-tripp/meghri"}),
    ("the Middle Corridor via Poti", {"middle-corridor/tbilisi-poti"}),
    ("the Astara–Rasht section of the INSTC", {"astara-rasht-railway/astara-rasht"}),
]


@pytest.mark.parametrize(("text", "legs"), SECTIONS)
def test_a_section_names_its_legs(read, text, legs):
    assert set(read(text + FAR)[-1].leg_ids) == legs


def test_an_azerbaijani_section_draws_no_leg_elsewhere(read, registry):
    (span,) = read("the Zangezur Corridor project—the Azerbaijani section—is planned")
    assert span.leg_ids
    assert all("AZ" in registry.leg_countries[leg] for leg in span.leg_ids)


def test_references_back_are_asked_for(read):
    text = (
        "The Zangezur corridor is planned. The corridor divides. The BTK railway runs; the railway is long."
    )
    assert all(span.role == "place" for span in read(text))
    back = [span for span in read(text, coreferences=True) if span.role == "coreference"]
    assert [(text[s.start : s.end], s.route_id) for s in back] == [
        ("The corridor", "zangezur-corridor"), ("the railway", "btk"),
    ]  # fmt: skip


@given(st.text(st.sampled_from("ABab -–—“”«»\"'’.,\n\u200d\u202e\ud800\x00") | st.characters(), max_size=300))
def test_any_text_gives_spans_in_order_that_lie_in_it(read, text):
    spans = read(text + " Baku–Guba railway " + text)
    assert all(0 <= span.start < span.end <= 2 * len(text) + 19 for span in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


OWN_WORDS = str.split(
    "the Baku Guba Astara Resht – - from to between and railway corridor road North South “ ” ( ) , . via "
    "INSTC of section железная дорога Баку"
)


@given(st.lists(st.sampled_from(OWN_WORDS), max_size=40))
def test_any_mixture_of_its_own_words_gives_spans_apart(read, words):
    text = " ".join(words)
    spans = read(text, coreferences=True)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    for span in spans:
        # A reference back has the parts of what it refers to.
        back = span.role == "coreference"
        assert all((span.start <= start or back) and start < end <= span.end for start, end in span.parts)


@pytest.mark.parametrize(
    "unit", ["BAKU-TBILISI-KARS-", "A-B-", "railway ", "“", "the corridor ", "\u200d\x00", "Х–"]
)
def test_long_single_lines_pass(read, unit):
    text = unit * (200_000 // len(unit))
    assert all(text[span.start : span.end] for span in read(text))


def test_all_routes_of_the_seed_documents(shared, read, registry):
    from geo.gazetteer import Gazetteer
    from geo.model import Document
    from geo.routes.grammar import find_routes

    gazetteer = Gazetteer.open()
    canonical = json.loads((shared / "gold" / "id_map.json").read_text(encoding="utf-8"))
    rows = (shared / "gold" / "seeds_gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [row for row in map(json.loads, rows) if row["kind"] == "route" and not row["optional"]]
    expected = {
        (r["doc"], r["start"], r["end"], canonical.get(r["id"], r["id"]).replace("_", "-")) for r in gold
    }
    optional = {
        (r["doc"], r["start"]) for r in map(json.loads, rows) if r["kind"] == "route" and r["optional"]
    }
    found = set()
    for path in sorted((shared / "seeds").glob("*.txt")):
        document = Document(path.stem, path.read_bytes().decode())
        for span in find_routes(document, registry, gazetteer):
            if not any(path.stem == doc and span.start <= start < span.end for doc, start in optional):
                found.add((path.stem, span.start, span.end, span.route_id))
    found = {row for row in found if row[3] not in {"yarag-kazmalyar", "astara-border"}}
    assert found == expected


@pytest.mark.parametrize(
    ("text", "route_id"),
    [
        ("The INSTC has three branches; the Trans-Caspian route is one.", "instc-central"),
        ("Kazakhstan sends oil by the Trans-Caspian route.", "middle-corridor"),
    ],
)
def test_what_stands_near_tells_two_routes_of_one_name_apart(read, text, route_id):
    assert read(text)[-1].route_id == route_id
