"""A government site on loopback, with the vices of real ones. Counts what it is asked and what body it sends."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Serve = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; `server.site` says what to do with it."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        site = self.server.site
        with site.lock:
            site.asked.append(self.path)
            site.agents.add(self.headers.get("User-Agent", ""))
            site.times.append(time.monotonic())
        route = site.routes.get(self.path, not_found)
        try:
            route(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_POST(self) -> None:
        posted = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        with self.server.site.lock:
            self.server.site.posted.append(posted)
        self.do_GET()

    def answer(self, status: int, body: bytes = b"", length: int | None = None, **headers: str) -> None:
        """Answers with a body; `length` is what is declared where it is not the true one."""
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.body(body)
        if length is not None:
            self.close_connection = True

    def body(self, chunk: bytes) -> None:
        with self.server.site.lock:  # Before it goes out: a test that has its answer may look at once.
            self.server.site.sent[self.path] += len(chunk)
        self.wfile.write(chunk)
        self.wfile.flush()

    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, *args: object) -> None:
        """Says nothing of clients that hang up: some tests kill theirs."""


class Site:
    """Routes by path; everything else is 404."""

    def __init__(self, port: int):
        self.port = port
        self.routes: dict[str, Serve] = {}
        self.asked: list[str] = []
        self.posted: list[str] = []
        self.agents: set[str] = set()
        self.times: list[float] = []
        self.sent: Counter[str] = Counter()
        self.lock = threading.Lock()

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, body: str | bytes, media_type: str = "text/html; charset=utf-8", **headers: str) -> None:
        """A page with validators, as servers of plain files have them."""
        content = body.encode() if isinstance(body, str) else body
        etag = f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'

        def serve(request: Request) -> None:
            if request.headers.get("If-None-Match") == etag:
                request.answer(304, ETag=etag)
            else:
                request.answer(200, content, Content_Type=media_type, ETag=etag, **headers)

        self.routes[path] = serve

    def forget(self) -> None:
        """Forgets what it was asked and sent."""
        with self.lock:
            self.asked.clear()
            self.sent.clear()


@contextmanager
def serving() -> Iterator[Site]:
    """A site on a port of its own."""
    server = Server(("127.0.0.1", 0), Request)
    server.site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()


# -- vices


def not_found(request: Request) -> None:
    request.answer(404, b"<html><body>404</body></html>", Content_Type="text/html")


def redirect(target: str, status: int = 302) -> Serve:
    return lambda request: request.answer(status, Location=target)


def failing(status: int, times: int = 10**9, then: bytes = b"<html><body>back</body></html>", **headers: str) -> Serve:
    """Answers `status` so many times, then the page."""
    left = [times]

    def serve(request: Request) -> None:
        left[0] -= 1
        if left[0] >= 0:
            request.answer(status, b"<html>sorry</html>", **headers)
        else:
            request.answer(200, then, Content_Type="text/html")

    return serve


def browsers_only(request: Request) -> None:
    known = "Mozilla" in request.headers.get("User-Agent", "")
    request.answer(200 if known else 403, b"<html><body>welcome</body></html>")


def longer_than_it_is(request: Request) -> None:
    request.answer(200, b"<html><body>half a page", length=10_000)


def shorter_than_it_is(request: Request) -> None:
    request.answer(200, b"<html><body>" + b"x" * 500 + b"</body></html>", length=300, Content_Type="text/html")


def slow(request: Request) -> None:
    """A byte now and then, so that no read ever times out."""
    request.send_response_only(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    for _ in range(1000):
        request.body(b"x")
        time.sleep(0.02)


def silent(request: Request) -> None:
    time.sleep(0.6)
    request.close_connection = True


def packed(content: bytes, coding: str = "gzip") -> Serve:
    body = gzip.compress(content)
    return lambda request: request.answer(200, body, Content_Encoding=coding)


def raw_header(body: bytes, name: bytes, value: bytes) -> Serve:
    """A header with bytes that no book allows: an attachment's name in GBK."""

    def serve(request: Request) -> None:
        head = b"HTTP/1.1 200 OK\r\n%s: %s\r\nContent-Length: %d\r\nContent-Type: application/pdf\r\n\r\n"
        request.wfile.write(head % (name, value, len(body)))
        request.body(body)

    return serve
