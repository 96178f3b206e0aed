"""The built page, opened from disk in Chromium with the network cut."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("websockets", reason="the DevTools client needs websockets, which Prefect brings")

from pages.quality import quality_page
from tests.pages.chromium import CHROMIUM, Page, browser
from tests.pages.conftest import COLLECTED, NOTICED, TABLES
from warehouse.reading import open_warehouse

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium in PATH"),
]


@pytest.fixture(scope="module")
def report(small_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("page") / "quality.html"
    with open_warehouse(small_warehouse) as connection:
        target.write_text(quality_page(connection), encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile"), "en-US") as opened:
        yield opened


@pytest.fixture
def page(chromium: Page, report: Path) -> Iterator[Page]:
    chromium.complaints.clear()
    chromium.requests.clear()
    chromium.call("Emulation.clearDeviceMetricsOverride")
    chromium.open(report)
    chromium.value("localStorage.clear()")
    chromium.open(report)
    yield chromium
    assert chromium.complaints == []
    assert set(chromium.requests) == {report.as_uri()}


def _heading(page: Page) -> str:
    return str(page.value("document.querySelector('h1').innerText"))


def test_the_page_speaks_the_language_of_the_browser(page: Page) -> None:
    assert page.value("document.documentElement.lang") == "en"
    assert _heading(page).startswith("Data quality")
    assert str(page.value("document.title")).startswith("Data quality")


def test_the_switch_changes_every_word_without_loading(page: Page) -> None:
    page.value("window.kept = 1")
    page.value("document.getElementById('language-zh').click()")
    assert page.value("window.kept") == 1
    assert page.value("document.documentElement.lang") == "zh-CN"
    assert "数据质量报告" in _heading(page)
    assert "数据质量报告" in str(page.value("document.title"))
    assert "Coverage" not in str(page.value("document.body.innerText"))
    assert str(page.value("document.querySelector('mark[title]').title")).startswith("统计数字")
    page.value("document.getElementById('language-en').click()")
    assert "覆盖情况" not in str(page.value("document.body.innerText"))
    assert str(page.value("document.querySelector('mark[title]').title")).startswith("statistic")


def test_the_language_is_switched_by_keyboard(page: Page) -> None:
    page.value("document.getElementById('language-en').focus()")
    for kind in ("keyDown", "keyUp"):
        page.call("Input.dispatchKeyEvent", type=kind, key="ArrowLeft", code="ArrowLeft", windowsVirtualKeyCode=37)
    assert page.value("document.documentElement.lang") == "zh-CN"


@pytest.mark.parametrize(
    ("evidence", "words"), [(COLLECTED, "50元"), (NOTICED, "30"), (f"{TABLES}:res_total__total", "9")]
)
def test_a_link_opens_the_report_and_lands_on_the_right_words(page: Page, evidence: str, words: str) -> None:
    link = f"document.querySelector('article.finding a[href=\"#e-{evidence}\"]')"
    assert page.value("document.querySelectorAll('details[open]').length") == 0
    page.value(f"{link}.click()")
    page.value("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    found = f"document.getElementById('e-{evidence}')"
    assert page.value(f"{found}.firstChild.textContent.trim()") == words
    assert page.value(f"document.activeElement === {found}")
    assert page.value(f"{found}.closest('details').open")
    top = page.value(f"{found}.getBoundingClientRect().top")
    assert 0 <= top < page.value("innerHeight")


def test_words_of_a_report_do_nothing(page: Page) -> None:
    assert page.value("document.querySelectorAll('body img, main script').length") == 0
    assert '<script>alert("1")</script>' in str(page.value("document.body.textContent"))


def test_a_phone_shows_the_page_without_moving_it_sideways(page: Page) -> None:
    page.call("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True)
    page.value("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.value("document.documentElement.scrollWidth") <= 360


def test_without_a_script_the_page_is_in_chinese_and_can_be_switched(page: Page, report: Path) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open(report)
        page.call("Emulation.setScriptExecutionDisabled", value=False)
        assert "数据质量报告" in _heading(page)
        page.value("document.getElementById('language-en').checked = true")
        assert _heading(page).startswith("Data quality")
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)
