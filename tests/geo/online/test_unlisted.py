"""Names that the text itself calls a place, found only where a service is to be asked."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer
from geo.model import Document, Mention
from geo.online import Online
from geo.online.unlisted import unlisted
from geo.pipeline import Geoparser
from geo.recognise import Found, GazetteerRecogniser
from geo.routes.registry import Registry


@pytest.fixture(scope="module")
def world():
    return Gazetteer.open()


def names(text, world, taken=()):
    return [text[one.start : one.end] for one in unlisted(text, taken, world)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lorries wait in the village of Sinagkend for days.", ["Sinagkend"]),
        ("They reached Yokhlama Obasi village at night.", ["Yokhlama Obasi"]),
        ("The Sinagkend checkpoint is closed.", ["Sinagkend"]),
        ("Грузовики стоят в селе Сынагкендово третий день.", ["Сынагкендово"]),
        ("Axşam karvan Sınaqkəndoba kəndindən keçdi.", ["Sınaqkəndoba"]),
        ("The village of the damned, and THE VILLAGE OF FOO; this village is small.", []),
        ("The town of Guba is listed, and so is not for others to find.", []),
        ("A village of fishermen.", []),
    ],
)
def test_the_words_of_the_text_decide(text, expected, world):
    assert names(text, world) == expected


def test_what_was_found_is_left_alone(world):
    text = "the village of Sinagkend"
    assert names(text, world, [Found(15, 24)]) == []


@given(text=st.text(alphabet="Aa b\n'’-villageofтсело", max_size=200))
def test_spans_are_in_order_and_apart(text, world):
    found = unlisted(text, [], world)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_service_is_asked_for_them_and_nobody_else_is(world, server, nominatim, village, tmp_path):
    nominatim["Sinagkend"] = [village("Sinagkend", 48.53, 41.61)]
    document = Document("d", "Trucks from Baku wait in the village of Sinagkend near Guba.")
    recogniser = GazetteerRecogniser(world)
    online = Online.open(f"nominatim={server.url}", cache_dir=tmp_path, sleep=lambda _: None)
    asked = Geoparser(world, Registry.load(), recogniser, online).locate(document)
    plain = Geoparser(world, Registry.load(), recogniser).locate(document)
    assert not any(isinstance(one, Mention) for one in plain if one.span.surface == "Sinagkend")
    assert [one.span.surface for one in asked] == ["Baku", "Sinagkend", "Guba"]
    assert isinstance(asked[1], Mention)
    assert server.names() == ["Sinagkend"]
