"""Whose report it is: neither two bodies of one name nor two scopes of one body are versions of one report."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse
from gongkai.issuers import issuer_of, shared_name
from gongkai.model import Report, Scope
from tests.warehouse.made import built, judge, report, table_2, table_3


def _opened(folder: Path, *reports: Report) -> duckdb.DuckDBPyConnection:
    file = built(folder, *reports)
    judge(file)
    return warehouse.open(file)


def _of(name: str, cells: Sequence[Any], year: int = 2023, **head: Any) -> Report:
    body = issuer_of(name)
    assert body is not None
    return report(
        cells, issuer=body.issuer, issuer_id=body.issuer_id, issuer_level=body.level, report_year=year, **head
    )


def _closed(number: str) -> Sequence[Any]:
    """So many requests received, all of them granted."""
    return table_3("D", req_new=number, res_granted=number, res_total=number)


RECEIVED = "series_id = 'requests_received' AND applicant = 'total'"


@pytest.mark.parametrize(
    ("name", "shared"),
    [
        ("城关镇人民政府", True),
        ("鼓楼区人民政府", True),
        ("鼓楼区教育局", True),
        ("市教育局", True),
        ("市场监督管理局", True),
        ("高新技术产业开发区管委会", True),
        ("舒城县城关镇人民政府", False),
        ("南京市鼓楼区人民政府", False),
        ("深圳市教育局", False),
        ("测试市人民政府", False),
        ("测试市教育局", False),
        ("清华大学", False),
    ],
)
def test_a_name_that_several_bodies_bear_is_known_as_such(name: str, shared: bool) -> None:
    body = issuer_of(name)
    assert body is not None and shared_name(body) is shared


def test_two_bodies_of_one_name_are_no_versions_of_one_report(tmp_path: Path) -> None:
    reports = [
        _of("城关镇人民政府", table_3("D", req_new="7", res_granted="7"), published_on="2024-01-02"),
        _of("城关镇人民政府", table_3("D", req_new="9", res_granted="7"), published_on="2024-03-02"),
    ]
    with _opened(tmp_path, *reports) as reader:
        assert reader.execute("SELECT count(*) FROM reports WHERE superseded_by IS NULL").fetchall() == [(2,)]
        assert reader.execute(f"SELECT * FROM series WHERE {RECEIVED}").fetchall() == [], "7 or 9: nobody can say"  # noqa: S608
        granted = "SELECT value FROM series WHERE series_id = 'granted' AND applicant = 'total'"
        assert reader.execute(granted).fetchall() == [(Decimal(7),)], "in which both agree"
        kept = """
            SELECT value, status FROM observations
            WHERE indicator_id = 'D.req_new' AND applicant = 'total' ORDER BY 1
        """
        assert reader.execute(kept).fetchall() == [(Decimal(7), "disputed"), (Decimal(9), "disputed")]
        known = f"SELECT value FROM series_as_of(DATE '2030-01-01') WHERE {RECEIVED}"  # noqa: S608
        assert reader.execute(known).fetchall() == []
        assert reader.execute("SELECT count(*) FROM problems WHERE code = 'same_name'").fetchall() == [(2,)]
        assert reader.execute("SELECT count(*) FROM openness WHERE component = 'sums_hold'").fetchall() == [(0,)]


def test_years_under_a_shared_name_are_shown_and_not_compared(tmp_path: Path) -> None:
    reports = [
        _of("鼓楼区人民政府", table_3("D", req_new="8", req_carry_out="8"), year=2022),
        _of("鼓楼区人民政府", table_3("D", req_new="12", res_granted="12"), year=2023),
    ]
    with _opened(tmp_path, *reports) as reader:
        shown = "SELECT report_year, value, break_en FROM series_of('requests_received', '鼓楼区人民政府')"
        (first, second) = reader.execute(shown).fetchall()
        assert first == (2022, Decimal(8), None)
        assert second[:2] == (2023, Decimal(12)) and "several bear it" in second[2]
        grown = f"SELECT growth, growth_over_breaks, no_growth_because FROM series_changes WHERE {RECEIVED}"  # noqa: S608
        ((growth, asked_for, why),) = reader.execute(grown).fetchall()
        assert (growth, asked_for) == (None, 0.5) and "several bear it" in why
        failed = "SELECT check_id FROM findings WHERE outcome = 'fail' AND check_id = 'P-X1'"
        assert reader.execute(failed).fetchall() == [], "8 left over and none taken up: of another 鼓楼区, perhaps"


def test_no_ratio_takes_the_year_before_of_another_body(tmp_path: Path) -> None:
    numbers = {"normdoc_issued": "2", "normdoc_repealed": "1", "normdoc_in_force": "12"}
    ask = "SELECT value, reason_en FROM ratios WHERE ratio_id = 'normdoc_turnover' AND report_year = 2023"
    for name, expected in (
        ("深圳市人民政府", (0.25, None)),
        ("鼓楼区人民政府", (None, "missing: Normative documents in force")),
    ):
        years = [_of(name, table_2(**numbers), year=year) for year in (2022, 2023)]
        with _opened(tmp_path / name, *years) as reader:
            assert reader.execute(ask).fetchall() == [expected]


def test_two_scopes_of_one_year_are_two_reports(tmp_path: Path) -> None:
    reports = [
        report(_closed("7"), scope=Scope.OWN_LEVEL, published_on="2024-01-02"),
        report(_closed("70"), published_on="2024-03-02"),
        report(_closed("71"), published_on="2024-05-02"),
        report(_closed("80"), report_year=2024),
    ]
    with _opened(tmp_path, *reports) as reader:
        points = f"SELECT report_year, scope, value, status FROM series WHERE {RECEIVED} ORDER BY ALL"  # noqa: S608
        assert reader.execute(points).fetchall() == [
            (2023, "jurisdiction", Decimal(71), "ok"),
            (2023, "own_level", Decimal(7), "ok"),
            (2024, "jurisdiction", Decimal(80), "ok"),
        ]
        known = f"SELECT scope, value FROM series_as_of(DATE '2024-04-01') WHERE {RECEIVED} ORDER BY 1"  # noqa: S608
        assert reader.execute(known).fetchall() == [("jurisdiction", Decimal(70)), ("own_level", Decimal(7))]
        coverage = "SELECT report_year, state, reports FROM coverage ORDER BY 1"
        assert reader.execute(coverage).fetchall() == [(2023, "published", 2), (2024, "published", 1)]
        unique = "SELECT count(*) = count(DISTINCT (report_year, scope, component)) FROM openness"
        assert reader.execute(unique).fetchall() == [(True,)]


def test_a_version_that_does_not_say_its_scope_is_of_the_only_scope_there_is(tmp_path: Path) -> None:
    reports = [
        report(table_3("D", req_new="70"), published_on="2024-01-02"),
        report(table_3("D", req_new="71"), published_on="2024-03-02", scope=Scope.UNKNOWN),
    ]
    with _opened(tmp_path, *reports) as reader:
        points = f"SELECT scope, value FROM series WHERE {RECEIVED}"  # noqa: S608
        assert reader.execute(points).fetchall() == [("unknown", Decimal(71))]
