"""Coverage: which reports there are and ought to be, in time or not, and how well they were read."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import warehouse
from flows.collecting.expected import Expected, due_on, write_expected
from gongkai.issuers import issuer_of
from gongkai.model import Report, SourceKind, UnreadableSource
from tests.warehouse.made import RUN, cell, mention, report, sources, table_3
from warehouse.build import build
from warehouse.staging import Source, write_batch

TRIED = datetime(2026, 1, 1)
SUQIAN = issuer_of("宿迁市人民政府")


def _expected(year: int, state: str = "collected", **changes: Any) -> Expected:
    fields: dict[str, Any] = {
        "issuer_id": "x-test",
        "issuer": "测试县人民政府",
        "report_year": year,
        "due_on": date(year + 1, 3, 31),
        "state": state,
        "reason": "",
        "address": f"https://example.gov.cn/{year}.html",
        "tried_at": TRIED,
        "sha256": None,
    }
    return Expected(**fields | changes)


def _coverage(
    folder: Path, *reports: Report, expected: list[Expected] | None = None, refused: tuple[str, ...] = ()
) -> dict[tuple[str, int], dict[str, Any]]:
    files = sources(reports) | {one: Source("scan.pdf", one, 9, TRIED) for one in refused}
    no = {one: UnreadableSource("no_text", "the pages are pictures") for one in refused}
    write_batch(reports, files, folder / "staging" / "batch", refused=no, extractor="test")
    if expected is not None:
        write_expected(expected, folder / "expected.parquet")
    target = folder / "build.duckdb"
    build(folder / "staging", target, RUN, expected=folder / "expected.parquet" if expected is not None else None)
    with warehouse.open_warehouse(target) as reader:
        rows = reader.sql("FROM coverage ORDER BY issuer, report_year").to_dicts()
    keys = [(row["issuer"], row["report_year"]) for row in rows]
    assert len(keys) == len(set(keys)), "one row an issuer and year"
    return dict(zip(keys, rows, strict=True))


def _states(rows: dict[tuple[str, int], dict[str, Any]]) -> dict[int, str]:
    return {year: row["state"] for (_, year), row in rows.items()}


def test_a_report_is_published_late_or_read_in_part(tmp_path: Path) -> None:
    rows = _coverage(
        tmp_path,
        report(table_3(), report_year=2019, published_on="2020-03-31"),
        report(table_3(), report_year=2020, published_on="2021-04-01"),
        report(table_3(req_new__np="?"), report_year=2021, published_on="2022-05-01"),
        report(table_3(), report_year=2023),
    )
    assert _states(rows) == {2019: "published", 2020: "late", 2021: "partly_read", 2022: "missing", 2023: "published"}
    late = {year: row["late"] for (_, year), row in rows.items()}
    assert late == {2019: False, 2020: True, 2021: True, 2022: None, 2023: None}
    assert rows["测试县人民政府", 2020]["reason_en"] == "published on 2021-04-01, due on 2021-03-31"
    assert rows["测试县人民政府", 2021]["reason_en"] == "cells that could not be read: 1; rows absent: 0"


def test_a_correction_after_the_day_makes_no_report_late(tmp_path: Path) -> None:
    rows = _coverage(
        tmp_path,
        report(table_3(), published_on="2024-01-20"),
        report(table_3(req_new="1"), published_on="2024-09-01"),
    )
    assert rows["测试县人民政府", 2023]["state"] == "published"
    assert rows["测试县人民政府", 2023]["published_on"] == date(2024, 1, 20)


def test_what_was_looked_for_and_not_found_says_why(tmp_path: Path) -> None:
    assert SUQIAN is not None
    rows = _coverage(
        tmp_path,
        report(table_3(), report_year=2020),
        expected=[
            _expected(2018, "not_found"),
            _expected(2019, "failed", reason="it did not answer in 30 s"),
            _expected(2020),
            _expected(2021, sha256="f" * 64),
            _expected(2025, "not_found"),
            _expected(2022, "address_unknown", issuer_id=SUQIAN.issuer_id, issuer=SUQIAN.issuer, tried_at=None),
            _expected(2022, "missing", issuer_id=None, issuer="某单位"),
        ],
        refused=("f" * 64,),
    )
    told = {key: (row["state"], row["reason_en"]) for key, row in rows.items()}
    assert told == {
        ("测试县人民政府", 2018): ("missing", "no list links to it"),
        ("测试县人民政府", 2019): ("missing", "the host did not answer: it did not answer in 30 s"),
        ("测试县人民政府", 2020): ("published", None),
        ("测试县人民政府", 2021): ("unreadable", "the pages are pictures"),
        ("测试县人民政府", 2025): ("not_due", "due on 2026-03-31"),
        ("宿迁市人民政府", 2022): ("missing", "nobody said where it is"),
        ("某单位", 2022): ("missing", "the page is gone"),
    }
    chinese = {row["reason_zh"] for row in rows.values() if row["reason_zh"]}
    assert not [one for one in chinese if re.search("[a-z]{3}", one)], "no English is quoted"
    assert rows["宿迁市人民政府", 2022]["issuer_id"] == SUQIAN.issuer_id
    assert all(row["reason_zh"] for row in rows.values() if row["state"] != "published")


def test_a_file_that_turns_out_to_be_another_years_report_says_so(tmp_path: Path) -> None:
    other = report(table_3(), report_year=2021)
    rows = _coverage(tmp_path, other, expected=[_expected(2021), _expected(2022, sha256=other.sha256)])
    assert _states(rows) == {2021: "published", 2022: "missing"}
    assert rows["测试县人民政府", 2022]["reason_en"] == (
        "the file that was collected is the report of 测试县人民政府 for 2021"
    )


def test_a_report_of_which_nothing_could_be_read_is_unreadable_and_a_news_item_is_no_report(tmp_path: Path) -> None:
    text = "收到申请9件。"
    figure = mention(text, "9件", "9", "foi_requests_received")
    rows = _coverage(
        tmp_path,
        report(report_year=2020, source_kind=SourceKind.REPORT_TABLES_MISSING),
        report(mentions=[figure], text=text, report_year=2021, source_kind=SourceKind.REPORT_TABLES_MISSING),
        report(mentions=[figure], text=text, report_year=2022, source_kind=SourceKind.NEWS),
        report([cell("req_new__total", "?")], report_year=2023),
    )
    assert _states(rows) == {2020: "unreadable", 2021: "text_only", 2022: "news_only", 2023: "unreadable"}


@pytest.mark.parametrize("year", [2012, 2018, 2019, 2024])
@pytest.mark.parametrize("name", ["宿迁市人民政府", "上海市科学技术委员会"])
def test_the_day_due_is_the_one_that_collecting_expects(name: str, year: int, tmp_path: Path) -> None:
    issuer = issuer_of(name)
    assert issuer is not None
    write_batch([report()], sources([report()]), tmp_path / "staging" / "batch", extractor="test")
    build(tmp_path / "staging", tmp_path / "w.duckdb", RUN)
    with warehouse.open_warehouse(tmp_path / "w.duckdb") as reader:
        frame = reader.sql("SELECT report_due_on(?, ?) AS due", [issuer.level, year])
    assert frame["due"].cast(pl.Date).to_list() == [due_on(issuer, year)]
