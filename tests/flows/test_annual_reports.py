"""The main flow, run for real: files in, a published warehouse out."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.collecting.expected import Expected, write_expected
from flows.home import Home
from flows.sources import SAMPLES, find_files
from tests.corpus import SHARED, needs_corpus
from tests.flows.conftest import publish_unjudged
from tests.flows.content import content
from warehouse.reading import open_warehouse

pytestmark = pytest.mark.flow


def _rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(Home(home).warehouse) as connection:
        return connection.execute(sql).fetchall()


def _run(home: Path, *sources: Path | str, **parameters: Any) -> Any:
    from flows.annual_reports import annual_reports

    return annual_reports([str(source) for source in sources], str(home), **parameters)


def test_every_sample_is_read_and_published(sample_home: Path) -> None:
    files, _ = find_files(SAMPLES)
    assert _rows(sample_home, "SELECT count(*) FROM reports") == [(len(files),)]
    assert len(files) >= 8
    assert _rows(
        sample_home, "SELECT count(DISTINCT issuer_id) >= 3, count(DISTINCT report_year) >= 4 FROM reports"
    ) == [(True, True)]
    assert Home(sample_home).quality_report.stat().st_size > 10_000


def test_more_fees_collected_than_noticed_is_a_finding_with_both_operands_and_disputes_the_figures(
    sample_home: Path,
) -> None:
    findings = _rows(
        sample_home,
        """
        SELECT f.left_value, f.right_value, len(f.left_evidence), len(f.right_evidence), r.issuer
        FROM findings AS f JOIN reports AS r USING (report_id)
        WHERE f.check_id = 'fee_amount' AND f.outcome = 'fail'
        """,
    )
    assert [(float(left), float(right)) for left, right, *_ in findings] == [(2860.0, 1860.0)]
    assert findings[0][2:] == (1, 1, "示例县人民政府")
    disputed = _rows(
        sample_home,
        "SELECT count(*) FROM observations WHERE status = 'disputed' AND indicator_id LIKE 'foi_fee%amount'",
    )
    assert disputed == [(2,)], "the two figures must be published, and marked"


def test_printed_totals_that_are_wrong_are_found_and_kept_as_printed(sample_home: Path) -> None:
    wrong = _rows(
        sample_home,
        """
        SELECT f.left_value, f.right_value
        FROM findings AS f JOIN reports AS r USING (report_id)
        WHERE f.check_id = 'H-C4' AND f.outcome = 'fail' AND r.issuer LIKE '%洪泽%' AND r.report_year = 2023
        ORDER BY ALL
        """,
    )
    assert [{float(left), float(right)} for left, right in wrong] == [{0.0, 5.0}, {0.0, 11.0}]
    printed = _rows(
        sample_home,
        """
        SELECT c.raw_text, c.value FROM cells AS c JOIN reports AS r USING (report_id)
        WHERE r.issuer LIKE '%洪泽%' AND r.report_year = 2023 AND c.code = 'review_total'
        """,
    )
    assert [(raw, int(value)) for raw, value in printed] == [("0", 0)]


def test_a_second_run_reads_nothing_and_leaves_the_published_file_alone(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    before = Home(home).warehouse.stat()
    summary = _run(home)
    after = Home(home).warehouse.stat()
    assert (summary.changed, summary.read) == (False, 0)
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_what_was_looked_for_and_not_found_is_published_though_no_report_is_new(
    unjudged: None, sample_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    looked_for = [
        Expected(None, "某单位", 2023, date(2024, 3, 31), "not_found", "", None, datetime(2025, 1, 1), None),
    ]  # fmt: skip
    write_expected(looked_for, Home(home).expected)
    assert (_run(home).changed, _run(home).changed) == (True, False)
    ask = "SELECT report_year, state, reason_en FROM coverage WHERE issuer = '某单位'"
    assert _rows(home, ask) == [(2023, "missing", "no list links to it")]


def test_the_same_files_make_the_same_warehouse_in_whatever_order_and_batches(
    prefect: None, unjudged: None, sample_home: Path, tmp_path: Path
) -> None:
    files, _ = find_files(SAMPLES)
    for number, file in enumerate(reversed(files)):
        copied = tmp_path / "in" / f"{number:02}" / file.name
        copied.parent.mkdir(parents=True)
        shutil.copy(file, copied)
    _run(tmp_path / "home", tmp_path / "in", batch_size=3)
    assert content(tmp_path / "home") == content(sample_home)


def test_what_is_no_report_is_named_and_the_others_go_on(prefect: None, unjudged: None, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "photo.html").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    (folder / "empty.html").write_bytes(b"")
    (folder / "weather.html").write_text("<html><body><p>今日晴，最高气温28度。</p></body></html>", encoding="utf-8")
    files, _ = find_files(SAMPLES)
    shutil.copy(files[0], folder)
    for _ in range(2):  # The second time nothing is read, and still every file is accounted for.
        summary = _run(tmp_path / "home", folder, folder / "gone.html")
        assert summary.reports == 1
        reasons = {Path(one.file).name: one.reason for one in summary.unread}
        assert set(reasons) == {"photo.html", "empty.html", "weather.html", "gone.html"}
        assert "JPEG" in reasons["photo.html"]
        assert "empty" in reasons["empty.html"]
        assert "no such file" in reasons["gone.html"]
    assert {row[0] for row in _rows(tmp_path / "home", "SELECT file FROM problems WHERE report_id IS NULL")} == {
        "photo.html",
        "empty.html",
        "weather.html",
    }


def test_where_no_file_is_a_report_each_is_named_and_nothing_is_published(
    prefect: None, unjudged: None, tmp_path: Path
) -> None:
    (tmp_path / "photo.html").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    for _ in range(2):
        summary = _run(tmp_path / "home", tmp_path / "photo.html")
        assert summary.reports == 0
        assert [one.file for one in summary.unread] == ["photo.html"]
    assert not (tmp_path / "home" / "gongkai.duckdb").exists()


def test_an_archive_is_taken_apart_and_each_file_in_it_accounted_for(
    prefect: None, unjudged: None, tmp_path: Path
) -> None:
    files, _ = find_files(SAMPLES)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(files[0], "2023/县.html")
        archive.writestr("photo.jpg", b"\xff\xd8\xff\xe0")
    summary = _run(tmp_path / "home", tmp_path / "all.zip")
    assert _rows(tmp_path / "home", "SELECT file FROM reports") == [("all.zip/2023/县.html",)]
    assert [one.file for one in summary.unread] == ["all.zip/photo.jpg"]


def test_a_fault_of_the_reader_costs_that_report_alone(
    prefect: None, unjudged: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gongkai
    from gongkai import reading

    files, _ = find_files(SAMPLES)

    def faulty(data: bytes, file: str) -> gongkai.Report:
        if file == files[0].name:
            raise ZeroDivisionError("planted")
        return reading.extract(data, file)

    monkeypatch.setattr(gongkai, "extract", faulty, raising=False)
    summary = _run(tmp_path / "home", files[0], files[1])
    assert summary.reports == 1
    assert [(one.file, "planted" in one.reason) for one in summary.unread] == [(files[0].name, True)]


def test_years_and_issuers_limit_what_is_taken_in_and_take_nothing_away(
    prefect: None, unjudged: None, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    summary = _run(home, *SAMPLES, years="2023-2024", issuers=["宿迁"])
    assert _rows(home, "SELECT report_year FROM reports ORDER BY ALL") == [(2023,), (2024,)]
    assert len(summary.unwanted) == len(find_files(SAMPLES)[0]) - 2
    _run(home, *SAMPLES, years="2014")
    kept = list(Home(home).differences.glob("*.parquet"))
    assert len(kept) == 1, "the second publication keeps what it changed"
    with duckdb.connect() as connection:
        causes = connection.execute("SELECT DISTINCT change, cause FROM read_parquet(?)", [str(kept[0])]).fetchall()
    assert causes == [("added", "new report")]
    assert _rows(home, "SELECT report_year FROM reports ORDER BY ALL") == [(2014,), (2023,), (2024,)]


@pytest.mark.parametrize(("step", "most"), [pytest.param("build", 0, marks=pytest.mark.slow), ("put_in", 1)])
def test_a_failed_pipeline_expectation_stops_publication_and_leaves_the_last_warehouse(
    step: str, most: float, prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import steps
    from flows.summary import PublicationStopped

    files, _ = find_files(SAMPLES)
    home = tmp_path / "home"
    with monkeypatch.context() as quick:
        publish_unjudged(quick)
        _run(home, files[0])
    published = Home(home).warehouse.read_bytes()
    made = getattr(steps, step)

    def broken(*arguments: Any, **keywords: Any) -> None:
        made(*arguments, **keywords)
        with duckdb.connect(str(arguments[1])) as connection:
            connection.execute("INSERT INTO cells SELECT * FROM cells")

    monkeypatch.setattr(steps, step, broken)
    monkeypatch.setattr("warehouse.increment.MOST", most)
    with pytest.raises(PublicationStopped) as stop:
        _run(home, files[1])
    assert any("contents_hold" in reason for reason in stop.value.reasons)
    assert Home(home).warehouse.read_bytes() == published


def test_a_home_that_another_run_holds_is_refused(prefect: None, tmp_path: Path) -> None:
    from flows.lock import HomeInUse, hold

    with hold(Home(tmp_path).lock), pytest.raises(HomeInUse, match="writing to"):
        _run(tmp_path, *SAMPLES)


def test_a_run_leaves_a_markdown_artifact_with_its_summary(sample_home: Path) -> None:
    from prefect.client.orchestration import get_client

    wanted = {"artifacts": {"key": {"any_": ["annual-reports"]}}}
    with get_client(sync_client=True) as client:
        artifacts = client.request("POST", "/artifacts/filter", json=wanted).json()
    assert artifacts
    assert all(one["type"] == "markdown" and "reports in the warehouse" in one["data"] for one in artifacts)


def test_many_reports_are_read_in_worker_processes_with_the_same_outcome(
    prefect: None, unjudged: None, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import workers

    monkeypatch.setattr(workers, "WORTH_WORKERS", 1)
    _run(tmp_path, batch_size=4, processes=2)
    assert content(tmp_path) == content(sample_home)


@needs_corpus
def test_the_seed_reports_answer_the_questions_they_were_asked_for(
    prefect: None, unjudged: None, tmp_path: Path
) -> None:
    assert SHARED is not None
    _run(tmp_path, SHARED / "reports" / "seeds")
    fees = dict(
        _rows(
            tmp_path,
            """
            SELECT indicator_id, value::INT FROM observations
            WHERE indicator_id LIKE 'foi_fee%' AND report_year = 2022
            """,
        )
    )
    assert fees == {
        "foi_fee_notices_issued": 11,
        "foi_fee_notified_amount": 52650,
        "foi_fee_collected_amount": 1200,
    }
    calls = _rows(
        tmp_path,
        """
        SELECT report_year, lower::BIGINT, upper::BIGINT FROM series
        WHERE series_id LIKE '%api_calls' ORDER BY report_year
        """,
    )
    assert calls == [(2018, 2_000_000, 3_000_000), (2022, 100_000_000, 200_000_000)]
    conferences = _rows(tmp_path, "SELECT DISTINCT series_id FROM series WHERE series_id LIKE '%press_conf%'")
    years = _rows(
        tmp_path,
        """
        SELECT series_id FROM series WHERE series_id LIKE '%press_conf%'
        GROUP BY ALL HAVING count(DISTINCT report_year) > 1
        """,
    )
    assert conferences
    assert not years, "press conferences of 2018 and 2022 must not share a series"
