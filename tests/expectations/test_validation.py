"""Great Expectations over a warehouse. One import of GX takes seconds, so these tests are few."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

import expectations
from expectations.catalogue import rules
from expectations.pipeline import pipeline
from tests.warehouse.made import built, mention, report, table_2, table_3, table_4

TEXT = "发出收费通知3件，总金额1200元，实际收取5000元。"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fees = [
        mention(TEXT, "1200元", "1200", "foi_fee_notified_amount"),
        mention(TEXT, "5000元", "5000", "foi_fee_collected_amount"),
    ]
    one = report((*table_2(), *table_3(req_new="5", res_granted="5", res_total="5"), *table_4()), fees, TEXT)
    file = built(tmp_path_factory.mktemp("checked"), one)
    expectations.check_file(file)
    return file


def test_importing_the_rules_does_not_import_great_expectations() -> None:
    heavy = "{'great_expectations', 'prefect', 'pandas'}"
    code = f"import sys, expectations, expectations.pipeline; sys.exit(bool({heavy} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_breaks_a_rule_is_found_in_great_expectations_and_published_all_the_same(
    checked: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    results = expectations.run(checked)
    assert capfd.readouterr() == ("", "")
    assert results.publishable, results.stopping
    assert [one.expectation_id for one in results.failed] == ["fee_amount"]
    assert {one.expectation_id for one in results.results} == {one.id for one in (*pipeline(), *rules())}
    assert not any(one.error for one in results.results)
    moved = checked.rename(checked.with_name("published.duckdb"))
    with duckdb.connect() as other:
        other.execute(f"ATTACH '{checked}' AS next_build")
    checked.unlink()
    moved.rename(checked)


@pytest.mark.parametrize(
    ("damage", "stopped_by"),
    [
        (
            """
            DELETE FROM mentions WHERE span_start = (SELECT min(span_start) FROM mentions);
            INSERT INTO cells SELECT * FROM cells LIMIT 1;
            UPDATE observations SET lower = value + 1 WHERE indicator_id = 'D.req_new';
            DELETE FROM cells WHERE code = 'review_total';
            UPDATE cells SET value = NULL WHERE code = 'req_new__total';
            UPDATE check_runs SET evaluated = 0, not_assessable = 0 WHERE check_id = 'H-C1';
            COMMENT ON COLUMN cells.unit IS NULL;
            UPDATE cells SET cell_id = 'x' || cell_id WHERE code = 'req_new__total';
            UPDATE findings SET left_evidence = ['elsewhere:1.1.1'] WHERE check_id = 'fee_amount';
            INSERT INTO series_terms
            SELECT 'press_conf', 'prose', 9, 1, unnest(['press_conferences_held', 'press_conferences_covid']), 1, 'E';
            """,
            {
                "observation_evidence", "finding_evidence", "cell_key", "observation_bounds", "form_complete",
                "cell_values", "checks_evaluated", "described", "never_joined", "contents_hold", "own_keys",
                "evidence_elsewhere",
            },
        ),
        ("INSERT INTO observations SELECT * FROM observations LIMIT 1", {"contents_hold", "observation_key"}),
        (
            "DELETE FROM reports; DELETE FROM runs; DELETE FROM form_cells",
            {"reports_there", "one_run", "parents_there", "forms_there"},
        ),
    ],
    ids=["damaged", "doubled", "empty"],
)  # fmt: skip
def test_a_warehouse_that_is_wrong_in_itself_is_not_published(
    damage: str, stopped_by: set[str], checked: Path, tmp_path: Path
) -> None:
    file = tmp_path / "damaged.duckdb"
    shutil.copy(checked, file)
    with duckdb.connect(str(file)) as connection:
        connection.execute(damage)
    results = expectations.run(file)
    assert not results.publishable
    assert stopped_by <= {one.expectation_id for one in results.stopping}


def test_a_statement_that_fails_is_named_and_no_other(checked: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copy(checked, tmp_path / "broken.duckdb"))
    with duckdb.connect(str(broken)) as connection:
        connection.execute("DROP TABLE copied_shares")
    stopping = expectations.run(broken).stopping
    assert {one.expectation_id for one in stopping} == {"C-1", "C-2"}  # The rules about copied sentences.
    assert all("copied_shares does not exist" in (one.error or "") for one in stopping)
