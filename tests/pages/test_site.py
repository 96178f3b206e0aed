"""The site: whole, safe, and after every change the same as one built from nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import duckdb
import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser

from gongkai.model import Section
from pages.folder import LEDGER
from pages.quality import quality_page_of_site
from pages.rendering import report_path
from pages.site import _TIMES, Verdict, _with_room, charts_script, write_site
from tests.pages.conftest import NEWS, TABLES, TEXT
from tests.warehouse.made import built, judge, table_3
from tests.warehouse.made import report as made_report
from warehouse.build import run_file

_CHARTS = Path(__file__).parents[2] / "pages" / "charts"
_LARGEST = 2_000_000


@pytest.fixture(scope="module", params=["small_warehouse", "read_warehouse"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    write_site(request.getfixturevalue(request.param), target)
    return target


def _pages(site: Path) -> dict[str, LexborHTMLParser]:
    return {
        file.relative_to(site).as_posix(): LexborHTMLParser(file.read_text(encoding="utf-8"))
        for file in site.rglob("*.html")
        if file.name != "quality.html"  # It stands alone and has tests of its own.
    }


def _tree(site: Path) -> dict[str, bytes]:
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in site.rglob("*")
        if file.is_file() and file.name != LEDGER
    }


def test_there_is_a_page_of_every_kind(site: Path) -> None:
    names = set(_pages(site))
    assert {"index.html", "rules.html", "unread.html", "codebook.html"} <= names
    for kind in ("reports/", "issuers/", "rules/"):
        assert any(name.startswith(kind) for name in names), kind


def test_every_link_leads_to_something(site: Path) -> None:
    pages = _pages(site)
    anchors = {name: {node.attributes["id"] for node in page.css("[id]")} for name, page in pages.items()}
    links = 0
    for name, page in pages.items():
        for node in page.css("a[href]"):
            address, fragment = urldefrag(node.attributes["href"] or "")
            target = os.path.normpath(Path(name).parent / unquote(address)) if address else name
            if target == "quality.html":
                assert (site / target).is_file()
                continue
            assert target in pages, f"{name} links to {target}, which is not there"
            assert not fragment or unquote(fragment) in anchors[target], f"{name}: no #{fragment} in {target}"
            links += 1
    assert links > 50


def test_no_page_holds_anything_that_acts_but_the_scripts_of_the_site(site: Path) -> None:
    for name, page in _pages(site).items():
        policy = page.css_first('meta[http-equiv="Content-Security-Policy"]').attributes["content"] or ""
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        for script in page.css("script"):
            kind, source = script.attributes.get("type"), script.attributes.get("src")
            assert kind == "application/ld+json" or re.fullmatch(r"(\.\./)*assets/\w+\.js", source or ""), name
        for node in page.css("*"):
            for attribute, value in node.attributes.items():
                assert not attribute.startswith("on") and attribute != "style", f"{name}: {attribute}"
                assert not (value or "").lower().lstrip().startswith("javascript:"), name
        assert not page.css("img, iframe, object, embed, base, form, style"), name
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.html or ""), name


def test_every_table_has_a_caption_and_every_plot_says_what_it_is(site: Path) -> None:
    for name, page in _pages(site).items():
        for table in page.css("table"):
            assert table.css_first("caption") is not None, name
        for plot in page.css("[data-chart]"):
            assert plot.attributes["role"] == "img" and plot.attributes["aria-label"], name
            figure = plot.parent
            while figure is not None and figure.tag != "figure":
                figure = figure.parent
            assert figure is not None and figure.css_first("table [data-row]"), name
        assert len(page.css("h1")) == 1, name


def test_no_page_is_larger_than_two_megabytes(site: Path) -> None:
    assert max(file.stat().st_size for file in site.rglob("*.html")) < _LARGEST


def test_a_second_build_writes_nothing(site: Path, request: pytest.FixtureRequest) -> None:
    warehouse = request.getfixturevalue(request.node.callspec.params["site"])
    done = write_site(warehouse, site)
    assert (done.written, done.removed) == (0, 0)


_CHANGES = {
    "a cell": "UPDATE cells SET raw_text = raw_text || '1' WHERE cell_id = (SELECT min(cell_id) FROM cells)",
    "a mention": "UPDATE mentions SET unit = '篇' WHERE is_statistic",
    "a text": "UPDATE texts SET text = text || '附记。' WHERE report_id = (SELECT min(report_id) FROM texts)",
    "a problem": "UPDATE problems SET message = 'another' WHERE report_id = (SELECT min(report_id) FROM problems)",
    "a finding": "UPDATE findings SET message_zh = '变了' WHERE finding_id = 'f:1'",
    "a slip": "INSERT INTO signatures BY NAME SELECT 'f:1' AS finding_id, '多写' AS message_zh",
    "a section": "DELETE FROM sections",
    "a rule": "UPDATE checks SET title_zh = title_zh || '改'",
    "an issuer": "UPDATE issuers SET level = 'township'",
    "an indicator": "INSERT INTO indicators BY NAME SELECT 'x' AS indicator_id, '某数' AS name_zh, 'prose' AS origin",
    "what supersedes": "UPDATE reports SET superseded_by = 'fedcba9876543210' WHERE report_year = 2023",
    "a year": "UPDATE reports SET report_year = 2022 WHERE report_year = 2023",
    "a report": "DELETE FROM reports WHERE report_year = 2021",
    "every finding": "DELETE FROM findings",
    "a correction": "UPDATE corrections SET why = 'another'",
    "a passage": "UPDATE copied_passages SET span_end = 8",
    "a share": "UPDATE copied_shares SET chars = 24",
    "a run": "UPDATE runs SET published_at = TIMESTAMP '2027-01-01'",
    "a refused file": "DELETE FROM problems WHERE report_id IS NULL",
    "a rule's counts": """
        INSERT INTO check_passes SELECT report_id, 'H-C2', 77 FROM reports;
        UPDATE check_runs SET evaluated = 77
    """,
    "a break": "UPDATE breaks SET reason_zh = '改'",
}


_AT_ONCE = ("a finding",)
"""Changes that the default suite tries; make test-slow tries all."""


@pytest.mark.parametrize(
    "change", [pytest.param(name, marks=() if name in _AT_ONCE else pytest.mark.slow) for name in _CHANGES]
)
def test_after_a_change_the_site_is_as_one_built_from_nothing(
    change: str, small_warehouse: Path, tmp_path: Path
) -> None:
    warehouse, kept, fresh = tmp_path / "gongkai.duckdb", tmp_path / "kept", tmp_path / "fresh"
    shutil.copy(small_warehouse, warehouse)
    every = write_site(warehouse, kept).pages
    before = _tree(kept)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(_CHANGES[change])
        # A build makes them of its cells and texts.
        connection.execute("DELETE FROM report_contents")
        run_file(connection, "contents")
    done = write_site(warehouse, kept)
    write_site(warehouse, fresh)
    assert _tree(kept) == _tree(fresh)
    assert _tree(kept) != before, "the change changes nothing"
    if change in ("a text", "a problem", "a slip"):
        assert done.written < every / 2, f"{done.written} of {every} were written"


def test_a_verdict_stands_beside_its_finding_and_rewrites_no_other_report(
    small_warehouse: Path, tmp_path: Path
) -> None:
    write_site(small_warehouse, tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.html")}
    verdict = Verdict("dismissed", "<b>依据</b>另有说明", "甲", "2026-01-02")
    accepted = Verdict("accepted", "<b>依据</b>另有说明", "甲", "2026-01-02")
    assert write_site(small_warehouse, tmp_path, {"f:1": accepted}).written == 1
    write_site(small_warehouse, tmp_path, {"f:1": verdict})
    rewritten = {file for file, page in before.items() if file.read_bytes() != page and "reports" in file.parts}
    assert rewritten == {tmp_path / report_path(TABLES)}
    page = LexborHTMLParser((tmp_path / report_path(TABLES)).read_text(encoding="utf-8"))
    assert "<b>依据</b>另有说明" in page.css_first('article[id="f:1"] .verdict').text()
    assert write_site(small_warehouse, tmp_path, {"f:1": verdict}).written == 0
    write_site(small_warehouse, tmp_path)
    assert {file: file.read_bytes() for file in before} == before


@pytest.mark.slow
def test_worker_processes_write_what_one_process_writes(
    small_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(small_warehouse, tmp_path / "one")
    monkeypatch.setattr("pages.site._WORTH_WORKERS", 0)
    write_site(small_warehouse, tmp_path / "two", processes=2)
    assert _tree(tmp_path / "one") == _tree(tmp_path / "two")


@pytest.mark.parametrize("file", sorted(_CHARTS.glob("*.vl.json")), ids=lambda file: file.stem)
def test_altair_reads_every_chart(file: Path) -> None:
    altair = pytest.importorskip("altair", reason="Altair comes with Great Expectations")
    spec = json.loads(file.read_text(encoding="utf-8"))
    altair.Chart.from_dict(spec | {"data": {"values": [{}]}}, validate=True)
    assert file.name.removesuffix(".vl.json") in charts_script()


def test_the_description_for_catalogues_is_a_dataset(site: Path) -> None:
    page = LexborHTMLParser((site / "index.html").read_text(encoding="utf-8"))
    told = json.loads(page.css_first('script[type="application/ld+json"]').text())
    assert (told["@context"], told["@type"]) == ("https://schema.org/", "Dataset")
    assert 50 <= len(told["description"]) <= 5000
    assert all((site / one["contentUrl"]).is_file() for one in told["distribution"])
    assert told["distribution"]


def test_what_people_corrected_stands_beside_what_is_printed(small_warehouse: Path, tmp_path: Path) -> None:
    write_site(small_warehouse, tmp_path)
    report = LexborHTMLParser((tmp_path / report_path(TABLES)).read_text(encoding="utf-8"))
    row = report.css_first("section[aria-labelledby=corrections] tbody tr").text()
    assert "9" in row and "7" in row and "in force" in row and "<img" in row
    assert "9" in report.css_first('td[id="e-res_total__total"]').text()
    issuer = LexborHTMLParser((tmp_path / "issuers/x-1.html").read_text(encoding="utf-8"))
    states = [row.css("td")[-1].text() for row in issuer.css("section[aria-labelledby=corrections] tbody tr")]
    assert ["in force" in one for one in states] == [True, False]
    assert "no such report" in states[1]


def test_in_which_reading_a_figure_agrees_is_told_with_a_link_to_its_words(
    small_warehouse: Path, tmp_path: Path
) -> None:
    write_site(small_warehouse, tmp_path)
    report = LexborHTMLParser((tmp_path / report_path(TABLES)).read_text(encoding="utf-8"))
    (told,) = [one for one in report.css("details li") if "Newly received" in one.text()]
    address = told.css("a")[1].attributes["href"]
    assert address and report.css_first(f'[id="{address.removeprefix("#")}"]').text() == "50元"


def test_the_words_of_a_denial_are_marked_where_they_stand(tmp_path: Path) -> None:
    heading = "一、总体情况"
    text = f"{heading}\n我县重视公开。本年度未收到政府信息公开申请。\n"
    made = msgspec.structs.replace(
        made_report(table_3(req_new="4"), text=text),
        sections=(Section(name="overview", heading=heading, start=0, end=len(text)),),
    )
    file = built(tmp_path / "work", made)
    judge(file)
    write_site(file, tmp_path / "site")
    page = LexborHTMLParser((tmp_path / "site" / report_path(made.report_id)).read_text(encoding="utf-8"))
    (link,) = [one for one in page.css(".finding a") if (one.attributes["href"] or "").startswith("#e-w")]
    marked = page.css_first(f'[id="{(link.attributes["href"] or "").removeprefix("#")}"]')
    assert link.text() == marked.text() == "本年度未收到政府信息公开申请"


def test_copied_sentences_are_shown_with_the_report_that_has_them(small_warehouse: Path, tmp_path: Path) -> None:
    write_site(small_warehouse, tmp_path)
    report = LexborHTMLParser((tmp_path / report_path(TABLES)).read_text(encoding="utf-8"))
    section = report.css_first("section[aria-labelledby=copied]")
    assert section.css_first("q").text() == TEXT[:12].strip()
    assert "25 %" in section.text()
    assert section.css_first("a").attributes["href"] == f"../../{report_path(NEWS)}"


@pytest.mark.slow
def test_a_rule_that_fails_often_has_several_pages_below_two_megabytes(small_warehouse: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "gongkai.duckdb"
    shutil.copy(small_warehouse, warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            """
            INSERT INTO findings BY NAME
            SELECT f.* REPLACE ('f:n' || n AS finding_id, repeat('各项之和与总计不相等。', 12) AS message_zh,
                repeat('The parts do not add up to the total. ', 12) AS message_en)
            FROM findings AS f, range(2500) AS more(n)
            WHERE finding_id = 'f:1'
            """
        )
    write_site(warehouse, tmp_path / "site")
    pages = sorted((tmp_path / "site" / "rules").glob("H-C2*.html"))
    listed = [
        node.attributes["href"] for file in pages for node in LexborHTMLParser(file.read_bytes()).css(".findings a")
    ]
    assert len(pages) > 2
    assert len(listed) == len(set(listed)) == 2502
    assert max(file.stat().st_size for file in (tmp_path / "site").rglob("*.html")) < _LARGEST


@pytest.mark.slow
def test_many_issuers_are_cut_into_pages_that_say_from_whom_to_whom(small_warehouse: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "gongkai.duckdb"
    shutil.copy(small_warehouse, warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            """
            INSERT INTO reports BY NAME
            SELECT r.* REPLACE (format('{:016x}', n + 4096) AS report_id, 'y-' || n // 6 AS issuer_id,
                format('乙{:04d}县人民政府', n // 6) AS issuer, CAST(2018 + n % 6 AS SMALLINT) AS report_year)
            FROM reports AS r, range(1, 6 * 420) AS more(n)
            WHERE source_kind = 'news_about_report'
            """
        )
        connection.execute(
            """
            INSERT INTO issuers BY NAME
            SELECT DISTINCT issuer_id, issuer, 'county' AS level, true AS known FROM reports WHERE issuer_id LIKE 'y-%'
            """
        )
    write_site(warehouse, tmp_path / "site")
    first = LexborHTMLParser((tmp_path / "site" / "index.html").read_bytes())
    labels = [node.text() for node in first.css_first("nav.pager").css("a")]
    assert len(labels) == 3
    assert all(" – " in label for label in labels), labels
    assert len({file.name for file in (tmp_path / "site" / "issuers").iterdir()}) >= 420
    names = (tmp_path / "site" / "assets" / "issuers.js").read_text(encoding="utf-8")
    assert len(json.loads(names.partition(" = ")[2].rstrip(";\n"))) >= 420
    assert max(file.stat().st_size for file in (tmp_path / "site").rglob("*.html")) < _LARGEST


def test_an_unchanged_site_is_not_even_drawn(
    small_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(small_warehouse, tmp_path)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a page was drawn")

    for name in ("index_pages", "report_pages", "issuer_pages", "quality_page_of_site"):
        monkeypatch.setattr(f"pages.site.{name}", never)
    assert write_site(small_warehouse, tmp_path).written == 0
    (tmp_path / "rules.html").unlink()
    with pytest.raises(AssertionError, match="was drawn"):
        write_site(small_warehouse, tmp_path)


def test_what_has_no_room_is_asked_again_with_more_memory_and_not_for_ever(small_warehouse: Path) -> None:
    limits: list[str] = []

    def ask(enough: int, connection: duckdb.DuckDBPyConnection) -> str:
        limits.extend(connection.execute("SELECT current_setting('memory_limit')").fetchall()[0])
        if len(limits) < enough:
            raise duckdb.OutOfMemoryException("Out of Memory Error")
        return "drawn"

    assert _with_room(small_warehouse, [], 128, None, partial(ask, 3)) == "drawn"
    assert limits == ["122.0 MiB", "244.1 MiB", "488.2 MiB"]
    with pytest.raises(duckdb.OutOfMemoryException):
        _with_room(small_warehouse, [], 128, None, partial(ask, 30))
    assert len(limits) == 3 + len(_TIMES)


@pytest.mark.parametrize("error", [duckdb.OutOfMemoryException("Out of Memory Error"), KeyboardInterrupt()])
def test_pages_that_lead_to_the_others_are_drawn_again_where_they_were_not_all_drawn(
    error: BaseException, small_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def once(*arguments: Any, **named: Any) -> str:
        monkeypatch.setattr("pages.site.quality_page_of_site", quality_page_of_site)
        raise error

    def broken_off(**of_another_key: Any) -> None:
        monkeypatch.setattr("pages.site.quality_page_of_site", once)
        # What has no room is asked again at once; who was interrupted runs the command again.
        with suppress(KeyboardInterrupt):
            write_site(small_warehouse, tmp_path, **of_another_key)

    def whole() -> set[str]:
        write_site(small_warehouse, tmp_path)
        return {file.name for file in tmp_path.glob("*.html")}

    broken_off()
    names = whole()
    assert {"index.html", "rules.html", "quality.html"} <= names
    # A build of something else is broken off, and what it was of is taken back.
    with duckdb.connect(str(small_warehouse), read_only=True) as connection:
        ((finding,),) = connection.execute("SELECT min(finding_id) FROM findings WHERE outcome = 'fail'").fetchall()
    broken_off(verdicts={finding: Verdict("dismissed", "另有说明", "甲", "2026-01-02")})
    assert whole() == names
