"""The questions of the cookbook are answered: on the samples, and on the corpus where it is there."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

import expectations
import gongkai
import warehouse
from gongkai.forms.crosswalk import crosswalk
from gongkai.model import SourceKind
from tests.corpus import SHARED, needs_corpus
from tests.warehouse.made import RUN, built, mention, report
from warehouse.build import build
from warehouse.export import export
from warehouse.staging import Source, write_batch

ROOT = Path(__file__).resolve().parents[1]
_PAGE = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
QUESTIONS: dict[str, str] = dict(re.findall(r"^### (.+?)\n(?:(?!^### ).)*?```sql\n(.*?)```", _PAGE, re.M | re.S))

SEED_PAIRS = (
    ("press_conferences_held", "press_conferences_covid"),
    ("online_interviews_held", "online_dialogue_events_held"),
    ("consultation_opinions_received", "survey_opinions_collected"),
    ("open_data_catalogs", "open_data_catalogs_added"),
    ("instant_approval_items", "instant_report_approval_items_added"),
    ("policy_interpretation_articles_published", "policy_documents_interpretation_rate"),
    ("disclosure_satisfaction_rate", "hotline_12345_satisfaction_rate"),
    ("open_data_districts", "districts_with_disclosure_rules"),
    ("public_concern_responses", "web_messages_handled"),
    ("social_invest_approval_items", "penalty_relief_list_items"),
    ("policy_documents_interpretation_rate", "citywide_service_items_share"),
)


def built_from(files: list[Path], folder: Path) -> Path:
    """A checked warehouse of these files, read as the flow reads them."""
    reports = {}
    sources = {}
    for file in files:
        try:
            one = gongkai.read(file)
        except gongkai.UnreadableSource:
            continue
        reports[one.report_id] = one
        retrieved = datetime(2026, 1, 1, tzinfo=UTC)
        sources[one.sha256] = Source(file.name, one.sha256, file.stat().st_size, retrieved)
    write_batch(list(reports.values()), sources, folder / "staging" / "batch", extractor="test")
    target = folder / "gongkai.duckdb"
    build(folder / "staging", target, RUN)
    expectations.check_file(target)
    return target


@pytest.fixture(scope="module")
def samples_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = sorted(file for file in (ROOT / "samples").iterdir() if file.suffix in (".html", ".txt"))
    return built_from(files, tmp_path_factory.mktemp("samples"))


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


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """One issuer that reports the first of every pair for 2018 and the other for 2022."""
    reports = []
    for year, codes in ((2018, {one for one, _ in SEED_PAIRS}), (2022, {other for _, other in SEED_PAIRS})):
        figures = [f"{number}次" for number in range(100, 100 + len(codes))]
        text = "，".join(f"共{figure}" for figure in figures) + "。"
        mentions = [
            mention(text, figure, figure[:-1], code, period=f"year:{year}")
            for figure, code in zip(figures, sorted(codes), strict=True)
        ]
        kind = SourceKind.REPORT_TABLES_MISSING
        reports.append(report(mentions=mentions, text=text, report_year=year, vintage=None, source_kind=kind))
    return warehouse.open(built(tmp_path_factory.mktemp("pairs"), *reports))


@pytest.fixture(scope="module")
def held(pairs: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, set[str]]]]:
    """For each view that people query, the name and the indicators of each of its rows."""
    indicator = dict(pairs.execute("SELECT evidence_id, indicator_id FROM observations").fetchall())
    names = {"series": "series_id", "series_versions": "series_id", "ratios": "ratio_id", "openness": "component"}
    return {
        view: [
            (name, {indicator[one] for one in evidence or ()})
            for name, evidence in pairs.execute(f"SELECT {column}, evidence FROM {view}").fetchall()  # noqa: S608
        ]
        for view, column in names.items()
    }


@pytest.mark.parametrize(("one", "other"), SEED_PAIRS)
def test_a_pair_that_must_not_be_joined_is_in_no_view(
    pairs: duckdb.DuckDBPyConnection, held: dict[str, list[tuple[str, set[str]]]], one: str, other: str
) -> None:
    for code in (one, other):
        assert any(code in indicators for _, indicators in held["series"]), "the figure is there"
    for view, rows in held.items():
        assert not [name for name, indicators in rows if {one, other} <= indicators], view
        # Nor under one name in different years.
        named = {code: {name for name, indicators in rows if code in indicators} for code in (one, other)}
        assert not named[one] & named[other], view
    assert pairs.execute("SELECT reason_zh FROM why_not(?, ?)", [one, other]).fetchall()


def test_the_pairs_are_relations_of_the_crosswalk() -> None:
    told = {(one, other) for relation in crosswalk().relations for one in relation.left for other in relation.right}
    assert not [pair for pair in SEED_PAIRS if pair not in told]
