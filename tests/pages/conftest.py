"""A small warehouse made by hand, with everything in it that a page must not trip over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations import check_file
from expectations.queries import query
from gongkai.forms import form
from gongkai.reading import extract
from tests.generated import DAMAGES, PLANTS, Generated, generate
from warehouse.build import RunInfo, build, create, define, draw, run_file
from warehouse.staging import Source, write_batch

SAMPLES = Path(__file__).parents[2] / "samples"

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(2)>\u202e{{ 7*7 }}</style>'
"""Markup, script, a template's notation and a character that turns the direction of writing."""

TABLES = "0123456789abcdef"
NEWS = "fedcba9876543210"
LATER = "00000000000000aa"

TEXT = "一、总体情况\n全年收到申请12件。\n项目\t数\n予以公开\t7\n总计\t9\n收取50元，通知30\n元。"
COLLECTED, NOTICED = (f"{TABLES}:m{TEXT.index(words)}" for words in ("50元", "30\n元"))
"""Numbers in the prose that a finding rests on."""
_FIRST_RUN = datetime(2026, 1, 2, 3, 4, 5)


def insert(connection: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    """One row; columns that are not named are NULL."""
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))  # noqa: S608


def report(connection: duckdb.DuckDBPyConnection, report_id: str, **values: Any) -> None:
    common: dict[str, Any] = {
        "issuer_id": "x-1",
        "issuer": "甲县人民政府",
        "report_year": 2023,
        "vintage": "D",
        "scope": "unknown",
        "source_kind": "report",
        "title": "甲县2023年年报",
        "file": "a.html",
        "sha256": report_id * 4,
        "media_type": "text/html",
        "bytes": 1000,
        "retrieved_at": _FIRST_RUN,
        "extractor": "1",
    }
    insert(connection, "reports", report_id=report_id, **(common | values))


def span(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"span_start": start, "span_end": start + len(words)}


def mention(connection: duckdb.DuckDBPyConnection, report_id: str, words: str, **values: Any) -> str:
    place = span(words)
    mention_id = f"{report_id}:m{place['span_start']}"
    common = {"kind": "statistic", "is_statistic": True, "surface": words}
    insert(connection, "mentions", mention_id=mention_id, report_id=report_id, **(common | place | values))
    return mention_id


def cell(connection: duckdb.DuckDBPyConnection, report_id: str, line: str, column: str, **values: Any) -> str:
    table = form("D").table("3")
    code = table.cell_code(line, column)
    label = next(one.label for one in table.lines if one.code == line)
    common = {"raw_text": "0", "value": 0, "cell_state": "zero", "table_no": 1, "row_no": 2, "column_no": 3}
    insert(
        connection,
        "cells",
        cell_id=f"{report_id}:{code}",
        report_id=report_id,
        code=code,
        statutory_table="3",
        line=line,
        line_label=label,
        column=column,
        **(common | values),
    )
    return f"{report_id}:{code}"


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """A report with hostile words, findings in table and prose; news; a later year; a refused file."""
    create(connection)
    connection.execute(query("tables"))
    insert(connection, "issuers", issuer_id="x-1", issuer="甲县人民政府", level="county", known=True)
    insert(connection, "runs", run_id="r", started_at=_FIRST_RUN, published_at=_FIRST_RUN, extractor="1", reports=3)
    _reports(connection)
    evidence = _figures(connection)
    _rules(connection)
    _findings(connection, *evidence)
    _problems(connection)
    passage = {"report_id": TABLES, "other_id": NEWS, "kind": "last_year", "chars": 12}
    spans = {"span_start": 0, "span_end": 12, "other_start": 0, "other_end": 12}
    insert(connection, "copied_passages", **passage, **spans)
    agreed = {"place": "收到申请", "message_zh": f"按本年新收。{HOSTILE}", "message_en": f"Newly received.{HOSTILE}"}
    insert(connection, "agreements", report_id=TABLES, check_id="fee_amount", text_evidence=[COLLECTED], **agreed)
    share = {"report_id": TABLES, "other_id": NEWS, "kind": "last_year"}
    insert(connection, "copied_shares", sentences=1, chars=12, own_chars=48, **share)
    said = {"issuer": "甲县人民政府", "expected": 9, "corrected": 7, "who": "甲", "why": HOSTILE, "source": HOSTILE}
    insert(connection, "series_definitions", series_id="requests_received", name_zh="收到申请", topic="requests")
    reasons = {"reason_zh": "改版。", "reason_en": "A new form."}
    insert(connection, "breaks", series_id="requests_received", report_year=2019, relation="break", **reasons)
    insert(connection, "corrections", entry=1, report_year=2023, code="res_total__total", **said)
    insert(connection, "corrections", entry=2, report_year=1999, code="res_total__total", **said)
    run_file(connection, "contents")
    draw(connection, "points")
    define(connection)
    connection.execute(query("corrections"))


