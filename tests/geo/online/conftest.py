"""A real HTTP server on loopback that answers as a test tells it to."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest


class Server:
    """What was asked, and what is answered: a function of path and parameters."""

    def __init__(self):
        self.asked = []
        self.agents = []
        self.answer = lambda path, given: (200, {}, "[]")

    def names(self):
        return [given.get("q", given.get("search", [""]))[0] for _, given in self.asked]


def _handler(served):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            address = urlsplit(self.path)
            given = parse_qs(address.query)
            served.asked.append((address.path, given))
            served.agents.append(self.headers["User-Agent"])
            answer = served.answer(address.path, given)
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            data = body if isinstance(body, bytes) else body.encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    return Handler


@pytest.fixture
def server():
    served = Server()
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(served))
    http.daemon_threads = True
    http.block_on_close = False
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    served.url = f"http://127.0.0.1:{http.server_port}"
    yield served
    http.shutdown()
    http.server_close()
    thread.join()


@pytest.fixture
def village():
    return _village


def _village(name, lon, lat, *, number=1, country="az", **more):
    """Return one place as Nominatim tells it."""
    return {
        "osm_type": "node",
        "osm_id": number,
        "lat": str(lat),
        "lon": str(lon),
        "class": "place",
        "type": "village",
        "name": name,
        "display_name": f"{name}, Somewhere",
        "address": {"country_code": country},
        "namedetails": {"name": name},
        **more,
    }


@pytest.fixture
def nominatim(server):
    """Let the server be a Nominatim that knows some places by name; return what it knows."""
    known = {}

    def answer(_path, given):
        return 200, {"Content-Type": "application/json"}, json.dumps(known.get(given["q"][0], []))

    server.answer = answer
    return known
