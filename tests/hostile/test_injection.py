"""Output is data: the words of a hostile report go through every output and act in none.

The pages are tested with the same kind of words in tests/pages, in Chromium too.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.extraction import Omitted
from flows.summary import Summary, as_markdown
from flows.terminal import visible
from tests.hostile.report import BIDI, FILE, FORMULA, MARKUP, PAYLOADS, SQL, WICKED, hostile_report
from tests.warehouse.made import built, judge
from warehouse.export import export

_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    target = built(folder, hostile_report())
    judge(target)
    target.rename(folder / "gongkai.duckdb")
    return folder


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def _first(home: Path, sql: str) -> str:
    with duckdb.connect(str(home / "gongkai.duckdb"), read_only=True) as connection:
        found = connection.execute(sql).fetchone()
    assert found
    return str(found[0])


_ASKED = [
    ("sql", "SELECT title, issuer, file FROM reports"),
    ("sql", "SELECT title, issuer, file FROM reports", "--format", "csv"),
    ("sql", "SELECT title, issuer, file FROM reports", "--format", "json"),
    ("sql", 'SELECT title AS "\x1b[31m" FROM reports'),
    ("sql", "SELECT * FROM mentions LIMIT 3"),
    ("findings",),
    ("findings", "--json"),
    ("findings", "--lang", "en"),
    ("phrasings",),
    ("phrasings", "--json"),
    ("series", "requests_received", "--issuer", f"{WICKED}人民政府"),
    ("series", WICKED),
    ("runs",),
    ("status",),
    ("verify",),
]


@pytest.mark.parametrize("asked", _ASKED, ids=lambda asked: " ".join(asked)[:40])
def test_nothing_acts_on_a_terminal(asked: tuple[str, ...], home: Path) -> None:
    done = _run(*asked, "--home", home)
    assert not isinstance(done.exception, Exception) or isinstance(done.exception, SystemExit), done.exception
    assert done.output
    assert not _ACTS.search(done.output), repr(_ACTS.search(done.output))


def test_the_words_are_there_all_the_same(home: Path) -> None:
    shown = _run("sql", "SELECT title FROM reports", "--format", "json", "--home", home).output
    assert json.loads(shown)["title"] == WICKED, "JSON says what the report says"
    assert "\\u001b" in _run("sql", "SELECT title FROM reports", "--home", home).output
    assert "[bold red]" in _run("sql", "SELECT title FROM reports", "--home", home).output


@pytest.mark.parametrize("table", ["cells", "mentions", "findings", "observations"])
def test_the_explanation_of_a_value_acts_not(table: str, home: Path) -> None:
    column = {"cells": "cell_id", "mentions": "mention_id", "findings": "finding_id", "observations": "observation_id"}
    value = _first(home, f"SELECT {column[table]} FROM {table} LIMIT 1")  # noqa: S608
    for more in ((), ("--json",)):
        done = _run("explain", value, "--home", home, *more)
        assert done.exit_code == 0, done.output
        assert not _ACTS.search(done.output)


@pytest.mark.parametrize("command", ["extract", "check"])
def test_a_file_read_at_the_terminal_acts_not(command: str, tmp_path: Path) -> None:
    name = FILE
    said = "".join(f"<p>{one}收到申请12件。</p>" for one in PAYLOADS)
    page = f"<html><title>样例县2023年政府信息公开工作年度报告</title><h2>一、总体情况</h2>{said}</html>"
    (tmp_path / name).write_text(page, encoding="utf-8")
    for more in ((), ("--json",)):
        done = _run(command, tmp_path / name, *more)
        assert done.output
        assert not _ACTS.search(done.output), repr(_ACTS.search(done.output))
    (tmp_path / name).write_bytes(b"GIF8" + WICKED.encode())
    assert not _ACTS.search(_run(command, tmp_path / name).output)


def test_no_csv_for_spreadsheets_holds_a_formula(home: Path, tmp_path: Path) -> None:
    export(home / "gongkai.duckdb", tmp_path, "csv")
    seen = 0
    for file in tmp_path.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.reader(lines):
                assert not [cell for cell in row if re.match(r"[=@\t\r]|[+-](?!\d)", cell) and len(cell) > 1], file.name
                seen += sum(FORMULA in cell for cell in row)
    assert seen, "the formulas are there, as text"


def test_no_answer_in_csv_holds_a_formula(home: Path) -> None:
    asked = """SELECT unnest(['=1+1', '+1+1', '-1+1', '@x', chr(9) || '=1', '＝1', '-5', '+5', '-', 'a=1']) AS "=x" """
    rows = list(csv.reader(_run("sql", asked, "--format", "csv", "--home", home).output.splitlines()))
    assert [row[0] for row in rows] == [
        *("'=x", "'=1+1", "'+1+1", "'-1+1", "'@x", "'\t=1", "'＝1", "-5", "+5", "-", "a=1")
    ]


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(home: Path, tmp_path: Path) -> None:
    seen = 0
    for file in export(home / "gongkai.duckdb", tmp_path / "book.xlsx", "xlsx"):
        book = openpyxl.load_workbook(file)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f" and cell.hyperlink is None, f"{sheet.title} {cell.coordinate}"
                    seen += isinstance(cell.value, str) and FORMULA in cell.value
    assert seen


def test_a_markdown_artifact_holds_no_markup() -> None:
    omitted = (Omitted(FILE, WICKED),)
    fields = dict.fromkeys(Summary.__dataclass_fields__, 0)
    summary = Summary(**{**fields, "findings": {}, "worst": (), "unread": omitted, "failed": omitted})  # type: ignore[arg-type]
    shown = as_markdown(summary)
    assert not re.search(r"(?<!\\)[<\[]", shown.split("Not read")[1])
    assert MARKUP not in shown
    assert not _ACTS.search(shown.replace("\n", ""))


def test_the_warehouse_stands_after_all_of_it(home: Path) -> None:
    assert _first(home, "SELECT title FROM reports") == WICKED
    assert SQL in _first(home, "SELECT issuer FROM reports")


def test_what_is_made_visible_says_the_same_in_json() -> None:
    assert visible("工作\n\t年报 12.5%") == "工作\n\t年报 12.5%"
    assert visible("\x1b[31m" + BIDI) == "\\u001b[31m\\u202e\\u2066\\u200f"
    assert json.loads(f'"{visible(BIDI)}"') == BIDI


@pytest.mark.slow
def test_the_data_docs_hold_no_markup_of_a_report(home: Path, tmp_path: Path) -> None:
    from expectations.data_docs import write_data_docs

    write_data_docs(home / "gongkai.duckdb", tmp_path)
    pages = [page.read_text(encoding="utf-8") for page in tmp_path.rglob("*.html")]
    assert pages
    assert not [page for page in pages if MARKUP in page or "<img src=x onerror" in page]
