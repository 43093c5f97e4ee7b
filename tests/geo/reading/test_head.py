"""Heads in many styles, written for these tests, and the bibliography that each one shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Document
from geo.reading import read
from geo.reading.dates import published
from geo.reading.head import Bibliography, bibliography

SHARED = Path(__file__).parents[3].parent / "shared"
BODY = (
    "The railway has been talked about for twenty years and lorries still carry the load. Drivers "
    "wait at the "
    "bridge, drink tea, and count the hours.\n\nNobody in the port expects that to change before the "
    "summer, when "
    "the water is high enough for the larger ships and the price of the crossing falls a little.\n"
)
BODY_RU = (
    "О железной дороге говорят двадцать лет, а груз по-прежнему везут на машинах. Водители ждут у "
    "моста и пьют "
    "чай.\n\nВ порту никто не верит, что до лета что-нибудь изменится.\n"
)

HEADS = [
    pytest.param(
        f"BAKU, March 12 (Transcaspia Wire) - {BODY}",
        Bibliography(publisher="Transcaspia Wire"),
        None,
        id="dateline without a year",
    ),
    pytest.param(
        f"Ferries stand still at Alat\n\nBAKU, 12 March 2024 (Transcaspia Wire) — {BODY}",
        Bibliography("Ferries stand still at Alat", publisher="Transcaspia Wire"),
        "2024-03-12",
        id="dateline with its year",
    ),
    pytest.param(
        f"Home\nSubscribe\n\nA week on the Caspian coast road\n\nPosted on March 3rd, 2023 by admin\n\n"
        f"By Leyla Karimova\n\n{BODY}\n3 comments\nShare this:\n",
        Bibliography("A week on the Caspian coast road", "Leyla Karimova"),
        "2023-03-03",
        id="blog",
    ),
    pytest.param(
        f"Journal of Inland Transport, Vol. 12, No. 3\n\nGauge breaks and the cost of waiting: "
        f"evidence from four\n"
        f"border stations\n\nAuthors: Jane van der Berg and John O'Neill\n\nAbstract\n\n{BODY}",
        Bibliography(
            "Gauge breaks and the cost of waiting: evidence from four border stations",
            "Jane van der Berg, John O'Neill",
            None,
            "Journal of Inland Transport, Vol. 12, No. 3",
        ),
        None,
        id="journal",
    ),
    pytest.param(
        f"В порту Оля ждут весны\n\n12 марта 2024\n\nАвтор: Мария Снегирёва\nИсточник: Каспийская "
        f"газета\n\n{BODY_RU}",
        Bibliography("В порту Оля ждут весны", "Мария Снегирёва", "Каспийская газета"),
        "2024-03-12",
        id="Russian news",
    ),
    pytest.param(
        f"Мост открыли, очередь осталась\n\nБАКУ, 12 марта – Каспинформ. {BODY_RU}",
        Bibliography("Мост открыли, очередь осталась", publisher="Каспинформ"),
        None,
        id="Russian agency",
    ),
    pytest.param(
        "Limanda yeni gəmi\n\n5 oktyabr 2024, 14:30\n\nMüəllif: Nərgiz Əliyeva\n\nYeni gəmi Ələt "
        "limanına gəlib və "
        "yük artıq boşaldılır. İşçilər deyirlər ki, növbə qısalacaq.\n",
        Bibliography("Limanda yeni gəmi", "Nərgiz Əliyeva"),
        "2024-10-05",
        id="Azerbaijani news",
    ),
    pytest.param(
        "Kars istasyonunda beklenen tren\n\nYazar: Ayşe Yıldız\nKaynak: Doğu Postası\nYayın tarihi: "
        "7 Ekim 2023\n\n"
        "Tren dün akşam istasyona geldi ve yolcular uzun süre beklediler. Hava soğuktu.\n",
        Bibliography("Kars istasyonunda beklenen tren", "Ayşe Yıldız", "Doğu Postası"),
        "2023-10-07",
        id="Turkish news",
    ),
    pytest.param(
        f"Why the harbour silts up\n\n{BODY}\nTomas Lindqvist is a senior research fellow at the "
        f"Institute for Shallow "
        "Seas. The views are his own.\n\n© 2022 Institute for Shallow Seas. All rights reserved.\n",
        Bibliography("Why the harbour silts up", "Tomas Lindqvist", "Institute for Shallow Seas"),
        None,
        id="note on the author and copyright",
    ),
    pytest.param(
        f"Steppe Monitor: Wagons for Aktau\n\nThis week’s Steppe Monitor looks at wagons. {BODY}",
        Bibliography("Steppe Monitor: Wagons for Aktau", publisher="Steppe Monitor"),
        None,
        id="a periodical that names itself",
    ),
    pytest.param(
        f"Grain by rail\n\n{BODY}\nFor more analysis contact us at office@harbourwatch.org.\n\nA "
        f"service of HarbourWatch\n",
        Bibliography("Grain by rail", publisher="HarbourWatch"),
        None,
        id="a contact address that the text spells out",
    ),
    pytest.param(
        f"{BODY}\nThis article was originally published in The Quay Review.\n",
        Bibliography(publisher="The Quay Review"),
        None,
        id="origin in the tail",
    ),
    pytest.param(
        f"Elena Petrova\n\nSenior Editor, Northern Freight Desk\n\n{BODY}",
        Bibliography(author="Elena Petrova"),
        None,
        id="a name above a job title, and no title",
    ),
    pytest.param(
        f"ANALYSIS\n\nGauge wars\n\nWednesday, 4 September 2019\n\n{BODY}",
        Bibliography("Gauge wars"),
        "2019-09-04",
        id="kicker and weekday",
    ),
    pytest.param(
        f"Publisher: Inland Press Volume 4 Issue 2\nTitle: Rails at last\nDate: 2021-05\n\n{BODY}",
        Bibliography("Rails at last", None, "Inland Press", "Volume 4 Issue 2"),
        "2021-05",
        id="labels above everything",
    ),
]

NOTHING = [
    pytest.param(BODY, id="a body and no more"),
    pytest.param("One line, which is all there is", id="one line"),
    pytest.param(
        f"Ilham Aliyev and Vladimir Putin\nThe Russian president’s meeting with the Azerbaijani "
        f"president\n\n{BODY}"[60:],
        id="cut caption",
    ),
    pytest.param(f"{BODY}\nIlham Aliyev is president of Azerbaijan and spoke on Monday.\n", id="a president"),
    pytest.param(
        f"Anna Weber waited at the bridge for two days before anybody came to open it again.\n{BODY}\n"
        "Anna Weber is a fellow at the port authority, and she was angry.\n",
        id="a figure in the text with a job",
    ),
    pytest.param(f"{BODY}\nWrite to me at somebody@gmail.com if you saw it.\n", id="a private address"),
    pytest.param(
        f"{BODY}\nThe minister’s website, www.mincom.gov.az, says otherwise.\n", id="an address in passing"
    ),
    pytest.param(
        f"{BODY}\nThe report was published in March and nobody read it.\n", id="published, not by whom"
    ),
    pytest.param(f"By the river stood a bridge. {BODY}", id="by, but no byline"),
    pytest.param(f"The decision was announced on 12 March 2024, in Baku. {BODY}", id="a date in a sentence"),
    pytest.param(f"The author: nobody knows, said the clerk.\n{BODY}", id="a colon in a sentence"),
    pytest.param(
        "The railway that was promised to the port has been put off once more, and the people of\nthe "
        "coast, who were told of it ten years ago, no longer ask when. Lorries pass.\nDrivers wait.\n",
        id="the first line of a wrapped paragraph",
    ),
    pytest.param(
        "Nobody in the town had expected it, least of all the harbour master, who left the\nPort Authority "
        "years ago and had been asked back by\nthe minister himself.\n",
        id="a wrapped line that ends in a small word",
    ),
    pytest.param(f"{BODY}\nImage copyright Harbour Pictures\n", id="the copyright of a picture"),
    pytest.param(f"{BODY}{BODY * 3}\nSource: Port statistics\n{BODY * 3}", id="the source of a chart"),
    pytest.param(f"{BODY}\nYou can contact the office at www.mincom.gov.az.\n", id="an office's address"),
    pytest.param(f"Share this article\n(votes: 4, rating: 5)\n\n{BODY}", id="furniture"),
]


@pytest.mark.parametrize(("text", "expected", "date"), HEADS)
def test_what_a_head_shows(text: str, expected: Bibliography, date: str | None) -> None:
    assert bibliography(text) == expected
    assert published(text) == date


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_invented(text: str) -> None:
    assert bibliography(text) == Bibliography()
    assert published(text) is None


def test_a_caption_is_no_byline() -> None:
    text = (
        "A bridge reopens\n\nIlham Aliyev and Vladimir Putin\nRussian President Vladimir Putin at "
        "the bridge (Credits: "
        f"Harbour Press)\n\n{BODY}"
    )
    assert bibliography(text) == Bibliography("A bridge reopens")


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared beside the repository")
def test_the_seeds_have_the_bibliography_of_the_gold_file() -> None:
    gold = json.loads((SHARED / "gold" / "seeds_documents.json").read_text(encoding="utf-8"))
    documents = {row.name: row for row in read([SHARED / "seeds"]) if isinstance(row, Document)}
    fields = ("title", "author", "publisher", "series", "date", "not_before", "language")
    for row in gold:
        document = documents[row["doc"]]
        assert {key: getattr(document, key) for key in fields} == {key: row.get(key) for key in fields}


@given(st.text(), st.sampled_from(["\n", " ", ": ", "By ", "Author: ", "© ", "ISSN 1", "a@b.cd ", "BAKU ("]))
def test_no_text_breaks_it(text: str, salt: str) -> None:
    bibliography(salt + text + salt + text)
    published(salt + text)


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "A ",
        "By ",
        "(",
        "a@",
        "www.",
        "A. ",
        "©",
        "contact us a.",
        "1 ",
        "a, ",
        "Published in a",
        "\u200d",
    ],
)
def test_a_huge_line_does_not_hang_it(unit: str) -> None:
    line = unit * (300_000 // len(unit))
    bibliography(line)
    bibliography(f"Title of it\n\n{line}\n{line}")
    published(line)
