"""The command line, asked as a user asks it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main
from tests.command import ROOT, gongkai, started

SAMPLES = ROOT / "samples"


def test_help_names_every_command_and_the_exit_codes() -> None:
    done = started("--help")
    assert done.returncode == 0
    for command in main.commands:
        assert re.search(rf"^  {command}\b", done.stdout, re.MULTILINE)
    assert "Exit codes" in done.stdout


@pytest.mark.parametrize("command", sorted(main.commands))
def test_the_help_of_every_command_has_an_example(command: str) -> None:
    done = CliRunner().invoke(main, [command, "--help"])
    assert done.exit_code == 0
    assert "Example:" in done.output


def test_extract_prints_one_json_object_a_line() -> None:
    done = gongkai("extract", SAMPLES / "shenzhen-2022.txt", SAMPLES / "hongze-2023.html", "--json", "--with-text")
    assert (done.returncode, done.stderr) == (0, "")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["report"]["issuer"], first["report"]["report_year"]) == ("深圳市人民政府", 2022)
    assert first["report"]["source_kind"] == "report_tables_missing"
    assert second["report"]["vintage"] == "D"
    cells = {cell["code"]: cell for cell in second["cells"]}
    assert (cells["res_partial__np"]["value"], cells["res_partial__np"]["cell_state"]) == (4, "number")
    assert (cells["review_total"]["raw_text"], cells["review_total"]["value"]) == ("0", 0)
    position = cells["licence_decisions"]["position"]
    assert second["text"][position["start"] : position["end"]] == "550"


def test_extract_without_json_prints_a_summary_for_people() -> None:
    done = gongkai("extract", SAMPLES / "hongze-2023.html")
    assert done.returncode == 0
    assert "淮安市洪泽区人民政府" in done.stdout
    assert "2023" in done.stdout


def test_foreign_and_missing_files_are_one_line_each_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "photo.html").write_bytes(b"\xff\xd8\xff\xe0JFIF")
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "noise.html").write_bytes(bytes(range(256)) * 50)
    done = started(
        "extract",
        *(tmp_path / name for name in ("photo.html", "empty.html", "noise.html", "gone.html")),
        SAMPLES / "shenzhen-2022.txt",
        "--json",
    )
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 4
    for name in ("photo.html", "empty.html", "noise.html", "gone.html"):
        assert sum(line.startswith("not read: ") and name in line for line in lines) == 1
    assert "Traceback" not in done.stderr


def test_nothing_that_can_be_read_ends_with_2(tmp_path: Path) -> None:
    assert gongkai("extract", tmp_path / "gone.html", "--json").returncode == 2
    assert gongkai("extract", tmp_path).returncode == 2
    assert gongkai("extract").returncode == 2
    assert gongkai("no-such-command").returncode == 2


def test_wrong_years_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    done = gongkai("run", "--years", "nineteen", "--home", tmp_path / "home")
    assert done.returncode == 2
    assert "expected one year or two" in " ".join(done.stderr.split())
    assert not (tmp_path / "home").exists()


def test_sql_prints_tables_csv_and_json(sample_home: Path) -> None:
    query = "SELECT issuer, report_year FROM reports WHERE report_year = 2018"
    table = gongkai("sql", query, "--home", sample_home)
    assert "深圳市人民政府" in table.stdout
    assert table.stdout.endswith("1 row\n")
    as_csv = gongkai("sql", query, "--home", sample_home, "--format", "csv")
    assert as_csv.stdout.splitlines() == ["issuer,report_year", "深圳市人民政府,2018"]
    as_json = gongkai("sql", query, "--home", sample_home, "--format", "json")
    assert json.loads(as_json.stdout) == {"issuer": "深圳市人民政府", "report_year": 2018}


def test_sql_prints_json_with_every_digit_and_every_column(sample_home: Path) -> None:
    exact = gongkai(
        "sql", "SELECT 12345678901234567890.5::DECIMAL(38, 6) AS n", "--home", sample_home, "--format", "json"
    )
    assert exact.stdout == '{"n":12345678901234567890.5}\n'
    twice = gongkai("sql", "SELECT 1 AS a, 2 AS a", "--home", sample_home, "--format", "json")
    assert twice.returncode == 2
    assert "same name" in twice.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM reports",
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH 'other.duckdb'",
        "COPY reports TO 'out.csv'",
        "SELEC 1",
    ],
)
def test_sql_neither_writes_nor_reaches_outside_the_warehouse(sample_home: Path, statement: str) -> None:
    done = gongkai("sql", statement, "--home", sample_home)
    assert done.returncode == 2
    assert done.stderr.startswith("DuckDB: ")
    assert "Traceback" not in done.stderr


def test_questions_to_a_home_without_a_warehouse_say_how_to_make_one(tmp_path: Path) -> None:
    for command in (("sql", "SELECT 1"), ("explain", "x")):
        done = gongkai(*command, "--home", tmp_path)
        assert done.returncode == 2
        assert "make one with: " in done.stderr


def test_explain_leads_from_a_finding_to_the_words(sample_home: Path) -> None:
    sql = "SELECT finding_id FROM findings WHERE check_id = 'fee_amount' AND outcome = 'fail'"
    finding = gongkai("sql", sql, "--home", sample_home, "--format", "csv").stdout.splitlines()[1]
    done = gongkai("explain", finding, "--home", sample_home)
    assert done.returncode == 0
    for part in ("2860", "1860", "example-county-2023.html", "sha256", "【2860元】"):
        assert part in done.stdout
    unknown = gongkai("explain", "nothing:has:this", "--home", sample_home)
    assert unknown.returncode == 2
    assert unknown.stderr.count("\n") == 1


def test_forms_lists_and_shows_the_official_forms() -> None:
    assert {"A-fujian", "B", "C", "D"} <= {line.split()[0] for line in gongkai("forms").stdout.splitlines()}
    shown = gongkai("forms", "D").stdout
    assert "res_other_fee_unpaid" in shown
    assert "国办公开办函〔2021〕30号" in shown
    assert gongkai("forms", "Z").returncode == 2


def test_serve_says_how_to_start_a_server_where_none_is_named(tmp_path: Path) -> None:
    done = gongkai("serve", tmp_path, "--cron", "0 3 * * *", "--home", tmp_path, PREFECT_API_URL="")
    assert done.returncode == 2
    assert "prefect server start" in done.stderr


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    done = started("run", "--home", tmp_path, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert done.returncode == 2
    assert "the Prefect server at http://127.0.0.1:9/api does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_readme_among_reports_is_named_and_is_no_failure_and_outright_it_is(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "hongze-2023.html", tmp_path)
    (tmp_path / "README.md").write_text("# Notes\n\nWhat lies here, and how it came here.\n", encoding="utf-8")
    (tmp_path / "page.css").write_text("p {}", encoding="utf-8")
    walked = gongkai("extract", tmp_path, "--json")
    assert walked.returncode == 0
    assert [line.split(":")[0] for line in walked.stderr.splitlines()] == ["passed over", "not a report"]
    assert "page.css" in walked.stderr
    assert "README.md" in walked.stderr
    named = gongkai("extract", tmp_path / "hongze-2023.html", tmp_path / "README.md", "--json")
    assert named.returncode == 1
    assert named.stderr.startswith("not read: ")


def test_what_cannot_be_written_is_said_of_the_folder_and_not_of_the_warehouse(
    sample_home: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    for target in (tmp_path / "file", tmp_path / "file" / "below"):
        for command in (["export", "--format", "csv", "--to"], ["site", "--out"]):
            done = gongkai(*command, target, "--home", sample_home)
            assert done.returncode == 2
            assert done.stderr.startswith(f"cannot write to {target}: "), done.stderr
            assert "Errno" not in done.stderr


def test_a_home_that_is_not_there_is_not_made_by_what_mends_or_fills_it(tmp_path: Path) -> None:
    for command in ("rebuild", "backfill", "verify", "status"):
        done = gongkai(command, "--home", tmp_path / "typo")
        assert done.returncode == 2
        assert done.stderr.startswith("there is no home at ")
    assert not (tmp_path / "typo").exists()


def test_a_run_of_which_no_source_names_a_file_starts_nothing(tmp_path: Path) -> None:
    done = gongkai("run", tmp_path / "nofile.html", "--home", tmp_path / "home")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"not read: {tmp_path / 'nofile.html'}: there is no such file or folder",
        "no report could be read",
    ]
    assert not (tmp_path / "home").exists()


def test_series_are_listed_and_wrong_names_refused(sample_home: Path) -> None:
    listed = gongkai("series", "--home", sample_home)
    assert re.search(r"^requests_received +20\d\d-20\d\d +\d+ issuers +\S+", listed.stdout, re.MULTILINE), listed.stdout
    of_one = gongkai("series", "--list", "--issuer", "宿迁市", "--home", sample_home)
    assert 0 < len(of_one.stdout.splitlines()) < len(listed.stdout.splitlines())
    wrong = gongkai("series", "requests_received", "--issuer", "宿迁市", "--applicant", "foo", "--home", sample_home)
    assert wrong.returncode == 2
    assert "org_other" in wrong.stderr
    unknown = gongkai("series", "nosuch", "--issuer", "宿迁市", "--home", sample_home, "--lang", "zh")
    assert unknown.returncode == 2
    assert unknown.stderr.startswith("没有 nosuch ")


def test_a_reader_that_goes_away_ends_the_program_without_a_word(sample_home: Path) -> None:
    code = "import sys; from flows.cli import main; main()"
    for rows in (3, 30_000):
        query = f"SELECT repeat('x', 40) FROM range({rows})"  # noqa: S608
        command = [sys.executable, "-c", code, "sql", query, "--format", "csv", "--home", str(sample_home)]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as running:
            assert running.stdout is not None and running.stderr is not None
            running.stdout.close()
            assert running.stderr.read() == b""
        assert running.returncode == 1
