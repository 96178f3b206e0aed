"""Each query of the pipeline expectations holds on a good warehouse, and fails on one that is wrong in just that."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

import expectations
from expectations.pipeline import pipeline
from tests.warehouse.made import built, mention, report, table_2, table_3, table_4

TEXT = "发出收费通知3件，总金额1200元，实际收取5000元。"
_QUERIES = {one.id: one.query for one in pipeline() if not one.expect}

DAMAGE = {
    "mention_spans": [
        # As long as before, and another text.
        "UPDATE texts SET text = replace(text, '1200元', '1300元')",
        "UPDATE mentions SET number_surface = '12'",
        "DELETE FROM texts",
    ],
    "finding_evidence": [
        "UPDATE findings SET left_evidence = [], right_evidence = []",
        "UPDATE findings SET left_evidence = NULL, right_evidence = NULL",
        "UPDATE findings SET left_evidence = [NULL]",
        "UPDATE findings SET left_evidence = ['nothing']",
    ],
    "observation_complete": [
        "DELETE FROM observations WHERE evidence_kind = 'mention'",
        "DELETE FROM observations WHERE evidence_kind = 'cell'",
    ],
    "described": [
        "COMMENT ON TABLE cells IS ''",
        "COMMENT ON VIEW series IS ' '",
        "COMMENT ON COLUMN cells.unit IS ''",
        "COMMENT ON MACRO TABLE series_of IS NULL",
        "CREATE MACRO helper() AS 1",
    ],
    "series_unique": [
        "INSERT INTO series_points SELECT * FROM series_points WHERE current LIMIT 1",
    ],
    "ratio_unique": [
        "INSERT INTO ratio_definitions SELECT * FROM ratio_definitions WHERE ratio_id = 'disclosure_rate'",
    ],
    "coverage_unique": [
        "INSERT INTO expected_reports BY NAME "
        "SELECT issuer_id, issuer, report_year, 'missing' AS state FROM reports, range(2)",
    ],
    "one_preferred": ["UPDATE observations SET indicator_id = 'D.req_new', applicant = 'total', preferred = true"],
    "observation_evidence": ["DELETE FROM mentions"],
    "observation_bounds": ["UPDATE observations SET lower = value + 1 WHERE indicator_id = 'D.req_new'"],
    "observation_indicator": ["DELETE FROM indicators WHERE indicator_id = 'D.req_new'"],
    "mention_indicator": ["UPDATE mentions SET indicator_id = 'nothing'"],
    "parents_there": ["UPDATE cells SET report_id = 'nothing'", "DELETE FROM issuers"],
    "cell_values": ["UPDATE cells SET value = NULL WHERE code = 'req_new__total'"],
    "cells_of_form": ["UPDATE cells SET code = 'nothing' WHERE code = 'req_new__total'"],
    "form_complete": ["DELETE FROM cells WHERE code = 'review_total'"],
    "series_terms_exist": ["UPDATE series_terms SET indicator_id = 'D.nothing' WHERE indicator_id = 'D.req_new'"],
    "never_joined": [
        "INSERT INTO series_terms BY NAME SELECT 'press_conf' AS series_id, 'prose' AS vintage, 9 AS alternative, "
        "1 AS terms, unnest(['press_conferences_held', 'press_conferences_covid']) AS indicator_id, 1 AS sign, "
        "'E' AS grade",
    ],
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    fees = [
        mention(TEXT, "1200元", "1200", "foi_fee_notified_amount"),
        mention(TEXT, "5000元", "5000", "foi_fee_collected_amount"),
    ]
    one = report((*table_2(), *table_3(req_new="5", res_granted="5", res_total="5"), *table_4()), fees, TEXT)
    file = built(tmp_path_factory.mktemp("checked"), one)
    expectations.check_file(file)
    with duckdb.connect(str(file)) as connection:
        yield connection


@pytest.mark.parametrize("expectation", sorted(_QUERIES))
def test_a_good_warehouse_is_as_it_must_be(checked: duckdb.DuckDBPyConnection, expectation: str) -> None:
    assert checked.execute(_QUERIES[expectation]).fetchall() == []


@pytest.mark.parametrize(
    ("expectation", "damage"), [(one, damage) for one, several in DAMAGE.items() for damage in several]
)
def test_what_is_wrong_is_found(checked: duckdb.DuckDBPyConnection, expectation: str, damage: str) -> None:
    checked.execute("BEGIN")
    try:
        checked.execute(damage)
        assert checked.execute(_QUERIES[expectation]).fetchall() != []
    finally:
        checked.execute("ROLLBACK")