def _reports(connection: duckdb.DuckDBPyConnection) -> None:
    report(
        connection,
        TABLES,
        title=HOSTILE,
        file=f'"{HOSTILE}',
        scope_words=HOSTILE,
        scope="organ",
        vintage_note=HOSTILE,
        vintage_note_zh=HOSTILE,
    )
    report(connection, NEWS, report_year=2021, vintage=None, source_kind="news_about_report")
    report(connection, LATER, report_year=2024, issuer_id=None, issuer=None)
    for report_id in (TABLES, NEWS):
        insert(connection, "texts", report_id=report_id, text=TEXT + HOSTILE)
    insert(connection, "sections", report_id=TABLES, section="overview", heading="一、总体情况", **span("一、总体情况"))


def _figures(connection: duckdb.DuckDBPyConnection) -> tuple[str, str, str, str, str]:
    """Cells and numbers of the prose; the ids of those that findings rest on."""
    total = cell(connection, TABLES, "res_total", "total", raw_text="9", value=9, cell_state="number", **span("9"))
    granted = cell(connection, TABLES, "res_granted", "total", raw_text="7", value=7, cell_state="number", **span("7"))
    hostile = cell(connection, TABLES, "res_partial", "total", raw_text=HOSTILE, value=None, cell_state="text")
    cell(connection, TABLES, "req_new", "total", raw_text="12|0|", value=None, cell_state="unreadable")
    cell(connection, TABLES, "req_carry_in", "total", raw_text="", value=None, cell_state="blank")
    cell(connection, LATER, "res_total", "total", raw_text="1", value=1, cell_state="number")
    mention(connection, TABLES, "12件", value=12, lower=12, upper=12, unit="件", qualifier="exact")
    collected = mention(connection, TABLES, "50元", value=50, lower=50, upper=60, unit=HOSTILE, qualifier="about")
    noticed = mention(connection, TABLES, "30\n元", value=30, lower=30, upper=30, period=HOSTILE, measure_zh=HOSTILE)
    mention(connection, TABLES, "一、", kind="ordinal", is_statistic=False)
    return total, granted, hostile, collected, noticed


def _rules(connection: duckdb.DuckDBPyConnection) -> None:
    for check_id, evaluated in (("H-C2", 2), ("fee_amount", 1), ("B-1", 0)):
        insert(
            connection,
            "checks",
            check_id=check_id,
            kind="report",
            severity="warning" if check_id == "fee_amount" else "critical",
            title_zh=f"规则{check_id}",
            title_en=f"Rule {check_id}",
            explanation_zh="说明",
            explanation_en="Explanation",
            exceptions="none",
        )
        insert(
            connection,
            "check_runs",
            check_id=check_id,
            evaluated=evaluated,
            passed=0,
            failed=evaluated,
            not_assessable=0,
        )


def _findings(
    connection: duckdb.DuckDBPyConnection, total: str, granted: str, hostile: str, collected: str, noticed: str
) -> None:
    common = {"report_id": TABLES, "outcome": "fail", "message_zh": "不相等", "message_en": "They differ"}
    insert(
        connection,
        "findings",
        finding_id="f:1",
        check_id="H-C2",
        severity="critical",
        place=HOSTILE,
        left_value=9,
        right_value=7,
        difference=2,
        left_words=HOSTILE,
        right_words="予以公开7",
        left_evidence=[total],
        right_evidence=[granted, hostile],
        **common,
    )
    insert(
        connection,
        "findings",
        finding_id="f:2",
        check_id="fee_amount",
        severity="warning",
        left_value=50,
        right_value=30,
        difference=20,
        left_evidence=[collected],
        right_evidence=[noticed],
        **common,
    )
    insert(
        connection,
        "findings",
        finding_id="f:3",
        check_id="H-C2",
        severity="critical",
        left_value=1,
        right_value=9,
        difference=-8,
        left_evidence=[f"{LATER}:res_total__total"],
        right_evidence=[total],
        **(common | {"report_id": LATER, "message_zh": None, "message_en": None}),
    )


