"""The suites in Great Expectations, run inside DuckDB. Import of GX takes seconds: only this module and the two that
define the data source and an expectation do it, and only `expectations.run` and the Data Docs import them.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import warnings
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from expectations.catalogue import IN_RANGES, rules
from expectations.pipeline import pipeline
from expectations.ranges import Ask, each_range
from expectations.results import ExpectationResult, Results
from warehouse.connection import bounded

_MEMORY = "500MB"
"""Of DuckDB, where no setting says otherwise: Great Expectations itself takes as much as is left out."""
_REPORTS_AT_ONCE = 20_000
"""Reports whose sums and readings are held together, in memory, at a time."""
_BIND = re.compile(r"(?<![:\w\\]):(?=\w)")


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


def _as_query(sql: str, shown: str = "*", condition: str = "true") -> str:
    """SQL of ours as GX wants it: braces and colons escaped, and the batch named (GX prints a reminder otherwise)."""
    escaped = _BIND.sub(r"\\:", sql.replace("{", "{{").replace("}", "}}"))
    return (
        f"SELECT {shown} FROM (\n{escaped}\n) AS wrong "  # noqa: S608 -- the queries are files of this package
        f"WHERE {condition} AND (SELECT count(*) FROM {{batch}}) >= 0"
    )


def suites(gx: Any, over: Collection[str] = ("part", "whole")) -> dict[tuple[str, str], list[Any]]:
    """Expectations by suite (pipeline, report) and table; those alone that are asked over a part, or over the whole."""
    from great_expectations.expectations.metadata_types import FailureSeverity

    from expectations.counted_rows import CountedRowsExpectation

    suites: dict[tuple[str, str], list[Any]] = {}
    for one in pipeline():
        if one.over not in over:
            continue
        meta = {"suite": "pipeline", "id": one.id, "table": one.table}
        if one.expect:
            ((name, arguments),) = one.expect.items()
            expectation = getattr(gx.expectations, name)(**arguments, severity=one.severity, meta=meta)
        else:
            expectation = CountedRowsExpectation(
                unexpected_rows_query=_as_query(one.query),
                description=one.title.en,
                severity=FailureSeverity(one.severity),
                meta=meta,
            )
        suites.setdefault(("pipeline", one.table), []).append(expectation)
    for rule in rules():
        if ("whole" if rule.among == "issuers" else "part") not in over:
            continue
        suites.setdefault(("report", "reports"), []).append(
            CountedRowsExpectation(
                unexpected_rows_query=_as_query(rule.outcomes, "report_id, outcome", "outcome = 'fail'"),
                description=rule.title.en,
                severity=FailureSeverity(rule.severity),
                meta={"suite": "report", "id": rule.id, "table": "reports"},
            )
        )
    return suites


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
        for (suite, table), wanted in suites(gx, over).items():
            name = f"{suite}:{table}"
            batch = source.add_table_asset(name, table_name=table).add_batch_definition_whole_table(name).get_batch()
            parted = [one for one in wanted if one.meta["id"] in _in_ranges()]
            whole = [one for one in wanted if one.meta["id"] not in _in_ranges()]
            if whole:
                found += _results(batch.validate(gx.ExpectationSuite(name, expectations=whole)))
            if parted:
                asked = gx.ExpectationSuite(f"{name}, in ranges", expectations=parted)
                ranges = each_range(_asking(source), _REPORTS_AT_ONCE)
                found += _together([_results(batch.validate(asked)) for _ in ranges])
    return found


@cache
def _in_ranges() -> frozenset[str]:
    return frozenset(rule.id for rule in rules() if rule.by in IN_RANGES or rule.in_ranges)


def _asking(source: Any) -> Ask:
    """Statements on the one connection that GX asks by."""

    def ask(sql: str) -> list[Any]:
        with source.get_execution_engine().get_connection() as connection:
            result = connection.exec_driver_sql(sql)
            return list(result.fetchall()) if result.returns_rows else []

    return ask


def _results(outcome: Any) -> list[ExpectationResult]:
    return [
        ExpectationResult(
            suite=result.expectation_config.meta["suite"],
            expectation_id=result.expectation_config.meta["id"],
            table=result.expectation_config.meta["table"],
            severity=str(getattr(result.expectation_config.severity, "value", result.expectation_config.severity)),
            success=bool(result.success),
            unexpected=_count(result),
            error=_error(result),
        )
        for result in outcome.results
    ]


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
