"""Reports some thousand at a time: what is asked of all of them takes memory that grows with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from expectations.queries import query
from warehouse.queries import quoted

Ask = Callable[[str], list[Any]]
"""Runs a statement on a connection to a warehouse; gives its rows."""


def each_range(ask: Ask, reports: int) -> Iterator[None]:
    """Sets the variables that checking.in_range looks at (rules/macros.sql), for one range of so many reports after the
    other; once, without them, where there is no report."""
    ask(f"SET VARIABLE reports_at_once = {reports}")
    ranges = ask(query("report_ranges"))
    if not ranges:
        yield
        return
    for first, last in ranges:
        for name, bound in (("first_report", first), ("last_report", last)):
            # As a literal: the first parameter that is bound makes DuckDB import pandas.
            ask(f"SET VARIABLE {name} = {quoted(bound)}")
        yield
    ask("RESET VARIABLE first_report")
