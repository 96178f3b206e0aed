"""Ratios, openness and what was known when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse
from gongkai.forms.measures import MeasureError, measures, operands, parse
from gongkai.model import Report
from tests.warehouse.made import built, cell, judge, mention, report, table_3, table_4
from warehouse.reference import reference

OUTCOMES = {"req_new": "10", "req_carry_in": "2", "res_granted": "4", "res_partial": "1", "res_denied_law": "5"}
WHOLE = table_3(**OUTCOMES, res_total="10", req_carry_out="2")


def _rows(reader: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return reader.execute(sql).fetchall()


def _ratios(reader: duckdb.DuckDBPyConnection, columns: str = "value") -> dict[str, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in _rows(reader, f"SELECT ratio_id, {columns} FROM ratios")}  # noqa: S608


def _opened(folder: Path, *reports: Report, checked: bool = False, **more: Any) -> duckdb.DuckDBPyConnection:
    file = built(folder, *reports, **more)
    if checked:
        judge(file)
    return warehouse.open(file)


def test_ratios_are_worked_out_of_series(tmp_path: Path) -> None:
    remedies = table_4(review_total="4", review_upheld="1", review_corrected="1", review_pending="2")
    found = _ratios(_opened(tmp_path, report((*WHOLE, *remedies))), "value, numerator, denominator")
    assert found["disclosure_rate"] == (0.5, Decimal(5), Decimal(10))
    assert found["closure_rate"] == (pytest.approx(10 / 12), Decimal(10), Decimal(12))
    assert found["natural_person_share"] == (1.0, Decimal(10), Decimal(10))
    assert found["review_correction_rate"] == (0.5, Decimal(1), Decimal(2)), "of concluded cases, pending ones not"


def test_a_missing_operand_gives_no_ratio_and_the_reason(tmp_path: Path) -> None:
    cells = tuple(one for one in WHOLE if one.line != "res_partial")
    blank = (cell("res_partial__total", "", line="res_partial", column="total"),)
    ((value, zh, en),) = _rows(
        _opened(tmp_path, report((*cells, *blank))),
        "SELECT value, reason_zh, reason_en FROM ratios WHERE ratio_id = 'disclosure_rate'",
    )
    assert value is None
    assert en == "missing: Requests granted in full or in part"
    assert zh == "缺少：予以公开和部分公开合计"


def test_a_nought_below_the_line_is_a_reason(tmp_path: Path) -> None:
    found = _ratios(_opened(tmp_path, report(table_3())), "value, reason_en")
    assert found["disclosure_rate"] == (None, "the denominator is nought")


def test_a_part_larger_than_its_whole_is_disputed(tmp_path: Path) -> None:
    found = _ratios(_opened(tmp_path, report(table_3(res_granted="7", res_total="5"))), "value, status")
    assert found["full_disclosure_rate"] == (pytest.approx(1.4), "disputed")


def test_a_ratio_of_approximate_figures_is_an_interval(tmp_path: Path) -> None:
    text = "收费通知金额200多万元，实际收取50万元。"
    charged = mention(text, "200多万元", "2000000", "foi_fee_notified_amount", upper=Decimal(3_000_000))
    paid = mention(text, "50万元", "500000", "foi_fee_collected_amount")
    found = _ratios(_opened(tmp_path, report(mentions=[charged, paid], text=text)), "value, lower, upper")
    assert found["fee_recovery"] == (None, pytest.approx(1 / 6), 0.25)


def test_a_ratio_stays_within_the_forms_that_give_it_its_meaning(tmp_path: Path) -> None:
    found = _ratios(_opened(tmp_path, report(table_3("C", **OUTCOMES), vintage="C", report_year=2020)), "reason_en")
    assert found["fee_deterrence"] == ("the form of the report does not give this ratio its meaning",)


def test_a_ratio_can_look_back_a_year(tmp_path: Path) -> None:
    def documents(year: int, **numbers: str) -> Report:
        cells = [
            cell(code, raw, table="2", line="normdoc", column=code.removeprefix("normdoc_"))
            for code, raw in numbers.items()
        ]
        return report(cells, report_year=year)

    reader = _opened(
        tmp_path,
        documents(2022, normdoc_issued="5", normdoc_repealed="0", normdoc_in_force="40"),
        documents(2023, normdoc_issued="6", normdoc_repealed="4", normdoc_in_force="42"),
    )
    rows = _rows(reader, "SELECT report_year, value FROM ratios WHERE ratio_id = 'normdoc_turnover' ORDER BY 1")
    assert rows == [(2022, None), (2023, 0.25)]


def test_every_ratio_is_made_of_series_that_exist() -> None:
    known = set(reference()["series_definitions"]["series_id"])
    used = {one.series_id for ratio in measures().ratios for one in (*ratio.numerator_terms, *ratio.denominator_terms)}
    assert used <= known
    assert {one.source_id for one in measures().openness if one.origin == "series"} <= known


def test_a_sum_of_series_is_read_and_what_is_none_is_named() -> None:
    first, second, third = operands("a + b[np] + c@-1")
    assert (first.applicant, second.applicant, third.years_back) == ("total", "np", 1)
    with pytest.raises(MeasureError, match="no sum of series"):
        operands("a - b")
    with pytest.raises(MeasureError, match="zh"):
        parse("{ratios: [{id: x}], openness: []}")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """Twelve counties and two prefectures in one year."""

    def numbers(granted: int) -> Sequence[Any]:
        return table_3(req_new="20", res_granted=str(granted), res_denied_law=str(20 - granted), res_total="20")

    bodies = [("county", f"x-{number}", number + 1) for number in range(12)]
    bodies += [("prefecture", f"y-{number}", number + 1) for number in range(2)]
    reports = [
        report(
            numbers(granted),
            issuer=f"第{issuer}号政府",
            issuer_id=issuer,
            issuer_level=level,
            published_on="2024-03-31" if granted % 2 else "2024-04-01",
        )
        for level, issuer, granted in bodies
    ]
    return _opened(tmp_path_factory.mktemp("many"), *reports, checked=True)


def _component(reader: duckdb.DuckDBPyConnection, component: str, issuer: str, columns: str) -> tuple[Any, ...]:
    sql = f"SELECT {columns} FROM openness WHERE component = ? AND issuer_id = ?"  # noqa: S608
    (row,) = reader.execute(sql, [component, issuer]).fetchall()
    return row


def test_openness_shows_its_components(many: duckdb.DuckDBPyConnection) -> None:
    shown = _component(many, "disclosed", "x-3", "dimension, value, numerator, denominator, score")
    assert shown == ("disclosure", 0.2, 4.0, 20.0, 0.2)
    assert _component(many, "denied", "x-3", "value, score") == (0.8, pytest.approx(0.2)), "less is more open"
    assert _component(many, "published_in_time", "x-2", "value") == (1.0,)
    assert _component(many, "published_in_time", "x-3", "value") == (0.0,)
    assert _component(many, "sums_hold", "x-3", "value") == (1.0,)


def test_ranks_are_among_peers_of_one_level_and_only_where_they_are_enough(many: duckdb.DuckDBPyConnection) -> None:
    assert _component(many, "disclosed", "x-0", "peers, percentile") == (12, 0.0)
    assert _component(many, "disclosed", "x-11", "peers, percentile") == (12, 1.0)
    assert _component(many, "disclosed", "y-1", "peers, percentile") == (2, None)


def test_the_reader_weighs(many: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT openness_index, missing, parts FROM openness_index({}) WHERE issuer_id = 'x-3'"
    ((index, missing, parts),) = _rows(many, sql.format("MAP {'disclosed': 3, 'published_in_time': 1}"))
    assert (index, missing) == (pytest.approx(0.15), None)
    assert [(one["component"], one["weight"]) for one in parts] == [("disclosed", 3.0), ("published_in_time", 1.0)]
    ((index, missing, _),) = _rows(many, sql.format("MAP {'disclosed': 1, 'data_calls': 1}"))
    assert (index, missing) == (None, ["data_calls"]), "no index of what is not there"
    with pytest.raises(duckdb.Error, match="no component is named nonsense"):
        _rows(many, "FROM openness_index(MAP {'nonsense': 1})")


def test_2019_is_flagged_as_of_both_laws(tmp_path: Path) -> None:
    reports = [report(table_3("C", **OUTCOMES), vintage="C", report_year=year) for year in (2019, 2020)]
    rows = _rows(_opened(tmp_path, *reports), "SELECT DISTINCT report_year, mixed_law FROM openness ORDER BY 1")
    assert rows == [(2019, True), (2020, False)]


def test_what_was_known_on_a_day_is_what_had_been_said_by_then(tmp_path: Path) -> None:
    first = report(table_3(req_new="5"), published_on="2024-03-01")
    corrected = report(table_3(req_new="6"), published_on="2024-09-01")
    unprinted = report(table_3(req_new="7"), report_year=2022)
    retrieved = {unprinted.report_id: datetime(2025, 5, 5, tzinfo=UTC)}
    reader = _opened(tmp_path, first, corrected, unprinted, retrieved=retrieved)
    sql = """
        SELECT report_year, value FROM series_as_of(DATE '{}')
        WHERE series_id = 'requests_received' AND applicant = 'total' ORDER BY 1
    """
    assert _rows(reader, sql.format("2024-02-01")) == []
    assert _rows(reader, sql.format("2024-06-01")) == [(2023, Decimal(5))]
    assert _rows(reader, sql.format("2024-12-31")) == [(2023, Decimal(6))]
    assert _rows(reader, sql.format("2025-12-31")) == [(2022, Decimal(7)), (2023, Decimal(6))]


def test_a_superseded_version_keeps_what_it_said_in_table_and_text(tmp_path: Path) -> None:
    text = "全年收到申请5件，一共5件。"
    said = [
        mention(text, "5件", "5", "foi_requests_received"),
        mention(text[8:], "5件", "5", "foi_requests_received", start=text.rindex("5件"), end=len(text) - 1),
    ]
    old = report(mentions=said, text=text, published_on="2024-01-01")
    new = report(table_3(req_new="6"), published_on="2024-09-01")
    reader = _opened(tmp_path, old, new)
    rows = _rows(
        reader,
        "SELECT value, status, current FROM series_versions "
        "WHERE series_id = 'requests_received' AND applicant = 'total' ORDER BY value",
    )
    assert rows == [(Decimal(5), "superseded", False), (Decimal(6), "ok", True)]


def test_no_helper_of_the_checks_is_among_the_readers_macros(many: duckdb.DuckDBPyConnection) -> None:
    macros = _rows(
        many,
        "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal AND schema_name = 'main'",
    )
    assert {name for name, _ in macros} == {
        "series_of", "compare", "growth_between", "why_not", "where_from", "series_as_of", "openness_index",
        "minimum_peers", "report_due_on",
    }  # fmt: skip
    assert all(comment for _, comment in macros)
