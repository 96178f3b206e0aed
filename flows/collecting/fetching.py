"""One address, fetched: limits, redirects, retries. What comes back is bytes; nothing here looks into them."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

import gongkai
from flows.collecting.connections import Deadline, GuardedTransport
from flows.collecting.guard import Guard, Refused, check_form
from flows.collecting.turns import Pause, Turns, backoff

Form = tuple[tuple[str, str], ...] | None
"""Names and values that are posted; None: nothing is, the address is got."""


class Unreachable(Exception):
    """The address could not be fetched this time: the reason, in one line. Another time it may be."""


@dataclass(frozen=True)
class Limits:
    """What one address may cost."""

    bytes: int = 50_000_000
    """Of the body, after decompression."""
    seconds: float = 120
    """For one request with its body, however steadily bytes come."""
    wait_seconds: float = 30
    """Without a byte."""
    redirects: int = 5
    attempts: int = 4
    longest_pause: float = 120
    """Seconds that a Retry-After may ask for and is waited for within a run."""


@dataclass(frozen=True)
class Answer:
    """What a host answered in the end."""

    status: int
    final_address: str
    headers: dict[str, str]
    content: bytes
    """Decompressed; empty for 304 and for errors."""
    received: int
    """Bytes of body that came over the network."""


# 520 to 527 and 530 are those of content networks whose origin is down.
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 528), 530})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WORDS = {
    401: "a login is asked for",
    403: "forbidden to this program",
    404: "there is no such page",
    410: "the page is gone",
    412: "a check of the browser is asked for",
    429: "too many requests",
}
_CODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 47}
"""Window bits for zlib, which tells zlib from gzip by itself with 47."""
# Kept of the headers: what says what the file is and when it changed. No cookies.
_KEPT = (
    "content-type",
    "content-length",
    "content-disposition",
    "content-language",
    "date",
    "etag",
    "last-modified",
    "server",
)


def user_agent(contact: str | None) -> str:
    """Who asks: program, version, and whom to write to."""
    about = "collects annual reports on government information disclosure"
    plain = "".join(character for character in contact or "" if " " <= character <= "~" and character not in "()")
    return f"gongkai/{gongkai.__version__} ({about}{f'; contact: {plain}' if plain else ''})"


def _nothing(address: str) -> None:
    """Permits everything."""


class Fetcher:
    """Fetches addresses, one after the other. Not shared between threads; `turns` is."""

    def __init__(
        self,
        guard: Guard,
        turns: Turns,
        *,
        contact: str | None = None,
        limits: Limits | None = None,
        permit: Callable[[str], None] = _nothing,
        pause: Pause = time.sleep,
    ):
        self.limits = limits or Limits()
        self.permit = permit
        """Asked before every request and every redirect; raises Refused."""
        self._turns = turns
        self._pause = pause
        self._deadline = Deadline()
        self._client = httpx.Client(
            transport=GuardedTransport(guard, self._deadline),
            trust_env=False,
            follow_redirects=False,
            timeout=self.limits.wait_seconds,
            headers={
                "User-Agent": user_agent(contact),
                "Accept": "*/*",
                "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
                "Accept-Encoding": "gzip",
            },
        )

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def get(
        self,
        address: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        form: Form = None,
        permitted: bool = False,
    ) -> Answer:
        """Fetches `address`, if changed since. Status 200, 304 or one that speaks against it (404 ...).

        With a `form`, that is posted to it: an interface's question, which changes nothing.

        Refused: never to be fetched (guard, robots, TLS, limits). Unreachable: tried several times, in vain.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        reason = ""
        for attempt in range(1, self.limits.attempts + 1):
            asked: float | None = None
            try:
                answer = self._follow(address, headers, form, permitted)
            except (httpcore.TimeoutException, httpx.TimeoutException):
                reason = "timed out"
            except (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError, zlib.error) as error:
                reason = _in_words(error)
            else:
                if answer.status not in _TRY_AGAIN:
                    return answer
                reason = said(answer.status)
                asked = _retry_after(answer.headers.get("retry-after"))
            if asked is not None and asked > self.limits.longest_pause:
                raise Unreachable(f"{reason}; the host asks to come back in {asked:,.0f} s")
            if attempt < self.limits.attempts:
                self._pause(max(asked or 0.0, backoff(attempt)))
        raise Unreachable(f"{reason} ({self.limits.attempts} tries)")

    def _follow(self, address: str, headers: dict[str, str], form: Form, permitted: bool) -> Answer:
        seen = {address}
        here = address
        received = 0
        for _ in range(self.limits.redirects + 1):
            host = check_form(here)
            if not permitted:
                self.permit(here)
            with self._turns.turn(host):
                answer = self._once(here, headers, form)
            received += answer.received
            target = answer.headers.get("location")
            # What is posted is not sent on to where one is sent.
            if answer.status not in _REDIRECTS or not target or form is not None:
                return Answer(answer.status, here, answer.headers, answer.content, received)
            here = urljoin(here, target.strip())
            if here in seen:
                raise Refused("the address redirects in a circle")
            seen.add(here)
        raise Refused("more than {count} redirects", count=self.limits.redirects)

    def _once(self, address: str, headers: dict[str, str], form: Form) -> Answer:
        self._deadline.set(self.limits.seconds)
        try:
            method, data = ("GET", None) if form is None else ("POST", dict(form))
            request = self._client.build_request(method, address, headers=headers, data=data)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise Refused("the address cannot be read: {error}", error=str(error)) from None
        response = self._client.send(request, stream=True)
        try:
            # Bodies of errors and redirects are nobody's: they are left on the wire.
            content, received = self._body(response) if response.status_code == 200 else (b"", 0)
        finally:
            response.close()
        self._client.cookies.clear()
        wanted = (*_KEPT, "location", "retry-after")
        kept = {name: _text(value) for name, value in _raw(response) if name in wanted}
        return Answer(response.status_code, address, kept, content, received)

    def _body(self, response: httpx.Response) -> tuple[bytes, int]:
        limit = self.limits.bytes
        declared = response.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            raise Refused("{size:,} bytes, more than the {limit:,} that are fetched", size=int(declared), limit=limit)
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in _CODINGS and coding not in ("identity", ""):
            raise Refused("the body is encoded as {coding}, which was not asked for", coding=coding[:40])
        # httpx would unpack a chunk whole, whatever it grows to; here growth stops at the limit.
        unpack = zlib.decompressobj(_CODINGS[coding]) if coding in _CODINGS else None
        content = bytearray()
        received = 0
        for chunk in response.iter_raw():
            received += len(chunk)
            content += unpack.decompress(chunk, limit + 1 - len(content)) if unpack else chunk
            if len(content) > limit:
                raise Refused("more than the {limit:,} bytes that are fetched", limit=limit)
        if unpack and not unpack.eof:
            raise httpcore.RemoteProtocolError("the compressed body breaks off")
        return bytes(content), received


def kept_headers(answer: Answer) -> dict[str, str]:
    """The headers that go into the sidecar."""
    return {name: value for name, value in answer.headers.items() if name in _KEPT}


def said(status: int) -> str:
    """A status in words."""
    words = _WORDS.get(status) or ("the server fails" if status >= 500 else "refused")
    return f"{status}: {words}"


def _raw(response: httpx.Response) -> list[tuple[str, bytes]]:
    return [(name.decode("ascii", "replace").lower(), value) for name, value in response.headers.raw]


def _text(value: bytes) -> str:
    """Header values are ASCII by the book and UTF-8 or GBK in life (names of attachments)."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")


def _in_words(error: Exception) -> str:
    text = str(error) or type(error).__name__
    if "without sending complete message body" in text or "peer closed connection" in text:
        return "the body breaks off before its declared length"
    return text


def _retry_after(value: str | None) -> float | None:
    """Seconds, from a number or a date; None where neither."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())


def host_of(address: str) -> str:
    """Host of a checked address, in small letters."""
    return (urlsplit(address).hostname or "").lower()
