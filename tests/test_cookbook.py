"""The questions of the cookbook are answered: on the samples, and on the corpus where it is there."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse
from tests.corpus import SHARED, needs_corpus
from tests.samples import built_from
from warehouse.export import export

ROOT = Path(__file__).resolve().parents[1]
_PAGE = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
QUESTIONS: dict[str, str] = dict(re.findall(r"^### (.+?)\n(?:(?!^### ).)*?```sql\n(.*?)```", _PAGE, re.M | re.S))


@pytest.fixture(scope="module")
def samples(samples_file: Path) -> duckdb.DuckDBPyConnection:
    return warehouse.open(samples_file)


def test_there_are_questions() -> None:
    assert len(QUESTIONS) >= 15
    assert len(QUESTIONS) == _PAGE.count("```sql")


WITHOUT_ANSWER_IN_SAMPLES = ("Where do text and table of one report disagree?", "What was known on a given day?")
"""The samples agree with themselves, and print no day of publication; the corpus does."""


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_on_the_samples(samples: duckdb.DuckDBPyConnection, question: str) -> None:
    rows = samples.execute(QUESTIONS[question]).fetchall()
    assert rows or question in WITHOUT_ANSWER_IN_SAMPLES, "no row"


@pytest.mark.parametrize("example", re.findall(r"```python\n(.*?)```", _PAGE, re.S))
def test_an_example_in_python_runs(
    samples_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: str
) -> None:
    (tmp_path / "gongkai-home").mkdir()
    shutil.copy(samples_file, tmp_path / "gongkai-home")
    monkeypatch.chdir(tmp_path)
    if "plot" in example:
        pytest.importorskip("altair")
    if ".df()" in example:
        pytest.importorskip("pandas")
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102 -- the page's own text
    assert len(names.get("points", "x")) > 0
    if "chart" in names:
        drawn = json.loads(names["chart"].to_json())
        (rows,) = drawn["datasets"].values()
        assert [row["value"] for row in rows] == names["points"]["value"].to_list()


CLI = shutil.which("duckdb") or shutil.which("duckdb", path=str(Path(sys.executable).parent))


@pytest.mark.skipif(CLI is None, reason="there is no duckdb command line (pip install duckdb-cli)")
def test_every_question_is_answered_in_the_command_line_on_the_exported_file(
    samples_file: Path, samples: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    (copy,) = export(samples_file, tmp_path, "duckdb")
    assert CLI is not None
    command = [CLI, "-readonly", "-bail", "-csv", str(copy)]
    for question, sql in QUESTIONS.items():
        command += ["-c", f".print == {question}", "-c", sql]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
    answers = dict(part.split("\n", 1) for part in done.stdout.removeprefix("== ").split("\n== "))
    assert answers.keys() == QUESTIONS.keys()
    for question, sql in QUESTIONS.items():
        rows = list(csv.reader(io.StringIO(answers[question])))
        assert max(len(rows) - 1, 0) == len(samples.execute(sql).fetchall()), question


@needs_corpus
@pytest.mark.corpus
def test_every_question_is_answered_on_the_corpus(tmp_path: Path) -> None:
    assert SHARED is not None
    reports = SHARED / "reports"
    files = sorted(
        file
        for folder in (reports / "seeds", reports / "real")
        for file in folder.rglob("*")
        if file.suffix in (".html", ".txt", ".pdf", ".md") and file.name != "README.md"
    )
    with warehouse.open(built_from(files, tmp_path)) as reader:
        empty = [question for question, sql in QUESTIONS.items() if not reader.execute(sql).fetchall()]
    assert empty == []


def test_the_api_calls_grew_between_33_and_100_times(samples: duckdb.DuckDBPyConnection) -> None:
    sql = QUESTIONS["How much more are “1亿多次” than “200多万次”?"]
    (row,) = samples.execute(sql).fetchall()
    assert [round(float(times), 1) for times in row[2:]] == [33.3, 100.0]
