"""A verdict stays while the operands are what they were, through every later run and version of the report."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.home import Home
from flows.site import build_site
from flows.summary import findings_of, of_warehouse
from flows.verdicts import Verdicts, open_live
from gongkai.model import Report
from pages.facts import rows
from tests.warehouse.made import built, judge, report, table_3, table_4


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def _publish(home: Path, *reports: Report) -> None:
    """As a run would: the file replaced whole."""
    file = built(home.parent / f"work-{len(list(home.parent.iterdir()))}", *reports)
    judge(file, said=Verdicts(home).said())
    file.replace(home / "gongkai.duckdb")


def _run(home: Path, *arguments: str) -> Result:
    first, *rest = arguments or ("",)
    return CliRunner().invoke(main, ["findings", "--home", str(home), *([first] if first else []), *rest])


def _listed(home: Path, *options: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(main, ["findings", "--home", str(home), "--json", *options])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


WRONG = table_4(review_upheld="10", review_corrected="1")


def test_a_dismissed_finding_stays_dismissed_in_a_new_version_with_the_same_operands(home: Path) -> None:
    _publish(home, report(WRONG))
    (found,) = _listed(home)
    done = _run(home, "dismiss", str(found["finding_id"]), "--reason", "总计另表填报", "--by", "甲")
    assert done.exit_code == 0, done.output
    assert _listed(home) == []

    _publish(home, report((*WRONG, *table_3(req_new="1", res_granted="1", res_total="1"))))
    assert _listed(home) == []
    (kept,) = _listed(home, "--all")
    assert kept["finding_id"] != found["finding_id"]
    assert kept["verdict"] is not None
    assert kept["verdict"]["reason"] == "总计另表填报" and kept["verdict"]["who"] == "甲"  # type: ignore[index]


def test_a_verdict_is_gone_when_an_operand_changes(home: Path) -> None:
    _publish(home, report(WRONG))
    (found,) = _listed(home)
    _run(home, "dismiss", str(found["finding_id"]), "--reason", "x")
    _publish(home, report(table_4(review_upheld="10", review_corrected="2")))
    (now,) = _listed(home)
    assert now["verdict"] is None
    told = _run(home).output
    assert "1 verdict has lapsed, as its figures have changed:" in told and "各项相加为11" in told and ": x" in told
    assert _run(home, "reopen", str(found["finding_id"])).exit_code == 0
    assert "lapsed" not in _run(home).output


def test_an_accepted_finding_is_listed_with_who_said_so_and_can_be_reopened(home: Path) -> None:
    _publish(home, report(WRONG))
    (found,) = _listed(home)
    _run(home, "accept", str(found["finding_id"]), "--reason", "电话核实", "--by", "乙")
    told = _run(home)
    assert "accepted by 乙" in told.output and "电话核实" in told.output and "H-C4" in told.output
    _run(home, "reopen", str(found["finding_id"]))
    assert "电话核实" not in _run(home).output


def _asked(home: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "gongkai.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


DISPUTED = "SELECT indicator_id FROM observations WHERE status = 'disputed' ORDER BY 1"
IN_SERIES = "SELECT DISTINCT status FROM series WHERE series_id LIKE 'review%'"


def test_figures_of_a_dismissed_finding_are_not_disputed_and_those_of_an_accepted_one_are(home: Path) -> None:
    _publish(home, report(WRONG))
    (found,) = _listed(home)
    marked = _asked(home, DISPUTED)
    assert len(marked) == 5 and _asked(home, IN_SERIES) == [("disputed",)]
    for verdict, left in (("accept", marked), ("dismiss", []), ("reopen", marked)):
        reason = [] if verdict == "reopen" else ["--reason", "x"]
        assert _run(home, verdict, str(found["finding_id"]), *reason).exit_code == 0
        _publish(home, report(WRONG))
        assert _asked(home, DISPUTED) == left, verdict
        assert _asked(home, IN_SERIES) == [("disputed" if left else "ok",)], verdict


def test_a_figure_stays_disputed_while_another_finding_doubts_it(home: Path) -> None:
    both = (*WRONG, *table_3(req_new="1", res_granted__np="2", res_granted__total="1", res_total="1"))
    _publish(home, report(both))
    found = {str(one["finding_id"]).split(":")[2]: one for one in _listed(home)}
    before = {code for (code,) in _asked(home, DISPUTED)}
    assert {"H-C2", "H-C3"} <= set(found)
    _run(home, "dismiss", str(found["H-C3"]["finding_id"]), "--reason", "x")
    _publish(home, report(both))
    doubted = "SELECT applicant, status FROM observations WHERE indicator_id = 'D.res_granted' ORDER BY 1"
    assert dict(_asked(home, doubted)) | {"np": "disputed", "biz": "ok"} == dict(_asked(home, doubted))  # type: ignore[arg-type]
    assert {code for (code,) in _asked(home, DISPUTED)} <= before


def test_what_was_said_is_beside_the_findings_in_the_warehouse(home: Path) -> None:
    _publish(home, report(WRONG))
    (found,) = _listed(home)
    _run(home, "dismiss", str(found["finding_id"]), "--reason", "总计另表填报", "--by", "甲")
    said = "SELECT verdict, verdict_reason, verdict_by, verdict_at FROM findings_in_force"
    assert _asked(home, said) == [(None, None, None, None)]
    _publish(home, report(WRONG))
    ((verdict, reason, who, at),) = _asked(home, said)
    assert (verdict, reason, who) == ("dismissed", "总计另表填报", "甲")
    assert abs(datetime.now(UTC) - at.replace(tzinfo=UTC)) < timedelta(minutes=10)  # type: ignore[attr-defined]
    _publish(home, report(table_4(review_upheld="10", review_corrected="2")))
    assert _asked(home, said) == [(None, None, None, None)]
    assert _asked(home, "SELECT finding_id, verdict, who, said_of FROM verdicts") == [
        (None, "dismissed", "甲", found["finding_id"])
    ], "one whose figures have changed is kept, and is on nothing"


def test_a_verdict_needs_a_reason_and_a_finding(home: Path) -> None:
    _publish(home, report(WRONG))
    (found,) = _listed(home)
    assert _run(home, "dismiss", str(found["finding_id"])).exit_code == 2
    assert _run(home, "dismiss", str(found["finding_id"]), "--reason", " ").exit_code == 2
    assert _run(home, "dismiss", "f:none", "--reason", "x").exit_code == 2


def test_the_home_may_be_named_after_the_subcommand(home: Path) -> None:
    _publish(home, report(WRONG))
    (found,) = _listed(home)
    given = ["accept", str(found["finding_id"]), "--reason", "x", "--home", str(home)]
    assert CliRunner().invoke(main, ["findings", *given]).exit_code == 0
    assert "accepted" in _run(home).output


def test_a_list_can_be_narrowed(home: Path) -> None:
    _publish(home, report(WRONG))
    assert len(_listed(home, "--severity", "critical", "--year", "2023", "--issuer", "测试县")) == 1
    assert _listed(home, "--severity", "info") == [] and _listed(home, "--year", "2022") == []


def test_counts_are_of_reports_in_force_without_what_was_dismissed(home: Path) -> None:
    """The list, the summary, the artifact, the tables and the site say the same numbers."""
    replaced = report(WRONG, published_on="2024-01-10")
    later = report(table_4(review_upheld="10", review_corrected="2"), published_on="2024-03-01")
    other = report(
        WRONG, issuer="别县人民政府", issuer_id="x-other", title="别县人民政府2023年政府信息公开工作年度报告"
    )
    _publish(home, replaced, later, other)
    assert {str(one["finding_id"]).split(":")[1] for one in _listed(home)} == {later.report_id, other.report_id}
    _run(home, "dismiss", f"f:{other.report_id}:H-C4:1", "--reason", "x")

    (left,) = _listed(home)
    warehouse = home / "gongkai.duckdb"
    counts = of_warehouse(warehouse, home)
    assert counts["findings"] == {"critical": 1, "warning": 0, "info": 0} and counts["reports"] == 2
    assert counts["example"] == left["finding_id"] and len(counts["worst"]) == 1
    assert [(one["rule"], one["failed"], one["evaluated"]) for one in findings_of(warehouse, home)] == [("H-C4", 1, 6)]
    with open_live(warehouse, home) as connection:
        (run,), (rule,) = rows(connection, "run"), [one for one in rows(connection, "rules") if one["failed"]]
        assert (run["critical"], run["reports"]) == (1, 2)
        assert (rule["evaluated"], rule["failed"], rule["dismissed"]) == (6, 1, 1)
        assert sum(one["critical"] for one in rows(connection, "matrix", ids=None)) == 1
        assert [one["critical"] for one in rows(connection, "trend")] == [1]
        (shown,) = [row for row in rows(connection, "rule_findings") if row["check_id"] == "H-C4"]
        assert shown["finding_id"] == left["finding_id"]
        by_report = (
            "SELECT evaluated, passed, failed, in_force FROM report_checks WHERE check_id = 'H-C4' AND report_id = ?"
        )
        assert connection.execute(by_report, [replaced.report_id]).fetchall() == [(3, 2, 1, False)]

    build_site(Home.at(str(home)))
    site = home / "site"
    assert replaced.report_id not in (site / "rules/H-C4.html").read_text(encoding="utf-8")
    assert other.report_id not in (site / "rules/H-C4.html").read_text(encoding="utf-8")
    _run(home, "reopen", f"f:{other.report_id}:H-C4:1")
    build_site(Home.at(str(home)))
    assert other.report_id in (site / "rules/H-C4.html").read_text(encoding="utf-8")
