"""A page in headless Chromium with the network cut, driven over the DevTools protocol."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import connect
from websockets.sync.connection import Connection

CHROMIUM: str | None = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_PATIENCE = 15
"""Seconds."""


class Page:
    """One tab. Keeps what the browser complains of in `complaints`, and every address it asks for in `requests`."""

    def __init__(self, socket: Connection) -> None:
        self._socket = socket
        self._last = 0
        self._loads = 0
        self.complaints: list[str] = []
        self.requests: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        while True:
            message = self._next()
            if message.get("id") == self._last:
                assert "error" not in message, message
                return dict(message["result"])

    def open(self, file: Path, fragment: str = "") -> None:
        self.go(file.as_uri() + (f"#{fragment}" if fragment else ""))

    def go(self, there: str) -> None:
        # By way of another page, as a new fragment alone loads nothing.
        for address in ("about:blank", there):
            loads = self._loads
            self.call("Page.navigate", url=address)
            while self._loads == loads:
                self._next()

    def value(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page."""
        got = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in got, got
        return got["result"].get("value")

    def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv(timeout=_PATIENCE))
        method, told = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.complaints.append(str(told["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning", "assert"):
            self.complaints.append(str(told["args"]))
        elif method == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
            self.complaints.append(told["entry"]["text"])
        elif method == "Page.loadEventFired":
            self._loads += 1
        elif method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        return message


@contextmanager
def browser(profile: Path, language: str) -> Iterator[Page]:
    """A fresh browser that speaks `language` (zh-CN, en-US)."""
    assert CHROMIUM is not None
    port_file = profile / "DevToolsActivePort"
    process = subprocess.Popen(
        [
            CHROMIUM,
            *_FLAGS,
            f"--user-data-dir={profile}",
            f"--lang={language}",
            f"--accept-lang={language}",
            "about:blank",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + _PATIENCE
        while not (port_file.exists() and port_file.read_text().count("\n")):
            assert process.poll() is None, "Chromium ended by itself"
            assert time.monotonic() < end, "Chromium does not answer"
            time.sleep(0.05)
        port, path = port_file.read_text().split("\n")[:2]
        with connect(f"ws://127.0.0.1:{port}{path}", max_size=None, proxy=None) as whole:
            target = _first_page(whole)
        with connect(f"ws://127.0.0.1:{port}/devtools/page/{target}", max_size=None, proxy=None) as socket:
            yield Page(socket)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _first_page(whole: Connection) -> str:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        whole.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
        message = json.loads(whole.recv(timeout=_PATIENCE))
        for target in message.get("result", {}).get("targetInfos", ()):
            if target["type"] == "page":
                return str(target["targetId"])
        time.sleep(0.05)
    raise AssertionError("Chromium has no page")
