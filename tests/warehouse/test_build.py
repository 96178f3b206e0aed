from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

import expectations
import warehouse
from gongkai.model import Scope, SourceKind
from tests.warehouse.made import RUN, built, cell, judge, mention, report, sources, table_2, table_3, table_4
from warehouse.build import build
from warehouse.publish import publish
from warehouse.staging import write_batch

TEXT = "全县共收到政府信息公开申请9件，发出收费通知11件，总金额52650元，实际收取1200元，接口调用200多万次。"


def _rows(file: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _content(file: Path) -> dict[str, list[tuple[object, ...]]]:
    tables = _rows(file, "SELECT format('{}.{}', schema_name, table_name) FROM duckdb_tables() ORDER BY 1")
    return {str(name): _rows(file, f"FROM {name}") for (name,) in tables}


def test_two_builds_of_the_same_staging_have_the_same_content(tmp_path: Path) -> None:
    reports = [
        report(
            table_3(req_new="5", res_granted="5", res_total="5"),
            [mention(TEXT, "9件", "9", "foi_requests_received")],
            TEXT,
        ),
        report(table_3(req_new="7", res_total="6"), report_year=2024),
    ]
    contents = []
    for order in (reports, reports[::-1]):
        folder = tmp_path / str(len(contents))
        for number, one in enumerate(order):
            write_batch([one], sources([one]), folder / f"b{number}", extractor="test")
        build(folder, folder / "build.duckdb", RUN)
        expectations.check_file(folder / "build.duckdb")
        contents.append(_content(folder / "build.duckdb"))
    assert contents[0].keys() == contents[1].keys()
    for name, rows in contents[0].items():
        assert rows == contents[1][name], name
    assert contents[0]["main.findings"]


def test_an_amount_is_converted_to_the_indicators_unit_and_kept_as_printed_in_the_cell(tmp_path: Path) -> None:
    cells = [
        cell(
            "adminfee_amount_wanyuan",
            "251000",
            table="2",
            line="adminfee",
            column="amount_wanyuan",
            unit="元",
            unit_source="cell",
        ),
    ]
    file = built(tmp_path, report(cells))
    assert _rows(file, "SELECT value, unit FROM cells") == [(Decimal(251000), "元")]
    assert _rows(file, "SELECT value, unit FROM observations") == [(Decimal("25.1"), "万元")]


def test_an_amount_without_a_unit_is_given_none(tmp_path: Path) -> None:
    cells = [cell("adminfee_amount_wanyuan", "251000", table="2", line="adminfee", column="amount_wanyuan", unit=None)]
    file = built(tmp_path, report(cells))
    assert _rows(file, "SELECT value, unit FROM observations") == [(Decimal(251000), None)]


def test_a_blank_is_no_observation(tmp_path: Path) -> None:
    file = built(tmp_path, report([cell("req_new__np", ""), cell("req_new__biz", "/"), cell("req_new__total", "0")]))
    assert _rows(file, "SELECT applicant, value FROM observations") == [("total", Decimal(0))]
    assert len(_rows(file, "FROM cells")) == 3


def test_a_later_version_supersedes_and_the_earlier_one_stays(tmp_path: Path) -> None:
    first = report(table_3(req_new="5"), published_on="2024-01-10")
    second = report(table_3(req_new="6"), published_on="2024-03-01")
    file = built(tmp_path, first, second)
    by_report = dict(_rows(file, "SELECT report_id, superseded_by FROM reports"))
    assert by_report == {first.report_id: second.report_id, second.report_id: None}
    points = """
        SELECT value, status, {} FROM {} WHERE series_id = 'requests_received' AND applicant = 'total' ORDER BY value
    """
    assert _rows(file, points.format("1", "series")) == [(Decimal(6), "ok", 1)]
    assert _rows(file, points.format("current", "series_versions")) == [
        (Decimal(5), "superseded", False),
        (Decimal(6), "ok", True),
    ]
    with warehouse.open(file) as reader:
        for prefix in ("", "o:"):
            told = [warehouse.explain(reader, f"{prefix}{one.report_id}:req_new__total") for one in (first, second)]
            assert [one.superseded_by for one in told] == [second.report_id, None]


def test_without_a_printed_day_the_later_retrieved_version_counts(tmp_path: Path) -> None:
    first, second = report(table_3(req_new="5")), report(table_3(req_new="6"))
    late = {first.report_id: datetime(2026, 6, 1, tzinfo=UTC)}
    file = built(tmp_path, first, second, retrieved=late)
    assert _rows(file, "SELECT report_id FROM reports WHERE superseded_by IS NULL") == [(first.report_id,)]


def test_a_report_without_a_day_never_supersedes_a_dated_one_and_says_so(tmp_path: Path) -> None:
    dated = report(table_3(req_new="5"), published_on="2024-03-01")
    copy = report(table_3(req_new="6"))
    file = built(tmp_path, dated, copy)
    assert dict(_rows(file, "SELECT report_id, superseded_by FROM reports")) == {
        dated.report_id: None,
        copy.report_id: dated.report_id,
    }
    points = "SELECT value FROM {} WHERE series_id = 'requests_received' AND applicant = 'total'"
    assert _rows(file, points.format("series")) == [(Decimal(5),)]
    # The copy was retrieved in 2026, long after the report was published: it speaks at no time.
    for day in ("2024-06-01", "2026-12-31"):
        assert _rows(file, points.format(f"series_as_of(DATE '{day}')")) == [(Decimal(5),)]
    ((en, zh),) = _rows(file, "SELECT message, message_zh FROM problems WHERE code = 'undated_version'")
    assert dated.file in str(en) and "2024-03-01" in str(en)
    assert zh == f"报告没有印公布日期；该年度改用{dated.file}（2024-03-01公布）。"


def test_a_news_item_never_overrides_the_report(tmp_path: Path) -> None:
    news = report(
        mentions=[mention(TEXT, "1200元", "1200", "foi_fee_collected_amount")],
        text=TEXT,
        source_kind=SourceKind.NEWS,
        published_on="2025-01-01",
    )
    own_text = "实际收取信息处理费1300元。"
    own = report(mentions=[mention(own_text, "1300元", "1300", "foi_fee_collected_amount")], text=own_text)
    file = built(tmp_path, news, own)
    assert _rows(file, "SELECT value FROM observations WHERE preferred") == [(Decimal(1300),)]
    assert _rows(file, "SELECT count(*) FROM reports WHERE superseded_by IS NOT NULL") == [(0,)]
    judge(file)
    ((left, right, message),) = _rows(
        file, "SELECT left_value, right_value, message_en FROM findings WHERE check_id = 'news_precedence'"
    )
    assert (left, right) == (Decimal(1200), Decimal(1300))
    assert "1200" in str(message) and "1300" in str(message)


def test_an_exact_figure_goes_before_its_rounding(tmp_path: Path) -> None:
    text = "征集意见近万条；全年共收到意见9900条。"
    exact = mention(text, "9900条", "9900", "consultation_opinions_received")
    headline = mention(
        text,
        "近万条",
        "10000",
        "consultation_opinions_received",
        lower=None,
        upper=Decimal(10000),
        duplicate_of=exact.start,
    )
    file = built(tmp_path, report(mentions=[headline, exact], text=text))
    assert _rows(file, "SELECT value, preferred FROM observations ORDER BY value") == [
        (Decimal(9900), True),
        (Decimal(10000), False),
    ]


def test_where_a_report_contradicts_itself_neither_figure_is_preferred(tmp_path: Path) -> None:
    text = "举办新闻发布会3次。全年举办新闻发布会4次。"
    file = built(
        tmp_path,
        report(
            mentions=[
                mention(text, "3次", "3", "press_conferences_held"),
                mention(text, "4次", "4", "press_conferences_held"),
            ],
            text=text,
        ),
    )
    assert _rows(file, "SELECT value, status, preferred FROM observations ORDER BY value") == [
        (Decimal(3), "disputed", False),
        (Decimal(4), "disputed", False),
    ]
    assert _rows(file, "FROM series") == []


def test_a_part_of_the_same_thing_is_no_observation(tmp_path: Path) -> None:
    text = "收取信息处理费500元，其中一件300元。"
    whole = mention(text, "500元", "500", "foi_fee_collected_amount")
    part = mention(text, "300元", "300", "foi_fee_collected_amount", part_of=whole.start)
    file = built(tmp_path, report(mentions=[whole, part], text=text))
    assert _rows(file, "SELECT value FROM observations") == [(Decimal(500),)]
    assert len(_rows(file, "FROM mentions")) == 2


def test_approximate_figures_keep_their_bounds_in_the_series(tmp_path: Path) -> None:
    calls = mention(
        TEXT,
        "200多万次",
        "2000000",
        "open_data_api_calls",
        upper=Decimal(3000000),
        period="cumulative_since:unknown..2023-12-31",
        qualifier="at_least",
    )
    file = built(tmp_path, report(mentions=[calls], text=TEXT))
    assert _rows(file, "SELECT report_year, lower, upper FROM series WHERE series_id = 'open_data_api_calls'") == [
        (2023, Decimal(2000000), Decimal(3000000))
    ]


def test_a_figure_of_before_a_reform_is_no_point_of_the_series(tmp_path: Path) -> None:
    text = "审批事项由81项减为50项。"
    before = mention(text, "81项", "81", "gov_invest_prepermit_approval_items", period="as_of:pre_reform")
    after = mention(text, "50项", "50", "gov_invest_prepermit_approval_items", period="as_of:2023-12-31")
    file = built(tmp_path, report(mentions=[before, after], text=text))
    assert _rows(file, "SELECT value FROM series") == [(Decimal(50),)]
    assert len(_rows(file, "FROM observations")) == 2


def test_a_sum_in_a_series_needs_all_its_terms(tmp_path: Path) -> None:
    whole = report(table_3(res_granted="3", res_partial="2", req_new="5", res_total="5"))
    holed = report(table_3(res_granted="3", res_partial__total="", res_total="5"), report_year=2024)
    file = built(tmp_path, whole, holed)
    points = "SELECT report_year, value FROM series WHERE series_id = 'disclosed' AND applicant = 'total'"
    assert _rows(file, points) == [(2023, Decimal(5))]


def test_other_handling_comes_from_three_rows_or_from_the_one_above_them(tmp_path: Path) -> None:
    three = report(table_3(res_other_misc="2", res_other_fee_unpaid="1", req_new="3", res_total="3"))
    kept = tuple(one for one in table_3() if not one.line.startswith("res_other"))
    single = report(
        (*kept, *(cell(f"res_other__{column}", "4", line="res_other", column=column) for column in ("np", "total"))),
        report_year=2024,
    )
    file = built(tmp_path, three, single)
    points = """
        SELECT report_year, value FROM series WHERE series_id = 'other_handling' AND applicant = 'total' ORDER BY 1
    """
    assert _rows(file, points) == [(2023, Decimal(3)), (2024, Decimal(4))]


def test_a_report_without_issuer_or_year_is_kept_and_told(tmp_path: Path) -> None:
    file = built(tmp_path, report(table_3(req_new="5"), issuer=None, issuer_id=None), report(report_year=None))
    assert _rows(file, "SELECT count(*) FROM observations") == [(0,)]
    told = "SELECT count(*), any_value(message_zh) FROM problems WHERE code = 'not_placed'"
    assert _rows(file, told) == [(2, "报告的发布机构或年度不明：数字保留，但不进入任何序列。")]
    assert _rows(file, "SELECT count(*) FROM cells") == [(175,)]


def test_a_report_in_several_batches_is_taken_from_the_last(tmp_path: Path) -> None:
    one = report(table_3(req_new="5"))
    old = write_batch([one], sources([one]), tmp_path / "old", extractor="1")
    new = write_batch([one], sources([one]), tmp_path / "new", extractor="2")
    build([old, new], tmp_path / "b.duckdb", RUN)
    assert _rows(tmp_path / "b.duckdb", "SELECT extractor FROM reports") == [("2",)]
    assert _rows(tmp_path / "b.duckdb", "SELECT count(*) FROM cells") == [(175,)]


def test_nothing_to_build_from_is_an_error_and_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no batch"):
        build([], tmp_path / "b.duckdb", RUN)
    assert not (tmp_path / "b.duckdb").exists()


def test_every_table_view_and_column_says_what_it_holds(tmp_path: Path) -> None:
    file = built(tmp_path, report())
    judge(file)
    described = (Path(expectations.__file__).parent / "pipeline" / "described.sql").read_text(encoding="utf-8")
    assert _rows(file, described) == []


def test_publishing_replaces_the_file_and_leaves_open_readers_alone(tmp_path: Path) -> None:
    published = tmp_path / "home" / "warehouse.duckdb"
    publish(built(tmp_path / "1", report(table_3(req_new="5"))), published)
    reader = warehouse.open(published)
    publish(built(tmp_path / "2", report(), report(report_year=2024)), published)
    assert reader.execute("SELECT count(*) FROM cells").fetchall() == [(175,)]
    reader.close()
    assert _rows(published, "SELECT count(*) FROM reports") == [(2,)]


def test_a_reader_reaches_nothing_but_the_warehouse(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with warehouse.open(built(tmp_path, report())) as reader:
        for sql in (
            f"FROM read_csv('{tmp_path}/secret.csv')",
            "CREATE TABLE t (a INT)",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                reader.execute(sql)


def test_explain_leads_from_an_observation_to_the_words(tmp_path: Path) -> None:
    one = report(mentions=[mention(TEXT, "1200元", "1200", "foi_fee_collected_amount")], text=TEXT)
    with warehouse.open(built(tmp_path, one)) as reader:
        ((found,),) = reader.execute("SELECT observation_id FROM observations").fetchall()
        told = warehouse.explain(reader, found)
        assert (told.words, told.file, told.sha256, told.value) == ("1200元", one.file, one.sha256, Decimal(1200))
        assert told.before.endswith("实际收取") and told.after.startswith("，接口")
        assert TEXT[told.start : told.end] == "1200元"
        (evidence,) = told.evidence
        assert warehouse.explain(reader, evidence.id) == evidence
        with pytest.raises(KeyError, match="nothing-here"):
            warehouse.explain(reader, "nothing-here")


def test_explain_gives_tenths_in_the_unit_of_their_value(tmp_path: Path) -> None:
    text = "解读率不足五成。"
    tenths = mention(text, "五成", "50", None, unit="成", unit_std="percent")
    with warehouse.open(built(tmp_path, report(mentions=[tenths], text=text))) as reader:
        ((found,),) = reader.execute("SELECT mention_id FROM mentions").fetchall()
        told = warehouse.explain(reader, found)
    assert (told.value, told.unit, told.printed) == (Decimal(50), "%", "五成")


def test_explain_shows_all_operands_of_a_finding(tmp_path: Path) -> None:
    file = built(tmp_path, report(table_4(review_upheld="10", review_corrected="1")))
    judge(file)
    with warehouse.open(file) as reader:
        ((found,),) = reader.execute("SELECT finding_id FROM findings").fetchall()
        told = warehouse.explain(reader, found)
    assert {one.id.split(":")[1]: one.value for one in told.evidence} == {
        "review_total": 0, "review_upheld": 10, "review_corrected": 1, "review_other": 0, "review_pending": 0,
    }  # fmt: skip


def test_the_scope_of_a_figure_is_told_from_its_words(tmp_path: Path) -> None:
    words = {"全市": "jurisdiction", "市政府": "own_level", "本机关": "organ", "罗湖区": "part", None: "unknown"}
    text = "".join(f"{number}次，" for number in range(1, 6))
    mentions = [
        mention(text, f"{number}次", str(number), "press_conferences_held", scope=scope)
        for number, scope in enumerate(words, start=1)
    ]
    file = built(tmp_path, report(mentions=mentions, text=text, scope=Scope.UNKNOWN, scope_words=None))
    assert [scope for _, scope in _rows(file, "SELECT value, scope FROM observations ORDER BY value")] == list(
        words.values()
    )


def test_what_a_cell_says_of_the_year_before_is_dated_so(tmp_path: Path) -> None:
    file = built(tmp_path, report((*table_3(req_new="5"), *table_2())))
    periods = dict(_rows(file, "SELECT DISTINCT indicator_id, period FROM observations"))
    assert periods["D.req_carry_in"] == "as_of:2022-12-31"
    assert periods["D.req_carry_out"] == periods["D.normdoc_in_force"] == "as_of:2023-12-31"
    assert periods["D.req_new"] == "year:2023"
    assert _rows(file, "SELECT count(*) FROM series WHERE series_id = 'carry_in'") == [(7,)]
