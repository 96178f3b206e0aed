"""The suites in Great Expectations, run inside DuckDB. Import of GX takes seconds: this module, `suites` and those that
define the data source and our kinds of expectation do it, and only `expectations.run` and the Data Docs import them.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from expectations.catalogue import rules
from expectations.pipeline import pipeline
from expectations.ranges import Ask, each_range
from expectations.results import ExpectationResult, Results
from expectations.suites import suites
from warehouse.connection import bounded

_MEMORY = "500MB"
"""Of DuckDB, where no setting says otherwise: Great Expectations itself takes as much as is left out."""
_REPORTS_AT_ONCE = 5_000
"""Reports whose sums and readings are held together, in memory, at a time."""


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nothing of GX, SQLAlchemy or tqdm on the screen."""
    level = logging.root.manager.disable
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(level)


def _error(result: Any) -> str | None:
    """What GX met with instead of a result, in one line."""
    info = result.exception_info or {}
    entries = [info] if "raised_exception" in info else list(info.values())
    messages = [str(entry.get("exception_message")) for entry in entries if entry.get("raised_exception")]
    return messages[0].strip().splitlines()[0] if messages else None


def _count(result: Any) -> int:
    counted = result.result.get("unexpected_count", result.result.get("observed_value"))
    return counted if isinstance(counted, int) else int(not result.success)


def imported() -> Any:
    """Great Expectations, which tells nobody of its use from here."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations

    import expectations.duckdb_source  # noqa: F401 -- defining the class registers it with GX

    return great_expectations


@contextlib.contextmanager
def opened(build: Path, project: Path | None = None) -> Iterator[tuple[Any, Any, Any]]:
    """GX, a context of it (kept in the folder `project`, else in memory), and the build file as its data source."""
    gx = imported()
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context: Any = (
        gx.get_context(mode="file", project_root_dir=project) if project else gx.get_context(mode="ephemeral")
    )
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    adder: Any = context.data_sources
    source = adder.add_duckdb(
        "warehouse",
        connection_string=f"duckdb:///{build}",
        kwargs={"connect_args": {"read_only": True, "config": bounded(_MEMORY)}},
    )
    try:
        yield gx, context, source
    finally:
        source.get_execution_engine().close()
        source.get_engine().dispose()


def run(build: Path, part: Path | None = None) -> Results:
    """Validate a build file that has been checked (`expectations.checks`); `Results` says whether it may be published.

    Where it is a copy of the published file that a `part` was put into, most is asked of the part.
    """
    asked = ((build, ("part", "whole")),) if part is None else ((part, ("part",)), (build, ("whole",)))
    found = [result for file, over in asked for result in _asked(file, over)]
    expected = {one.id for one in pipeline()} | {rule.id for rule in rules()}
    if missing := expected - {one.expectation_id for one in found}:
        raise RuntimeError(f"Great Expectations gave no result for {', '.join(sorted(missing))}")
    return Results(results=tuple(found))


def _asked(file: Path, over: Collection[str]) -> list[ExpectationResult]:
    found: list[ExpectationResult] = []
    with quiet(), opened(file) as (gx, _, source):
        for (suite, table), wanted in suites(gx, over, together=True).items():
            name = f"{suite}:{table}"
            batch = source.add_table_asset(name, table_name=table).add_batch_definition_whole_table(name).get_batch()
            whole = [one for one in wanted if not one.meta["in_ranges"]]
            parted = [one for one in wanted if one.meta["in_ranges"]]
            if whole:
                found += _results(batch.validate(gx.ExpectationSuite(name, expectations=whole)))
            if parted:
                asked = gx.ExpectationSuite(f"{name}, in ranges", expectations=parted)
                ranges = each_range(_asking(source), _REPORTS_AT_ONCE)
                found += _together([_results(batch.validate(asked)) for _ in ranges])
    return found


def _asking(source: Any) -> Ask:
    """Statements on the one connection that GX asks by."""

    def ask(sql: str) -> list[Any]:
        with source.get_execution_engine().get_connection() as connection:
            result = connection.exec_driver_sql(sql)
            return list(result.fetchall()) if result.returns_rows else []

    return ask


def _results(outcome: Any) -> list[ExpectationResult]:
    """What came of each of ours, also of those that were asked together."""
    return [one for result in outcome.results for one in _of(result)]


def _of(result: Any) -> Iterator[ExpectationResult]:
    meta, error = result.expectation_config.meta, _error(result)
    rows = (result.result.get("details") or {}).get("unexpected_rows")
    failed = {row["check_id"]: int(row["failed"]) for row in rows or ()}
    for one in meta["ids"]:
        unexpected = _count(result) if rows is None else failed.get(one, 0)
        yield ExpectationResult(
            suite=meta["suite"],
            expectation_id=one,
            table=meta["table"],
            severity=_severities()[one],
            success=bool(result.success) if rows is None else not unexpected,
            unexpected=unexpected,
            error=error,
        )


@cache
def _severities() -> Mapping[str, str]:
    return {one.id: one.severity for one in pipeline()} | {one.id: one.severity for one in rules()}


def _together(ranges: Sequence[Sequence[ExpectationResult]]) -> Iterator[ExpectationResult]:
    """What came of each expectation in all ranges."""
    by_id: dict[str, list[ExpectationResult]] = {}
    for result in (result for found in ranges for result in found):
        by_id.setdefault(result.expectation_id, []).append(result)
    for found in by_id.values():
        yield msgspec.structs.replace(
            found[0],
            success=all(one.success for one in found),
            unexpected=sum(one.unexpected for one in found),
            error=next((one.error for one in found if one.error), None),
        )
