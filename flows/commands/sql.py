"""`gongkai sql`: questions to the published warehouse."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click

from flows.commands.common import NOTHING_DONE, end, home_option, opened

_EXAMPLE = "Example:  gongkai sql \"SELECT report_year, value FROM series WHERE series_id = 'requests_received'\""


@click.command(epilog=_EXAMPLE)
@click.argument("query")
@home_option
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How rows are printed; json is one object a line.",
)
def sql(query: str, home: str | None, shape: str) -> None:
    """Ask the warehouse a question in SQL. Read-only; safe while a run is writing."""
    import duckdb

    with opened(home) as connection:
        try:
            result = connection.sql(query)
            if result is None:
                end(NOTHING_DONE, "the statement gives no rows; the warehouse is read-only here")
            columns, rows = result.columns, result.fetchall()
        except duckdb.Error as error:
            end(NOTHING_DONE, f"DuckDB: {error}")
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[shape](columns, rows)


def _plain(value: Any) -> Any:
    """Decimals without the zeros that only their column type adds: 52650, not 52650.000000."""
    if isinstance(value, Decimal):
        return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
    return value


def _print_table(columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for position, column in enumerate(columns):
        numeric = any(isinstance(row[position], (int, float, Decimal)) for row in rows)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else f"{_plain(value)}" for value in row))
    # Piped into a file, a table must not be cut to the width of a terminal that is not there.
    width = None if sys.stdout.isatty() else 10_000
    Console(width=width, highlight=False, markup=False).print(table)
    click.echo(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")


def _print_csv(columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_plain(value) for value in row] for row in rows])
    click.echo(out.getvalue(), nl=False)


def _print_json(columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    for row in rows:
        click.echo(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=_jsonable))


def _jsonable(value: Any) -> Any:
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return int(whole) if value == whole else float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)
