"""A dump from the web: resumed, checked, and added whole or not at all."""

import hashlib

import pytest

from geo.errors import InputError, OutputError, UsageError
from geo.gazetteer import add, added
from geo.online.download import download


def row(number):
    columns = [
        number,
        f"Proba {number}",
        f"Proba {number}",
        "",
        f"41.{number}",
        f"48.{number}",
        "P",
        "PPL",
        "AZ",
    ]
    return "\t".join(map(str, [*columns, "", "01", "", "", "", number, "", "", "Asia/Baku", "2026-01-01"]))


ROWS = "".join(f"{row(number)}\n" for number in range(1, 400)).encode()
SUM = hashlib.sha256(ROWS).hexdigest()


class Host:
    """A file server that knows ranges, and may break off after some bytes."""

    def __init__(self, content=ROWS, tag='"one"'):
        self.content, self.tag, self.breaks, self.ranges = content, tag, [], []

    def __call__(self, _path, _given):
        return self.serve

    def serve(self, handler):
        asked = handler.headers.get("Range")
        self.ranges.append(asked)
        start = 0
        if asked and handler.headers.get("If-Range") == self.tag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            if start >= len(self.content):
                handler.send_response(416)
                handler.send_header("Content-Length", "0")
                handler.end_headers()
                return
            handler.send_response(206)
            handler.send_header("Content-Range", f"bytes {start}-{len(self.content) - 1}/{len(self.content)}")
        else:
            handler.send_response(200)
        body = self.content[start:]
        handler.send_header("ETag", self.tag)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if self.breaks:
            handler.wfile.write(body[: self.breaks.pop(0)])
            handler.close_connection = True
        else:
            handler.wfile.write(body)


@pytest.fixture
def host(server):
    server.answer = Host()
    return server.answer


def fetch(server, folder, **options):
    return download(f"{server.url}/dump/XX.txt", folder, sleep=lambda _: None, **options)


def test_a_file_is_fetched_and_its_checksum_told(server, host, tmp_path):
    assert fetch(server, tmp_path).sha256 == SUM
    assert [path.name for path in tmp_path.iterdir()] == ["XX.txt"]
    assert (tmp_path / "XX.txt").read_bytes() == ROWS


def test_a_broken_download_goes_on_where_it_was(server, host, tmp_path):
    host.breaks = [1000, 500]
    steps = []
    fetched = fetch(
        server, tmp_path, sha256=SUM.upper(), progress=lambda step, size: steps.append((step, size))
    )
    assert fetched.path.read_bytes() == ROWS
    assert host.ranges == [None, "bytes=1000-", "bytes=1500-"]
    assert steps[-1] == ("fetching", len(ROWS))


def test_what_arrived_is_kept_for_the_next_run(server, host, tmp_path):
    host.breaks = [200] * 5
    with pytest.raises(InputError, match=r"1,000 bytes arrived.*Try again later"):
        fetch(server, tmp_path)
    assert fetch(server, tmp_path).sha256 == SUM
    assert host.ranges[-1] == "bytes=1000-"


def test_a_file_that_changed_meanwhile_is_begun_anew(server, host, tmp_path):
    host.breaks = [1000] * 5
    with pytest.raises(InputError):
        fetch(server, tmp_path)
    server.answer = Host(ROWS[::-1], '"two"')
    assert fetch(server, tmp_path).path.read_bytes() == ROWS[::-1]


@pytest.mark.parametrize("tag", ['W/"weak"', ""])
def test_without_a_version_that_vouches_for_bytes_nothing_is_resumed(server, tmp_path, tag):
    server.answer = Host(tag=tag)
    server.answer.breaks = [1000]
    assert fetch(server, tmp_path).sha256 == SUM
    assert server.answer.ranges == [None, None]


def test_a_part_longer_than_the_file_is_begun_anew(server, host, tmp_path):
    host.breaks = [1000] * 5
    with pytest.raises(InputError):
        fetch(server, tmp_path)
    with (tmp_path / "XX.txt.part").open("ab") as file:
        file.write(b"x" * len(ROWS))
    assert fetch(server, tmp_path).sha256 == SUM


def test_a_wrong_checksum_is_refused_and_leaves_nothing(server, host, tmp_path):
    with pytest.raises(InputError, match=SUM):
        fetch(server, tmp_path, sha256="0" * 64)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="64 hexadecimal digits"):
        fetch(server, tmp_path, sha256="abc")


def test_a_file_that_is_too_large_is_refused_at_once(server, host, tmp_path):
    with pytest.raises(InputError, match="larger than 100 bytes"):
        fetch(server, tmp_path, most_bytes=100)


def test_a_file_that_lies_about_its_size_is_cut_off(server, tmp_path):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(1000):
                handler.wfile.write(b"x" * 65536)
        except OSError:
            pass
        handler.close_connection = True

    server.answer = lambda path, given: endless
    with pytest.raises(InputError, match="larger than"):
        fetch(server, tmp_path, most_bytes=1 << 20)


def test_a_wrong_part_is_refused(server, host, tmp_path):
    host.breaks = [1000] * 5
    with pytest.raises(InputError):
        fetch(server, tmp_path)
    server.answer = lambda path, given: (206, {"Content-Range": "bytes 7-9/10", "ETag": '"one"'}, "abc")
    with pytest.raises(InputError, match="another part"):
        fetch(server, tmp_path)


@pytest.mark.parametrize("status", [403, 404])
def test_a_missing_file_is_not_asked_for_again(server, tmp_path, status):
    server.answer = lambda path, given: (status, {}, "")
    with pytest.raises(InputError, match=f"status {status}"):
        fetch(server, tmp_path)
    assert len(server.asked) == 1


def test_a_server_that_fails_is_asked_a_few_times(server, tmp_path):
    server.answer = lambda path, given: (503, {}, "")
    waits = []
    with pytest.raises(InputError, match="503"):
        download(f"{server.url}/XX.txt", tmp_path, sleep=waits.append)
    assert waits == [1.0, 2.0, 4.0, 8.0]


def test_the_servers_name_for_a_file_leads_nowhere_else(server, host, tmp_path):
    for path in ("/a/..%2F..%2Fetc%2Fpasswd", "/%2e%2e", "/.hidden", "/"):
        fetched = download(f"{server.url}{path}", tmp_path, sleep=lambda _: None)
        assert fetched.path.parent == tmp_path
        assert not fetched.path.name.startswith(".")


@pytest.mark.parametrize("url", ["ftp://a/b", "file:///etc/passwd", "AZ.txt", "http://[", "http://"])
def test_other_addresses_are_refused(url, tmp_path):
    with pytest.raises(UsageError, match="not an address"):
        download(url, tmp_path)


def test_a_folder_that_cannot_be_written_is_told(server, host, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="CORRIDORS_CACHE"):
        fetch(server, tmp_path / "file")


def test_add_takes_an_address(server, host, tmp_path, monkeypatch):
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "cache"))
    addition = add(f"{server.url}/dump/XX.txt", sha256=SUM, data_dir=tmp_path / "data")
    assert (addition.name, addition.kept) == ("XX", 399)
    assert [one.name for one in added(tmp_path / "data")] == ["XX"]
    assert list((tmp_path / "cache" / "downloads").iterdir()) == []


def test_a_page_instead_of_a_dump_is_refused(server, tmp_path, monkeypatch):
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "cache"))
    server.answer = lambda path, given: (200, {"Content-Type": "text/html"}, "<html>Sign in</html>")
    with pytest.raises(InputError, match="19 columns"):
        add(f"{server.url}/dump/XX.txt", data_dir=tmp_path / "data")
    assert added(tmp_path / "data") == ()
