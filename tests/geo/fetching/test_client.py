from __future__ import annotations

import gzip
import socket
import struct
import time
from dataclasses import replace

import pytest

from geo.errors import InputError
from geo.fetching.client import Client

PAGE = "<html><body><p>Trains from Baku.</p></body></html>"


@pytest.fixture
def get(policy, tmp_path):
    """Fetch an address as a run would; the policy and the waits can be looked at and changed."""

    class Getter:
        policy_ = policy
        max_bytes = 100_000
        waits = ()

        def __call__(self, url, **changes):
            self.waits = []
            with Client(
                replace(policy, **changes), self.max_bytes, tmp_path / "cache", self.waits.append
            ) as client:
                return client.get(url)

    return Getter()


def test_a_page(site, get):
    site.page("/a", PAGE)
    answer = get(site.url("/a"))
    assert (answer.status, answer.kind, answer.charset, answer.content) == (
        200,
        "text/html",
        "utf-8",
        PAGE.encode(),
    )
    assert site.asked == ["/robots.txt", "/a"]


def test_an_answer_is_asked_for_once(site, get):
    site.page("/a", PAGE)
    site.page("/binary", bytes(range(256)), kind="application/pdf")
    for _ in range(2):
        assert get(site.url("/a")).content == PAGE.encode()
        assert get(site.url("/binary")).content == bytes(range(256))
    assert site.asked.count("/a") == site.asked.count("/binary") == 1


def test_the_cache_serves_when_the_server_is_gone(site, get):
    site.page("/a", PAGE)
    site.redirect("/old", "/a")
    get(site.url("/old"))
    del site.routes["/a"], site.routes["/old"]
    assert get(site.url("/old")).content == PAGE.encode()


def test_private_addresses_are_refused(site, get):
    site.page("/a", PAGE)
    with pytest.raises(InputError, match=r"127\.0\.0\.1, in a private network"):
        get(site.url("/a"), allow_private=False)
    assert site.asked == []


def test_what_a_private_run_cached_is_not_given_to_others(site, get):
    site.page("/a", PAGE)
    get(site.url("/a"))
    with pytest.raises(InputError, match="private network"):
        get(site.url("/a"), allow_private=False)


def public_names(monkeypatch, site, answers):
    """Let names resolve as given; a public address leads to the server, as if it stood there."""
    real = socket.create_connection
    connected = []

    def look_up(host, port, *_, **__):
        found = answers.get(host, [host])
        return [(socket.AF_INET, 1, 6, "", (found.pop(0) if len(found) > 1 else found[0], port))]

    def connect(address, *args, **kwargs):
        connected.append(address[0])
        return real(("127.0.0.1", site.port), *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr("geo.fetching.transport.socket.create_connection", connect)
    return connected


def test_a_redirect_to_a_private_address_is_refused(site, get, monkeypatch):
    site.redirect("/a", "http://inside.example/secret")
    site.page("/secret", PAGE)
    connected = public_names(monkeypatch, site, {"news.example": ["8.8.8.8"], "inside.example": ["10.0.0.7"]})
    with pytest.raises(InputError, match=r"'inside\.example' is at 10\.0\.0\.7"):
        get("http://news.example/a", allow_private=False)
    assert set(connected) == {"8.8.8.8"}
    assert "/secret" not in site.asked


def test_a_name_that_changes_its_address_meets_the_guard_each_time(site, get, monkeypatch):
    site.page("/a", PAGE)
    connected = public_names(monkeypatch, site, {"news.example": ["8.8.8.8", "127.0.0.1"]})
    with pytest.raises(InputError, match=r"is at 127\.0\.0\.1"):
        get("http://news.example/a", allow_private=False)
    assert connected == ["8.8.8.8"]  # for robots.txt; the checked address itself, never the name


def test_the_connection_goes_to_the_checked_address(site, get, monkeypatch):
    site.page("/a", PAGE)
    connected = public_names(monkeypatch, site, {"news.example": ["8.8.8.8"]})
    assert get("http://news.example/a", allow_private=False).content == PAGE.encode()
    assert connected == ["8.8.8.8", "8.8.8.8"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "'file:' are not fetched"),
        ("ftp://x.org/a", "'ftp:' are not fetched"),
        ("http:///a", "names no host"),
        ("http://user:word@127.0.0.1/", "password"),
        ("http://[::1/", "no address"),
        ("http://127.0.0.1:99999/", "no address"),
    ],
)
def test_addresses_that_are_not_fetched(get, url, reason):
    with pytest.raises(InputError, match=reason):
        get(url)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://a:b@127.0.0.1/"])
def test_a_redirect_to_another_kind_of_address(site, get, target):
    site.redirect("/a", target)
    with pytest.raises(InputError, match=r"not fetched|password"):
        get(site.url("/a"))


def test_redirects_end(site, get):
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    with pytest.raises(InputError, match="More than 5 redirects"):
        get(site.url("/a"))
    site.redirect("/c", "/d", 301)
    site.page("/d", PAGE)
    assert get(site.url("/c")).url == site.url("/d")


