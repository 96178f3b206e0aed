"""No comparison that the figures cannot bear: breaks fall where they should, and what is left out says why."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import warehouse
from gongkai.model import Report, Scope, SourceKind
from tests.warehouse.made import built, cell, mention, report, table_3


def _asked(folder: Path, sql: str, *reports: Report) -> list[tuple[Any, ...]]:
    with warehouse.open(built(folder, *reports)) as reader:
        return reader.execute(sql).fetchall()


def _said(year: int, indicator: str, *figures: tuple[str, str], **head: Any) -> Report:
    """A report of the text alone: what it says (`30次`) of an indicator, each over its period."""
    text = "".join(f"共计{words}。" for words, _ in figures)
    kinds = {True: "flow", False: "stock"}
    mentions = [
        mention(
            text,
            words,
            words.rstrip("次条件%"),
            indicator,
            period=period,
            flow_or_stock=kinds[period.startswith("year:")],
        )
        for words, period in figures
    ]
    fields = {"vintage": None, "source_kind": SourceKind.REPORT_TABLES_MISSING} | head
    return report(mentions=mentions, text=text, report_year=year, **fields)


def _listed(year: int, vintage: str, received: str, **head: Any) -> Report:
    """A report with the one line 申请 of a list of vintage A or B."""
    code = "req_received__year" if vintage == "A" else "req_received"
    column = "year" if vintage == "A" else None
    one = cell(code, received, table=vintage, line="req_received", column=column)
    return report([one], report_year=year, vintage=vintage, family="fujian" if vintage == "A" else None, **head)


GROWTH = "SELECT report_year, growth, no_growth_because FROM series_growth WHERE series_id = '{}' ORDER BY 1, scope"


@pytest.mark.parametrize(
    ("indicator", "years", "told"),
    [
        ("foi_requests_granted", (2018, 2019), "15 May 2019"),
        ("foi_requests_denied", (2013, 2014), "statistics table"),
        ("foi_reviews", (2023, 2024), "Reconsideration Law"),
        ("proactive_items_published", (2018, 2019), "definition of its own"),
        ("press_conferences_held", (2018, 2019), "definition of its own"),
        ("foi_fee_collected_amount", (2020, 2021), "information-processing fee"),
        ("web_messages_handled", (2008, 2009), "eight months"),
        ("trainees", (2018, 2019), "definition of its own"),
    ],
)
def test_figures_of_the_text_break_where_their_definition_does(
    indicator: str, years: tuple[int, int], told: str, tmp_path: Path
) -> None:
    reports = [_said(year, indicator, (f"{year - 2000}件", f"year:{year}")) for year in years]
    ((year, growth, why),) = _asked(tmp_path, GROWTH.format(indicator), *reports)
    assert (year, growth) == (years[1], None) and told in why


def test_figures_of_the_text_are_near_and_not_the_same_unless_the_crosswalk_says_so(tmp_path: Path) -> None:
    reports = [
        _said(2022, "web_messages_handled", ("8条", "year:2022")),
        _said(2023, "open_data_api_calls", ("8次", "cumulative_since:unknown..2023-12-31")),
    ]
    assert dict(_asked(tmp_path, "SELECT series_id, grade FROM series", *reports)) == {
        "web_messages_handled": "N",
        "open_data_api_calls": "E",
    }


@pytest.mark.parametrize(
    ("indicator", "kept"), [("open_data_api_calls", Decimal(900)), ("press_conferences_held", Decimal(30))]
)
def test_what_a_year_brought_and_what_had_come_together_are_two_things(
    indicator: str, kept: Decimal, tmp_path: Path
) -> None:
    both = ("30次", "year:2023"), ("900次", "cumulative_since:unknown..2023-12-31")
    points = _asked(tmp_path / "both", "SELECT value FROM series", _said(2023, indicator, *both))
    assert points == [(kept,)], "the one that the series is of, and it does not vanish for the other"
    apart = [_said(2022, indicator, ("30次", "year:2022")), _said(2023, indicator, both[1])]
    assert _asked(tmp_path / "apart", GROWTH.format(indicator), *apart) == [], "a total is no growth of a year"


def test_where_the_text_gives_two_figures_of_one_thing_neither_is_a_point(tmp_path: Path) -> None:
    periods = ("as_of:2023-12-31", "cumulative_since:unknown..2023-12-31")
    for name, words, points in (("one", ("7次", "7次"), [(Decimal(7),)]), ("two", ("7次", "9次"), [])):
        figures = zip(words, periods, strict=True)
        assert _asked(tmp_path / name, "SELECT value FROM series", _said(2023, "open_data_apis", *figures)) == points


def test_a_year_without_tables_hides_no_break_of_form(tmp_path: Path) -> None:
    said = _said(2013, "foi_requests_received", ("12件", "year:2013"))
    rows = _asked(
        tmp_path, GROWTH.format("requests_received"), _listed(2012, "A", "10"), said, _listed(2014, "B", "20")
    )
    assert rows[0] == (2013, pytest.approx(0.2), None)
    assert rows[1][1] is None and "statistics table" in rows[1][2]


def test_a_year_without_tables_amid_one_form_makes_no_break(tmp_path: Path) -> None:
    said = _said(2015, "foi_requests_received", ("20件", "year:2015"))
    rows = _asked(
        tmp_path, GROWTH.format("requests_received"), _listed(2014, "A", "10"), said, _listed(2016, "A", "40")
    )
    assert [growth for _, growth, _ in rows] == [1, 1]


def test_a_return_to_the_earlier_form_is_a_break_too(tmp_path: Path) -> None:
    rows = _asked(tmp_path, GROWTH.format("requests_received"), _listed(2015, "B", "10"), _listed(2016, "A", "20"))
    assert rows[0][1] is None and "statistics table" in rows[0][2]


def test_a_news_item_beside_the_report_hides_no_break(tmp_path: Path) -> None:
    news = _said(2014, "foi_requests_received", ("5件", "year:2014"), source_kind=SourceKind.NEWS)
    years = [_listed(2013, "A", "10"), _listed(2014, "B", "20"), news]
    ((_, growth, why),) = _asked(tmp_path, GROWTH.format("requests_received"), *years)
    assert growth is None and "statistics table" in why


def test_every_flow_of_2008_is_of_eight_months(tmp_path: Path) -> None:
    def year(number: int) -> Report:
        codes = ("rep_denied_state_secret", "rep_not_exist", "rep_not_this_agency", "a_normdoc_new", "fee_foi_yuan")
        cells = [cell(f"{code}__year", "9", table="A", line=code, column="year") for code in codes]
        return report(cells, report_year=number, vintage="A", family="shanghai")

    rows = _asked(
        tmp_path, "SELECT series_id, growth, no_growth_because FROM series_growth ORDER BY 1", year(2008), year(2009)
    )
    assert {series for series, _, _ in rows} >= {"denied_state_secret", "fee_service_a", "normdoc_issued", "not_held"}
    assert all(growth is None and "eight months" in why for _, growth, why in rows)


def test_another_scope_than_the_year_before_is_told(tmp_path: Path) -> None:
    own = report(table_3("D", req_new="7"), scope=Scope.OWN_LEVEL, report_year=2022)
    whole = report(table_3("D", req_new="70"), report_year=2023)
    ask = """
        SELECT report_year, scope, value, value_before, growth, no_growth_because, no_growth_because_zh
        FROM series_growth WHERE series_id = 'requests_received' AND applicant = 'total'
    """
    ((year, scope, value, before, growth, why, why_zh),) = _asked(tmp_path, ask, own, whole)
    assert (year, scope, value, before, growth) == (2023, "jurisdiction", Decimal(70), None, None)
    assert why == "the scope of the year before is another: a government with its departments"
    assert why_zh == "口径不同：上年为本级政府及其部门"


def test_a_break_falls_in_the_scope_whose_years_it_parts(tmp_path: Path) -> None:
    reports = [
        report(table_3("C", req_new="7"), vintage="C", report_year=2018),
        report(table_3("C", req_new="1"), vintage="C", report_year=2019, scope=Scope.ORGAN),
        report(table_3("C", req_new="9"), vintage="C", report_year=2020),
    ]
    ask = "SELECT scope, report_year, year_before FROM series_breaks WHERE series_id = 'requests_received'"
    assert _asked(tmp_path / "breaks", ask, *reports) == [("jurisdiction", 2020, 2018)]
    shown = """
        SELECT scope, report_year, break_en IS NOT NULL FROM series_of('requests_received', 'x-test') ORDER BY 2
    """
    assert _asked(tmp_path / "shown", shown, *reports) == [
        ("jurisdiction", 2018, False),
        ("organ", 2019, False),
        ("jurisdiction", 2020, True),
    ]


def test_nothing_grows_from_below_nought(tmp_path: Path) -> None:
    reports = [
        _said(2021, "website_visits_yoy", ("-12%", "year:2021")),
        _said(2022, "website_visits_yoy", ("5%", "year:2022")),
    ]
    ask = "SELECT growth, growth_lower, growth_upper, growth_over_breaks, no_growth_because FROM series_changes"
    assert _asked(tmp_path, ask, *reports) == [(None, None, None, None, "a figure is below nought")]


def test_2019_is_flagged_as_of_both_laws_in_growth_as_well(tmp_path: Path) -> None:
    years = [report(table_3("C", req_new="9"), vintage="C", report_year=year) for year in (2019, 2020, 2021)]
    ask = """
        SELECT report_year, growth, mixed_law FROM series_growth
        WHERE series_id = 'requests_received' AND applicant = 'total' ORDER BY 1
    """
    assert _asked(tmp_path, ask, *years) == [(2020, 0, True), (2021, 0, False)]
