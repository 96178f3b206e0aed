"""The views and macros that people query."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

import warehouse
from gongkai.forms import form
from gongkai.model import Cell, CellState, Report, SourceKind
from tests.warehouse.made import built, cell, mention, report, table_3


def _b(**numbers: str) -> Sequence[Cell]:
    (table,) = form("B").tables
    return [
        cell(line.code, numbers.get(line.code, "0"), table="B", line=line.code, column=None)
        for line in table.lines
        if not line.header and not line.optional
    ]


def _calls(year: int, words: str, lower: int, upper: int) -> Report:
    text = f"接口累计调用{words}。"
    figure = mention(
        text, words, str(lower), "open_data_api_calls",
        upper=Decimal(upper), period=f"cumulative_since:unknown..{year}-12-31", flow_or_stock="stock",
    )  # fmt: skip
    return report(
        mentions=[figure], text=text, report_year=year, vintage=None, source_kind=SourceKind.REPORT_TABLES_MISSING
    )


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    requests = {"req_received": "8", "rep_already_public": "2", "rep_granted": "3", "rep_denied": "3"}
    reports = [
        report(_b(**requests, rep_denied_not_gov_info="1"), report_year=2017, vintage="B"),
        report(_b(req_received="10"), report_year=2018, vintage="B"),
        report(table_3("C", req_new="20"), report_year=2019, vintage="C"),
        report(table_3("C", req_new="30"), report_year=2021, vintage="C"),
        report(table_3("D", req_new="33"), report_year=2022, vintage="D"),
        _calls(2024, "200多万次", 2_000_000, 3_000_000),
        _calls(2025, "1亿多次", 100_000_000, 200_000_000),
        report(table_3("D", req_new="7"), report_year=2022, issuer="另一县人民政府", issuer_id="x-other"),
    ]
    return warehouse.open(built(tmp_path_factory.mktemp("views"), *reports))


def _rows(reader: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return reader.execute(sql).fetchall()


def test_a_series_runs_over_the_forms(reader: duckdb.DuckDBPyConnection) -> None:
    assert _rows(
        reader, "SELECT report_year, value, vintage FROM series_of('requests_received', '测试县人民政府')"
    ) == [
        (2017, Decimal(8), "B"),
        (2018, Decimal(10), "B"),
        (2019, Decimal(20), "C"),
        (2021, Decimal(30), "C"),
        (2022, Decimal(33), "D"),
    ]


def test_both_readings_of_granted_are_there(reader: duckdb.DuckDBPyConnection) -> None:
    values = """
        SELECT series_id, value, grade FROM series
        WHERE series_id IN ('granted', 'granted_or_public', 'denied_legal') AND report_year = 2017 ORDER BY 1
    """
    assert _rows(reader, values) == [
        ("denied_legal", Decimal(2), "P"),
        ("granted", Decimal(3), "P"),
        ("granted_or_public", Decimal(5), "P"),
    ]


def test_growth_is_given_within_a_form_and_never_over_a_break(reader: duckdb.DuckDBPyConnection) -> None:
    growth = """
        SELECT report_year, growth, no_growth_because FROM series_growth
        WHERE series_id = 'requests_received' AND applicant = 'total' ORDER BY 1
    """
    rows = {year: (value, reason) for year, value, reason in _rows(reader, growth)}
    assert rows.keys() == {2018, 2019, 2022}
    assert rows[2018] == (0.25, None)
    assert rows[2019][0] is None and "15 May 2019" in rows[2019][1]
    assert rows[2022] == (pytest.approx(0.1), None), "requests received mean the same on forms C and D"


def test_a_break_of_form_falls_where_the_issuer_changed_to_it(reader: duckdb.DuckDBPyConnection) -> None:
    breaks = "SELECT report_year, kinds FROM series_breaks WHERE series_id = 'licence_decisions'"
    assert _rows(reader, breaks) == []
    breaks = (
        "SELECT series_id, report_year, kinds FROM series_breaks WHERE series_id IN ('requests_received') ORDER BY 2"
    )
    assert _rows(reader, breaks) == [("requests_received", 2019, ["law"])]


def test_growth_of_approximate_figures_is_an_interval(reader: duckdb.DuckDBPyConnection) -> None:
    growth = "SELECT growth, growth_lower, growth_upper FROM series_growth WHERE series_id = 'open_data_api_calls'"
    ((value, lower, upper),) = _rows(reader, growth)
    assert value is None
    assert (lower, upper) == (pytest.approx(100 / 3 - 1), pytest.approx(99))


def test_issuers_are_compared_within_a_year(reader: duckdb.DuckDBPyConnection) -> None:
    assert _rows(reader, "SELECT issuer, value FROM compare('requests_received', 2022)") == [
        ("测试县人民政府", Decimal(33)),
        ("另一县人民政府", Decimal(7)),
    ]


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("press_conferences_held", "press_conferences_covid", "near"),
        ("press_conferences_key_work", "press_conferences_held", "near"),
        ("online_interviews_held", "online_dialogue_events_held", "near"),
        ("consultation_opinions_received", "survey_opinions_collected", "near"),
        ("open_data_catalogs", "open_data_catalogs_added", "near"),
        ("instant_approval_items", "instant_report_approval_items_added", "near"),
        ("policy_interpretation_articles_published", "policy_documents_interpretation_rate", "near"),
        ("disclosure_satisfaction_rate", "hotline_12345_satisfaction_rate", "false_friend"),
        ("open_data_districts", "districts_with_disclosure_rules", "false_friend"),
        ("public_concern_responses", "web_messages_handled", "false_friend"),
        ("social_invest_approval_items", "penalty_relief_list_items", "false_friend"),
        ("foi_fee_notified_amount", "foi_fee_collected_amount", "false_friend"),
        ("C.normdoc_public_total", "D.normdoc_in_force", "broken"),
        ("fee_service_b", "foi_fee_collected_amount", "broken"),
    ],
)
def test_what_must_not_be_compared_says_why(
    one: str, other: str, relation: str, reader: duckdb.DuckDBPyConnection
) -> None:
    ((found, zh, en),) = _rows(reader, f"SELECT relation, reason_zh, reason_en FROM why_not('{one}', '{other}')")  # noqa: S608
    assert found == relation and zh.endswith("。") and en.endswith(".")
    joined = """
        SELECT count(*) FROM series_terms AS a JOIN series_terms AS b USING (series_id)
        WHERE a.indicator_id = ? AND b.indicator_id = ? AND a.sign > 0 AND b.sign > 0
    """
    assert reader.execute(joined, [one, other]).fetchall() == [(0,)]


def test_coverage_tells_what_is_missing_between_the_years_there_are(reader: duckdb.DuckDBPyConnection) -> None:
    states = dict(_rows(reader, "SELECT report_year, state FROM coverage WHERE issuer_id = 'x-test' ORDER BY 1"))
    assert states == {
        2017: "published", 2018: "published", 2019: "published", 2020: "missing", 2021: "published", 2022: "published",
        2023: "missing", 2024: "text_only", 2025: "text_only",
    }  # fmt: skip


def test_where_a_value_comes_from_can_be_asked_in_sql(reader: duckdb.DuckDBPyConnection) -> None:
    ask = """
        SELECT words, before, file FROM where_from(
            (SELECT evidence_id FROM series WHERE series_id = 'open_data_api_calls' AND report_year = 2024)
        )
    """
    ((words, before, file),) = _rows(reader, ask)
    assert (words, before) == ("200多万次", "接口累计调用") and file.endswith(".html")


def test_a_series_of_the_text_carries_the_printed_classifier_and_grows_over_another_one(tmp_path: Path) -> None:
    def conferences(year: int, words: str) -> Report:
        text = f"举办新闻发布会{words}。"
        figure = mention(text, words, words[:-1], "press_conferences_held", period=f"year:{year}")
        return report(
            mentions=[figure], text=text, report_year=year, vintage=None, source_kind=SourceKind.REPORT_TABLES_MISSING
        )

    with warehouse.open(built(tmp_path, conferences(2022, "8次"), conferences(2023, "10场"))) as own:
        assert _rows(own, "SELECT report_year, unit FROM series ORDER BY 1") == [(2022, "次"), (2023, "场")]
        assert _rows(own, "SELECT DISTINCT unit FROM observations") == [("count",)]
        assert _rows(own, "SELECT growth, no_growth_because FROM series_growth") == [(0.25, None)]


def test_what_was_recognised_on_a_scan_is_marked_up_to_the_series_and_its_growth(tmp_path: Path) -> None:
    def year(number: int, received: str, **changes: Any) -> Report:
        cells = tuple(
            msgspec.structs.replace(one, **changes) if one.value is not None else one
            for one in table_3(req_new=received, res_granted=received)
        )
        return report(cells=cells, report_year=number)

    scanned = year(2023, "20", cell_state=CellState.OCR, certainty=0.97)
    with warehouse.open(built(tmp_path, year(2022, "10"), scanned)) as own:
        assert _rows(
            own,
            "SELECT report_year, value, status FROM series "
            "WHERE series_id = 'requests_received' AND applicant = 'total' ORDER BY 1",
        ) == [(2022, 10, "ok"), (2023, 20, "ocr")]
        assert _rows(
            own,
            "SELECT growth, status FROM series_growth WHERE series_id = 'requests_received' AND applicant = 'total'",
        ) == [(1.0, "ocr")]
        assert _rows(
            own, "SELECT DISTINCT status FROM ratios WHERE report_year = 2023 AND ratio_id = 'disclosure_rate'"
        ) == [("ocr",)]
        assert _rows(own, "SELECT DISTINCT certainty FROM cells WHERE cell_state = 'ocr'") == [(0.97,)]


def test_growth_is_given_between_any_two_years_and_over_a_break_only_by_name(reader: duckdb.DuckDBPyConnection) -> None:
    ask = """
        SELECT value_before, value, growth, growth_over_breaks, no_growth_because, no_growth_because_zh
        FROM growth_between('requests_received', {}, {}) WHERE issuer = '测试县人民政府'
    """
    assert _rows(reader, ask.format(2019, 2022)) == [
        (Decimal(20), Decimal(33), pytest.approx(0.65), pytest.approx(0.65), None, None)
    ]
    ((before, value, growth, asked_for, why, why_zh),) = _rows(reader, ask.format(2017, 2022))
    assert (before, value, growth, asked_for) == (Decimal(8), Decimal(33), None, pytest.approx(3.125))
    assert "15 May 2019" in why and "2019年5月15日" in why_zh
    assert _rows(reader, ask.format(2016, 2022)) == [], "there is no 2016"
    calls = "SELECT growth, round(growth_lower, 1), growth_upper FROM growth_between('open_data_api_calls', 2024, 2025)"
    assert _rows(reader, calls) == [(None, 32.3, 99.0)]


def test_a_point_is_disputed_by_its_own_figure_and_by_no_other_of_its_report(tmp_path: Path) -> None:
    text = "全年共收到政府信息公开申请5件。"
    told = mention(text, "5件", "5", "foi_requests_received")
    file = built(tmp_path, report(table_3(req_new="5", res_granted="5", res_total="5"), [told], text))
    with duckdb.connect(str(file)) as connection:
        connection.execute("UPDATE observations SET status = 'disputed' WHERE evidence_id LIKE '%:req_new__total'")
        found = connection.execute(
            "SELECT current, status FROM series_versions "
            "WHERE series_id = 'requests_received' AND applicant = 'total' ORDER BY current DESC"
        ).fetchall()
    assert found == [(True, "disputed"), (False, "ok")]
