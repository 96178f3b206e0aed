"""One address at a time, on a site that misbehaves."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from flows.collecting.fetching import Fetcher, Limits, Unreachable, user_agent
from flows.collecting.guard import Guard, Refused
from flows.collecting.turns import Turns
from tests.flows.collecting import site as vices
from tests.flows.collecting.site import Request, Site

LIMITS = Limits(bytes=100_000, seconds=20, wait_seconds=10, redirects=3, attempts=2)
HASTY = replace(LIMITS, seconds=0.5, wait_seconds=0.3)


class Asking:
    """A fetcher that waits for nothing and remembers for how long it would have."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self._open: list[Fetcher] = []

    def __call__(self, allowed: tuple[str, ...] = ("127.0.0.1",), limits: Limits = LIMITS, **more: object) -> Fetcher:
        guard = Guard(allowed, **more)  # type: ignore[arg-type]
        fetcher = Fetcher(guard, Turns(1e6), contact="someone@example.org", limits=limits, pause=self.pauses.append)
        self._open.append(fetcher)
        return fetcher

    def close(self) -> None:
        for fetcher in self._open:
            fetcher.close()


@pytest.fixture
def asking() -> Iterator[Asking]:
    made = Asking()
    yield made
    made.close()


def test_a_page_comes_whole_and_the_site_knows_who_asked(site: Site, asking: Asking) -> None:
    site.page("/a", "<html><body>你好</body></html>")
    answer = asking().get(site.address("/a"))
    assert (answer.status, answer.content.decode()) == (200, "<html><body>你好</body></html>")
    assert answer.received == len(answer.content) == site.sent["/a"]
    assert len(site.agents) == 1
    agent = site.agents.pop()
    assert agent == user_agent("someone@example.org")
    assert agent.startswith("gongkai/")
    assert "someone@example.org" in agent


def test_a_contact_cannot_smuggle_headers() -> None:
    assert "\r" not in user_agent("a\r\nX-Evil: 1")
    assert "\n" not in user_agent("a\r\nX-Evil: 1")


def test_an_unchanged_page_is_not_sent_again(site: Site, asking: Asking) -> None:
    site.page("/a", "<html>x</html>")
    fetcher = asking()
    etag = fetcher.get(site.address("/a")).headers["etag"]
    site.forget()
    again = fetcher.get(site.address("/a"), etag=etag)
    assert (again.status, again.content, sum(site.sent.values())) == (304, b"", 0)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 521, 522, 429, 408])
def test_a_failing_server_is_asked_again_and_then_left(site: Site, asking: Asking, status: int) -> None:
    site.routes["/a"] = vices.failing(status)
    with pytest.raises(Unreachable, match=rf"{status}: .* \(2 tries\)"):
        asking().get(site.address("/a"))
    assert len(site.asked) == 2


def test_a_server_that_recovers_is_waited_for(site: Site, asking: Asking) -> None:
    site.routes["/a"] = vices.failing(521, times=1)
    assert b"back" in asking().get(site.address("/a")).content
    assert len(asking.pauses) == 1
    assert 1 <= asking.pauses[0] <= 2


def test_the_pause_that_a_server_asks_for_is_kept(site: Site, asking: Asking) -> None:
    site.routes["/seconds"] = vices.failing(503, times=1, Retry_After="17")
    asking().get(site.address("/seconds"))
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=40))
    site.routes["/date"] = vices.failing(429, times=1, Retry_After=at)
    asking().get(site.address("/date"))
    assert asking.pauses[0] == 17
    assert 30 < asking.pauses[1] <= 40


def test_a_pause_of_an_hour_ends_the_try(site: Site, asking: Asking) -> None:
    site.routes["/a"] = vices.failing(503, Retry_After="3600")
    with pytest.raises(Unreachable, match="come back in 3,600 s"):
        asking().get(site.address("/a"))
    assert (len(site.asked), asking.pauses) == (1, [])


def test_a_site_for_browsers_only_is_asked_once_and_nothing_is_pretended(site: Site, asking: Asking) -> None:
    site.routes["/a"] = vices.browsers_only
    assert asking().get(site.address("/a")).status == 403
    assert len(site.asked) == 1