def test_robots_are_obeyed(site, get):
    site.page("/robots.txt", "User-agent: *\nDisallow: /private\nDisallow: /*.pdf$\n", kind="text/plain")
    site.page("/private/a", PAGE)
    site.page("/a.pdf", PAGE)
    site.page("/open", PAGE)
    site.redirect("/leads", "/private/a")
    assert get(site.url("/open")).status == 200
    for path in ("/private/a", "/a.pdf", "/leads"):
        with pytest.raises(InputError, match=r"robots\.txt"):
            get(site.url(path))
    assert "/private/a" not in site.asked


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_site_without_an_answer_on_robots(site, get, status, allowed):
    site.page("/robots.txt", "", status=status)
    site.page("/a", PAGE)
    if allowed:
        assert get(site.url("/a")).status == 200
    else:
        with pytest.raises(InputError, match=r"robots\.txt"):
            get(site.url("/a"))


def test_a_crawl_delay_is_kept(site, get):
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    site.page("/a", PAGE)
    get(site.url("/a"))
    assert get.waits
    assert 6 < get.waits[0] <= 7


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_server_is_asked_again(site, get, status):
    site.page("/a", PAGE)
    well = site.routes["/a"]

    def busy_twice(handler):
        if site.asked.count("/a") <= 2:
            handler.send_response(status)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        else:
            well(handler)

    site.routes["/a"] = busy_twice
    assert get(site.url("/a"), delay=0.0, backoff=1.0).status == 200
    assert [wait for wait in get.waits if wait >= 0.5] == [1.0, 2.0]


def test_a_busy_server_is_left_alone_in_the_end(site, get):
    site.page("/a", "", status=503)
    with pytest.raises(InputError, match="503"):
        get(site.url("/a"))
    assert site.asked.count("/a") == 3


@pytest.mark.parametrize(
    ("wish", "asked", "waits"), [("3", 3, [3.0, 3.0]), ("86400", 1, []), ("nonsense", 3, [])]
)
def test_a_wish_to_wait_is_heard_within_reason(site, get, wish, asked, waits):
    site.page("/a", "", status=429, headers={"Retry-After": wish})
    with pytest.raises(InputError, match="429"):
        get(site.url("/a"))
    assert site.asked.count("/a") == asked
    assert [wait for wait in get.waits if wait >= 1] == waits


def test_large_answers_are_cut(site, get):
    site.page("/a", b"x" * (get.max_bytes + 1))
    with pytest.raises(InputError, match="more than 100,000 bytes"):
        get(site.url("/a"))


def test_packed_bombs_are_cut(site, get):
    site.page("/a", gzip.compress(b"x" * 50_000_000), headers={"Content-Encoding": "gzip"})
    with pytest.raises(InputError, match="more than 100,000 bytes"):
        get(site.url("/a"))
    site.page("/b", gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"})
    assert get(site.url("/b")).content == PAGE.encode()


def endless(handler, piece, pause, stop):
    while not stop.is_set():
        handler.wfile.write(piece)
        handler.wfile.flush()
        time.sleep(pause)


def test_an_endless_answer_is_cut(site, get):
    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        endless(handler, b"x" * 10_000, 0, site.stop)

    site.routes["/a"] = answer
    with pytest.raises(InputError, match="more than 100,000 bytes"):
        get(site.url("/a"))


def test_a_dripping_answer_is_cut(site, get):
    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        endless(handler, b"x", 0.05, site.stop)

    site.routes["/a"] = answer
    with pytest.raises(InputError, match="not complete after 1 seconds"):
        get(site.url("/a"))


def test_dripping_headers_are_cut(site, get):
    def answer(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        endless(handler, b"x", 0.05, site.stop)

    site.routes["/a"] = answer
    with pytest.raises(InputError, match="not complete after 1 seconds"):
        get(site.url("/a"))


def test_a_silent_server_is_given_up(site, get):
    site.routes["/a"] = lambda _: site.stop.wait(10)
    with pytest.raises(InputError, match="in time"):
        get(site.url("/a"), timeout=0.3, deadline=5.0)


def test_a_server_that_hangs_up(site, get):
    def short(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b"only this")

    def reset(handler):
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    site.routes |= {"/short": short, "/reset": reset}
    for path in ("/short", "/reset"):
        with pytest.raises(InputError, match="no complete answer"):
            get(site.url(path))


def test_a_server_that_speaks_no_http(site, get):
    site.routes["/a"] = lambda handler: handler.wfile.write(b"220 mail ready\r\n\r\n")
    with pytest.raises(InputError, match="no complete answer"):
        get(site.url("/a"))


def test_nobody_listens(get):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(InputError, match=r"robots\.txt of .* does not answer"):
        get(f"http://127.0.0.1:{port}/")


def test_errors_and_empty_answers(site, get):
    site.page("/empty", "")
    with pytest.raises(InputError, match="404"):
        get(site.url("/missing"))
    with pytest.raises(InputError, match="empty"):
        get(site.url("/empty"))


def test_proxies_are_not_used(site, get, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.page("/a", PAGE)
    assert get(site.url("/a")).status == 200


def test_a_broken_cache_is_done_without(site, get, tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "private-pages.sqlite").write_bytes(b"no database at all" * 500)
    site.page("/a", PAGE)
    assert get(site.url("/a")).content == PAGE.encode()


def test_a_cache_that_cannot_be_written_is_done_without(site, policy, tmp_path):
    (tmp_path / "file").write_text("in the way")
    site.page("/a", PAGE)
    with Client(policy, 10_000, tmp_path / "file" / "cache") as client:
        assert client.get(site.url("/a")).status == 200
