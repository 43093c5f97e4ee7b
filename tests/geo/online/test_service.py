"""What a user may say to choose a service, and what the service learns of the user."""

import sys

import pytest

from geo.errors import UsageError
from geo.online import SERVICES, Online, service_of
from geo.online.client import user_agent


def test_a_choice_is_a_name_or_a_name_with_an_address():
    assert service_of("nominatim").url == "https://nominatim.openstreetmap.org"
    own = service_of("photon=http://127.0.0.1:2322/base/")
    assert (own.name, own.url, own.public) == ("photon", "http://127.0.0.1:2322/base", False)


def test_strangers_are_asked_once_a_second_and_own_servers_at_will():
    assert [service_of(one.name).pause for one in SERVICES if one.name != "geonames"] == [1.0, 1.0, 1.0]
    assert service_of("nominatim=https://nominatim.openstreetmap.org").pause == 1.0
    assert service_of("nominatim=https://geocoder.example.org").pause == 1.0
    assert service_of("nominatim=http://localhost:8088").pause == 0.0
    assert service_of("nominatim=http://192.168.1.7").pause == 0.0


def test_every_service_names_the_licence_of_its_data():
    licences = {"nominatim": "ODbL", "photon": "ODbL", "geonames": "CC BY 4.0", "wikidata": "CC0"}
    assert {one.name for one in SERVICES} == set(licences)
    assert all(licences[one.name] in one.source for one in SERVICES)


def test_the_account_of_geonames_is_no_part_of_the_address():
    service = service_of("geonames=https://someone@secure.geonames.org")
    assert (service.user, service.url, service.public) == ("someone", "https://secure.geonames.org", True)
    with pytest.raises(UsageError, match="ACCOUNT@secure"):
        service_of("geonames")


@pytest.mark.parametrize(
    "choice", ["google", "", "=http://a", "nominatim=ftp://a", "nominatim=file:///etc/passwd"]
)
def test_a_wrong_choice_is_refused_with_the_choices(choice):
    with pytest.raises(UsageError, match=r"Choose one of|http://"):
        service_of(choice)


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://host:port", "http:///path", "nonsense"])
def test_a_wrong_address_is_refused(url):
    with pytest.raises(UsageError, match="not the address of a server"):
        service_of(f"nominatim={url}")


def test_a_public_service_wants_a_contact_and_an_own_server_none(tmp_path):
    with pytest.raises(UsageError, match="--contact"):
        Online.open("nominatim", cache_dir=tmp_path)
    assert Online.open("nominatim=http://localhost:1", cache_dir=tmp_path).service.name == "nominatim"
    assert not list(tmp_path.iterdir())


def test_without_geopy_the_repair_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "geo.online.adapter", None)
    with pytest.raises(UsageError, match=r"corridor-atlas\[online\]"):
        Online.open("nominatim=http://localhost:1", cache_dir=tmp_path)


def test_the_user_agent_tells_name_version_and_contact_in_one_line():
    agent = user_agent("me@example.org\r\nX-Evil: 1")
    assert agent.startswith("corridor-atlas/")
    assert agent.endswith("(me@example.orgX-Evil: 1)")
    assert "\n" not in agent
    assert "(" not in user_agent(None)
