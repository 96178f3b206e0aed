"""Great Expectations' expectation that a query finds no rows, asked once and not twice: GX's own asks it for the count,
and again for rows to show, which are shown nowhere here.
"""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation

_COUNT = "unexpected_rows_query.row_count"
_ROWS = "unexpected_rows_query.table"


class CountedRowsExpectation(UnexpectedRowsExpectation):
    """That the query finds no rows; the rows are counted."""

    metric_dependencies: ClassVar[tuple[str, ...]] = (_COUNT,)

    def _validate(self, metrics: dict[str, Any], *arguments: Any, **named: Any) -> Any:
        return super()._validate({**metrics, _ROWS: []}, *arguments, **named)


class RulesHoldExpectation(UnexpectedRowsExpectation):
    """That rules hold. The query gives a row for each that does not: its `check_id`, and how often it `failed`."""

    metric_dependencies: ClassVar[tuple[str, ...]] = (_ROWS,)

    def _validate(self, metrics: dict[str, Any], *_arguments: Any, **_named: Any) -> Any:
        rows = metrics[_ROWS]
        return {
            "success": not rows,
            "result": {
                "observed_value": sum(int(row["failed"]) for row in rows),
                "details": {"unexpected_rows": rows},
            },
        }
