"""Sentences in English, Russian, Azerbaijani and Turkish, read with the gazetteer that ships."""

from __future__ import annotations

import pytest

from geo.gazetteer import Gazetteer
from geo.model import Document
from geo.routes.grammar import find_routes

# Each: the sentence, the routes in it (surface, id of the registry or None for one the text alone makes).
SENTENCES = [
    ("The Erzurum–Sivas railway carries little in winter.", [("Erzurum–Sivas railway", None)]),
    ("The road between Kutaisi and Zugdidi was widened.", [("road between Kutaisi and Zugdidi", None)]),
    ("A pipeline from Dauletabad to Sarakhs feeds it.", [("pipeline from Dauletabad to Sarakhs", None)]),
    ("The Mombasa–Nairobi railway opened in 2017.", [("Mombasa–Nairobi railway", None)]),
    ("A ferry between Turkmenbashi and Baku sails.", [("ferry between Turkmenbashi and Baku", None)]),
    ("The Tabriz to Jolfa highway was rebuilt.", [("Tabriz to Jolfa highway", None)]),
    ("The corridor is a link between Europe and Asia.", []),
    ("It is the shortest route between Europe and Asia.", []),
    ("A land bridge between the Black Sea and the Caspian Sea.", []),
    ("The railway between Iran and Turkey is busy.", []),
    ("The Samur–Baku motorway will be tolled.", [("Samur–Baku motorway", "baku-guba-highway")]),
    ("Железная дорога Решт — Астара не готова.", [("Железная дорога Решт — Астара", "astara-rasht-railway")]),
    ("Автодорога Тбилиси — Батуми закрыта.", [("Автодорога Тбилиси — Батуми", None)]),
    ("Поезд идёт по линии Махачкала — Дербент.", [("линии Махачкала — Дербент", None)]),
    ("Газопровод из Баку в Эрзурум работает.", [("Газопровод из Баку в Эрзурум", "scp")]),
    ("Дорога между Баку и Губой расширена.", [("Дорога между Баку и Губой", "baku-guba-highway")]),
    ("Железнодорожная линия Ереван — Гюмри.", [("Железнодорожная линия Ереван — Гюмри", None)]),
    ("Паромная переправа Алят — Курык работает.", [("Паромная переправа Алят — Курык", None)]),
    ("Трасса Махачкала — Астрахань закрыта.", [("Трасса Махачкала — Астрахань", None)]),
    ("Нефтепровод Баку — Новороссийск стоит.", [("Нефтепровод Баку — Новороссийск", None)]),
    ("Путь из Европы в Азию стал короче.", []),
    ("Bakı–Quba avtomobil yolu genişləndirilir.", [("Bakı–Quba avtomobil yolu", "baku-guba-highway")]),
    ("Bakıdan Qubaya gedən yol təmir olunur.", [("Bakıdan Qubaya gedən yol", "baku-guba-highway")]),
    ("Bakı ilə Tiflis arasındakı dəmir yolu.", [("Bakı ilə Tiflis arasındakı dəmir yolu", None)]),
    ("Oradan Rəştə qədər dəmir yolu yoxdur.", []),
    ("Buradan Astaraya qədər avtomobil yolu çəkilir.", []),
    ("Rəşt–Astara dəmir yolu layihəsi.", [("Rəşt–Astara dəmir yolu", "astara-rasht-railway")]),
    ("Horadiz–Ağbənd dəmir yolu xətti.", [("Horadiz–Ağbənd dəmir yolu xətti", "horadiz-aghband-railway")]),
    ("Gəncədən Yevlaxa qədər avtomobil yolu.", [("Gəncədən Yevlaxa qədər avtomobil yolu", None)]),
    ("Bakı–Novorossiysk neft kəməri işləyir.", [("Bakı–Novorossiysk neft kəməri", None)]),
    ("Avropa ilə Asiya arasında ən qısa yol buradan keçir.", []),
    ("Kars–Iğdır demiryolu hattının temeli atıldı.", [("Kars–Iğdır demiryolu hattının", None)]),
    ("Ankara–Sivas hızlı tren hattı açıldı.", [("Ankara–Sivas hızlı tren hattı", None)]),
    ("Bakü'den Tiflis'e uzanan boru hattı.", [("Bakü'den Tiflis'e uzanan boru hattı", None)]),
    ("Erzurum ile Trabzon arasındaki karayolu kapandı.", [("Erzurum ile Trabzon arasındaki karayolu", None)]),
    ("Avrupa ile Asya arasındaki köprü olarak anılıyor.", []),
    ("İstanbul'dan Edirne'ye giden otoyol yoğundu.", [("İstanbul'dan Edirne'ye giden otoyol", None)]),
    ("Samsun–Ceyhan petrol boru hattı projesi.", [("Samsun–Ceyhan petrol boru hattı", None)]),
    ("Железнодорожная ветка Карс – Ахалкалаки.", [("Железнодорожная ветка Карс – Ахалкалаки", None)]),
    ("На участке Решт – Астара идёт стройка.", [("участке Решт – Астара", "astara-rasht-railway")]),
    ("Tiflis–Batum dəmir yolu xətti bağlanıb.", [("Tiflis–Batum dəmir yolu xətti", None)]),
    ("Yevlax və Ağdam arasında dəmir yolu var.", [("Yevlax və Ağdam arasında dəmir yolu", None)]),
    ("Kars'tan Iğdır'a uzanacak demiryolu.", [("Kars'tan Iğdır'a uzanacak demiryolu", None)]),
    ("The road linking Goris with Kapan was blocked.", [("road linking Goris with Kapan", None)]),
    ("Zengezur Koridoru Kars'a kadar uzanacak.", [("Zengezur Koridoru", "zangezur-corridor")]),
    ("The Trans-Caspian route needs more ferries.", [("Trans-Caspian route", "middle-corridor")]),
    ("Транскаспийский маршрут идёт через Актау.", [("Транскаспийский маршрут", "middle-corridor")]),
    ("Transxəzər marşrutu Aktaudan keçir.", [("Transxəzər marşrutu", "middle-corridor")]),
]

