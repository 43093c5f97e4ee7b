"""A store of objects behind HTTP on this machine, and the file system by which fsspec reaches it.

As with the stores of clouds, an object is put whole, read by ranges, and listed by the beginning of its name.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import quote, unquote

from fsspec import AbstractFileSystem, register_implementation
from fsspec.spec import AbstractBufferedFile

PROTOCOL = "objects"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    objects: ClassVar[dict[str, bytes]] = {}

    def do_PUT(self):
        self.objects[unquote(self.path)] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(201, b"")

    def do_GET(self):
        path = unquote(self.path)
        if path == "/":
            found = {name: len(data) for name, data in sorted(self.objects.items())}
            self._answer(200, json.dumps(found).encode())
        elif path not in self.objects:
            self._answer(404, b"")
        else:
            begin, end = map(int, self.headers["Range"].removeprefix("bytes=").split("-"))
            self._answer(206, self.objects[path][begin : end + 1])

    def log_message(self, *_):
        pass

    def _answer(self, status, data):
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Objects(AbstractFileSystem):
    """Files of the store."""

    protocol = PROTOCOL
    port = 0
    cachable = False

    def asked(self, method, path, data=None, **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, quote("/" + path), data, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status == 404:
            raise FileNotFoundError(path)
        return content

    def ls(self, path, detail=True, **_):
        prefix = "/" + self._strip_protocol(path).strip("/")
        every = json.loads(self.asked("GET", ""))
        found = [
            {"name": name.lstrip("/"), "size": size, "type": "file"}
            for name, size in every.items()
            if name == prefix or name.rpartition("/")[0] == prefix
        ]
        if not found:
            raise FileNotFoundError(path)
        return found if detail else [one["name"] for one in found]

    def pipe_file(self, path, value, **_):
        self.asked("PUT", self._strip_protocol(path), value)

    def _open(self, path, mode="rb", **options):
        return _Object(self, path, mode, **options)


class _Object(AbstractBufferedFile):
    def _fetch_range(self, start, end):
        return self.fs.asked("GET", self.path, Range=f"bytes={start}-{end - 1}")


@contextmanager
def object_store():
    """Run a store for the time of a block, and give what it holds, by path."""
    _Handler.objects = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Objects.port = server.server_port
    register_implementation(PROTOCOL, Objects, clobber=True)
    try:
        yield _Handler.objects
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
