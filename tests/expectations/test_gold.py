"""The rules over the hand-made cells of the real reports, against the hand-made list of what holds and what does not.

The cells are the gold's own, so that this measures the rules alone and not the reading.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from expectations.checks import check_file
from gongkai.model import CellState, Scope
from tests.corpus import SHARED, needs_corpus
from tests.warehouse.made import built, cell, report

pytestmark = [pytest.mark.corpus, needs_corpus]

RULES = ("H-C1", "H-C2", "H-C3", "H-C4", "P-L1", "P-X1", "P-X2", "P-X3", "P-X4", "P-X5", "P-X6", "A-2")
"""Rules of the tables alone. A-1 is not among them: the gold also asks it of rows that need not be exhaustive."""

_LEVELS = {"province": "province", "prefecture": "prefecture", "county": "county", "special_zone": "special_zone"}


def _gold(name: str) -> list[dict[str, str]]:
    assert SHARED is not None
    with (SHARED / "reports" / "real" / "gold" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def warehouse_of_gold(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    reports = {}
    cells = _gold("cells.csv")
    for head in _gold("reports.csv"):
        own = [one for one in cells if one["file"] == head["file"]]
        separators = {"3": "__", "A": "__"}
        reports[head["file"]] = report(
            [
                cell(
                    one["line_code"] + separators.get(one["table"], "_") + one["column_code"],
                    one["value"],
                    table=one["table"],
                    line=one["line_code"],
                    column=one["column_code"],
                    cell_state=CellState(one["cell_state"]),
                )
                for one in own
            ],
            text=head["file"],
            issuer=head["issuer_zh"],
            issuer_id="x-" + head["issuer_zh"],
            issuer_level=_LEVELS.get(head["issuer_level"].split("/")[0], "unknown"),
            report_year=int(head["report_year"]),
            vintage=head["vintage"],
            family="fujian" if head["vintage"] == "A" else None,
            scope=Scope(head["scope"]),
        )
    file = built(tmp_path_factory.mktemp("gold"), *reports.values())
    check_file(file)
    return file, {one.report_id: name for name, one in reports.items()}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_the_gold_says_and_nothing_else(
    rule: str, warehouse_of_gold: tuple[Path, dict[str, str]]
) -> None:
    file, names = warehouse_of_gold
    outcomes = {"1": "pass", "0": "fail", "na": "not_assessable"}
    wanted = Counter(
        (one["file"], outcomes[one["holds"]])
        for one in _gold("findings.csv")
        if one["check"] == rule
        and one["holds"] != "1"
        and "form C" not in one["note"]
        and "suit_direct+" not in one["column_or_row"]
    )
    with duckdb.connect(str(file), read_only=True) as connection:
        rows = connection.execute("SELECT report_id, outcome FROM findings WHERE check_id = ?", [rule]).fetchall()
    found = Counter((names[report_id], outcome) for report_id, outcome in rows)
    if rule == "A-2":  # The gold also lists rows that one of the two years does not print: nothing is asked of them.
        found, wanted = (
            Counter({key: count for key, count in one.items() if key[1] == "fail"}) for one in (found, wanted)
        )
    assert found == wanted


def test_the_printed_sums_of_the_gold_come_out_in_the_finding(warehouse_of_gold: tuple[Path, dict[str, str]]) -> None:
    file, names = warehouse_of_gold
    wanted = {
        (one["file"], float(one["left"]), float(one["right"]))
        for one in _gold("findings.csv")
        if one["check"] in RULES and one["holds"] == "0"
    }
    with duckdb.connect(str(file), read_only=True) as connection:
        found = connection.execute(
            """
            SELECT report_id, left_value, right_value FROM findings
            WHERE outcome = 'fail' AND check_id NOT IN ('A-1', 'A-3')
            """
        ).fetchall()
    assert {(names[report_id], float(left), float(right)) for report_id, left, right in found} == wanted
