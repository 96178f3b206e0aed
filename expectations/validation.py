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
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from expectations.catalogue import rules
from expectations.pipeline import pipeline
from expectations.results import ExpectationResult, Results
from warehouse.connection import bounded

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
        kwargs={"connect_args": {"read_only": True, "config": bounded()}},
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
            batch = source.add_table_asset(name, table_name=table).add_batch_definition_whole_table(name)
            outcome = batch.get_batch().validate(gx.ExpectationSuite(name, expectations=wanted))
            for result in outcome.results:
                meta = result.expectation_config.meta
                severity = result.expectation_config.severity
                found.append(
                    ExpectationResult(
                        suite=suite,
                        expectation_id=meta["id"],
                        table=meta["table"],
                        severity=str(getattr(severity, "value", severity)),
                        success=bool(result.success),
                        unexpected=_count(result),
                        error=_error(result),
                    )
                )
    return found
