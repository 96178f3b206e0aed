"""`gongkai diff`: what is different between two warehouses."""

from __future__ import annotations

from decimal import Decimal
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click

from flows.commands.common import NOTHING_DONE, counted, end
from flows.language import to_say
from flows.text_width import cells

_EXAMPLE = "\b\nExample:  gongkai diff last-week/gongkai.duckdb gongkai-home"
_SHOWN = 20
_CHANGES = (to_say("changed"), to_say("removed"), to_say("added"))
"""Of many only the first are shown: a value that is another now matters more than a report that is new."""
_CHANGE_WIDTH = 8
CAUSES = (
    to_say("new report"),
    to_say("corrected report"),
    to_say("report removed"),
    to_say("new extractor"),
    to_say("new crosswalk"),
)
"""As `warehouse.difference` has them."""


@click.command(short_help="List what changed between two warehouses, and why.", epilog=_EXAMPLE)
@click.argument("old", type=click.Path(), metavar="OLD")
@click.argument("new", type=click.Path(), metavar="NEW")
@click.option("--all", "everything", is_flag=True, help=f"Every value, not the first {_SHOWN} of series.")
@click.option("--csv", "as_csv", is_flag=True, help="All of it as CSV, indicators included.")
def diff(old: str, new: str, *, everything: bool, as_csv: bool) -> None:
    """List the values that were added, changed and removed between two warehouses (files or homes), by cause."""
    import duckdb

    from warehouse.difference import difference

    files = _file(old), _file(new)
    for file in files:
        if not file.is_file():
            end(NOTHING_DONE, _("there is no warehouse at {path}").format(path=file))
    try:
        found = difference(*files)
    except duckdb.Error as error:
        end(NOTHING_DONE, f"DuckDB: {error}")
    if as_csv:
        import polars as pl

        lists = [name for name, kind in found.values.schema.items() if kind == pl.List(pl.String)]
        click.echo(found.values.with_columns(pl.col(lists).list.join("; ")).write_csv(), nl=False)
        return
    if found.empty:
        click.echo(_("no value is different"))
        return
    for (change, cause), count in sorted(found.counts.items()):
        values = counted(count, "{} value", "{} values")
        told = _("{values} {change}: {cause}")
        click.echo(told.format(values=values, change=_(change), cause=_(cause)))
    rows = [row for row in found.values.to_dicts() if everything or row["kind"] == "series"]
    rows.sort(key=lambda row: _CHANGES.index(row["change"]))
    shown = rows if everything else rows[:_SHOWN]
    click.echo("")
    for row in shown:
        click.echo(_line(row))
    if len(shown) < len(rows):
        click.echo(_("and {count} more (--all, --csv)").format(count=len(rows) - len(shown)))


def _file(path: str) -> Path:
    from flows.home import Home

    place = Path(path).expanduser()
    return Home.at(place).warehouse if place.is_dir() else place


def _number(row: dict[str, Any], side: str) -> str:
    value, lower, upper = (row[f"{side}_{name}"] for name in ("value", "lower", "upper"))
    if value is None and lower is None and upper is None:
        return _("nothing")
    text = _plain(value) if value is not None and lower == upper else f"[{_plain(lower)}, {_plain(upper)})"
    return f"{text} {row[f'{side}_unit'] or ''}".strip()


def _plain(number: Decimal | None) -> str:
    return "…" if number is None else f"{number.normalize():,f}"


def _line(row: dict[str, Any]) -> str:
    who = f"{row['issuer'] or row['issuer_id']} {row['report_year']} {row['id']}"
    applicant = "" if row["applicant"] == "total" else f" ({row['applicant']})"
    old, new = _number(row, "old"), _number(row, "new")
    grades = _("{value}, grade {old} -> {new}").format(value=old, old=row["old_grade"], new=row["new_grade"])
    change = _(row["change"])
    told = _("{name}: {value}").format(name=who + applicant, value=grades if old == new else f"{old} -> {new}")
    return f"{change}{' ' * (_CHANGE_WIDTH - cells(change))} {told}  [{_(row['cause'])}]"
