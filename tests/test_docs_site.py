"""The built documentation, opened from disk in Chromium with the network cut. Wants MkDocs: `make docs` installs it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("mkdocs", reason="MkDocs is not installed (make docs)")
pytest.importorskip("websockets", reason="the DevTools client needs websockets")

from tests.pages.chromium import CHROMIUM, Page, browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium in PATH"),
]

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("index", "tutorials/analyst", "how-to/rule", "reference/rules", "reference/forms", "data-dictionary")

ASK = """(asked => {
  const field = document.querySelector("[data-md-component=search-query]");
  document.querySelector("[data-md-toggle=search]").click();
  field.focus();
  field.value = asked;
  for (const kind of ["input", "keyup"]) field.dispatchEvent(new Event(kind, {bubbles: true}));
})(%r)"""
HITS = '[...document.querySelectorAll(".md-search-result__link")].map(one => one.getAttribute("href"))'
PATIENCE = 60
"""Seconds: the index is made in the browser."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    for config, part in (("mkdocs.yml", "."), ("mkdocs.zh.yml", "zh")):
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", config, "-d", str(folder / part)],
            cwd=ROOT,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            check=True,
        )
    return folder


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile"), "en-US") as opened:
        yield opened


@pytest.mark.parametrize("name", [f"{part}{page}" for part in ("", "zh/") for page in PAGES])
def test_a_page_asks_nothing_of_the_network_and_fits_a_phone(site: Path, chromium: Page, name: str) -> None:
    chromium.complaints.clear()
    chromium.requests.clear()
    chromium.call("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
    chromium.open(site / f"{name}.html")
    assert not [address for address in chromium.requests if not address.startswith(("file:", "about:", "data:"))]
    assert chromium.complaints == []
    assert chromium.value("document.documentElement.scrollWidth") <= 390
    assert chromium.value("document.documentElement.lang") == ("zh" if name.startswith("zh/") else "en")
    chromium.call("Emulation.clearDeviceMetricsOverride")


@pytest.mark.parametrize(
    ("start", "asked", "found"),
    [
        ("index.html", "disputed", "explanation/comparing.html"),
        ("zh/index.html", "结转", "reference/rules.html"),
        ("zh/tutorials/clerk.html", "断点", "explanation/comparing.html"),
    ],
)
def test_search_finds_words_of_both_languages_from_disk(
    site: Path, chromium: Page, start: str, asked: str, found: str
) -> None:
    chromium.open(site / start)
    chromium.value(ASK % asked)
    end = time.monotonic() + PATIENCE
    while not (hits := chromium.value(HITS)) and time.monotonic() < end:
        time.sleep(0.1)
    assert any(found in hit for hit in hits), hits


def test_every_page_of_the_menu_can_be_reached_and_nothing_else_is_published(site: Path) -> None:
    menu = (site / "index.html").read_text(encoding="utf-8")
    assert 'href="decisions/index.html" class="md-nav__link"' in menu
    assert not [file for file in site.rglob("*") if file.suffix in (".yaml", ".py")]


@pytest.mark.parametrize(
    ("start", "other"),
    [
        ("how-to/rule.html", "zh/how-to/rule.html"),
        ("zh/reference/rules.html", "reference/rules.html"),
        ("architecture.html", "zh/index.html"),
    ],
)
def test_the_switch_of_languages_leads_to_the_same_page(site: Path, chromium: Page, start: str, other: str) -> None:
    chromium.open(site / start)
    assert chromium.value("document.querySelector('#other-language').href") == (site / other).as_uri()
    assert (site / other).exists()
