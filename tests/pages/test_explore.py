"""The page of questions: DuckDB within the browser, from a local server, with the network cut."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

pytest.importorskip("websockets", reason="the DevTools client needs websockets, which Prefect brings")

from flows.local_server import server
from pages.explore import available, questions
from pages.site import write_site
from tests.pages.chromium import CHROMIUM, Page, browser

_PATIENCE = 60
"""Seconds. Compiling 34 MB of WebAssembly takes two on an idle machine."""
_COOKBOOK = Path(__file__).parents[2] / "docs" / "cookbook.md"


def test_the_questions_are_those_of_the_cookbook(read_warehouse: Path) -> None:
    cookbook = _COOKBOOK.read_text(encoding="utf-8")
    with duckdb.connect(str(read_warehouse), read_only=True) as connection:
        for one in questions():
            assert one["sql"] in cookbook, one["en"]
            assert one["en"] in cookbook
            assert connection.execute(one["sql"]).fetchall(), f"no answer to: {one['en']}"


@pytest.fixture(scope="module")
def page(read_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium in PATH")
    if not available():
        pytest.skip("DuckDB-Wasm is not here (make explore fetches it)")
    folder = tmp_path_factory.mktemp("explored")
    write_site(read_warehouse, folder, explore=True)
    with server(folder) as serving, browser(tmp_path_factory.mktemp("profile"), "en-US") as opened:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{serving.server_port}/"
        opened.go(f"{address}explore.html")
        _answered(opened)
        yield opened
        assert [one for one in opened.requests if not one.startswith((address, "about:", "blob:"))] == []
        assert opened.complaints == []
        serving.shutdown()


def _answered(page: Page) -> str:
    """What the page says once an answer, or the reason why there is none, is there."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        busy, said = page.value(
            "[document.getElementById('ask').disabled, document.getElementById('state').textContent]"
        )
        if not busy and said not in ("", "…"):
            return str(said)
        time.sleep(0.1)
    pytest.fail(f"no answer: {said!r}, {page.complaints}")


def _ask(page: Page, sql: str) -> str:
    page.value(f"document.getElementById('sql').value = {sql!r}; document.getElementById('ask').click()")
    return _answered(page)


@pytest.mark.browser
@pytest.mark.slow
def test_an_answer_of_the_cookbook_is_shown_as_table_and_chart(page: Page, read_warehouse: Path) -> None:
    with duckdb.connect(str(read_warehouse), read_only=True) as connection:
        expected = connection.execute(questions()[0]["sql"]).fetchall()
    words = "(row) => [...row.children].map((one) => one.textContent)"
    rows = page.value(f"[...document.querySelectorAll('#answer tbody tr')].map({words})")
    assert [(int(row[0]), float(row[1])) for row in rows] == [(row[0], float(row[1])) for row in expected]
    assert page.value("document.querySelectorAll('#answer .plot .mark-symbol.role-mark path').length") == len(expected)


@pytest.mark.browser
@pytest.mark.slow
def test_a_mistake_is_told_and_the_next_question_answered(page: Page) -> None:
    assert "nowhere" in _ask(page, "SELECT * FROM nowhere")
    assert _ask(page, "SELECT '<b>甲</b>' AS one, 1.5::DECIMAL(38, 6) AS two").startswith("1 ")
    cells = page.value("[...document.querySelectorAll('#answer tbody td')].map((one) => one.textContent)")
    assert cells == ["<b>甲</b>", "1.5"]


@pytest.mark.browser
@pytest.mark.slow
def test_the_answer_can_be_had_as_csv(page: Page) -> None:
    _ask(page, "SELECT '甲,乙' AS name, 2 AS n")
    text = page.value(
        """
        new Promise((done) => {
          const make = URL.createObjectURL;
          URL.createObjectURL = (blob) => { blob.text().then(done); return make(blob); };
          document.getElementById("csv").click();
        })
        """
    )
    assert text.lstrip("\ufeff") == 'name,n\r\n"甲,乙",2\r\n'


@pytest.mark.slow
def test_a_later_build_keeps_the_page_and_all_pages_lead_to_it(
    small_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = tmp_path / "fetched"
    fetched.mkdir()
    for name in ("duckdb.js", "duckdb-browser-eh.worker.js", "duckdb-eh.wasm", "LICENSES.txt"):
        (fetched / name).write_bytes(name.encode())
    monkeypatch.setattr("pages.explore._DUCKDB", fetched)
    site = tmp_path / "site"
    write_site(small_warehouse, site)
    assert not (site / "explore.html").exists()
    write_site(small_warehouse, site, explore=True)
    # Elsewhere, where DuckDB-Wasm was never fetched, the site keeps what it has.
    monkeypatch.setattr("pages.explore._DUCKDB", tmp_path / "nowhere")
    assert write_site(small_warehouse, site).removed == 0
    assert (site / "assets" / "duckdb" / "LICENSES.txt").is_file()
    pages = [file for file in site.rglob("*.html") if file.name != "quality.html"]
    assert all("explore.html" in file.read_text(encoding="utf-8") for file in pages)
    assert '"data/gongkai.duckdb"' in (site / "index.html").read_text(encoding="utf-8")
    (site / "explore.html").unlink()
    write_site(small_warehouse, site)
    assert not (site / "assets" / "duckdb").exists()
    assert "explore.html" not in (site / "index.html").read_text(encoding="utf-8")
