"""Our expectations as suites of Great Expectations: those of `pipeline.yaml`, and the rules of `rules.yaml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from expectations.catalogue import IN_RANGES, Rule, rules
from expectations.filling import literals
from expectations.pipeline import PipelineExpectation, pipeline
from warehouse.queries import quoted

_BIND = re.compile(r"(?<![:\w\\]):(?=\w)")
_GRAVEST = ("critical", "warning", "info")


def suites(
    gx: Any, over: Collection[str] = ("part", "whole"), *, together: bool = False
) -> dict[tuple[str, str], list[Any]]:
    """Expectations by suite (pipeline, report) and table; those alone that are asked over a part, or over the whole.

    Each has in its `meta` the ids of what it asks, and whether it is to be asked `in_ranges` of reports. That is one
    id; where rules are asked `together`, all of a macro: as one statement they cost little more than one of them.
    """
    found: dict[tuple[str, str], list[Any]] = {}
    for one in pipeline():
        if one.over in over:
            found.setdefault(("pipeline", one.table), []).append(_of_pipeline(gx, one))
    asked = [rule for rule in rules() if ("whole" if rule.among == "issuers" else "part") in over]
    if asked:
        groups = _by_statement(asked) if together else [[rule] for rule in asked]
        found["report", "reports"] = [_of_rules(group) for group in groups]
    return found


def _by_statement(asked: Sequence[Rule]) -> list[list[Rule]]:
    """Rules of one macro together, others alone."""
    groups: dict[str, list[Rule]] = {}
    for rule in asked:
        groups.setdefault(rule.by or rule.id, []).append(rule)
    return list(groups.values())


def _of_pipeline(gx: Any, one: PipelineExpectation) -> Any:
    from great_expectations.expectations.metadata_types import FailureSeverity

    from expectations.counted_rows import CountedRowsExpectation

    meta = {"suite": "pipeline", "ids": [one.id], "table": one.table, "in_ranges": False}
    if one.expect:
        ((name, arguments),) = one.expect.items()
        return getattr(gx.expectations, name)(**arguments, severity=one.severity, meta=meta)
    return CountedRowsExpectation(
        unexpected_rows_query=_as_query(one.query),
        description=one.title.en,
        severity=FailureSeverity(one.severity),
        meta=meta,
    )


def _of_rules(group: Sequence[Rule]) -> Any:
    """One expectation that rules hold: of one macro all of them, or one that has a query of its own."""
    from great_expectations.expectations.metadata_types import FailureSeverity

    from expectations.counted_rows import RulesHoldExpectation

    first, ids = group[0], [rule.id for rule in group]
    if first.by:
        # Of sums that are all of the outcome; the labels and messages of `sums` are made for people.
        decides = "summed" if first.by == "sums" else first.by
        outcomes = f"FROM checking.{decides}({literals(ids)})"
    else:
        outcomes = f"SELECT {quoted(first.id)} AS check_id, * FROM (\n{first.query}\n)"  # noqa: S608
    return RulesHoldExpectation(
        unexpected_rows_query=_as_query(
            outcomes, "check_id, count(*) AS failed", "outcome = 'fail'", "GROUP BY check_id"
        ),
        description="; ".join(rule.title.en for rule in group),
        severity=FailureSeverity(min((rule.severity for rule in group), key=_GRAVEST.index)),
        meta={
            "suite": "report", "ids": ids, "table": "reports",
            "in_ranges": first.by in IN_RANGES or first.in_ranges,
        },
    )  # fmt: skip


def _as_query(sql: str, shown: str = "*", condition: str = "true", grouped: str = "") -> str:
    """SQL of ours as GX wants it: braces and colons escaped, and the batch named (GX prints a reminder otherwise)."""
    escaped = _BIND.sub(r"\\:", sql.replace("{", "{{").replace("}", "}}"))
    return (
        f"SELECT {shown} FROM (\n{escaped}\n) AS wrong "  # noqa: S608 -- the queries are files of this package
        f"WHERE {condition} AND (SELECT count(*) FROM {{batch}}) >= 0 {grouped}"
    )
