"""A load is so many statements, however many reports there are: counted, not timed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse.build
from expectations import check_file
from expectations.catalogue import rules
from expectations.pipeline import pipeline
from gongkai import extract
from tests.generated import generate
from tests.warehouse.made import built, report, table_3
from warehouse.build import RunInfo, build
from warehouse.staging import Source, write_batch

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class Counted:
    """A connection that counts what is asked of it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, asked: list[str]):
        self._connection = connection
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        if name in ("execute", "sql", "executemany", "query"):
            self._asked.append(name)
        return getattr(self._connection, name)

    def __enter__(self) -> Counted:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()


@contextmanager
def _counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    asked: list[str] = []
    connect = duckdb.connect
    with monkeypatch.context() as patch:
        patch.setattr(duckdb, "connect", lambda *a, **k: Counted(connect(*a, **k), asked))
        yield asked


def _statements(folder: Path, batches: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Statements of a build, and of its checks, from so many batches of two reports."""
    for number in range(batches):
        reports, sources = [], {}
        for seed in (2 * number, 2 * number + 1):
            html = generate(seed, "D").html
            report = extract(html, f"{seed}.html")
            reports.append(report)
            sources[report.sha256] = Source(f"{seed}.html", report.sha256, len(html), MOMENT)
        write_batch(reports, sources, folder / "staging" / f"{number:02}", extractor="test")
    target = folder / "warehouse.duckdb"
    run = RunInfo(run_id="r", started_at=MOMENT, published_at=MOMENT, extractor="test")
    assert warehouse.build.duckdb is duckdb
    with _counting(monkeypatch) as built:
        build(folder / "staging", target, run)
    with _counting(monkeypatch) as checked:
        check_file(target)
    return len(built), len(checked)


def test_more_reports_and_batches_are_no_more_statements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = _statements(tmp_path / "few", 1, monkeypatch)
    many = _statements(tmp_path / "many", 6, monkeypatch)
    assert few == many
    assert min(few) > 5


LINEAR = {"never_joined", "fee_amount", "fee_count"}
"""Of the definitions alone, or with one row of them."""


def test_nothing_compares_all_with_all(tmp_path: Path) -> None:
    """An outer join with a condition on one side alone beside its key does; a view took ten seconds for it."""
    table = table_3(req_new="5", res_granted="5", res_total="5")
    # A name that one body has and one that several have: what is the same of all rows is no condition to DuckDB.
    shared = {"issuer": "市教育局", "issuer_id": "x-d08afb0399", "issuer_level": "department"}
    file = built(tmp_path, report(table), report(table, report_year=2022), report(table, **shared))
    check_file(file)
    with duckdb.connect(str(file), read_only=True) as connection:
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        asked = {f"main.{view}": f"FROM {view}" for (view,) in views if view != "previous"}
        asked |= {one.id: one.query for one in pipeline() if not one.expect}
        asked |= {rule.id: rule.query for rule in rules()}
        quadratic = {
            name
            for name, query in asked.items()
            if "BLOCKWISE_NL_JOIN" in connection.execute(f"EXPLAIN (FORMAT JSON) {query}").fetchall()[0][1]
        }
    assert len(asked) > 60
    assert quadratic <= LINEAR


def _scans(node: dict[str, Any], table: str, above: str = "") -> Iterator[str]:
    """What each scan of a table in a plan is filtered by: in itself, or right above it."""
    told = node.get("extra_info", {})
    if table in str(told.get("Table", "")).split("."):
        yield f"{above} {told.get('Filters', '')}"
    passed_on = {"FILTER": f"{above} {told.get('Expression', '')}", "PROJECTION": above}.get(node["name"].strip(), "")
    for child in node.get("children", []):
        yield from _scans(child, table, passed_on)


@pytest.mark.parametrize("view", ["series", "series_versions", "series_breaks"])
def test_what_is_asked_of_one_issuer_looks_at_its_points_alone(view: str, tmp_path: Path) -> None:
    """Tables are sorted by issuer; a view that puts all together first made a page of twenty seconds."""
    file = built(tmp_path, report(table_3(req_new="5", res_granted="5", res_total="5")))
    with duckdb.connect(str(file), read_only=True) as connection:
        plan = connection.execute(f"EXPLAIN (FORMAT JSON) FROM {view} WHERE issuer_id = 'x'").fetchall()[0][1]
    found = [filters for root in json.loads(plan) for filters in _scans(root, "series_points")]
    assert found
    assert all("issuer_id" in filters for filters in found), found
