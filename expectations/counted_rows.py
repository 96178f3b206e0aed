"""Great Expectations' expectation that a query finds no rows, asked once."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation


class CountedRowsExpectation(UnexpectedRowsExpectation):
    """As GX's own, which runs the query twice: for the count, and for rows that are shown nowhere here."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def _validate(self, metrics: dict[str, Any], *arguments: Any, **named: Any) -> Any:
        return super()._validate({**metrics, "unexpected_rows_query.table": []}, *arguments, **named)
