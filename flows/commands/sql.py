"""`gongkai sql`: questions to the published warehouse."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from flows.commands.common import NOTHING_DONE, counted, end, home_option, opened
from flows.language import worded
from flows.terminal import coloured, visible

if TYPE_CHECKING:
    import duckdb

_FORMULA = re.compile(r"[=+@＝＋－＠\t\r\n-].", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")
_EXAMPLE = (
    '\b\nExample:  gongkai sql "SELECT report_year, value FROM series '
    "WHERE series_id = 'requests_received' AND applicant = 'total'\""
)


@click.command(short_help="Ask the warehouse a question in SQL.", epilog=_EXAMPLE)
@click.argument("query")
@home_option
@click.option("--warehouse", "lake", metavar="LAKE", help="A lake instead of a home: ducklake:postgres:... (publish).")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How rows are printed; csv is for spreadsheets: an apostrophe stands before what they would take for a "
    "formula; json is one object a line, with every word as it is.",
)
def sql(query: str, home: str | None, lake: str | None, shape: str) -> None:
    """Ask the warehouse a question in SQL. Read-only; safe while a run is writing."""
    import duckdb

    with _lake(lake) if lake else opened(home) as connection:
        try:
            result = connection.sql(query)
            if result is None:
                end(NOTHING_DONE, _("the statement gives no rows; the warehouse is read-only here"))
            if shape == "json" and len(set(result.columns)) < len(result.columns):
                end(NOTHING_DONE, _("two columns have the same name, which JSON cannot hold; name them with AS"))
            {"table": _print_table, "csv": _print_csv, "json": _print_json}[shape](result)
        except duckdb.Error as error:
            end(NOTHING_DONE, f"DuckDB: {error}")


def _lake(address: str) -> duckdb.DuckDBPyConnection:
    from warehouse.lake import LakeError, open_lake

    try:
        return open_lake(address)
    except LakeError as error:
        end(NOTHING_DONE, worded(error))


def _rows(result: duckdb.DuckDBPyRelation) -> Iterator[tuple[Any, ...]]:
    """A thousand at a time: an answer may be larger than memory."""
    while rows := result.fetchmany(1000):
        yield from rows


def _plain(value: Any) -> Any:
    """Decimals without the zeros that only their column type adds: 52650, not 52650.000000."""
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return whole if value == whole else value.normalize()
    return value


def _text(value: Any) -> Any:
    """A value in one field: a list as its items with '; ' between them, as in exports."""
    return "; ".join(f"{_plain(one)}" for one in value) if isinstance(value, list) else _plain(value)


def _no_formula(value: Any) -> Any:
    """A value as exports for spreadsheets write it: an apostrophe before text that would be taken for a formula."""
    acts = isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value)
    return f"'{value}" if acts else value


def _print_table(result: duckdb.DuckDBPyRelation) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    rows = result.fetchall()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for position, column in enumerate(result.columns):
        numeric = any(isinstance(row[position], (int, float, Decimal)) for row in rows)
        table.add_column(visible(column), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else visible(f"{_text(value)}") for value in row))
    # Piped into a file, a table must not be cut to the width of a terminal that is not there.
    width = None if sys.stdout.isatty() else 10_000
    Console(file=coloured(sys.stdout), width=width, highlight=False, markup=False).print(table)
    click.echo(counted(len(rows), "{} row", "{} rows"))


def _print_csv(result: duckdb.DuckDBPyRelation) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([_no_formula(name) for name in result.columns])
    writer.writerows([_no_formula(_text(value)) for value in row] for row in _rows(result))


def _print_json(result: duckdb.DuckDBPyRelation) -> None:
    import msgspec

    # Decimals as numbers with all their digits, which a float would lose.
    encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=str)
    columns = result.columns
    for row in _rows(result):
        click.echo(encoder.encode(dict(zip(columns, map(_plain, row), strict=True))).decode("utf-8"))
