"""`gongkai diff`: what is different between two warehouses."""

from __future__ import annotations

from decimal import Decimal
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click

from flows.commands.common import NOTHING_DONE, STATUS_WORDS, counted, end
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
@click.option("--all", "everything", is_flag=True, help=f"List every value, not only the first {_SHOWN} of series.")
@click.option("--csv", "as_csv", is_flag=True, help="All of it as CSV, indicators included.")
def diff(old: str, new: str, *, everything: bool, as_csv: bool) -> None:
    """List the values that were added, changed and removed between two warehouses (files or homes), by cause; and
    those whose value is the same and whose status is not (newly disputed, or no longer)."""
    import duckdb

    from warehouse.difference import difference, statuses

    files = _file(old), _file(new)
    for file in files:
        if not file.is_file():
            end(NOTHING_DONE, _("there is no warehouse at {path}").format(path=file))
    try:
        found = difference(*files)
        doubted = [] if as_csv else statuses(*files).to_dicts()
    except duckdb.Error as error:
        end(NOTHING_DONE, f"DuckDB: {error}")
    if as_csv:
        import polars as pl

        lists = [name for name, kind in found.values.schema.items() if kind == pl.List(pl.String)]
        click.echo(found.values.with_columns(pl.col(lists).list.join("; ")).write_csv(), nl=False)
        return
    if found.empty:
        click.echo(_("no value is different"))
        _tell_statuses(doubted, everything)
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
    if doubted:
        click.echo("")
    _tell_statuses(doubted, everything)


def _tell_statuses(rows: list[dict[str, Any]], everything: bool) -> None:
    """Values of series that only their status tells apart."""
    if not rows:
        return
    told = counted(len(rows), "{} value of a series has another status", "{} values of series have another status")
    click.echo(_("{values}:").format(values=told))
    shown = rows if everything else rows[:_SHOWN]
    for row in shown:
        old, new = (_(STATUS_WORDS.get(row[side], row[side])) for side in ("old_status", "new_status"))
        value = _bounded(row["value"], row["lower"], row["upper"], row["unit"])
        told = _("{name}: {value}").format(name=_name(row), value=f"{value}, {old} -> {new}")
        click.echo(f"  {told}")
    if len(shown) < len(rows):
        click.echo(_("and {count} more (--all)").format(count=len(rows) - len(shown)))


def _file(path: str) -> Path:
    from flows.home import Home

    place = Path(path).expanduser()
    return Home.at(place).warehouse if place.is_dir() else place


def _number(row: dict[str, Any], side: str) -> str:
    value, lower, upper = (row[f"{side}_{name}"] for name in ("value", "lower", "upper"))
    return _bounded(value, lower, upper, row[f"{side}_unit"])


def _bounded(value: Decimal | None, lower: Decimal | None, upper: Decimal | None, unit: str | None) -> str:
    if value is None and lower is None and upper is None:
        return _("nothing")
    text = _plain(value) if value is not None and lower == upper else f"[{_plain(lower)}, {_plain(upper)})"
    return f"{text} {unit or ''}".strip()


def _plain(number: Decimal | None) -> str:
    return "…" if number is None else f"{number.normalize():,f}"


def _name(row: dict[str, Any]) -> str:
    who = f"{row['issuer'] or row['issuer_id']} {row['report_year']} {row['id']}"
    return who + ("" if row["applicant"] == "total" else f" ({row['applicant']})")


def _line(row: dict[str, Any]) -> str:
    old, new = _number(row, "old"), _number(row, "new")
    grades = _("{value}, grade {old} -> {new}").format(value=old, old=row["old_grade"], new=row["new_grade"])
    change = _(row["change"])
    told = _("{name}: {value}").format(name=_name(row), value=grades if old == new else f"{old} -> {new}")
    return f"{change}{' ' * (_CHANGE_WIDTH - cells(change))} {told}  [{_(row['cause'])}]"
