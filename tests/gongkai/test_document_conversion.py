"""What LibreOffice may do while it converts a file: nothing but that."""

from __future__ import annotations

import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest

from gongkai.document import conversion

_CONTENT = """<?xml version="1.0"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text><text:p>a line
<draw:frame text:anchor-type="as-char" svg:width="3cm" svg:height="3cm">
<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>
</text:p></office:text></office:body></office:document-content>"""
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_MANIFEST = f"""<?xml version="1.0"?><m:manifest xmlns:m="{_NAMESPACE}" m:version="1.2">
<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>
<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>"""
_NO_SETTINGS = '<oor:items xmlns:oor="http://openoffice.org/2001/registry"></oor:items>'

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def letter_with_a_picture(address: str) -> bytes:
    """An OpenDocument text whose picture lies elsewhere."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("META-INF/manifest.xml", _MANIFEST)
        file.writestr("content.xml", _CONTENT.format(address=address))
    return made.getvalue()


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback: its address, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/picture.png", asked
        running.shutdown()


@pytest.mark.slow
@pytest.mark.office
@needs_libreoffice
def test_with_a_network_its_settings_keep_it_from_fetching_a_picture(
    server: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "has_no_network", lambda: False)
    assert conversion.as_docx(letter_with_a_picture(server[0]), "odt")
    assert server[1] == []


@pytest.mark.slow
@pytest.mark.office
@needs_libreoffice
@pytest.mark.parametrize("kept_in", [True, False])
def test_without_its_settings_it_would_fetch_but_for_the_missing_network(
    kept_in: bool, server: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if kept_in and not conversion.has_no_network():
        pytest.skip("this system does not let a user start a program without a network")
    monkeypatch.setattr(conversion, "has_no_network", lambda: kept_in)
    bare = tmp_path / "bare.xcu"
    bare.write_text(_NO_SETTINGS, encoding="utf-8")
    monkeypatch.setattr(conversion, "_SETTINGS", bare)
    assert conversion.as_docx(letter_with_a_picture(server[0]), "odt")
    assert bool(server[1]) is not kept_in


@pytest.mark.slow
@pytest.mark.office
@needs_libreoffice
def test_it_ends_in_time_with_all_that_it_started(limit: Callable[..., None]) -> None:
    limit(office_seconds=1)
    begun = time.monotonic()
    assert conversion.as_docx(letter_with_a_picture("x"), "odt") is None
    assert time.monotonic() - begun < 10
    assert not [found for found in _commands() if b"gongkai-office-" in found]


@pytest.mark.slow
@pytest.mark.office
@needs_libreoffice
def test_the_setting_turns_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert conversion.is_installed()
    monkeypatch.setenv(conversion.SETTING, "off")
    assert not conversion.is_installed()
    assert conversion.as_docx(letter_with_a_picture("x"), "odt") is None


def _commands() -> list[bytes]:
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(process.read_bytes())
        except OSError:
            continue  # It has ended meanwhile.
    return found
