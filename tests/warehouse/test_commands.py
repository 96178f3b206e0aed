"""`gongkai series`, `export` and `diff`, as a user runs them."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import warehouse
from expectations.checks import check_file
from flows.cli import main
from flows.commands.series import sparkline
from tests.warehouse.made import built, judge, mention, report, table_3, table_4

CALLS = "接口累计调用200多万次。"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    calls = mention(
        CALLS,
        "200多万次",
        "2000000",
        "open_data_api_calls",
        upper=Decimal(3_000_000),
        period="cumulative_since:unknown..2023-12-31",
        flow_or_stock="stock",
    )
    reports = [
        report(table_3("C", req_new="20"), report_year=2018, vintage="C"),
        report(table_3("C", req_new="30"), report_year=2019, vintage="C"),
        report(table_3("D", req_new="45"), [calls], CALLS, report_year=2023),
    ]
    built(folder, *reports).rename(folder / "gongkai.duckdb")
    return folder


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_a_series_is_a_table_with_its_breaks_and_what_its_grades_mean(home: Path) -> None:
    done = _run("series", "requests_received", "--issuer", "测试县人民政府", "--home", home)
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert "收到政府信息公开申请" in lines[0]
    years = [line.split()[0] for line in lines if line.strip()[:2] == "20"]
    assert years == ["2018", "2019", "2023"]
    assert next(number for number, line in enumerate(lines) if line.strip().startswith("新修订的条例")) < next(
        number for number, line in enumerate(lines) if line.strip().startswith("2019")
    )
    assert "N near" in done.output and "P a proxy" not in done.output


def test_a_sum_says_that_it_stands_in_more_than_one_place(tmp_path: Path) -> None:
    cells = table_3("C", res_granted="3", res_partial="2")
    built(tmp_path, report(cells, vintage="C", report_year=2020)).rename(tmp_path / "gongkai.duckdb")
    ask = ("--issuer", "测试县人民政府", "--home", tmp_path)
    told = _run("series", "disclosed", *ask).output
    assert ":res_granted__total and 1 more\n" in told and "and n more: put together" in told
    assert "more" not in _run("series", "partial", *ask).output


def test_an_approximate_figure_is_shown_as_the_interval_it_is(home: Path) -> None:
    done = _run("series", "open_data_api_calls", "--issuer", "测试县人民政府", "--home", home)
    assert "≥ 2,000,000, < 3,000,000" in done.output


def test_an_unknown_series_or_issuer_is_one_line_with_what_is_near(home: Path) -> None:
    done = _run("series", "requests_recieved", "--issuer", "测试县人民政府", "--home", home)
    assert (done.exit_code, "requests_received" in done.output) == (2, True)
    done = _run("series", "requests_received", "--issuer", "测试", "--home", home)
    assert (done.exit_code, "测试县人民政府" in done.output) == (2, True)
    assert len(done.output.splitlines()) == 1


def test_a_sparkline_leaves_room_for_years_without_a_figure_and_marks_breaks() -> None:
    def point(year: int, value: int, cut: str | None = None) -> dict[str, Any]:
        return {"report_year": year, "value": Decimal(value), "lower": Decimal(value), "break_en": cut}

    assert sparkline([point(2018, 0), point(2019, 7, "law"), point(2021, 14)]) == "▁│▅ █"
    assert sparkline([]) == ""


def test_a_list_is_no_python_in_csv_and_table(home: Path) -> None:
    ask = "SELECT ['甲', '乙'] AS names, [1.50, 2.00]::DECIMAL(9, 2)[] AS numbers"
    assert _run("sql", ask, "--format", "csv", "--home", home).output == "names,numbers\n甲; 乙,1.5; 2\n"
    assert "甲; 乙" in _run("sql", ask, "--home", home).output


def test_an_observation_is_explained_once_and_a_finding_names_its_noughts_on_one_line(tmp_path: Path) -> None:
    file = built(tmp_path, report(table_4(review_upheld="10", review_total="0"), [], CALLS))
    judge(file)
    file.rename(tmp_path / "gongkai.duckdb")
    with warehouse.open(tmp_path / "gongkai.duckdb") as reader:
        ((finding,),) = reader.execute("SELECT finding_id FROM findings WHERE check_id = 'H-C4'").fetchall()
        ((observation,),) = reader.execute("SELECT observation_id FROM observations WHERE value = 10").fetchall()
    told = _run("explain", finding, "--home", tmp_path).output
    assert [told.count(word) for word in ("10 件", "0 is printed in", "sha256")] == [1, 1, 1]
    assert len(told.splitlines()) < 16
    told = _run("explain", observation, "--home", tmp_path).output
    assert told.count("characters") == told.count("【") == 1


def test_export_says_what_it_wrote_and_where(home: Path, tmp_path: Path) -> None:
    done = _run("export", "--format", "csv", "--to", tmp_path / "out", "--home", home)
    assert done.exit_code == 0, done.output
    assert str(tmp_path / "out") in done.output
    assert (tmp_path / "out" / "series.csv").is_file()
    done = _run("export", "--format", "csv", "--home", tmp_path / "nowhere")
    assert (done.exit_code, "make one with: " in done.output) == (2, True)


def test_diff_names_changes_by_their_cause(home: Path, tmp_path: Path) -> None:
    later = built(tmp_path, report(table_3("C", req_new="20"), report_year=2018, vintage="C"))
    done = _run("diff", later, home)
    assert done.exit_code == 0, done.output
    assert "added: new report" in done.output
    assert "requests_received: nothing -> 45 件" in _run("diff", later, home, "--all").output
    # The new report is of an earlier year than the corrected one, and stands below it.
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    before = report(table_3("C", req_new="20"), report_year=2020, vintage="C", published_on="2021-01-10")
    after = report(table_3("C", req_new="21"), report_year=2020, vintage="C", published_on="2021-02-10")
    others = [report(table_3("C", req_new="5"), report_year=2019, vintage="C")]
    lines = _run("diff", built(old, before), built(new, before, after, *others)).output.split("\n\n")[1].splitlines()
    assert lines[0].startswith("changed") and lines[-2].startswith("added")
    chinese = _run("diff", later, home, "--all", "--lang", "zh").output
    assert "新增：新收入的报告" in chinese and "requests_received：无 -> 45 件  [新收入的报告]" in chinese
    assert not re.search("[a-z] [a-z]", chinese)
    assert _run("diff", home, home).output == "no value is different\n"
    assert _run("diff", home, tmp_path / "gone.duckdb").exit_code == 2
    header = _run("diff", later, home, "--csv").output.splitlines()[0]
    assert header.startswith("change,cause,kind,id,issuer_id")


def test_diff_tells_values_that_only_their_status_tells_apart(tmp_path: Path) -> None:
    folders = tmp_path / "old", tmp_path / "new"
    for folder in folders:
        folder.mkdir()
    old, new = (built(one, report(table_3(req_new="20", res_granted="7", res_total="8"))) for one in folders)
    check_file(new)
    told = _run("diff", old, new, "--all").output
    assert told.startswith("no value is different\n") and "of series have another status:" in told
    assert re.search(r"requests_closed: 8 件, ok -> disputed", told)
    chinese = _run("diff", old, new, "--all", "--lang", "zh").output
    assert "个序列数值未变而状态不同" in chinese and "requests_closed：8 件, 正常 -> 存疑" in chinese
