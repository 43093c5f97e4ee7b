"""Asking: once a name, once a second, and no trouble with a service is an error."""

import json
import socket
import threading

import pytest

from geo.online import Online
from geo.online.adapter import MOST_BYTES
from geo.online.online import MOST_NAMES
from geo.online.pace import Pace


@pytest.fixture
def asker(server, tmp_path):
    """Open the service on the loopback server; waiting is noted and not done."""

    def open_service(service="nominatim", **options):
        waits = []
        host = server.url if "=" not in service else service.partition("=")[2]
        online = Online.open(
            f"{service.partition('=')[0]}={host}", cache_dir=tmp_path / "cache", sleep=waits.append,
            **{"timeout": 0.5, "contact": "me@example.org"} | options,
        )  # fmt: skip
        return online, waits

    return open_service


def ids(answer):
    return [place.id for place in answer.places]


def test_a_name_is_asked_once_for_good(asker, server, nominatim, village):
    nominatim["Sinagkend"] = [village("Sinagkend", 48.53, 41.61)]
    first, _ = asker()
    assert [ids(first.ask(name)) for name in ("Sinagkend", "SINAGKEND", " Sinagkend ")] == [
        ["osm:node/1"]
    ] * 3
    second, _ = asker()
    again = second.ask("Sinagkend")
    assert again == first.ask("Sinagkend")
    assert second.ask("Nowhereburg").places == ()
    third, _ = asker()
    assert third.ask("Nowhereburg").trouble == ""
    assert server.names() == ["Sinagkend", "Nowhereburg"]


def test_the_service_is_told_who_asks(asker, server):
    asker()[0].ask("Sinagkend")
    assert server.agents[0].startswith("corridor-atlas/")
    assert server.agents[0].endswith("(me@example.org)")


def test_each_service_is_asked_in_its_own_way(asker, server):
    server.answer = lambda path, given: (200, {}, "{}")
    for name in ("photon", "wikidata"):
        assert asker(name)[0].ask("Sinagkend").trouble == ""
    asker(f"geonames=http://someone@{server.url.removeprefix('http://')}")[0].ask("Sinagkend")
    assert [path for path, _ in server.asked] == ["/api", "/w/api.php", "/searchJSON"]
    assert server.asked[2][1]["username"] == ["someone"]


def test_wikidata_is_asked_twice(asker, server):
    claims = {"P625": [{"mainsnak": {"datavalue": {"value": {"longitude": 48.5, "latitude": 41.4}}}}]}
    item = {"id": "Q77", "labels": {"en": {"language": "en", "value": "Proba"}}, "claims": claims}

    def answer(_path, given):
        found = {"search": [{"id": "Q77"}, {"id": "P31"}, {"id": "Q1|evil"}]}
        return (
            200,
            {},
            json.dumps(found if given["action"] == ["wbsearchentities"] else {"entities": {"Q77": item}}),
        )

    server.answer = answer
    assert ids(asker("wikidata")[0].ask("Proba")) == ["wikidata:Q77"]
    assert server.asked[1][1]["ids"] == ["Q77"]


def test_429_is_waited_for_as_long_as_it_says(asker, server, village):
    answers = iter([(429, {"Retry-After": "7"}, ""), (200, {}, json.dumps([village("Proba", 1, 2)]))])
    server.answer = lambda path, given: next(answers)
    online, waits = asker()
    assert ids(online.ask("Proba")) == ["osm:node/1"]
    assert waits == [7.0]


def test_429_for_long_or_again_and_again_ends_the_asking(asker, server):
    server.answer = lambda path, given: (429, {"Retry-After": "3600"}, "")
    online, waits = asker()
    assert "429" in online.ask("Proba").trouble
    assert "429" in online.ask("Other").trouble
    assert waits == []
    assert len(server.asked) == 1


def test_a_time_out_is_tried_again_and_three_names_are_enough(asker, server):
    release = threading.Event()

    def silent(_handler):
        release.wait(10)

    server.answer = lambda path, given: silent
    online, waits = asker(timeout=0.1)
    troubles = [online.ask(f"Name {number}").trouble for number in range(5)]
    release.set()
    assert "within 0.1 s" in troubles[0]
    assert "failed 3 times" in troubles[3]
    assert len(server.asked) == 9
    assert waits == [1.0, 2.0] * 3


@pytest.mark.parametrize(
    "body", ["", "<html>", "{", "[1,", b"\xff\xfe", "[" * 200_000, '{"lat": NaN', b"\x1f\x8b\x08 packed"]
)
def test_broken_json_is_told_and_not_kept(asker, server, nominatim, village, body):
    good = server.answer
    server.answer = lambda path, given: (200, {"Content-Type": "application/json"}, body)
    online, _ = asker()
    assert "not JSON" in online.ask("Proba").trouble
    nominatim["Proba"] = [village("Proba", 1, 2)]
    server.answer = good
    assert ids(asker()[0].ask("Proba")) == ["osm:node/1"]


