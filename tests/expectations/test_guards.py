"""No rule passes because it was asked nothing, and severity alone decides what stops publication."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from expectations.pipeline import pipeline
from expectations.results import ExpectationResult, Results
from tests.warehouse.made import built, judge, report, table_2, table_3, table_4

FLOORS, NUMBERS = (one for one in pipeline() if one.id in ("checks_evaluated", "numbers_there"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = (*table_2(), *table_3(req_new="5", res_granted="5", res_total="5", req_new__sci=""), *table_4())
    file = built(tmp_path_factory.mktemp("checked"), report(tables))
    judge(file)
    return file


@pytest.fixture
def checked(made: Path, tmp_path: Path) -> Path:
    """A copy, to be damaged."""
    return Path(shutil.copy(made, tmp_path))


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        ("SELECT 1", set()),
        ("UPDATE check_runs SET evaluated = evaluated - 1 WHERE check_id = 'H-C3'", {"H-C3"}),
        ("UPDATE check_runs SET not_assessable = 0 WHERE check_id = 'H-C1'", {"H-C1"}),
        ("DELETE FROM check_runs WHERE check_id = 'H-C4'", {"H-C4"}),
        ("DELETE FROM check_runs WHERE check_id = 'T-2'", {"T-2"}),
        ("DELETE FROM cells", set()),
    ],
)
def test_a_rule_that_was_asked_less_than_it_must_be_is_named(damage: str, named: set[str], checked: Path) -> None:
    with duckdb.connect(str(checked)) as connection:
        connection.execute(damage)
        assert {row[0] for row in connection.execute(FLOORS.query).fetchall()} == named
    assert FLOORS.severity == "critical"


@pytest.mark.parametrize(
    ("damage", "wrong"), [("SELECT 1", 0), ("UPDATE cells SET value = NULL", 1), ("DELETE FROM cells", 0)]
)
def test_tables_without_a_single_number_stop_publication(damage: str, wrong: int, checked: Path) -> None:
    with duckdb.connect(str(checked)) as connection:
        connection.execute(damage)
        assert len(connection.execute(NUMBERS.query).fetchall()) == wrong
    assert NUMBERS.severity == "critical"


@pytest.mark.parametrize(
    ("suite", "severity", "error", "publishable"),
    [
        ("pipeline", "critical", None, False),
        ("pipeline", "warning", None, True),
        ("pipeline", "info", None, True),
        ("report", "critical", None, True),
        ("report", "info", "no such column", False),
    ],
)
def test_severity_and_not_success_decides_what_stops(
    suite: str, severity: str, error: str | None, publishable: bool
) -> None:
    failed = ExpectationResult(
        suite=suite, expectation_id="x", table="cells", severity=severity, success=False, unexpected=1, error=error
    )
    results = Results(results=(failed,))
    assert results.publishable is publishable and results.failed == (failed,)
