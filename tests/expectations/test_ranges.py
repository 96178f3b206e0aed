"""A warehouse of thousands of reports is drawn and judged range by range: what comes of it is what one range gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

import gongkai
from expectations import checks
from expectations.catalogue import QUERIES, rules
from tests.generated import DAMAGES, KINDS, PLANTS, Generated, Wish, generate
from tests.warehouse.made import built
from warehouse import build

_SETTLED = ("observations", "series_points", "findings", "signatures", "check_runs")
_MADE = 12
_OF_TWO_YEARS = "(SELECT check_id FROM checking.sum_terms WHERE back = 1)"
_APART = """(
    WITH placed AS (SELECT report_id, (row_number() OVER (ORDER BY report_id) - 1) // 5 AS number FROM reports)
    SELECT p.report_id
    FROM checking.previous AS p
    JOIN placed AS a ON a.report_id = p.report_id
    JOIN placed AS b ON b.report_id = p.previous_id
    WHERE a.number <> b.number
)"""


def _reports() -> list[gongkai.Report]:
    made = []
    for seed in range(_MADE):
        kind = KINDS[seed % len(KINDS)]
        plants = [PLANTS[seed % len(PLANTS)]] if kind in ("C", "D") else []
        page = generate(seed, kind, damages=DAMAGES[seed : seed + 1], plants=plants)
        made.append(gongkai.extract(page.html, f"{seed}.html"))
    return made + _years_of_one_issuer()


def _years_of_one_issuer() -> list[gongkai.Report]:
    found: list[Generated] = []
    for year in range(2021, 2025):
        wish = Wish(issuer="示例县人民政府", year=year, plausible=True)
        found.append(generate(year, "D", after=found[-1] if found else None, wish=wish))
    return [gongkai.extract(one.html, f"{one.seed}.html") for one in found]


def _rows(file: Path, table: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(f"FROM {table} ORDER BY ALL").fetchall()


def _validated(file: Path, monkeypatch: pytest.MonkeyPatch, reports: int) -> dict[str, tuple[bool, int, str | None]]:
    """What Great Expectations finds, asked of so many reports at a time."""
    from expectations import validation

    monkeypatch.setattr(validation, "_REPORTS_AT_ONCE", reports)
    found = {one.expectation_id: (one.success, one.unexpected, one.error) for one in validation.run(file).results}
    assert any(not success for success, _, _ in found.values())
    return found


def test_ranges_give_what_one_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = _reports()
    whole = built(tmp_path / "whole", *reports)
    checks.check_file(whole)
    monkeypatch.setattr(build, "REPORTS_AT_ONCE", 5)
    monkeypatch.setattr(checks, "_AT_ONCE", 5)
    parted = built(tmp_path / "parted", *reports)
    checks.check_file(parted)
    for table in _SETTLED:
        assert _rows(parted, table) == _rows(whole, table), table
        assert table == "signatures" or _rows(whole, table)
    validated = _validated(whole, monkeypatch, 1_000)
    assert _validated(parted, monkeypatch, 5) == validated
    # Great Expectations asks the rules of a macro together: each is told by itself all the same.
    failed = {row[0]: row[1] for row in _rows(whole, "(SELECT check_id, failed FROM check_runs)")}
    assert {one.id: validated[one.id][1] for one in rules()} == failed | {
        one.id: 0 for one in rules() if one.id not in failed
    }
    assert len({one.by for one in rules() if failed.get(one.id)} - {None}) > 1
    evaluated = {row[0] for row in _rows(whole, "check_runs") if row[1]}
    assert {"H-C1", "T-1"} & evaluated == {"H-C1", "T-1"}
    # Sums of two years, of reports that lie in two ranges.
    assert evaluated & {check_id for (check_id,) in _rows(parted, _OF_TWO_YEARS)}
    assert _rows(parted, _APART)


# A pattern from a table is compiled for every row it is held against: 25 s for 20,000 reports. Those of readings are
# few, and held against figures of their own indicator alone.
_PATTERN = re.compile(r"regexp_(?:matches|full_match|extract|replace)\([^()]*(?:\([^()]*\)[^()]*)*,\s*([a-z]\.\w+)")


def test_patterns_are_constants() -> None:
    found = {rule.id: _PATTERN.findall(rule.query) for rule in rules() if not rule.by}
    assert {name: patterns for name, patterns in found.items() if patterns} == {}
    macros = _PATTERN.findall((QUERIES / "macros.sql").read_text(encoding="utf-8"))
    assert {name for name in macros if not name.startswith("t.")} == set()