# Bridges and branches, each with its route.
CROSSED = [
    ("A bridge across the Astarachay River on the border with Iran opened.", "astara-border"),
    ("The bridge over the Samur on the border with Dagestan opened.", "yarag-kazmalyar"),
    ("Мост через реку Астарачай на границе с Ираном открыт.", "astara-border"),
    ("Мост через реку Самур на границе с Россией открыт.", "yarag-kazmalyar"),
    ("Astaraçay üzərindəki körpü açıldı.", "astara-border"),
    ("Samur çayı üzərində yeni körpü açıldı.", "yarag-kazmalyar"),
    ("Astaraçay Nehri üzerindeki köprü açıldı.", "astara-border"),
    ("The western branch of the North–South corridor goes to Baku.", "instc-western"),
    ("Западная ветка МТК «Север — Юг» идёт в Баку.", "instc-western"),
]

# Each: the sentence, the legs that its one section names (all of them, without their route).
SECTIONS = [
    ("The Turkish section of the BTC pipeline was rebuilt.", {"turkey"}),
    ("По азербайджанскому участку нефтепровода Баку — Тбилиси — Джейхан.", {"azerbaijan"}),
    ("На азербайджанском участке МТК «Север — Юг» тихо.", {"samur-baku", "baku-lankaran"}),
    ("Грузинский участок железной дороги Баку — Тбилиси — Карс.", {"tbilisi-akhalkalaki"}),
    ("Казахстанский участок Срединного коридора обновляют.", {"beyneu-aktau", "aktau-alat"}),
    ("Şimal–Cənub dəhlizinin Azərbaycan hissəsi hazırdır.", {"samur-baku", "baku-lankaran"}),
    ("Şimal–Cənub nəqliyyat dəhlizinin Azərbaycan hissəsində işlər gedir.", {"samur-baku"}),
    ("Bakı–Tbilisi–Qars dəmir yolunun Gürcüstan hissəsi açıldı.", {"tbilisi-akhalkalaki"}),
    ("Bakü–Tiflis–Kars demiryolunun Gürcistan kesimi açıldı.", {"tbilisi-akhalkalaki"}),
    ("Kuzey–Güney Koridoru'nun Azerbaycan bölümü bitti.", {"samur-baku", "baku-lankaran"}),
    ("Orta Koridor'un Türkiye kesimi Kars'ta başlar.", {"akhalkalaki-kars"}),
    ("The Poti branch of the Middle Corridor is short.", {"tbilisi-poti"}),
    ("The Middle Corridor's Poti branch is short.", {"tbilisi-poti"}),
    ("Orta dəhlizin Poti qolu qısadır.", {"tbilisi-poti"}),
    ("Orta Koridor'un Poti kolu kısadır.", {"tbilisi-poti"}),
    ("Зангезурский коридор через Мегри спорен.", {"meghri"}),
    ("Mehri üzərindən Zəngəzur dəhlizi mübahisəlidir.", {"meghri"}),
    ("Meğri üzerinden Zengezur Koridoru tartışmalı.", {"meghri"}),
]


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_routes_of_a_sentence(text, expected, registry, gazetteer):
    found = find_routes(Document("text", text), registry, gazetteer)
    assert [(text[span.start : span.end], span.route_id) for span in found] == expected


@pytest.mark.parametrize(("text", "route_id"), CROSSED)
def test_a_bridge_or_branch_is_its_route(text, route_id, registry, gazetteer):
    (span,) = find_routes(Document("text", text), registry, gazetteer)
    assert (span.route_id, span.role) == (route_id, "place")


@pytest.mark.parametrize(
    "text",
    [
        "The Astara–Rasht section of the INSTC is unbuilt.",
        "Участок Решт — Астара МТК «Север — Юг» не построен.",
        "Şimal–Cənub dəhlizinin Astara–Rəşt hissəsi tikilməyib.",
        "Kuzey–Güney Koridoru'nun Astara–Reşt bölümü inşa edilmedi.",
    ],
)
def test_the_section_between_two_ends_is_one_leg_of_its_corridor(text, registry, gazetteer):
    spans = find_routes(Document("text", text), registry, gazetteer)
    (corridor,) = [span for span in spans if span.route_id == "instc"]
    assert corridor.leg_ids == ("astara-rasht-railway/astara-rasht",)


@pytest.mark.parametrize(("text", "legs"), SECTIONS)
def test_a_section_names_its_legs_in_every_language(text, legs, registry, gazetteer):
    (span,) = find_routes(Document("text", text), registry, gazetteer)
    assert legs <= {leg.partition("/")[2] for leg in span.leg_ids}


@pytest.mark.parametrize(
    ("text", "route_id"),
    [
        ("The INSTC has three branches. By the Trans-Caspian route of Kazakhstan.", "instc-central"),
        ("TITR and the Middle Corridor: the INSTC rivals the Trans-Caspian route.", "middle-corridor"),
        ("МТК «Север — Юг»: транскаспийский маршрут идёт морем.", "instc-central"),
    ],
)
def test_the_corridor_that_a_document_names_more_owns_the_trans_caspian_route(
    text, route_id, registry, gazetteer
):
    assert find_routes(Document("text", text), registry, gazetteer)[-1].route_id == route_id