def _problems(connection: duckdb.DuckDBPyConnection) -> None:
    insert(
        connection,
        "problems",
        file="notes.pdf",
        sha256="ab" * 32,
        code="not_a_report",
        message="found " + HOSTILE,
        message_zh="读到" + HOSTILE,
    )
    insert(
        connection,
        "problems",
        report_id=TABLES,
        file="a.html",
        sha256=TABLES * 4,
        code="a_code_of_tomorrow",
        message=HOSTILE,
        message_zh=HOSTILE,
        found=HOSTILE,
        candidates=[HOSTILE],
        table_no=1,
        row_no=0,
    )


@pytest.fixture(scope="session")
def small_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse as a file, as it is published."""
    path = tmp_path_factory.mktemp("warehouse") / "gongkai.duckdb"
    with duckdb.connect(str(path)) as connection:
        fill(connection)
    return path


_WRITTEN_IN = "&lt;img src=x onerror=alert(3)&gt;&lt;/script&gt;&lt;script&gt;alert(4)&lt;/script&gt;&#x202e;{{ 7*7 }}"
"""Markup as the words of a report, which a page that repeats them must not take for its own."""


def hostile_report() -> bytes:
    """A report for another year whose title, sentences, labels and links would do harm if they were taken as markup."""
    page = (SAMPLES / "example-county-2023.html").read_text(encoding="utf-8").replace("2023年", "2022年")
    page = page.replace("<h2>一、总体情况</h2>", f"<h2>一、总体情况{_WRITTEN_IN}</h2>")
    page = page.replace("<title>", f"<title>{_WRITTEN_IN}")
    page = page.replace("<td>规章</td>", f"<td>规章{_WRITTEN_IN}</td>", 1)
    wicked = f'<p>全年收到{_WRITTEN_IN}来信12件，<a href="javascript:alert(5)">javascript:alert(5)</a>办结约9件。</p>'
    return page.replace("</body>", f"{wicked}</body>").encode()


@pytest.fixture(scope="session")
def read_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the samples and of a hostile report, read, built and checked as in a run."""
    sources = {file.name: file.read_bytes() for file in sorted(SAMPLES.iterdir()) if file.suffix in (".html", ".txt")}
    sources["<img src=x onerror=alert(6)>.html"] = hostile_report()
    return _read(sources, tmp_path_factory.mktemp("read"))


@pytest.fixture(scope="session")
def generated_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of generated reports: three years of each of four issuers, with damage and planted errors."""
    sources: dict[str, bytes] = {}
    for seed in (11, 23, 37, 53):
        before: Generated | None = None
        for year, kind in enumerate(("C", "D", "D")):
            number = seed * 10 + year
            damages = (DAMAGES[number % len(DAMAGES)],) if year == 1 else ()
            plants = (PLANTS[number % len(PLANTS)],) if year == 2 else ()
            before = generate(number, kind, damages=damages, plants=plants, after=before)
            sources[f"{number}.html"] = before.html
    return _read(sources, tmp_path_factory.mktemp("generated"))


def _read(sources: Mapping[str, bytes], folder: Path) -> Path:
    reports = [extract(data, name) for name, data in sources.items()]
    kept = {one.sha256: Source(one.file, one.sha256, len(sources[one.file]), _FIRST_RUN) for one in reports}
    write_batch(reports, kept, folder / "staging", extractor="1")
    target = folder / "gongkai.duckdb"
    build(
        [folder / "staging"], target, RunInfo(run_id="r", started_at=_FIRST_RUN, published_at=_FIRST_RUN, extractor="1")
    )
    check_file(target)
    return target