@pytest.mark.parametrize("body", ["null", "7", '"text"', "{}", '{"error": 1}', "[null, 1, [], {}]"])
def test_other_json_holds_no_place(asker, server, body):
    server.answer = lambda path, given: (200, {}, body)
    assert asker()[0].ask("Proba").places == ()


def test_geonames_tells_its_quota_with_status_200(asker, server):
    told = {"status": {"message": "the hourly limit of 1000 credits has been exceeded", "value": 19}}
    server.answer = lambda path, given: (200, {}, json.dumps(told))
    online, _ = asker(f"geonames=http://someone@{server.url.removeprefix('http://')}")
    assert "hourly limit" in online.ask("Proba").trouble
    assert "refused before" in online.ask("Other").trouble
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_an_error_of_the_service_is_told(asker, server, status):
    server.answer = lambda path, given: (status, {}, "<b>no</b>")
    assert str(status) in asker()[0].ask("Proba").trouble


def test_a_redirect_leads_to_no_other_host(asker, server):
    server.answer = lambda path, given: (302, {"Location": "http://169.254.169.254/latest/meta-data"}, "")
    assert "another host" in asker()[0].ask("Proba").trouble
    server.answer = lambda path, given: (301, {"Location": path}, "")
    assert "redirects more than" in asker()[0].ask("Other").trouble


def test_an_answer_without_end_is_cut_off(asker, server):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(4 * MOST_BYTES // 65536):
                handler.wfile.write(b" " * 65536)
        except OSError:
            pass
        handler.close_connection = True

    server.answer = lambda path, given: endless
    assert "longer than 8 MB" in asker()[0].ask("Proba").trouble


def test_an_answer_that_breaks_off_is_told(asker, server):
    def broken(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"[")
        handler.close_connection = True

    server.answer = lambda path, given: broken
    assert asker()[0].ask("Proba").trouble


def test_a_service_that_is_not_there_is_no_error(asker):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    online, _ = asker(f"nominatim=http://127.0.0.1:{port}")
    assert "no connection" in online.ask("Proba").trouble


@pytest.mark.parametrize("name", ["", "...", "a\ud800b", "x" * 101, "a\x00b", "left\u202eright"])
def test_a_name_that_cannot_be_sent_is_not_sent(asker, server, name):
    assert asker()[0].ask(name).trouble
    assert server.asked == []


def test_a_run_asks_for_so_many_names_and_no_more(asker, server):
    online, _ = asker()
    online._asked = MOST_NAMES
    assert "the most" in online.ask("Proba").trouble
    assert server.asked == []


def test_a_cache_that_cannot_be_written_costs_a_warning_only(asker, server, nominatim, village, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    nominatim["Proba"] = [village("Proba", 1, 2)]
    online, _ = asker()
    with pytest.warns(RuntimeWarning, match="cannot be written"):
        assert ids(online.ask("Proba")) == ["osm:node/1"]
    assert ids(online.ask("Proba")) == ["osm:node/1"]
    assert len(server.asked) == 1


def test_a_broken_cache_costs_a_warning_only(asker, nominatim, village, tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "online-answers.sqlite").write_bytes(b"no database" * 100)
    nominatim["Proba"] = [village("Proba", 1, 2)]
    with pytest.warns(RuntimeWarning, match="delete it"):
        assert ids(asker()[0].ask("Proba")) == ["osm:node/1"]


class Clock:
    """A clock that only waiting moves."""

    def __init__(self):
        self.now = 1_000_000.0
        self.waits = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.waits.append(round(seconds, 3))
        self.now += seconds


def test_turns_are_a_second_apart(tmp_path):
    clock = Clock()
    pace = Pace(tmp_path / "no" / "mark", 1.0, clock, clock.sleep)
    (tmp_path / "no").write_text("so that no other run's turns are seen")
    for spent in (0.0, 0.25, 5.0):
        with pace.turn():
            clock.now += spent
    with pace.turn():
        pass
    assert clock.waits == [1.0, 1.0, 1.0]


def test_runs_share_their_pace(tmp_path):
    waits = []
    for _ in range(2):
        with Pace(tmp_path / "mark", 3600.0, sleep=waits.append).turn():
            pass
    assert len(waits) == 1
    assert 3500 < waits[0] <= 3600


def test_own_servers_are_not_waited_for(tmp_path):
    with Pace(tmp_path / "mark", 0.0, sleep=pytest.fail).turn():
        pass
    assert not list(tmp_path.iterdir())