def test_redirects_are_followed_and_remembered(site: Site, asking: Asking) -> None:
    site.routes["/old"] = vices.redirect("/new", 301)
    site.page("/new", "<html>here</html>")
    answer = asking().get(site.address("/old"))
    assert (answer.final_address, answer.content) == (site.address("/new"), b"<html>here</html>")


def test_redirects_in_a_circle_end(site: Site, asking: Asking) -> None:
    site.routes["/a"] = vices.redirect("/b")
    site.routes["/b"] = vices.redirect("/a")
    with pytest.raises(Refused, match="in a circle"):
        asking().get(site.address("/a"))
    assert site.asked == ["/a", "/b"]


def test_a_chain_of_redirects_ends(site: Site, asking: Asking) -> None:
    for number in range(10):
        site.routes[f"/{number}"] = vices.redirect(f"/{number + 1}", 307)
    with pytest.raises(Refused, match="more than 3 redirects"):
        asking().get(site.address("/0"))
    assert len(site.asked) == 4


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://10.0.0.1/", "not a public address"),
        ("http://169.254.169.254/latest/meta-data/", "not a public address"),
        ("http://[::1]:{port}/secret", "not a public address"),
        ("http://[::ffff:127.0.0.1]:{port}/secret", "not a public address"),
        ("http://localhost:{port}/secret", "not a public address"),
        ("http://2130706433:{port}/secret", "not a public address"),
        ("file:///etc/passwd", "only http and https"),
        ("http://user:word@127.0.0.1:{port}/secret", "credentials"),
    ],
)
def test_no_redirect_leads_inside(site: Site, asking: Asking, target: str, reason: str) -> None:
    site.page("/secret", "<html>secret</html>")
    site.routes["/a"] = vices.redirect(target.format(port=site.port))
    with pytest.raises((Refused, Unreachable), match=reason):
        asking().get(site.address("/a"))
    assert site.asked == ["/a"]


def test_a_name_of_loopback_is_refused_unless_it_is_allowed(site: Site, asking: Asking) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    site.page("/a", "<html>x</html>")
    with pytest.raises(Refused, match=r"site\.example is 127\.0\.0\.1"):
        asking(allowed=(), resolve=resolve).get(site.address("/a", "site.example"))
    assert site.asked == []
    assert asking(allowed=("site.example",), resolve=resolve).get(site.address("/a", "site.example")).status == 200


def test_the_address_that_was_checked_is_the_one_connected_to(site: Site, asking: Asking) -> None:
    """A name that answers differently the second time it is looked up gains nothing: it is looked up once."""
    answers = iter([["203.0.113.1"], ["127.0.0.1"]])
    looked_up = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return next(answers)

    site.page("/a", "<html>x</html>")
    with pytest.raises(Refused):
        asking(allowed=(), resolve=resolve).get(site.address("/a", "rebinding.example"))
    assert (looked_up, site.asked) == (["rebinding.example"], [])
    # Where the name is allowed, one look-up serves the check and the connection.
    looked_up.clear()
    once = asking(allowed=("rebinding.example",), resolve=lambda host, port: looked_up.append(host) or ["127.0.0.1"])  # type: ignore[func-returns-value]
    once.get(site.address("/a", "rebinding.example"))
    assert looked_up == ["rebinding.example"]


def test_a_body_shorter_than_declared_is_no_page(site: Site, asking: Asking) -> None:
    site.routes["/a"] = vices.longer_than_it_is
    with pytest.raises(Unreachable, match="breaks off before its declared length"):
        asking().get(site.address("/a"))


def test_bytes_that_trickle_run_out_of_time(site: Site, asking: Asking) -> None:
    site.routes["/a"] = vices.slow
    begin = time.monotonic()
    with pytest.raises(Unreachable, match="timed out"):
        asking(limits=HASTY).get(site.address("/a"))
    assert time.monotonic() - begin < 2 * HASTY.seconds + 2


