"""A real HTTP server on loopback that answers as its routes say: slowly, endlessly, or with lies."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """Routes by path, each a function of the handler; and every request that came."""

    routes: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    port: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self, path, body, *, status=200, kind="text/html; charset=utf-8", headers=None):
        """Answer a path with a body, always the same."""
        content = body.encode() if isinstance(body, str) else body

        def answer(handler):
            handler.send_response(status)
            if kind:
                handler.send_header("Content-Type", kind)
            for name, value in (headers or {}).items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)

        self.routes[path] = answer

    def redirect(self, path, target, status=302):
        self.page(path, "", status=status, headers={"Location": target})


@contextmanager
def served():
    site = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            site.asked.append(self.path)
            answer = site.routes.get(self.path)
            try:
                if answer is None:
                    self.send_error(404)
                else:
                    answer(self)
            except OSError:  # the other side hung up, as it should
                pass
            self.close_connection = True

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