def test_a_silent_server_is_not_waited_for_long(site: Site, asking: Asking) -> None:
    site.routes["/a"] = vices.silent
    with pytest.raises(Unreachable, match="timed out"):
        asking(limits=HASTY).get(site.address("/a"))


def test_what_is_too_large_is_not_taken(site: Site, asking: Asking) -> None:
    site.page("/declared", b"x" * 200_000)
    with pytest.raises(Refused, match="200,000 bytes, more than the 100,000"):
        asking().get(site.address("/declared"))

    def undeclared(request: Request) -> None:
        request.send_response_only(200)
        request.send_header("Connection", "close")
        request.end_headers()
        for _ in range(50):
            request.body(b"x" * 10_000)
        request.close_connection = True

    site.routes["/undeclared"] = undeclared
    with pytest.raises(Refused, match="more than the 100,000 bytes"):
        asking().get(site.address("/undeclared"))


def test_a_packed_body_is_unpacked_up_to_the_limit(site: Site, asking: Asking) -> None:
    site.routes["/a"] = vices.packed(b"<html>" + b"y" * 5_000)
    answer = asking().get(site.address("/a"))
    assert len(answer.content) == 5_006
    assert answer.received < 200
    site.routes["/bomb"] = vices.packed(b"\0" * 30_000_000)
    with pytest.raises(Refused, match="more than the 100,000 bytes"):
        asking().get(site.address("/bomb"))
    site.routes["/twice"] = vices.packed(gzip.compress(b"\0" * 1_000_000), "gzip, gzip")
    with pytest.raises(Refused, match="which was not asked for"):
        asking().get(site.address("/twice"))


def test_a_packed_body_that_is_none_or_breaks_off_is_no_page(site: Site, asking: Asking) -> None:
    site.routes["/none"] = lambda request: request.answer(200, b"plain", Content_Encoding="gzip")
    site.routes["/half"] = lambda request: request.answer(200, gzip.compress(b"x" * 999)[:-9], Content_Encoding="gzip")
    for path in ("/none", "/half"):
        with pytest.raises(Unreachable):
            asking().get(site.address(path))


def test_names_of_attachments_in_gbk_are_read(site: Site, asking: Asking) -> None:
    name = 'attachment; filename="示例市2022年年报.pdf"'
    site.routes["/a"] = vices.raw_header(b"%PDF-1.4 %%EOF", b"Content-Disposition", name.encode("gbk"))
    assert asking().get(site.address("/a")).headers["content-disposition"] == name


def test_what_answers_in_no_http_is_unreachable(asking: Asking) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def once() -> None:
            for _ in range(2):
                connection, _ = server.accept()
                connection.recv(1000)
                connection.sendall(b"SSH-2.0-nonsense\r\n\r\n")
                connection.close()

        Thread(target=once, daemon=True).start()
        with pytest.raises(Unreachable):
            asking().get(f"http://127.0.0.1:{port}/")


def test_a_closed_port_and_an_unknown_name_are_unreachable(asking: Asking) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Unreachable, match="refused"):
        asking().get(f"http://127.0.0.1:{port}/")

    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(Unreachable, match=r"nowhere\.example is not found"):
        asking(resolve=unknown).get("http://nowhere.example/")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here to make a certificate")
def test_a_certificate_that_nobody_vouches_for_is_an_error(tmp_path: Path, asking: Asking) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    subprocess.run(
        ["openssl", "req", "-x509", *curve, "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        with pytest.raises(Refused, match=r"TLS: self.signed certificate"):
            asking(allowed=("localhost",)).get(f"https://localhost:{server.server_address[1]}/")
    finally:
        server.shutdown()
        server.server_close()


def test_one_host_is_not_asked_faster_than_agreed(site: Site) -> None:
    site.page("/a", "<html>x</html>")
    fetcher = Fetcher(Guard(["127.0.0.1"]), Turns(rate=10), limits=LIMITS)
    for _ in range(4):
        fetcher.get(site.address("/a"))
    fetcher.close()
    gaps = [later - earlier for earlier, later in zip(site.times, site.times[1:], strict=False)]
    assert len(gaps) == 3
    assert min(gaps) >= 0.09
